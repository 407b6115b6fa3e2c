"""The newest plan in a few figures, on the real shipped edition."""

import pytest
from django.test import Client

from yunghap.core.actors import SYSTEM
from yunghap.identity import service as identity
from yunghap.plan import service as plan
from yunghap.portal import summary


@pytest.fixture
def shipped(db: None) -> plan.Edition:
    identity.load_public_bodies(by=SYSTEM)
    return plan.load_shipped_edition(by=SYSTEM)


@pytest.mark.django_db
def test_nothing_published_shows_nothing(client: Client) -> None:
    assert summary.newest() is None
    assert client.get("/").status_code == 200


def test_printed_rows_add_up_to_the_printed_total(shipped: plan.Edition) -> None:
    told = summary.newest()
    assert told is not None
    assert told.total is not None
    assert (told.year, told.before) == (2023, 2022)
    assert sum(row.krw for row in told.areas) == told.total.krw
    assert sum(row.krw for row in told.ministries) == told.total.krw
    assert len(told.ministries) == 11
    assert told.most_ministry == max(row.krw for row in told.ministries)
    assert all(row.name_en.startswith("Ministry") for row in told.ministries)
    assert [direction.code for direction in told.directions] == ["1", "2", "3"]
    assert sum(len(direction.tasks) for direction in told.directions) == 7


@pytest.mark.parametrize(
    ("address", "word", "total"),
    [("/", "산업부", "32,682.70"), ("/en/", "Ministry of Trade, Industry and Energy", "3,268.270")],
)
def test_home_shows_the_figures_in_its_language(
    client: Client, shipped: plan.Edition, address: str, word: str, total: str
) -> None:
    text = client.get(address).content.decode()
    assert word in text
    assert total in text


def test_figures_are_read_once(client: Client, shipped: plan.Edition, django_assert_max_num_queries) -> None:
    client.get("/")
    with django_assert_max_num_queries(4):
        client.get("/")

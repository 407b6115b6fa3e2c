"""`yunghap exchange search`."""

import json

import pytest
from click.testing import CliRunner

from tests.factories.exchange import make_product
from yunghap.config.cli import yunghap
from yunghap.exchange.commands import search as command

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setenv("YUNGHAP_DATA_DIR", str(tmp_path))


def run(*arguments: str):
    return CliRunner().invoke(yunghap, ["exchange", "search", *arguments])


def test_found_with_reasons_for_machines_and_people():
    product, _offer, _by = make_product()
    word = product.title.split()[0]
    done = run(word, "--json", "--language", "en")
    assert done.exit_code == 0
    (hit,) = map(json.loads, done.stdout.splitlines())
    assert set(hit) == {"id", "title", "score", "why"}
    assert (hit["id"], hit["title"]) == (product.id, product.title)
    assert hit["why"].startswith("in the title: ")
    assert product.title in run(word).stdout


def test_nothing_is_a_verdict():
    assert run("등대").exit_code == 1


def test_some_words_are_told(capsys):
    product, _offer, _by = make_product()
    done = run(f"{product.title} 등대지기", "--language", "en")
    assert "0 of 1 carry every word." in done.stderr


def test_fresh_means_nothing_was_written_since(tmp_path, monkeypatch):
    monkeypatch.delenv("YUNGHAP_DATABASE_URL", raising=False)
    assert not command._is_fresh(tmp_path)
    run("등대")
    assert command._is_fresh(tmp_path)
    monkeypatch.setenv("YUNGHAP_DATABASE_URL", "postgres://")
    assert not command._is_fresh(tmp_path)

"""The search page over a real index."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from yunghap.core.registry import Registry
from yunghap.search import service as search
from yunghap.search.domain import feed


class Things:
    """Three items: two public, one for an organisation."""

    def items(self, ids: Iterable[str] | None = None) -> Iterable[search.Item]:
        every = [
            search.Item(
                "programme",
                "1",
                "디지털 헬스케어 <실증>",
                "/plans/a/programmes/1/",
                (search.PUBLIC,),
                text="병원 실증 지원",
                facets={"ministry": "복지부"},
            ),
            search.Item(
                "indicator",
                "2",
                "디지털 실증 건수",
                "/plans/a/indicators/2/",
                (search.PUBLIC,),
                title_en="Trials",
                facets={"ministry": "산업부"},
            ),
            search.Item(
                "programme", "3", "디지털 비공개 초안", "/plans/b/programmes/3/", ("organisation:x",)
            ),
        ]
        return [item for item in every if ids is None or item.id in set(ids)]


class Records:
    """Five data sets with an index of their own, one of them not for everybody."""

    collection = "apart"
    on_site = ("organisation",)
    label = "데이터셋"

    def items(self, ids: Iterable[str] | None = None) -> Iterable[search.Item]:
        every = [
            search.Item(
                "records",
                str(number),
                f"디지털 센서 {number}",
                f"/datasets/{number}/",
                (search.PUBLIC,) if number < 4 else ("organisation:x",),
                text="Digital sensors",
                facets={"organisation": "진흥원", "licence": "KOGL_1"},
            )
            for number in range(5)
        ]
        return [item for item in every if ids is None or item.id in set(ids)]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    only: Registry[search.Source] = Registry("search sources")
    only.register("things", Things())
    monkeypatch.setattr(feed, "sources", only)
    search.rebuild()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("index")
def test_words_find_public_items_and_mark_them(client: Client) -> None:
    text = page(client, "/search/?q=디지털")
    assert "검색 결과 2건" in text
    assert "디지털 헬스케어 &lt;실증&gt;" in text
    assert "비공개" not in text


@pytest.mark.usefixtures("index")
def test_facet_narrows_and_can_be_lifted(client: Client) -> None:
    text = page(client, "/search/?q=디지털&ministry=복지부")
    assert "검색 결과 1건" in text
    assert 'href="?q=%EB%94%94%EC%A7%80%ED%84%B8" aria-current="true"' in text


@pytest.mark.usefixtures("index")
def test_english_page_shows_the_english_title_and_marks_korean_ones(client: Client) -> None:
    text = page(client, "/en/search/?q=디지털")
    assert '<a href="/en/plans/a/indicators/2/">Trials</a>' in text
    assert '<a href="/en/plans/a/programmes/1/"><span lang="ko">' in text


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999", "²", "7"])
def test_odd_page_numbers_do_no_harm(client: Client, number: str) -> None:
    assert "검색 결과 2건" in page(client, f"/search/?q=디지털&page={number}")


@pytest.mark.usefixtures("index")
def test_nothing_found_says_what_to_do(client: Client) -> None:
    assert "검색 결과가 없습니다" in page(client, "/search/?q=zzzzqqq")


@pytest.mark.usefixtures("index")
def test_another_index_stands_beside_and_is_listed_by_its_kind(client: Client) -> None:
    feed.sources.register("records", Records())
    search.rebuild("apart")
    text = page(client, "/search/?q=디지털")
    assert "검색 결과 6건" in text
    assert len(re.findall('href="/datasets/[0-9]', text)) == 3
    assert "진흥원" in text
    assert "KOGL_1" not in text
    assert "?q=%EB%94%94%EC%A7%80%ED%84%B8&amp;kind=records" in text
    every = page(client, "/search/?q=디지털&kind=records")
    assert "검색 결과 4건" in every
    assert len(re.findall('href="/datasets/[0-9]', every)) == 4
    assert "디지털 센서 4" not in every
    assert "/datasets/0" not in page(client, "/search/?q=디지털&ministry=복지부")


@pytest.mark.django_db
@pytest.mark.usefixtures("index")
def test_the_words_lead_on_to_the_catalogue_of_data(client: Client) -> None:
    assert 'href="/datasets/?q=%EC%97%86%EB%8A%94"' in page(client, "/search/?q=없는")


@pytest.mark.django_db
def test_without_words_only_the_box(client: Client) -> None:
    assert "검색 결과" not in page(client, "/search/?q=%20")


@pytest.mark.parametrize(("language", "label"), [("ko", "성과지표"), ("en", "Indicator")])
def test_kind_of_a_result_has_a_name_in_the_readers_language(language: str, label: str) -> None:
    with translation.override(language):
        assert search.kind_name("plan.indicator") == label
        named = {kind: search.kind_name(kind) for kind, _source in search.sources.items()}
    assert len(named) >= 5
    assert not [kind for kind, name in named.items() if name == kind]
    assert search.kind_name("nobody.knows") == "nobody.knows"

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunghap.search import service
from yunghap.search.domain import feed
from yunghap.search.domain import shelf as files
from yunghap.search.models import Change
from yunghap.search.service import PUBLIC, Item, Order, Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_morphology")]


def item(
    number: int, title: str, *, access=(PUBLIC,), text="", kind="shelf", keywords=(), on=None, **facets: str
) -> Item:
    return Item(
        kind=kind,
        id=str(number),
        title=title,
        url=f"/{number}",
        access=access,
        text=text,
        facets=facets,
        keywords=keywords,
        on=on,
    )


class Shelf:
    def __init__(self) -> None:
        self.things: dict[str, Item] = {}

    def put(self, thing: Item) -> None:
        self.things[thing.id] = thing
        service.note_change(kind="shelf", item=thing.id)

    def items(self, ids: Iterable[str] | None = None) -> Iterable[Item]:
        wanted = self.things if ids is None else [key for key in ids if key in self.things]
        return [self.things[key] for key in wanted]


@pytest.fixture
def shelf(monkeypatch) -> Shelf:
    registry = type(service.sources)("search sources")
    shelf = Shelf()
    registry.register("shelf", shelf)
    monkeypatch.setattr("yunghap.search.domain.feed.sources", registry)
    return shelf


def titles(question: str, **options: object) -> list[str]:
    return [hit.title for hit in service.search(question, **options).hits]


def test_search_finds_inside_an_unspaced_compound(shelf):
    shelf.put(item(1, "산업융합발전실행계획"))
    shelf.put(item(2, "수소 선박 실증"))
    assert service.refresh() == 2
    assert titles("실행계획의") == ["산업융합발전실행계획"]
    assert titles("선박") == ["수소 선박 실증"]


def test_what_is_only_searched_is_not_shown(shelf):
    shelf.put(replace(item(1, "충전소", text="시간당 충전량"), also="누리기관 p-01"))
    service.refresh()
    (hit,) = service.search("누리기관").hits
    assert "".join(text for text, _match in hit.excerpt) == "시간당 충전량"
    assert [reason.place for reason in hit.why] == [Place.TEXT]


def test_search_shows_only_what_the_reader_may_see(shelf):
    shelf.put(item(1, "공개된 예산"))
    shelf.put(item(2, "산업부 예산 초안", access=("organisation:A",)))
    shelf.put(item(3, "아무도 못 보는 예산", access=()))
    service.refresh()
    assert titles("예산") == ["공개된 예산"]
    found = service.search("예산", access=(PUBLIC, "organisation:A"))
    assert {hit.id for hit in found.hits} == {"1", "2"}
    assert service.search("초안").total == 0


def test_counts_and_facets_do_not_reveal_hidden_items(shelf):
    shelf.put(item(1, "로봇 실증", ministry="산업부"))
    shelf.put(item(2, "로봇 실증", access=("person:X",), ministry="과기부"))
    service.refresh()
    found = service.search("로봇")
    assert found.total == 1
    assert found.facets == {"ministry": {"산업부": 1}}


def test_whoever_holds_nothing_finds_nothing(shelf):
    shelf.put(item(1, "공개된 예산"))
    shelf.put(item(2, "산업부 예산", access=("organisation:A",)))
    service.refresh()
    assert service.search("예산", access=()).total == 0
    assert [hit.id for hit in service.search("예산", access=("organisation:A",)).hits] == ["2"]


def test_an_index_of_another_layout_is_built_again(shelf, monkeypatch):
    shelf.put(item(1, "공개된 예산"))
    service.refresh()
    monkeypatch.setattr(files, "LAYOUT", files.LAYOUT + 1)
    files._place.cache_clear()
    assert service.search("예산").total == 0
    assert service.refresh() == 1
    assert service.search("예산").total == 1
    files._place.cache_clear()


def test_titles_with_every_word_come_first_on_every_page(shelf):
    for number in range(12):
        shelf.put(item(number, f"등대 {'가' * (number + 1)} 점검"))
        shelf.put(item(100 + number, "등대등대 등대", keywords=("등대", "점검"), text="점검"))
    service.refresh()
    pages = [service.search("등대 점검", page=page, per_page=5) for page in (1, 2, 3, 4, 5)]
    assert {page.total for page in pages} == {24}
    found = [hit for page in pages for hit in page.hits]
    assert len({hit.id for hit in found}) == 24
    assert all(int(hit.id) < 100 for hit in found[:12])
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert service.search("등대 점검", order=Order.NAME).hits[0].title == "등대 가 점검"


def test_any_of_many_values_narrows(shelf):
    for number in range(15):
        shelf.put(item(number, "등대", place=f"{number}번"))
    service.refresh()
    assert service.search("등대", facets={"place": tuple(f"{number}번" for number in range(12))}).total == 12


def test_facets_narrow(shelf):
    shelf.put(item(1, "로봇 보급", ministry="산업부", year="2023"))
    shelf.put(item(2, "로봇 인력", ministry="고용부", year="2023"))
    service.refresh()
    assert titles("로봇", facets={"ministry": "고용부"}) == ["로봇 인력"]
    assert titles("", facets={"year": "2023"}) == ["로봇 보급", "로봇 인력"]
    assert titles("") == ["로봇 보급", "로봇 인력"]


def test_some_words_suffice_where_nothing_has_all(shelf):
    shelf.put(item(1, "스마트공장 보급 확산", text="중소 제조기업"))
    service.refresh()
    found = service.search("스마트공장 보급 우주정거장")
    assert found.loose
    assert [hit.id for hit in found.hits] == ["1"]
    assert found.complete == 0
    assert service.search("우주정거장").total == 0


def test_the_rarer_word_suffices_where_many_have_it(shelf):
    for number in range(12):
        shelf.put(item(number, "등대 점검"))
        shelf.put(item(100 + number, f"가로등 {number}호"))
    service.refresh()
    found = service.search("등대 우주정거장")
    assert (found.total, found.complete, found.loose) == (12, 0, True)


def test_title_outranks_text(shelf):
    shelf.put(item(1, "기타", text="메타버스 " * 3))
    shelf.put(item(2, "메타버스 생태계"))
    service.refresh()
    assert titles("메타버스")[0] == "메타버스 생태계"


def test_change_and_removal_reach_the_index(shelf):
    shelf.put(item(1, "처음 이름"))
    service.refresh()
    shelf.put(item(1, "바뀐 이름"))
    service.refresh()
    assert titles("이름") == ["바뀐 이름"]
    del shelf.things["1"]
    service.note_change(kind="shelf", item="1")
    service.refresh()
    assert titles("이름") == []
    assert not Change.objects.exists()


def test_rebuild_equals_what_was_fed(shelf):
    for number in range(30):
        shelf.put(item(number, f"과제 {number}호"))
    service.refresh()
    before = service.search("과제", per_page=50)
    files.write("site", [item(99, "과제 유령")])
    assert service.rebuild() == 30
    after = service.search("과제", per_page=50)
    assert {hit.id for hit in after.hits} == {hit.id for hit in before.hits}
    assert not Change.objects.exists()


def test_rebuild_takes_in_what_was_not_fed_yet(shelf):
    shelf.put(item(1, "과제 하나"))
    assert Change.objects.count() == 1
    assert service.rebuild() == 1
    assert not Change.objects.exists()
    assert [hit.id for hit in service.search("과제").hits] == ["1"]


def test_rebuild_of_nothing_is_empty(shelf):
    assert service.rebuild() == 0
    assert service.search("").total == 0


def test_pages_do_not_overlap(shelf):
    for number in range(25):
        shelf.put(item(number, "같은 제목"))
    service.refresh()
    first = service.search("제목", page=1, per_page=10)
    third = service.search("제목", page=3, per_page=10)
    assert (len(first.hits), len(third.hits), first.total) == (10, 5, 25)
    assert not {hit.id for hit in first.hits} & {hit.id for hit in third.hits}


@pytest.mark.parametrize("question", ["?!", "AND OR", '"title:*', "a" * 5000, "()^~[]{}", "\x00"])
def test_odd_questions_are_answered(shelf, question):
    shelf.put(item(1, "보통 제목"))
    service.refresh()
    assert service.search(question).total in {0, 1}


def test_unknown_kind_is_refused_when_noted(shelf):
    with pytest.raises(LookupError):
        service.note_change(kind="nothing", item="1")


@pytest.fixture
def catalogue(shelf):
    titles = (
        "서산시_전기차충전소 현황",
        "해남군 전기차 충전소",
        "해남군_전기 안전 점검 차량",
        "성남시_어린이집 현황",
        "성남시 공영주차장 정보",
        "서울특별시 종로구_도서관",
        "상수원 보호구역",
        "Electric Vehicle Charging Stations",
        "Écoles de Genève",
    )
    for number, title in enumerate(titles):
        shelf.put(item(number, title))
    shelf.put(item(90, "기타 시설", text="전기차충전소 가까이"))
    shelf.put(item(91, "기타 자료", keywords=("전기차충전소",)))
    service.refresh()
    return shelf


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("전기차충전소", {"서산시_전기차충전소 현황", "해남군 전기차 충전소"}),
        ("전기차 충전소의 위치", {"서산시_전기차충전소 현황", "해남군 전기차 충전소"}),
        ("어린이짐", {"성남시_어린이집 현황"}),
        ("어린이 집", {"성남시_어린이집 현황"}),
        ("주차자", {"성남시 공영주차장 정보"}),
        ("공영주자창", {"성남시 공영주차장 정보"}),
        ("ㄷㅅㄱ", {"서울특별시 종로구_도서관"}),
        ("공영ㅈㅊㅈ", {"성남시 공영주차장 정보"}),
        ("ehtjrhks", {"서울특별시 종로구_도서관"}),
        ("charging station", {"Electric Vehicle Charging Stations"}),
        ("chargign vehicles", {"Electric Vehicle Charging Stations"}),
        ("ecole geneve", {"Écoles de Genève"}),
        ("서울 도서관 현황", {"서울특별시 종로구_도서관"}),
        ("서울시 도서관", {"서울특별시 종로구_도서관"}),
    ],
)
def test_however_it_is_typed(catalogue, question, first):
    assert set(titles(question)[: len(first)]) == first


def test_rank_is_title_then_keywords_then_text(catalogue):
    found = service.search("전기차충전소")
    assert [hit.id for hit in found.hits][2:4] == ["91", "90"]
    places = [{reason.place for reason in hit.why} for hit in found.hits[:4]]
    assert places == [{Place.TITLE}, {Place.TITLE}, {Place.KEYWORDS}, {Place.TEXT}]


def test_whoever_a_question_names_comes_before_titles_with_some_of_the_name(shelf):
    shelf.put(item(1, "서울시 자전거 교통사고", text="공사"))
    shelf.put(replace(item(2, "역별 승하차 인원"), also="서울교통공사\n서울특별시"))
    shelf.put(replace(item(3, "교통공사 안내"), also="부산교통공사"))
    service.refresh()
    assert titles("서울 교통공사")[0] == titles("서울교통공사")[0] == "역별 승하차 인원"


def test_reasons_are_said(catalogue):
    with translation.override("en"):
        assert service.say(service.search("어린이짐").hits[0].why) == (
            "in the title: “어린이집” (typed “어린이짐”)"
        )
        assert service.say(service.search("ㄷㅅㄱ").hits[0].why).endswith("“도서관” (initials “ㄷㅅㄱ”)")
        assert service.say(service.search("충남 도서관").hits[0].why).endswith("missing: “충남”")


def test_what_was_read_instead_is_told(catalogue):
    assert service.search("어린이짐").read_as == (("어린이짐", "어린이집", "spelling"),)
    assert service.search("어린이집").read_as == ()


def test_generic_words_never_decide(shelf):
    shelf.put(item(1, "현황 정보 목록 데이터", text="현황"))
    shelf.put(item(2, "등대 위치"))
    service.refresh()
    assert titles("등대 현황 정보 목록") == ["등대 위치"]
    assert titles("현황 정보") == ["현황 정보 목록 데이터"]


def test_a_word_begins_where_it_begins(shelf):
    shelf.put(item(1, "상수원 관리"))
    shelf.put(item(2, "수원시 관리"))
    service.refresh()
    assert titles("수원") == ["수원시 관리", "상수원 관리"]


def test_facets_have_several_values_and_any_of_several_narrows(shelf):
    shelf.put(item(1, "가로등", format=("CSV", "JSON")))
    shelf.put(item(2, "가로등 둘", format="XLSX"))
    service.refresh()
    found = service.search("가로등", count=["format"])
    assert found.facets == {"format": {"CSV": 1, "JSON": 1, "XLSX": 1}}
    assert service.search("가로등", facets={"format": ("JSON", "XLSX")}).total == 2
    assert service.search("가로등", facets={"format": "JSON"}).hits[0].facets == {"format": ("CSV", "JSON")}
    assert service.search("가로등", count=()).facets == {}


def test_sorted_by_date_or_name(shelf):
    shelf.put(item(1, "나 등대", on=date(2024, 1, 1)))
    shelf.put(item(2, "가 등대", on=date(2023, 1, 1)))
    shelf.put(item(3, "다 등대"))
    service.refresh()
    assert titles("등대", order=Order.NEWEST) == ["나 등대", "가 등대", "다 등대"]
    assert titles("등대", order=Order.NAME) == ["가 등대", "나 등대", "다 등대"]


class Follower(Shelf):
    collection = "apart"

    def __init__(self) -> None:
        super().__init__()
        self.log: list[Item] = []

    def put(self, thing: Item) -> None:
        self.log.append(thing)
        self.things[thing.id] = thing

    def mark(self) -> str:
        return str(len(self.log))

    def changed(self, since: str, until: str) -> list[Item]:
        return self.log[int(since or 0) : int(until)]


def test_a_source_may_number_its_changes_itself(shelf, monkeypatch):
    follower = Follower()
    feed.sources.register("follower", follower)
    follower.put(item(1, "등대 하나", kind="follower"))
    shelf.put(item(1, "등대 둘"))
    assert service.refresh() == 2
    assert titles("등대", collection="apart") == ["등대 하나"]
    assert titles("등대") == ["등대 둘"]
    assert service.refresh("apart") == 0
    follower.put(item(2, "등대 셋", kind="follower"))
    follower.put(item(1, "등대 하나", kind="follower", access=()))
    assert service.refresh("apart") == 2
    assert titles("등대", collection="apart") == ["등대 셋"]
    assert service.suggest("등ㄷ", collection="apart")[0][0] == "등대"
    assert service.suggest("ㄷ", collection="apart") == [("등대", 1)]
    assert service.suggest("", collection="apart") == []


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_question_breaks_it(catalogue, question):
    found = service.search(question)
    assert found.complete <= found.total


def test_compounds_are_found_however_they_are_written(shelf):
    named = ["Childcare Licenses", "Child Care Subsidies", "bikeParkingRacks", "한국수자원공사_댐 수위"]
    for number, title in enumerate([*named, "Careful Records"], 1):
        shelf.put(item(number, title))
    service.refresh()
    assert [hit.id for hit in service.search("childcare").hits][:2] == ["1", "2"]
    assert [hit.id for hit in service.search("child care").hits][:2] == ["2", "1"]
    assert [hit.id for hit in service.search("parking rack").hits] == ["3"]
    assert [hit.id for hit in service.search("댐수위").hits] == ["4"]

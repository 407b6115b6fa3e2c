from collections.abc import Iterable

import pytest

from yunghap.search import service
from yunghap.search.domain import index
from yunghap.search.models import Change
from yunghap.search.service import PUBLIC, Item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_morphology")]


def item(number: int, title: str, *, access=(PUBLIC,), text="", kind="shelf", **facets: str) -> Item:
    return Item(
        kind=kind, id=str(number), title=title, url=f"/{number}", access=access, text=text, facets=facets
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


def test_facets_narrow(shelf):
    shelf.put(item(1, "로봇 보급", ministry="산업부", year="2023"))
    shelf.put(item(2, "로봇 인력", ministry="고용부", year="2023"))
    service.refresh()
    assert titles("로봇", facets={"ministry": "고용부"}) == ["로봇 인력"]
    assert titles("", facets={"year": "2023"}) == ["로봇 보급", "로봇 인력"]


def test_some_words_suffice_where_nothing_has_all(shelf):
    shelf.put(item(1, "스마트공장 보급 확산", text="중소 제조기업"))
    service.refresh()
    found = service.search("스마트공장 보급 우주정거장")
    assert found.loose
    assert [hit.id for hit in found.hits] == ["1"]
    assert service.search("우주정거장").total == 0


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
    index.write([item(99, "과제 유령")])
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

"""Further pages: files beside a file, relations of TREE, the portal's XML."""

from contextlib import suppress
from pathlib import Path

import pytest

from yunghap.exchange.domain.harvest.documents import FileDocuments, joined
from yunghap.exchange.domain.harvest.formats import adapters, data_go_kr, data_go_kr_xml, dcat
from yunghap.exchange.domain.harvest.parts import read_all
from yunghap.exchange.domain.harvest.records import Broken, Read, Refused, Total, WrongKind

PREFIXES = (
    "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
    "@prefix hydra: <http://www.w3.org/ns/hydra/core#> . @prefix tree: <https://w3id.org/tree#> .\n"
)


def page(number: int, more: str) -> str:
    return f'{PREFIXES}<https://x.kr/{number}> a dcat:Dataset ; dct:title "자료 {number}" .\n{more}\n'


def keys(path: Path, kind: str = "dcat") -> list[str]:
    return [one.key for one in read_all(adapters.get(kind), FileDocuments(path)) if isinstance(one, Read)]


def test_files_beside_a_file_are_its_pages(tmp_path):
    (tmp_path / "a.ttl").write_text(page(1, "<> hydra:next <b.ttl> ."))
    (tmp_path / "b.ttl").write_text(page(2, "<> hydra:next <a%20c.ttl> ."))
    (tmp_path / "a c.ttl").write_text(page(3, "<> hydra:next <a.ttl> ."))
    assert keys(tmp_path / "a.ttl") == ["https://x.kr/1", "https://x.kr/2", "https://x.kr/3"]


@pytest.mark.parametrize(
    "address",
    [
        "../b.ttl",
        "sub/b.ttl",
        "/etc/passwd",
        "https://x.kr/b.ttl",
        "b.txt",
        "link.ttl",
        "gone.ttl",
        "?page=2",
        "%2E",
        "%00.ttl",
        "a" * 300 + ".ttl",
        "http://[x",
    ],
)
def test_a_file_leads_nowhere_else(tmp_path, address):
    inside = tmp_path / "in"
    (inside / "sub").mkdir(parents=True)
    for path in (tmp_path / "b.ttl", inside / "sub" / "b.ttl", inside / "b.txt"):
        path.write_text(page(2, ""))
    (inside / "link.ttl").symlink_to(tmp_path / "b.ttl")
    (inside / "a.ttl").write_text(page(1, f"<> hydra:next <{address}> ."))
    read, broken = read_all(adapters.get("dcat"), FileDocuments(inside / "a.ttl"))
    assert isinstance(read, Read)
    assert isinstance(broken, Broken)
    assert broken.reason == dcat.NOT_THERE


@pytest.mark.parametrize("address", ["", "#x", "a.ttl"])
def test_a_file_that_names_itself_is_whole(tmp_path, address):
    (tmp_path / "a.ttl").write_text(page(1, f"<> hydra:next <{address}> ."))
    assert len(list(read_all(adapters.get("dcat"), FileDocuments(tmp_path / "a.ttl")))) == 1


def test_an_address_that_is_none():
    assert joined("https://x.kr/", "http://[x") == "http://[x"


def test_pages_beyond_the_most_are_told_of(tmp_path, monkeypatch):
    monkeypatch.setattr(dcat, "MOST_PAGES", 1)
    (tmp_path / "a.ttl").write_text(
        page(1, "<> tree:relation [ tree:node <b.ttl> ], [ tree:node <c.ttl> ] .")
    )
    for number, name in enumerate("bc", 2):
        (tmp_path / f"{name}.ttl").write_text(page(number, ""))
    found = list(read_all(adapters.get("dcat"), FileDocuments(tmp_path / "a.ttl")))
    assert [one.key[-1] for one in found if isinstance(one, Read)] == ["1", "2"]
    assert [one.reason for one in found if isinstance(one, Broken)] == [dcat.MANY_PAGES]


def test_a_further_page_that_is_not_rdf_breaks_off(tmp_path):
    (tmp_path / "a.ttl").write_text(page(1, "<> hydra:next <b.ttl> ."))
    (tmp_path / "b.ttl").write_text("<html><body>Busy</body></html>")
    *_read, broken = read_all(adapters.get("dcat"), FileDocuments(tmp_path / "a.ttl"))
    assert isinstance(broken, Broken)


def test_relations_of_tree_lead_to_every_page_once(tmp_path):
    def relations(*names: str) -> str:
        told = ", ".join(f"[ a tree:GreaterThanRelation ; tree:node <{name}.ttl> ]" for name in names)
        return f"<> tree:relation {told} ."

    (tmp_path / "a.ttl").write_text(page(1, relations("c", "b")))
    (tmp_path / "b.ttl").write_text(page(2, relations("d", "a")))
    (tmp_path / "c.ttl").write_text(page(3, relations("d", "gone")))
    (tmp_path / "d.ttl").write_text(page(4, ""))
    assert [key[-1] for key in keys(tmp_path / "a.ttl")] == ["1", "2", "3", "4"]


ODCLOUD = """<?xml version="1.0" encoding="UTF-8"?>
<results><currentCount>2</currentCount><data>
<item><col name="목록키">15000001</col><col name="목록명">주차장</col><col name="제공기관">서울특별시</col><col name="키워드">주차,장</col></item>
<item><col name="목록키"/><col name="목록명"/><col name="제공기관">서울특별시</col></item>
</data><matchCount>2</matchCount><page>1</page><perPage>10</perPage><totalCount>2</totalCount></results>"""
SERVICE = """<response><header><resultCode>00</resultCode></header><body><items>
<item><listId>7</listId><listTitle>Bike &amp; walk</listTitle><orgNm>Seoul</orgNm><keywords><k>a</k><k>b</k></keywords></item>
<item><listId>8</listId><listTitle>물</listTitle></item>
</items><numOfRows>2</numOfRows><pageNo>1</pageNo><totalCount>5</totalCount></body></response>"""


def found_in(text: str, folder: Path) -> list[object]:
    path = folder / "page.xml"
    path.write_text(text)
    return list(read_all(adapters.get("data-go-kr"), FileDocuments(path)))


def test_the_portals_xml(tmp_path):
    read, refused, total = found_in(ODCLOUD, tmp_path)
    assert isinstance(read, Read)
    entry = read.make()
    assert (read.key, entry.title, entry.publisher, entry.keywords) == (
        "15000001", "주차장", "서울특별시", ("주차", "장"),
    )  # fmt: skip
    assert isinstance(refused, Refused)
    assert isinstance(total, Total)
    found = [one for one in found_in(SERVICE, tmp_path) if isinstance(one, Read)]
    assert [(one.key, one.make().title) for one in found] == [("7", "Bike & walk"), ("8", "물")]
    same = ODCLOUD.replace(
        '<col name="목록키">15000001</col><col name="목록명">주차장</col>',
        '<col name="목록명">주차장</col> <col name="목록키">15000001</col>',
    )
    again = found_in(same, tmp_path)[0]
    assert isinstance(again, Read)
    assert again.digest == read.digest


def test_xml_that_breaks_off_or_is_no_list(tmp_path):
    first, second, *_rest = found_in(SERVICE[: SERVICE.index("<listTitle>물")], tmp_path)
    assert isinstance(first, Read)
    assert isinstance(second, Refused)
    for text in (
        "<a><b>c</b></a>",
        "<html><body>x</body></html>",
        "<a><b>",
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a><item><listId>&e;</listId></item></a>',
    ):
        with suppress(WrongKind):
            assert not any(isinstance(one, Read) and "root" in one.key for one in found_in(text, tmp_path))


def test_xml_with_a_doctype_is_refused(tmp_path):
    with pytest.raises(WrongKind, match="DOCTYPE"):
        found_in(f'<!DOCTYPE a [<!ENTITY e "x">]>{SERVICE}', tmp_path)


@pytest.mark.parametrize("beside", ["<a>x</a>" * 500_000, "<a>" + "x" * 4_500_000 + "</a><a/>"])
@pytest.mark.parametrize("before", [0, 1])
def test_what_is_no_record_is_not_kept(tmp_path, beside, before):
    items = "<items><item><listId>7</listId></item></items>" * before
    path = tmp_path / "page.xml"
    path.write_text(f"<r>{items}{beside}</r>")
    with path.open("rb") as file:
        *rows, last = (
            one
            for one in data_go_kr_xml.rows(file, lambda _cells: False)
            if isinstance(one, data_go_kr_xml.XmlRow)
        )
    assert (len(rows), last.fault) == (before, data_go_kr_xml.TOO_MUCH_BESIDE)
    if not before:
        with pytest.raises(WrongKind):
            found_in(path.read_text(), tmp_path)


class _Live:
    """A server's answers by address."""

    is_live = True

    def __init__(self, pages: dict[str, str], folder: Path) -> None:
        self.pages, self.folder, self.asked = pages, folder, []

    def first(self):
        return self.follow(next(iter(self.pages)))

    def follow(self, address, **_asked):
        self.asked.append(address)
        path = self.folder / "answer"
        path.write_text(self.pages[address])
        document = FileDocuments(path).first()
        document.name = address
        return document


def test_pages_of_a_live_service(tmp_path):
    base = "https://x.kr/list?pageNo="
    pages = {f"{base}{number}": SERVICE.replace(">1</pageNo>", f">{number}</pageNo>") for number in (1, 2, 3)}
    live = _Live(pages, tmp_path)
    assert len([one for one in data_go_kr.read(live) if isinstance(one, Read)]) == 6
    assert len(live.asked) == 3

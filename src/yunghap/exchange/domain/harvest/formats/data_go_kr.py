"""The Korean public data portal: its list of 36 columns as CSV, its pages in JSON and XML, its exports in RDF.

Columns are known by name, whatever their order and spacing; unknown ones are kept in the raw record, absent ones are
empty. The same key stands in the list once as a file and once as an API, and standard data sets once per provider: type
and provider are part of the identity there.
"""

import re
from collections.abc import Callable, Generator, Iterator, Mapping
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from yunghap.core.text import nfc
from yunghap.exchange.contracts import Distribution, Entry
from yunghap.exchange.domain.harvest import values
from yunghap.exchange.domain.harvest.dates import moment
from yunghap.exchange.domain.harvest.digests import digest_of_cells
from yunghap.exchange.domain.harvest.documents import Document, Documents, opened
from yunghap.exchange.domain.harvest.reading_csv import BOTCHED, Row, Rows
from yunghap.exchange.domain.harvest.reading_json import (
    Item,
    Member,
    NotJson,
    What,
    items,
    members_in,
    opening,
)
from yunghap.exchange.domain.harvest.records import Found, Read, Refused, Total, WrongKind

from . import data_go_kr_xml, dcat
from .json_records import NAMELESS, first, record, titled

# Our name -> theirs: in the CSV list, and in the JSON of the portal's list service.
_COLUMNS = {
    "key": "목록키 목록ID 목록번호 목록아이디 list_id listid publicdatapk",
    "type": "목록유형 데이터유형 list_type data_type",
    "title": "목록명 목록타이틀 목록제목 list_title title 서비스명 데이터명 데이터셋명",
    "file_title": "파일데이터명 오픈API명 API명",
    "title_en": "영문목록명 title_en",
    "theme": "분류체계 분류 new_category_nm category_nm",
    "provider_code": "제공기관코드 기관코드 org_cd",
    "provider": "제공기관 제공기관명 기관명 org_nm",
    "department": "관리부서명 부서명 담당부서 dept_nm",
    "phone": "관리부서전화번호 전화번호 담당자연락처",
    "grounds": "보유근거 ownership_grounds",
    "frequency": "업데이트주기 갱신주기 update_cycle",
    "next": "차기등록예정일 next_registration_date",
    "media": "매체유형 media_type",
    "rows": "전체행",
    "format": "확장자(데이터포맷) 확장자 데이터포맷 제공형식 data_format ext",
    "keywords": "키워드 keywords",
    "uses": "다운로드_활용신청건수 다운로드수 활용신청건수 download_cnt request_cnt",
    "issued": "등록일 등록일자 최초등록일 created_at",
    "modified": "수정일 수정일자 최종수정일 updated_at",
    "limits": "데이터한계 data_limit",
    "form": "제공형태 regist_type",
    "description": "설명 데이터설명 목록설명 desc",
    "notes": "기타유의사항 etc",
    "spatial": "공간범위",
    "temporal": "시간범위",
    "fee": "비용부과유무 is_charged",
    "fee_basis": "비용부과기준및단위 cost_unit",
    "licence": "이용허락범위 use_prmisn_ennc share_scope_nm",
    "api_type": "API유형 api_type",
    "traffic": "신청가능트래픽",
    "review": "심의유형 is_confirmed_for_prod_nm",
    "views": "조회수",
    "url": "목록URL meta_url 목록주소",
    "endpoint": "end_point_url operation_url link_url",
    "national": "국가중점여부 is_core_data",
    "standard": "표준데이터여부 is_std_data",
}


def _flat(name: str) -> str:
    return re.sub(r"[\s_()·/.\ufeff\u200b\0-]", "", nfc(name)).lower()


_NAME_OF: dict[str, tuple[str, int]] = {}
for _ours, _theirs in _COLUMNS.items():
    for _rank, _word in enumerate(_theirs.split()):
        _NAME_OF.setdefault(_flat(_word), (_ours, _rank))
_SHOWN = {
    "views": "views",
    "uses": "uses",
    "rows": "rows",
    "fee": "fee",
    "fee_basis": "fee_basis",
    "national": "national_priority",
    "standard": "standard",
    "review": "review",
    "traffic": "traffic",
    "limits": "limits",
    "notes": "notes",
    "grounds": "grounds",
    "next": "next",
    "type": "type",
}
_ENOUGH, ENOUGH = 3, 20
_IN_JSON = re.compile(
    r'"(?:목록키|목록명|list_id|list_title|publicDataPk|\\ubaa9\\ub85d\\u(?:d0a4|ba85))"', re.IGNORECASE
)
_PAGING = frozenset({"totalcount", "matchcount", "page", "pageno", "perpage", "numofrows"})
_LISTS = frozenset({"data", "items", "item", "list", "result", "records"})
CUT = gettext_noop("The file ends in the middle of this row.")
WIDE = gettext_noop("The row has %(cells)s cells, the heading has %(columns)s.")


def read(documents: Documents) -> Iterator[Found]:
    """The list in whichever form it comes."""
    document: Document | None = documents.first()
    page = 1
    while document is not None:
        with opened(document):
            head = opening(document.head())
            if head.startswith(("[", "{")) and not _is_rdf_json(head):
                following = yield from _read_json(document, page)
            elif dcat.looks_like_rdf(document.head()):
                if "data.go.kr" not in head:
                    raise _wrong()
                yield from dcat.read_from(document, documents)
                return
            elif head.startswith("<"):
                following = yield from _read_xml(document, page)
            else:
                yield from _read_csv(document)
                return
        page += 1
        document = documents.follow(following) if following and documents.is_live else None


def _is_rdf_json(head: str) -> bool:
    return bool(re.search(r'"@(?:context|id|graph|type)"', head)) and not _IN_JSON.search(head)


# --- CSV -----------------------------------------------------------------------------------------


def names_of(heading: list[str]) -> dict[str, int]:
    """Our names of the columns -> their places; of two columns for one name the better-known counts."""
    places: dict[str, tuple[int, int]] = {}
    for place, title in enumerate(heading):
        known = _NAME_OF.get(_flat(title))
        if known and (known[0] not in places or known[1] < places[known[0]][0]):
            places[known[0]] = (known[1], place)
    return {name: place for name, (_rank, place) in places.items()}


def _read_csv(document: Document) -> Iterator[Found]:
    reader = Rows(document.file)
    reading = iter(reader)
    heading = _heading(reading)
    reader.width = len(heading)
    columns, places = [name.strip() for name in heading], names_of(heading)
    width = len(columns)
    sorted_names = sorted((flat, place) for place, flat in enumerate(map(_flat, columns)))
    names, in_order = (
        [flat for flat, _place in sorted_names],
        itemgetter(*(place for _flat_, place in sorted_names)),
    )
    for row in reading:
        place = f"line {row.line}"
        if row.cut:
            yield Refused(place, CUT, raw=row.raw, cut=True)
            continue
        if row.botched or any(cell.strip() for cell in row.cells[width:]):
            reason = BOTCHED if row.botched else WIDE
            yield Refused(place, reason, {"cells": len(row.cells), "columns": width}, raw=row.raw)
            continue
        if width - len(row.cells) > width // 6:
            yield Refused(place, WIDE, {"cells": len(row.cells), "columns": width}, raw=row.raw)
            continue
        cells = row.cells + [""] * (width - len(row.cells))
        yield _row(row, place, cells, places, digest_of_cells(names, in_order(cells)))


def _heading(reading: Iterator[Row]) -> list[str]:
    """The row that names the columns, among the first ones: some exports put a title above. Raises WrongKind."""
    for row, _number in zip(reading, range(10), strict=False):
        found = names_of(row.cells)
        if len(found) >= _ENOUGH and ("title" in found or "key" in found):
            return row.cells
    raise WrongKind(
        _("This is not a list of the Korean public data portal: its columns are not named there.")
    )


def _row(row: Row, place: str, cells: list[str], places: Mapping[str, int], digest: bytes) -> Read | Refused:
    def cell(name: str) -> str:
        where = places.get(name)
        return "" if where is None else cells[where]

    key = key_of(cell)
    if not key:
        return Refused(place, NAMELESS, raw=row.raw)
    return Read(key, place, row.raw, digest, lambda: titled(entry_of(cell), key))


def key_of(cell: Callable[[str], Any]) -> str:
    """The identity of a row: its key, with type and provider where the key is not alone."""
    key = values.line(cell("key"), longest=200)
    kind = values.line(cell("type")).replace(" ", "").upper()
    if not key:
        parts = (values.line(cell("title")) or values.line(cell("file_title")), values.line(cell("provider")))
        return " / ".join(part for part in parts if part) if parts[0] else ""
    if "API" in kind:
        return f"{key}/API"
    if kind.startswith(("STD", "표준", "STANDARD")) or values.line(cell("url")).endswith("/standard.do"):
        return f"{key}/STD/{values.line(cell('provider_code')) or values.line(cell('provider'))}".rstrip("/")
    return key


def entry_of(cell: Callable[[str], Any]) -> Entry:
    """The entry of a row."""
    title = values.line(cell("title")) or values.line(cell("file_title"))
    words = values.text(cell("licence"))
    url = values.address(cell("url"))
    contact = " ".join(
        part for part in (values.line(cell("department")), values.line(cell("phone")).lstrip("`'")) if part
    )
    shown = {name: values.line(said, longest=500) for ours, name in _SHOWN.items() if (said := cell(ours))}
    return Entry(
        id="",
        title=title,
        title_en=values.line(cell("title_en")),
        description=values.text(cell("description")),
        publisher=values.line(cell("provider")),
        publisher_id=values.line(cell("provider_code")),
        contact=contact,
        keywords=values.texts(cell("keywords")),
        themes=tuple(part for part in re.split(r"\s+-\s+", values.line(cell("theme"))) if part),
        licence=values.licence(words),
        licence_text=words,
        languages=("ko",),
        landing_page=url,
        issued=moment(cell("issued")),
        modified=moment(cell("modified")),
        frequency=values.frequency(cell("frequency")),
        spatial=values.line(cell("spatial")),
        temporal=values.line(cell("temporal")),
        distributions=_distributions(cell, title, url),
        extra={name: value for name, value in shown.items() if value},
    )


def _distributions(cell: Callable[[str], Any], title: str, url: str) -> tuple[Distribution, ...]:
    names = [
        values.format_name(part) for part in re.split(r"[+,/]", values.line(cell("format"))) if part.strip()
    ]
    endpoint = values.address(cell("endpoint"))
    name = values.line(cell("file_title")) or title
    return tuple(
        Distribution(name, known, values.media_type("", known), endpoint or url)
        for known in (list(dict.fromkeys(part for part in names if part)) or [""])
    )


# --- JSON ----------------------------------------------------------------------------------------


def _choose(path: tuple[str, ...], bracket: str, peek: str) -> What:
    if bracket == "[":
        listed = not path or path[-1] in _LISTS or re.match(r"\[\s*[{\]]", peek)
        return "items" if listed else "value"
    return "item" if _is_record(members_in(peek)) else "inside"


def _is_record(members: Mapping[str, str]) -> bool:
    """Whether an object is a record itself: it has a key or a title, and no list of records."""
    if any(begins in "[{" and _flat(name) in _LISTS for name, begins in members.items()):
        return False
    named = {_NAME_OF[flat][0] for flat in map(_flat, members) if flat in _NAME_OF}
    return bool(named & {"key", "title"})


def _read_json(document: Document, page: int) -> Generator[Found, None, str]:
    beside: dict[str, Any] = {}
    number = known = 0
    try:
        for item in items(document.file, _choose):
            if isinstance(item, Member):
                beside[_flat(item.path[-1]) if item.path else ""] = item.value
                continue
            number += 1
            found = _json_record(item, f"page {page}, {item.place}" if page > 1 else item.place)
            known += isinstance(item.value, dict) and len(_NAME_OF.keys() & set(map(_flat, item.value))) > 1
            if number == ENOUGH and not known:
                raise _wrong()
            yield found
    except NotJson:
        raise _wrong() from None
    total = values.size(first(beside, "totalcount", "matchcount"))
    if page == 1 and not known and (number > 0 or total is None):
        raise _wrong()
    if page == 1 and total is not None:
        yield Total(total)
    return _next_page(document, beside, number)


def _wrong() -> WrongKind:
    return WrongKind(
        _("This is not a list of the Korean public data portal: no record of it is found in the JSON.")
    )


# --- XML -----------------------------------------------------------------------------------------


def _read_xml(document: Document, page: int) -> Generator[Found, None, str]:
    beside: dict[str, Any] = {}
    number, fault = 0, ""
    for found in data_go_kr_xml.rows(document.file, lambda cells: _is_record(dict.fromkeys(cells, "x"))):
        if isinstance(found, data_go_kr_xml.Beside):
            if (name := _flat(found.name)) in _PAGING:
                beside.setdefault(name, found.value)
            continue
        place = f"page {page}, item {found.number}" if page > 1 else f"item {found.number}"
        if found.fault:
            fault = found.fault
            yield Refused(place, fault, {"why": found.why}, raw=found.raw, cut=True)
            continue
        number += 1
        yield _xml_record(found, place)
    total = values.size(first(beside, "totalcount", "matchcount"))
    if page == 1 and number == 0 and (fault or total is None):
        raise WrongKind(
            _(data_go_kr_xml.DOCTYPE)
            if fault == data_go_kr_xml.DOCTYPE
            else _(
                "This is not a list of the Korean public data portal: no record of it is found in the XML."
            )
        )
    if page == 1 and total is not None:
        yield Total(total)
    return _next_page(document, beside, number)


def _xml_record(found: data_go_kr_xml.XmlRow, place: str) -> Read | Refused:
    cell = _cell_of(found.cells)
    key = key_of(cell)
    if not key:
        return Refused(place, NAMELESS, raw=found.raw)
    pairs = sorted((_flat(name), value) for name, value in found.cells.items())
    digest = digest_of_cells([name for name, _value in pairs], [value for _name, value in pairs])
    return Read(key, place, found.raw, digest, lambda: titled(entry_of(cell), key))


def _json_record(item: Item, place: str) -> Found:
    return record(item, place, lambda value: key_of(_cell_of(value)), lambda value: entry_of(_cell_of(value)))


def _cell_of(value: Mapping[str, Any]) -> Callable[[str], Any]:
    """The members of a record by our names; of two for one name the better-known counts."""
    ranked: dict[str, tuple[int, Any]] = {}
    for name, member in value.items():
        known = _NAME_OF.get(_flat(name))
        if known and member not in (None, "", []) and known[1] <= ranked.get(known[0], (99, None))[0]:
            ranked[known[0]] = (known[1], member)
    return lambda name: ranked.get(name, (0, ""))[1]


def _next_page(document: Document, beside: Mapping[str, Any], number: int) -> str:
    """The address of the next page, where the answer says that it was one of several."""
    total = values.size(first(beside, "totalcount", "matchcount"))
    page = values.size(beside.get("page") or beside.get("pageno"))
    per = values.size(beside.get("perpage") or beside.get("numofrows")) or number
    if not (total and page and per and number) or page * per >= total:
        return ""
    parts = urlsplit(document.name)
    given = parse_qsl(parts.query, keep_blank_values=True)
    name = next((key for key, _value in given if key.lower() in {"page", "pageno", "pageindex"}), "page")
    query = [(key, value) for key, value in given if key != name]
    return urlunsplit(parts._replace(query=urlencode([*query, (name, str(page + 1))])))

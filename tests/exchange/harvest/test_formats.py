"""Every form is read to its last record; what cannot be read is named."""

import gzip
import lzma
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shared import shared_path
from yunghap.core.errors import InvalidInput
from yunghap.exchange.contracts import Entry
from yunghap.exchange.domain import harvest
from yunghap.exchange.domain.harvest import packed
from yunghap.exchange.domain.harvest.documents import FileDocuments
from yunghap.exchange.domain.harvest.formats import adapters
from yunghap.exchange.domain.harvest.parts import read_all
from yunghap.exchange.domain.harvest.records import Broken, Found, Read, Refused, WrongKind
from yunghap.exchange.enums import HarvestKind, Licence

from . import samples


def found_in(kind: str, data: bytes, folder: Path) -> list[Found]:
    """What an adapter hands over."""
    path = folder / "catalogue"
    path.write_bytes(data)
    return list(read_all(adapters.get(kind), FileDocuments(path)))


def entries_in(kind: str, data: bytes, folder: Path) -> dict[str, Entry]:
    """Entries by key."""
    return {item.key: item.make() for item in found_in(kind, data, folder) if isinstance(item, Read)}


@pytest.mark.parametrize(("kind", "name"), samples.WHOLE)
def test_every_record_is_read_or_refused(kind: str, name: str, tmp_path: Path) -> None:
    data, read, refused = samples.WHOLE[kind, name]
    found = found_in(kind, data, tmp_path)
    kept = [item for item in found if isinstance(item, Read)]
    left = [item for item in found if isinstance(item, Refused)]
    assert (len(kept), len(left)) == (read, refused), [item.reason % dict(item.values) for item in left]
    assert len({item.key for item in kept}) == len(kept)
    for item in kept:
        entry = item.make()
        assert entry.title
        assert entry.licence in {"", *Licence.values}
    assert all(item.reason and item.place for item in left)
    again = found_in(kind, data, tmp_path)
    assert [item.digest for item in again if isinstance(item, Read)] == [item.digest for item in kept]


@pytest.mark.parametrize("kind", HarvestKind.values)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"hello",
        b"<html><body>404</body></html>",
        b"\x00\xff\x10" * 99,
        b"a,b\n1,2\n",
        b'{"a": [1',
        b'"',
    ],
    ids=range(10),
)
def test_what_is_no_catalogue_is_told_in_one_sentence(kind: str, data: bytes, tmp_path: Path) -> None:
    with pytest.raises(WrongKind) as caught:
        found_in(kind, data, tmp_path)
    assert str(caught.value)


@pytest.mark.parametrize("kind", HarvestKind.values)
def test_catalogues_of_other_kinds_are_told_apart(kind: str, tmp_path: Path) -> None:
    taken = []
    for (other, name), (data, read, _refused) in samples.WHOLE.items():
        if other == kind or read == 0:
            continue
        try:
            found_in(kind, data, tmp_path)
        except WrongKind:
            continue
        taken.append((other, name))
    # A catalogue in JSON-LD is DCAT, whoever made it; and one in JSON-LD with plain names is a data.json, too.
    alike = {"schema.org", "JSON-LD", "JSON-LD of a far context"}
    assert all(kind == "dcat" or name in alike for _other, name in taken), taken


def test_bytes_are_kept_as_they_came(tmp_path: Path) -> None:
    data = samples.table(samples.ROWS[:2], encoding="cp949")
    found = [item for item in found_in("data-go-kr", data, tmp_path) if isinstance(item, Read)]
    heading = data.split(b"\r\n", 1)[0] + b"\r\n"
    assert heading + b"".join(item.raw for item in found) == data
    odd = b'{"id" : "a",\t"title":"\xeb\xb0\x94\xff"  , "name":"n"}'
    [package] = [item for item in found_in("ckan", b"[ " + odd + b" ]", tmp_path) if isinstance(item, Read)]
    assert package.raw == odd
    assert package.make().title == "바"


def test_order_and_spaces_do_not_make_a_record_another(tmp_path: Path) -> None:
    def digests(kind: str, data: bytes) -> dict[str, bytes]:
        return {item.key: item.digest for item in found_in(kind, data, tmp_path) if isinstance(item, Read)}

    assert digests("data-go-kr", samples.table(columns=samples.COLUMNS[::-1])) == digests(
        "data-go-kr", samples.table(encoding="cp949")
    )
    assert digests("ckan", samples.dumps(samples.PACKAGES, sort_keys=True, indent=3)) == digests(
        "ckan", samples.dumps(samples.PACKAGES)
    )
    forms = [name for kind, name in samples.WHOLE if kind == "dcat"][:4]
    made = [digests("dcat", samples.WHOLE["dcat", name][0]) for name in forms]
    assert made[0] == made[1] == made[2] == made[3]


def test_a_row_of_the_korean_list(tmp_path: Path) -> None:
    entry = entries_in("data-go-kr", samples.table(), tmp_path)["15000003"]
    assert entry.title == "산업통상자원부_전력 사용량_3"
    assert entry.publisher == "산업통상자원부"
    assert entry.contact == "산업정책과 0442034216"
    assert entry.keywords == ("전력", "사용량", "산업")
    assert entry.themes == ("산업고용", "산업진흥")
    assert (entry.licence, entry.licence_text) == ("KOGL_0", "이용허락범위 제한 없음")
    assert (entry.issued, entry.modified, entry.frequency) == ("2020-01-01", "2023-01-01", "ANNUAL")
    assert [item.format for item in entry.distributions] == ["CSV", "XLSX"]
    assert entry.description == '첫 줄,\n둘째 "줄" 3'


def test_a_key_that_stands_once_as_file_and_once_as_api(tmp_path: Path) -> None:
    keys = entries_in("data-go-kr", samples.table(), tmp_path)
    assert {"15000003", "15000003/API", "15000900/STD/a", "15000900/STD/b"} <= set(keys)


def test_texts_in_several_languages(tmp_path: Path) -> None:
    entries = entries_in("ckan", samples.dumps(samples.PACKAGES), tmp_path)
    assert (entries["id-40"].title, entries["id-40"].title_en) == ("F", "E")
    assert (entries["id-41"].title, entries["id-41"].title_en) == ("Hei", "Hello")
    entry = entries_in("dcat", samples.TURTLE.encode(), tmp_path)["http://d/1"]
    assert (entry.title, entry.title_en, entry.languages) == ("Kvalita ovzduší", "Air quality", ("cs",))
    assert entry.publisher == "Ministerstvo"
    assert entry.contact == "Jan a@b"
    assert entry.licence == "CC_BY"
    assert entry.landing_page == "http://x%20y/č"
    [distribution] = entry.distributions
    assert (distribution.format, distribution.bytes, distribution.download_url) == ("CSV", 12, "http://lit")


def test_a_context_in_czech_needs_no_fetching(tmp_path: Path) -> None:
    entry = entries_in("dcat", samples.dumps(samples.CZECH), tmp_path)["https://c.example/1"]
    assert (entry.title, entry.title_en) == ("Jízdní řády", "Timetables")
    assert set(entry.keywords) == {"vlak", "autobus"}


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        ({"title": '{"de": "Haltestellen", "fr": "Arrêts"}'}, {"title": "Haltestellen"}),
        (
            {"title": "Stops", "title_translated": {"en": "Stops", "fr": "Arrêts"}},
            {"title": "Arrêts", "title_en": "Stops"},
        ),
        ({"extras": [{"key": "issued", "value": "May 6, 2024"}]}, {"issued": "2024-05-06"}),
        ({"extras": [{"key": "issued", "value": "6. Mai 2024"}]}, {"issued": "2024-05-06"}),
        ({"extras": [{"key": "issued", "value": "1er août 2024"}]}, {"issued": "2024-08-01"}),
        ({"extras": [{"key": "issued", "value": "März 2024"}]}, {"issued": "2024-03"}),
        (
            {"extras": [{"key": "issued", "value": "Mon, 06 May 2024 07:08:09 GMT"}]},
            {"issued": "2024-05-06T07:08:09Z"},
        ),
        ({"extras": [{"key": "issued", "value": "next week"}]}, {"issued": ""}),
        ({"extras": [{"key": "issued", "value": "6 May 7 2024"}]}, {"issued": ""}),
    ],
)
def test_what_portals_write(package: dict[str, object], expected: dict[str, str], tmp_path: Path) -> None:
    data = samples.dumps([samples.package(1, metadata_created=None, **package)])
    [entry] = entries_in("ckan", data, tmp_path).values()
    assert {name: getattr(entry, name) for name in expected} == expected


def test_formats_by_name_and_by_address(tmp_path: Path) -> None:
    resources = [
        {"url": "http://x/a", "format": "Excel (.xlsx)"},
        {"url": "http://x/t.csv?v=1", "format": ""},
        {"url": "http://x/q", "format": None},
    ]
    [entry] = entries_in("ckan", samples.dumps([samples.package(1, resources=resources)]), tmp_path).values()
    assert [one.format for one in entry.distributions] == ["XLSX", "CSV", ""]


def test_who_offers_may_stand_behind_the_data_sets(tmp_path: Path) -> None:
    inner = {"@type": "Catalog", "participantId": "urn:inner", "dataset": [samples.offered(2)]}
    outer = {
        "@context": samples.DSPACE,
        "@type": "Catalog",
        "catalog": [inner],
        "dataset": [samples.offered(1)],
    }
    entries = entries_in("dsp", samples.dumps(outer | {"participantId": "urn:outer"}), tmp_path)
    assert (entries["urn:d1"].provider, entries["urn:d2"].provider) == ("urn:outer", "urn:inner")


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_packed_file_that_is_cut_tells_of_it(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    data = pack(samples.table([samples.row(number) for number in range(3_000)]))
    found = found_in("data-go-kr", data[: len(data) // 2], tmp_path)
    assert any(isinstance(item, Broken) for item in found)
    assert sum(isinstance(item, Read) for item in found) > 1_000


def test_a_damaged_archive(tmp_path: Path) -> None:
    whole = samples.archive(b__csv=samples.table([samples.row(number) for number in range(3_000)]))
    with pytest.raises(InvalidInput):
        found_in("data-go-kr", whole[:-30], tmp_path)
    middle = len(whole) // 2
    broken = whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :]
    assert any(isinstance(item, Broken) for item in found_in("data-go-kr", broken, tmp_path))


def test_an_archive_may_not_unpack_to_far_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "LARGEST_MEMBERS", 1_000)
    monkeypatch.setattr(packed, "RATIO", 2)
    with pytest.raises(InvalidInput):
        found_in("data-go-kr", samples.archive(b__csv=b"0" * 1_000_000), tmp_path)
    monkeypatch.setattr(packed, "LARGEST_UNPACKED", 1_000)
    with pytest.raises(InvalidInput):
        found_in("data-go-kr", gzip.compress(b"0" * 1_000_000), tmp_path)
    monkeypatch.setattr(packed, "MOST_MEMBERS", 1)
    with pytest.raises(InvalidInput):
        found_in("data-go-kr", samples.archive(a__csv=b"1", b__csv=b"2"), tmp_path)


def test_an_archive_without_a_catalogue(tmp_path: Path) -> None:
    data = samples.archive(a__csv=b"a,b\n1,2\n", b__csv=b"c,d\n")
    with pytest.raises(WrongKind):
        found_in("data-go-kr", data, tmp_path)


def test_a_connector_may_answer_with_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        found_in("dsp", samples.dumps({"@type": "CatalogError", "code": "x"}), tmp_path)


def test_a_data_set_of_data_json(tmp_path: Path) -> None:
    entries = entries_in("data-json", samples.WHOLE["data-json", "odd ones"][0], tmp_path)
    entry = entries["ds-1"]
    assert (entry.licence, entry.modified, entry.frequency) == ("CC0", "", "WEEKLY")
    assert entry.contact == "A. Person, a@b.gov"
    assert entries["ds-3"].title == "Reports"
    assert "No identifier / Agency" in entries


def test_an_offer_of_a_connector(tmp_path: Path) -> None:
    entry = entries_in("dsp", samples.dumps(samples.catalogue(samples.offered(1))), tmp_path)["urn:d1"]
    assert (entry.title, entry.provider, entry.licence) == ("Messdaten 1", "urn:p", "CONTRACT")
    assert entry.extra["offers"] == "o1"
    assert entry.distributions[0].access_url == "https://x/dsp"


def test_real_catalogues(tmp_path: Path) -> None:
    folder = shared_path("data/catalogues")
    real = folder / "data-go-kr-100.jsonld"
    for kind in ("data-go-kr", "dcat"):
        found = list(adapters.get(kind)(FileDocuments(real)))
        entries = [item.make() for item in found if isinstance(item, Read)]
        assert len(entries) == len(found) == 100
        assert all(
            entry.title and entry.publisher and entry.licence and entry.distributions for entry in entries
        )
    counts = {}
    for path in sorted((folder / "dcat-us").glob("*.json")):
        found = list(adapters.get("data-json")(FileDocuments(path)))
        assert all(isinstance(item, Read) and item.make().title for item in found), path
        counts[path.name] = len(found)
    assert counts["dcatus_with_none.json"] == 402
    assert counts["dcatus3_0_nested_catalog.json"] == 3
    assert counts["dcatus3_0_series_with_members.json"] == 3


def test_every_reason_is_documented() -> None:
    root = Path(harvest.__file__).parent
    code = "".join(path.read_text("utf-8") for path in sorted(root.rglob("*.py")))
    reasons = set(re.findall(r'gettext_noop\(\s*"([^"]+)"\s*\)', code))
    reference = (Path(__file__).parents[3] / "docs/reference/harvest.md").read_text("utf-8")
    assert len(reasons) > 15
    assert not {reason for reason in reasons if reason not in reference}

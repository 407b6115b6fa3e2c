"""Catalogues as they come, small: the same records in every form the formats take, whole, broken and cut."""

import bz2
import csv
import gzip
import io
import json
import lzma
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import RdfFormat, parse, serialize

COLUMNS = [
    "목록키",
    "목록유형",
    "목록명",
    "파일데이터명",
    "분류체계",
    "제공기관코드",
    "제공기관",
    "관리 부서명",
    "관리부서 전화번호",
    "보유근거",
    "수집방법",
    "업데이트 주기",
    "차기 등록 예정일",
    "매체유형",
    "전체행",
    "확장자(데이터포맷)",
    "키워드",
    "다운로드_활용신청건수",
    "등록일",
    "수정일",
    "데이터 한계",
    "제공형태",
    "설명",
    "기타 유의사항",
    "공간범위",
    "시간범위",
    "비용부과유무",
    "비용부과기준 및 단위",
    "이용허락범위",
    "API 유형",
    "신청가능 트래픽",
    "심의 유형",
    "조회수",
    "목록 URL",
    "국가중점여부",
    "표준데이터여부",
]


def row(number: int, **changes: str) -> dict[str, str]:
    """A row of the Korean portal's list."""
    key = str(15_000_000 + number)
    said = dict.fromkeys(COLUMNS, "-") | {
        "목록키": key,
        "목록유형": "FILE",
        "목록명": f"산업통상자원부_전력 사용량_{number}",
        "파일데이터명": f"전력_{number}_20240101",
        "분류체계": "산업고용 - 산업진흥",
        "제공기관코드": "1450000",
        "제공기관": "산업통상자원부",
        "관리 부서명": "산업정책과",
        "관리부서 전화번호": "`0442034216",
        "업데이트 주기": "연간",
        "확장자(데이터포맷)": "CSV+XLSX",
        "키워드": "전력,사용량, 산업",
        "등록일": "2020-01-01",
        "수정일": "44927",
        "설명": f'첫 줄,\n둘째 "줄" {number}',
        "이용허락범위": "이용허락범위 제한 없음",
        "목록 URL": f"https://www.data.go.kr/data/{key}/fileData.do",
    }
    return said | changes


ROWS = [
    *(row(number) for number in range(50)),
    row(3, 목록유형="API"),
    row(900, 목록유형="STD", 제공기관코드="a"),
    row(900, 목록유형="STD", 제공기관코드="b"),
]
JSON_ROWS = [{name: value if value != "-" else None for name, value in one.items()} for one in ROWS]


def table(
    rows: Iterable[Mapping[str, str]] = ROWS,
    *,
    columns: list[str] = COLUMNS,
    encoding: str = "utf-8-sig",
    end: str = "\r\n",
    delimiter: str = ",",
) -> bytes:
    """Rows as CSV."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator=end, extrasaction="ignore", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def dumps(value: Any, **options: Any) -> bytes:
    """JSON as most write it."""
    return json.dumps(value, ensure_ascii=False, **options).encode()


def archive(**files: bytes) -> bytes:
    """A ZIP; names with a double underscore for the point."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name.replace("__", "."), data)
    return made.getvalue()


def package(number: int, **changes: Any) -> dict[str, Any]:
    """A package of CKAN."""
    return {
        "id": f"id-{number}",
        "name": f"pkg-{number}",
        "title": f"Verkehrszählung {number}",
        "notes": "Text <b>fett</b>",
        "organization": {"id": "o", "name": "stadt", "title": "Stadt Köln"},
        "license_id": "dl-de-by-2.0",
        "license_title": "Datenlizenz Deutschland",
        "tags": [{"name": "verkehr"}],
        "extras": [{"key": "issued", "value": "2020-01-01"}, {"key": "language", "value": "de"}],
        "resources": [{"id": "r", "url": "http://x/a.csv", "format": "csv", "size": "12"}],
        "metadata_modified": "2024-01-01T10:00:00.123456",
    } | changes


PACKAGES = [
    *(package(number) for number in range(30)),
    package(
        40, organization=None, extras={"a": "b"}, title={"en": "E", "fr": "F"}, tags=["x"], resources=None
    ),
    package(41, title=None, title_translated={"en": "Hello", "fi": "Hei"}, notes_translated={"en": "N"}),
    package(42, id=None),
    package(
        43,
        num_resources="3",
        resources=[None, {"url": None}, {"format": None, "size": "12.5"}],
        groups=["g", None],
    ),
]


def search(packages: list[Any], count: int | None = None) -> dict[str, Any]:
    """An answer of package_search."""
    result = {
        "count": len(packages) if count is None else count,
        "facets": {"a": {"b": 1}},
        "results": packages,
    }
    return {"help": "h", "success": True, "result": result}


TURTLE = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://c> a dcat:Catalog ; dcat:dataset <http://d/1>, <http://d/2> , <http://d/3> , <http://elsewhere/9>.
<http://d/1> a dcat:Dataset ; dct:title "Kvalita ovzduší"@cs , "Air quality"@en ; dct:description \"\"\"Popis.
Druhý řádek\"\"\"@cs ; dcat:keyword "vzduch"@cs ; dct:publisher <http://pub> ; dcat:landingPage <http://x y/č> ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> ;
  dct:language <http://publications.europa.eu/resource/authority/language/CES> ;
  dcat:distribution [ a dcat:Distribution ; dcat:downloadURL "http://lit" ;
    dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ; dcat:byteSize "12.0"^^xsd:decimal ] ;
  dcat:contactPoint [ vcard:fn "Jan"; vcard:hasEmail <mailto:a@b> ] .
<http://pub> a foaf:Agent ; foaf:name "Ministerstvo"@cs .
<http://d/2> a dcat:Dataset ; dct:title "Zwei"@de ; dct:issued "2020-13-45"^^xsd:date .
<http://d/3> a dcat:Dataset ; dct:identifier "drei" .
[] a dcat:Dataset ; dct:title "Ohne Adresse"@de ; dct:identifier "bn-1" .
[] a dcat:Dataset ; dct:title "Ohne alles"@de .
<http://s> a dcat:DatasetSeries ; dct:title "Serie"@de .
<http://svc> a dcat:DataService ; dct:title "Dienst" ; dcat:servesDataset <http://d/1> .
"""


def rdf(form: RdfFormat, text: str = TURTLE) -> bytes:
    """The same graph in another form."""
    quads = list(parse(text.encode(), RdfFormat.TURTLE, lenient=True))
    if form == RdfFormat.JSON_LD:
        return serialize(quads, format=form)
    return serialize([quad.triple for quad in quads], format=form)


def data_set(number: int, **changes: Any) -> dict[str, Any]:
    """A data set of data.json."""
    return {
        "@type": "dcat:Dataset",
        "identifier": f"ds-{number}",
        "title": f"Commitment of Traders {number}",
        "description": "Reports",
        "keyword": ["cot"],
        "modified": "R/P1W",
        "publisher": {"name": "Agency"},
        "contactPoint": "A. Person, a@b.gov",
        "accessLevel": "public",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "distribution": [{"mediaType": "text/csv", "downloadURL": "https://x/y.csv"}],
    } | changes


DSPACE = ["https://w3id.org/dspace/2025/1/context.jsonld"]


def offered(number: int, **changes: Any) -> dict[str, Any]:
    """A data set of a connector."""
    return {
        "@id": f"urn:d{number}",
        "@type": "Dataset",
        "title": f"Messdaten {number}",
        "hasPolicy": [{"@id": f"o{number}", "@type": "Offer"}],
        "distribution": [
            {
                "@type": "Distribution",
                "format": "HttpData-PULL",
                "accessService": {"@id": "s", "@type": "DataService", "endpointURL": "https://x/dsp"},
            }
        ],
    } | changes


def catalogue(*data_sets: Any) -> dict[str, Any]:
    """The catalogue of a connector."""
    return {
        "@context": DSPACE,
        "@id": "urn:c",
        "@type": "Catalog",
        "participantId": "urn:p",
        "dataset": list(data_sets),
    }


EDC = {
    "@id": "c",
    "@type": "dcat:Catalog",
    "dspace:participantId": "p1",
    "dcat:dataset": {
        "@id": "d1",
        "@type": "dcat:Dataset",
        "odrl:hasPolicy": {"@id": "o"},
        "name": "X",
        "id": "d1",
    },
    "dcat:service": {"@id": "s"},
    "@context": {"dcat": "https://www.w3.org/ns/dcat/", "dspace": "https://w3id.org/dspace/v0.8/"},
}
REMOTE = {
    "@context": "https://example.org/dcat-ap-context.jsonld",
    "@id": "http://c",
    "@type": "Catalog",
    "dataset": [
        {
            "@id": "http://d/1",
            "@type": "Dataset",
            "title": "Eins",
            "keyword": ["a"],
            "publisher": {"@id": None, "name": "Amt"},
        },
        "http://d/ref",
        {"@id": "http://d/2", "title": {"@value": "Zwei", "@language": "de"}},
        {"@type": "Dataset", "title": {"@value": ["q"], "@language": 5}},
    ],
}
GRAPH = {
    "@graph": [
        {"@id": "http://c", "@type": "dcat:Catalog", "dcat:dataset": [{"@id": "http://d/1"}]},
        {
            "@id": "http://d/1",
            "@type": ["dcat:Dataset", "adms:Asset"],
            "dct:title": [{"@language": "fr", "@value": "Un"}],
        },
    ],
    "@context": {
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "adms": "http://www.w3.org/ns/adms#",
    },
}
SCHEMA_ORG = {
    "@context": "https://schema.org",
    "@type": "Dataset",
    "name": "교통 정보",
    "url": "https://www.data.go.kr/data/15000001/fileData.do",
    "license": "공공누리 제1유형",
    "creator": {"@type": "Organization", "name": "도로공사"},
    "distribution": [{"@type": "DataDownload", "encodingFormat": "CSV", "contentUrl": "https://x"}],
}
CZECH = {
    "@context": "https://ofn.gov.cz/kontexty/rozhraní-katalogů-otevřených-dat.jsonld",
    "iri": "https://c.example/k",
    "typ": "Katalog",
    "datová_sada": [
        {
            "iri": "https://c.example/1",
            "typ": "Datová sada",
            "název": {"cs": "Jízdní řády", "en": "Timetables"},
            "klíčové_slovo": {"cs": ["vlak", "autobus"]},
        },
        {"iri": "https://c.example/2", "typ": "Datová sada", "název": {"cs": "Druhá"}},
    ],
}
_BROKEN_PACKAGES = dumps(PACKAGES, indent=1).replace(b'"name": "pkg-5"', b'"name": "pkg-5 "x"')
_RDF_XML = rdf(RdfFormat.RDF_XML)

# (kind, what it is) -> the bytes, how many records are read, how many refused
WHOLE: dict[tuple[str, str], tuple[bytes, int, int]] = {
    ("data-go-kr", "CSV with a mark"): (table(), 53, 0),
    ("data-go-kr", "CSV in CP949"): (table(encoding="cp949"), 53, 0),
    ("data-go-kr", "CSV in UTF-16"): (table(encoding="utf-16"), 53, 0),
    ("data-go-kr", "CSV in UTF-16 without a mark"): (table(encoding="utf-16-le"), 53, 0),
    ("data-go-kr", "CSV with an old end"): (table(encoding="utf-8") + b"\x1a", 53, 0),
    ("data-go-kr", "CSV with kinds in Korean"): (
        table(
            [
                *(row(5, 목록유형="표준데이터셋", 제공기관코드=code) for code in "ab"),
                *(row(5, 목록유형=kind) for kind in ("오픈 API", "파일")),
            ]
        ),
        4,
        0,
    ),
    ("data-go-kr", "CSV in ZIP"): (
        archive(readme__txt=b"read me", b__csv=table(encoding="cp949"), a__csv=table([row(901)])),
        54,
        0,
    ),
    ("data-go-kr", "CSV in ZIP beside other tables"): (archive(x__csv=b"a,b\n1,2\n", b__csv=table()), 53, 1),
    ("data-go-kr", "CSV in bzip2"): (bz2.compress(table()), 53, 0),
    ("data-go-kr", "CSV in xz"): (lzma.compress(table()), 53, 0),
    ("data-go-kr", "CSV in gzip twice"): (gzip.compress(gzip.compress(table())), 53, 0),
    ("data-go-kr", "CSV in CP949, a broken byte"): (
        table(encoding="cp949").replace("사용량".encode("cp949"), b"\xff", 1),
        53,
        0,
    ),
    ("data-go-kr", "CSV in jamo"): (
        unicodedata.normalize("NFD", table().decode("utf-8-sig")).encode(),
        53,
        0,
    ),
    ("data-go-kr", "CSV with tabs"): (table(encoding="utf-8", end="\n", delimiter="\t"), 53, 0),
    ("data-go-kr", "CSV with other columns"): (table(columns=["새 열", *COLUMNS[::-1], "또"]), 53, 0),
    ("data-go-kr", "CSV with few columns"): (table(ROWS[:50], columns=["목록명", "제공기관", "설명"]), 50, 0),
    ("data-go-kr", "CSV under a title"): ("목록 현황\n\n".encode() + table(encoding="utf-8"), 53, 0),
    ("data-go-kr", "CSV cut"): (table()[:12_000], 30, 1),
    ("data-go-kr", "CSV with a stray mark"): (
        table(encoding="utf-8").replace("15000010,FILE,산업".encode(), '15000010,FILE,"산업'.encode()),
        52,
        2,
    ),
    ("data-go-kr", "JSON page"): (
        dumps({"page": 1, "perPage": 99, "totalCount": 53, "data": JSON_ROWS}),
        53,
        0,
    ),
    ("data-go-kr", "JSON of one item"): (
        dumps({"response": {"body": {"items": {"item": JSON_ROWS[0]}}}}),
        1,
        0,
    ),
    ("data-go-kr", "JSON of no item"): (dumps({"response": {"body": {"items": "", "totalCount": 0}}}), 0, 0),
    ("data-go-kr", "JSON in ASCII"): (json.dumps({"totalCount": 53, "data": JSON_ROWS}).encode(), 53, 0),
    ("data-go-kr", "JSON with nothing before"): (dumps({"data": [None, *JSON_ROWS]}), 53, 1),
    ("data-go-kr", "JSON list"): (dumps(JSON_ROWS), 53, 0),
    ("data-go-kr", "JSON lines"): (b"\n".join(map(dumps, JSON_ROWS)), 53, 0),
    ("data-go-kr", "JSON in CP949"): (json.dumps(JSON_ROWS, ensure_ascii=False).encode("cp949"), 53, 0),
    ("data-go-kr", "JSON of a service"): (
        dumps({"response": {"body": {"items": {"item": JSON_ROWS}, "totalCount": "53", "pageNo": "1"}}}),
        53,
        0,
    ),
    ("data-go-kr", "list service"): (
        dumps(
            {
                "data": [
                    {"list_id": 1507, "list_title": "a", "org_nm": "기관"},
                    {"list_id": 8, "title": "b"},
                    {"x": 1},
                ]
            }
        ),
        2,
        1,
    ),
    ("data-go-kr", "schema.org"): (dumps(SCHEMA_ORG), 1, 0),
    ("ckan", "package_search"): (dumps(search(PACKAGES)), 34, 0),
    ("ckan", "current packages"): (dumps({"success": True, "result": PACKAGES}), 34, 0),
    ("ckan", "package_show"): (dumps({"success": True, "result": PACKAGES[0], "help": "h"}), 1, 0),
    ("ckan", "list"): (dumps(PACKAGES, indent=1), 34, 0),
    ("ckan", "one package"): (dumps(PACKAGES[0]), 1, 0),
    ("ckan", "dump"): (b"\n".join(map(dumps, PACKAGES)), 34, 0),
    ("ckan", "dump in gzip"): (gzip.compress(b"\n".join(map(dumps, PACKAGES))), 34, 0),
    ("ckan", "dump, a broken line"): (
        b"\n".join([*map(dumps, PACKAGES[:5]), b'{"id": "x", "name": "y"', *map(dumps, PACKAGES[5:])]),
        34,
        1,
    ),
    ("ckan", "dump, a stray line"): (
        b"\n".join([dumps(PACKAGES[0]), b"Traceback:", *map(dumps, PACKAGES[1:])]),
        34,
        1,
    ),
    ("ckan", "answers"): (dumps([{"success": True, "result": one} for one in PACKAGES]), 34, 0),
    ("ckan", "packages by name"): (
        dumps({str(one["name"]) + str(n): one for n, one in enumerate(PACKAGES)}),
        34,
        0,
    ),
    ("ckan", "cut"): (json.dumps(PACKAGES).encode()[:9_000], 17, 1),
    ("ckan", "one broken"): (_BROKEN_PACKAGES, 33, 1),
    ("ckan", "no comma"): (dumps(PACKAGES).replace(b'}, {"id"', b'} {"id"', 1), 34, 0),
    ("ckan", "NaN and a mark"): (b"\xef\xbb\xbf" + dumps(PACKAGES).replace(b'"12"', b"NaN"), 34, 0),
    ("ckan", "nothing"): (dumps(search([])), 0, 0),
    ("dcat", "Turtle"): (TURTLE.encode(), 6, 0),
    ("dcat", "N-Triples"): (rdf(RdfFormat.N_TRIPLES), 6, 0),
    ("dcat", "RDF/XML"): (_RDF_XML, 6, 0),
    ("dcat", "JSON-LD"): (rdf(RdfFormat.JSON_LD), 6, 0),
    ("dcat", "JSON-LD of a far context"): (dumps(REMOTE), 3, 0),
    ("dcat", "JSON-LD graph"): (dumps(GRAPH), 1, 0),
    ("dcat", "schema.org"): (dumps(SCHEMA_ORG), 1, 0),
    ("dcat", "Turtle, one broken"): (TURTLE.replace('"Zwei"', '"Zwei "x" y"').encode(), 5, 1),
    ("dcat", "Turtle, cut"): (TURTLE[: TURTLE.index("<http://s>") - 20].encode(), 4, 1),
    ("dcat", "RDF/XML, one broken"): (_RDF_XML.replace(b"Zwei", b"Zwei <b> Co"), 5, 1),
    ("dcat", "RDF/XML, an ampersand"): (_RDF_XML.replace(b"Zwei", b"Zwei & Co"), 6, 0),
    ("dcat", "RDF/XML, text beside an address"): (
        b"<!-- by hand -->"
        + _RDF_XML.removeprefix(b'<?xml version="1.0" encoding="UTF-8"?>').replace(
            b">Zwei</", b' rdf:resource="http://x"><x:A xmlns:x="urn:x"/>Zwei</'
        ),
        6,
        0,
    ),
    ("dcat", "RDF/XML in UTF-16"): (_RDF_XML.decode().replace("UTF-8", "UTF-16").encode("utf-16"), 6, 0),
    ("dcat", "N-Triples, cut"): (rdf(RdfFormat.N_TRIPLES)[:-30], 6, 1),
    ("dcat", "https where http is meant"): (
        TURTLE.replace("http://www.w3.org/ns/dcat#", "https://www.w3.org/ns/dcat#").encode(),
        6,
        0,
    ),
    ("dcat", "Turtle without its prefixes"): (
        b"<http://a> a dcat:Dataset ; dct:title 'a' .\n<http://b> a dcat:Dataset ; no:one 'b' .",
        1,
        1,
    ),
    ("dcat", "Turtle with a locale for a language"): (
        TURTLE.replace('"Zwei"@de', '"Zwei"@de_DE.UTF-8').encode(),
        6,
        0,
    ),
    ("dcat", "JSON-LD lines"): (
        b"\n".join(
            dumps({"@context": {"dataset": "dcat:dataset"}, "@id": f"http://d/{n}", "@type": "dcat:Dataset"})
            for n in range(3)
        ),
        3,
        0,
    ),
    ("dcat", "JSON-LD in Czech"): (dumps(CZECH), 2, 0),
    ("dcat", "nothing"): (b"<http://c> a <http://www.w3.org/ns/dcat#Catalog> .", 0, 0),
    ("data-json", "catalogue"): (
        dumps({"conformsTo": "x", "dataset": [data_set(n) for n in range(9)]}),
        9,
        0,
    ),
    ("data-json", "list"): (dumps([data_set(n) for n in range(9)]), 9, 0),
    ("data-json", "odd ones"): (
        dumps(
            {
                "dataset": [
                    data_set(1),
                    data_set(2, identifier=None, title="No identifier"),
                    data_set(3, title=None),
                    data_set(4, keyword="a, b", distribution=None, publisher="P", contactPoint=None),
                    data_set(5, identifier={"@id": "x"}, modified=5),
                    None,
                    "text",
                    {"description": "nobody knows me"},
                ]
            }
        ),
        5,
        3,
    ),
    ("data-json", "nested"): (
        dumps(
            {
                "dataset": [data_set(1)],
                "catalog": [{"dataset": [data_set(2)], "catalog": [{"dataset": [data_set(3)]}]}],
            }
        ),
        3,
        0,
    ),
    ("data-json", "series"): (
        dumps(
            {
                "datasetSeries": [{"@id": "s", "title": "S", "seriesMember": [data_set(1), data_set(2)]}],
                "dataset": [data_set(1)],
            }
        ),
        3,
        0,
    ),
    ("data-json", "nothing"): (dumps({"conformsTo": "x", "dataset": []}), 0, 0),
    ("dsp", "catalogue"): (
        dumps(catalogue(offered(1), {"@id": "urn:d2", "hasPolicy": []}, {"title": "?"})),
        2,
        1,
    ),
    ("dsp", "EDC"): (dumps(EDC), 1, 0),
    ("dsp", "several"): (dumps([catalogue(offered(1)), EDC]), 2, 0),
    ("dsp", "nested"): (
        dumps({"@type": "Catalog", "participantId": "x", "catalog": [catalogue(offered(1))]}),
        1,
        0,
    ),
    ("dsp", "nothing"): (dumps({"@context": DSPACE, "@type": "Catalog", "participantId": "p"}), 0, 0),
}

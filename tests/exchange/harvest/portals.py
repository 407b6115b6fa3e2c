"""Catalogues as portals write them, after their specifications and manuals: odd, half broken, in four languages and more.

Each: kind, what stands in the file, the titles that are read, and how many records are refused.
"""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Portal:
    """One catalogue of a portal."""

    kind: str
    data: bytes
    titles: tuple[str, ...]
    refused: int = 0


def _json(value: Any, **options: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, **options).encode()


def _packages(*packages: Any, count: int | None = None) -> bytes:
    result = {
        "count": len(packages) if count is None else count,
        "sort": "score desc",
        "facets": {},
        "results": list(packages),
    }
    return _json(
        {"help": "https://x/api/3/action/help_show?name=package_search", "success": True, "result": result}
    )


_DCAT_US = {
    "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
    "@id": "https://www.energy.gov/data.json",
    "@type": "dcat:Catalog",
    "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
    "describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
}
_US = {
    "@type": "dcat:Dataset",
    "accessLevel": "public",
    "bureauCode": ["019:20"],
    "programCode": ["019:000"],
    "contactPoint": {"@type": "vcard:Contact", "fn": "J. Doe", "hasEmail": "mailto:j.doe@energy.example"},
    "publisher": {
        "@type": "org:Organization",
        "name": "Office",
        "subOrganizationOf": {"@type": "org:Organization", "name": "Energy"},
    },
    "keyword": ["grid"],
    "modified": "R/P1D",
    "description": "<p>Load &amp; price</p>",
}
_RDF = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/" '
    'xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"'
)
_TTL = (
    "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
    "@prefix dcatde: <http://dcat-ap.de/def/dcatde/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
)
_KR = "목록키,목록유형,목록명,목록URL,제공기관,관리부서명,키워드,설명,등록일,수정일,업데이트주기,이용허락범위\r\n"
_KR_ROW = '15012345,FILE,"주차장, 공영",https://www.data.go.kr/data/15012345/fileData.do,서울특별시,교통과,"주차,공영","첫 줄\n둘째 줄",2020-01-02,2026-10-01,연간,이용허락범위 제한 없음\r\n'

PORTALS: dict[str, Portal] = {
    "data.gov: DCAT-US 1.1, dates of repetition, restricted data": Portal(
        "data-json",
        _json(
            {
                **_DCAT_US,
                "dataset": [
                    {**_US, "identifier": "https://energy.example/1", "title": "Grid load"},
                    {
                        **_US,
                        "identifier": 42,
                        "title": "Prices",
                        "accessLevel": "non-public",
                        "rights": "Contains PII",
                        "distribution": None,
                    },
                    {
                        **_US,
                        "identifier": "3",
                        "title": "Part",
                        "isPartOf": "42",
                        "distribution": [
                            {
                                "@type": "dcat:Distribution",
                                "accessURL": "https://x/a b.csv",
                                "mediaType": "text/csv",
                            }
                        ],
                    },
                ],
            }
        ),
        ("Grid load", "Prices", "Part"),
    ),
    "data.gov: a list with what is no data set": Portal(
        "data-json",
        _json(
            {
                **_DCAT_US,
                "dataset": [
                    None,
                    "text",
                    7,
                    [],
                    {},
                    {**_US, "identifier": "1", "title": "Kept"},
                    {**_US, "identifier": "2"},
                ],
            }
        ),
        ("Kept", "Load & price"),
        5,
    ),
    "data.gov: byte order mark, doubled key, NaN": Portal(
        "data-json",
        b"\xef\xbb\xbf"
        + _json({**_DCAT_US, "dataset": [{**_US, "identifier": "1", "title": "A"}]}).replace(
            b'"modified": "R/P1D"', b'"modified": NaN, "title": "B"'
        ),
        ("A",),
    ),
    "catalog.data.gov: CKAN of harvested records": Portal(
        "ckan",
        _packages(
            {
                "id": "a-1",
                "name": "grid",
                "title": "Grid",
                "notes": None,
                "private": False,
                "state": "active",
                "tags": [{"name": "grid", "display_name": "Grid"}],
                "extras": [
                    {"key": "bureauCode", "value": ["019:20"]},
                    {"key": "harvest_object_id", "value": None},
                ],
                "organization": {"name": "doe", "title": "Energy"},
                "resources": [{"url": "", "name": None, "format": None}, None],
            },
            {"id": "a-2", "name": "gone", "title": "Gone", "state": "deleted"},
            {"id": "", "name": "", "title": ""},
        ),
        ("Grid", "Gone"),
        1,
    ),
    "data.europa.eu: JSON-LD, titles by machine in many languages": Portal(
        "dcat",
        _json(
            {
                "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
                "@graph": [
                    {
                        "@id": "http://data.europa.eu/88u/dataset/luft",
                        "@type": "dcat:Dataset",
                        "dct:title": [
                            {"@language": "de", "@value": "Luftqualität"},
                            {"@language": "en-t-de-t0-mtec", "@value": "Air quality"},
                            {"@language": "fr-t-de-t0-mtec", "@value": "Qualité de l'air"},
                        ],
                    },
                    {
                        "@id": "http://data.europa.eu/88u/dataset/eau",
                        "@type": ["dcat:Dataset", "dcat:Resource"],
                        "dct:title": {"@language": "fr", "@value": "Eau"},
                    },
                    {"@id": "http://data.europa.eu/88u/record/luft", "@type": "dcat:CatalogRecord"},
                ],
            }
        ),
        ("Luftqualität", "Eau"),
    ),
    "data.europa.eu: RDF/XML, one page of a Hydra collection": Portal(
        "dcat",
        f"""<?xml version="1.0" encoding="utf-8"?><rdf:RDF {_RDF} xmlns:hydra="http://www.w3.org/ns/hydra/core#">
<hydra:PagedCollection rdf:about="https://data.europa.eu/c.rdf?page=1"><hydra:totalItems rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">1</hydra:totalItems></hydra:PagedCollection>
<dcat:Catalog rdf:about="https://data.europa.eu/c"><dcat:dataset><dcat:Dataset rdf:about="https://data.europa.eu/d/1"><dct:title xml:lang="bg">Въздух</dct:title>
<dct:title xml:lang="en">Air</dct:title><dcat:keyword xml:lang="el">αέρας</dcat:keyword></dcat:Dataset></dcat:dataset></dcat:Catalog></rdf:RDF>""".encode(),
        ("Въздух",),
    ),
    "datos.gob.es: RDF/XML in Latin-1, periods as blank nodes": Portal(
        "dcat",
        f"""<?xml version="1.0" encoding="ISO-8859-1"?><rdf:RDF {_RDF} xmlns:time="http://www.w3.org/2006/time#">
<dcat:Catalog rdf:about="http://datos.gob.es/catalogo"><dct:extent><dct:SizeOrDuration><rdf:value>2</rdf:value></dct:SizeOrDuration></dct:extent>
<dcat:dataset><dcat:Dataset rdf:about="http://datos.gob.es/catalogo/a"><dct:title xml:lang="es">Población de España</dct:title><dct:description xml:lang="es">Año</dct:description>
<dct:accrualPeriodicity><dct:Frequency><rdf:value><time:DurationDescription><time:years>1</time:years></time:DurationDescription></rdf:value></dct:Frequency></dct:accrualPeriodicity>
<dcat:distribution><dcat:Distribution><dcat:accessURL>http://ine.es/a.csv</dcat:accessURL><dct:format><dct:IMT><rdf:value>text/csv</rdf:value><rdfs:label>CSV</rdfs:label></dct:IMT></dct:format></dcat:Distribution></dcat:distribution>
</dcat:Dataset></dcat:dataset>
<dcat:dataset><dcat:Dataset rdf:about="http://datos.gob.es/catalogo/b"><dct:title xml:lang="ca">Població</dct:title></dcat:Dataset></dcat:dataset></dcat:Catalog></rdf:RDF>""".encode(
            "latin-1"
        ),
        ("Población de España", "Població"),
    ),
    "govdata.de: DCAT-AP.de in Turtle": Portal(
        "dcat",
        (
            _TTL
            + """<https://www.govdata.de/c> a dcat:Catalog ; dcat:dataset <https://www.govdata.de/d/1>, <https://www.govdata.de/d/2> .
<https://www.govdata.de/d/1> a dcat:Dataset ; dct:title "Bäume in Köln" ; dcatde:contributorID <http://dcat-ap.de/def/contributors/koeln> ;
  dct:publisher [ a foaf:Organization ; foaf:name "Stadt Köln" ] ; dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://x/b.csv> ;
  dct:license <http://dcat-ap.de/def/licenses/dl-by-de/2.0> ; dcatde:licenseAttributionByText "Stadt Köln" ] .
<https://www.govdata.de/d/2> a dcat:Dataset ; dct:title "Straßen"@de, "Straßen"@de-DE ; dct:issued "2024-13-45"^^<http://www.w3.org/2001/XMLSchema#date> .
"""
        ).encode(),
        ("Bäume in Köln", "Straßen"),
    ),
    "govdata.de: Turtle with addresses with spaces and a sentence that breaks off": Portal(
        "dcat",
        (
            _TTL
            + """<https://x/1> a dcat:Dataset ; dct:title "Eins" ; dcat:landingPage <https://x/a b> .
<https://x/2> a dcat:Dataset ; dct:title "Zwei"@de ; dct:description "offen .
"""
        ).encode(),
        ("Eins",),
        1,
    ),
    "govdata.de: CKAN, one record twice": Portal(
        "ckan",
        _packages(
            *[
                {
                    "id": "d1",
                    "name": "baeume",
                    "title": "Bäume",
                    "license_id": "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
                    "groups": [{"name": "envi"}],
                    "tags": [{"name": "Bäume"}],
                }
            ]
            * 2
        ),
        ("Bäume", "Bäume"),  # the second is the same
    ),
    "data.go.jp: CKAN in Japanese, dates of the era": Portal(
        "ckan",
        _packages(
            {
                "id": "jp1",
                "name": "meti_1",
                "title": "工業統計調査",
                "license_id": "cc-by-21-jp",
                "notes": "令和５年",
                "extras": None,
                "tags": None,
                "organization": {"title": "経済産業省"},
                "resources": [
                    {"format": "ＰＤＦ", "url": "http://x/令和.pdf", "last_modified": "平成25年6月"}
                ],
                "metadata_modified": "2013-12-20 07:01:32.123456",
            }
        ),
        ("工業統計調査",),
    ),
    "data.go.jp: a dump, one package a line": Portal(
        "ckan",
        _json({"id": "jp1", "name": "a", "title": "人口"})
        + b"\n\n"
        + _json({"id": "jp2", "name": "b", "title": "気温"})
        + b"\r\n{broken\n"
        + _json({"id": "jp3", "name": "c", "title": "水位"}),
        ("人口", "気温", "水位"),
        1,
    ),
    "data.gouv.fr: JSON-LD with a view of pages": Portal(
        "dcat",
        _json(
            {
                "@context": {
                    "@vocab": "http://www.w3.org/ns/dcat#",
                    "dct": "http://purl.org/dc/terms/",
                    "hydra": "http://www.w3.org/ns/hydra/core#",
                },
                "@graph": [
                    {
                        "@id": "https://www.data.gouv.fr/c",
                        "@type": "Catalog",
                        "dataset": [
                            {"@id": "https://www.data.gouv.fr/datasets/1"},
                            {"@id": "https://www.data.gouv.fr/datasets/elsewhere"},
                        ],
                        "hydra:totalItems": 1,
                    },
                    {
                        "@id": "https://www.data.gouv.fr/datasets/1",
                        "@type": "Dataset",
                        "dct:title": "Répertoire « Sirene »",
                        "dct:license": {"@id": "https://www.etalab.gouv.fr/licence-ouverte-open-licence"},
                        "keyword": ["siret", "siren"],
                    },
                ],
            }
        ),
        ("Répertoire « Sirene »",),
    ),
    "opendata.swiss: RDF/XML in four languages, one of them empty": Portal(
        "dcat",
        f"""<rdf:RDF {_RDF}><dcat:Dataset rdf:about="https://opendata.swiss/perma/1@sfoe"><dct:identifier>1@sfoe</dct:identifier><dct:title xml:lang="de">Strom</dct:title>
<dct:title xml:lang="fr">Électricité</dct:title><dct:title xml:lang="it">Elettricità</dct:title><dct:title xml:lang="en"/><dct:publisher rdf:resource="https://opendata.swiss/organization/sfoe"/></dcat:Dataset>
<dcat:Dataset rdf:about="https://opendata.swiss/perma/2@sfoe"><dct:title xml:lang="de">  </dct:title></dcat:Dataset></rdf:RDF>""".encode(),
        ("Strom", "https://opendata.swiss/perma/2@sfoe"),
    ),
    "opendata.swiss: CKAN, every text in four languages": Portal(
        "ckan",
        _packages(
            {
                "id": "ch1",
                "name": "strom",
                "title": {"de": "Strom", "fr": "Électricité", "it": "", "en": ""},
                "description": {"de": "Netz", "fr": None},
                "keywords": {"de": ["strom"], "fr": []},
                "organization": {"title": {"de": "BFE", "fr": "OFEN"}},
                "display_name": {"de": "Strom"},
            }
        ),
        ("Strom",),
    ),
    "data.go.kr: CSV in CP949, a comma and a line end in quotes": Portal(
        "data-go-kr", (_KR + _KR_ROW).encode("cp949"), ("주차장, 공영",)
    ),
    "data.go.kr: CSV in UTF-8 with a byte order mark": Portal(
        "data-go-kr", (_KR + _KR_ROW).encode("utf-8-sig"), ("주차장, 공영",)
    ),
    "data.go.kr: as a spreadsheet saves it (UTF-16, tabs)": Portal(
        "data-go-kr",
        (
            _KR.replace(",", "\t")
            + '15000002\tAPI\t날씨\t\t기상청\t\t날씨\t"예보\t단기"\t2020-01-02\t\t수시\t\r\n'
        ).encode("utf-16"),
        ("날씨",),
    ),
    "data.go.kr: CSV with a sign that CP949 has not, short rows, empty rows": Portal(
        "data-go-kr",
        (_KR + _KR_ROW + "15000003,FILE,짧은 줄\r\n,,,,,,,,,,,\r\n\r\n,FILE,이름만,,,,,,,,,\r\n")
        .encode("cp949")
        .replace("짧은".encode("cp949"), b"\xff\xff"),
        ("주차장, 공영", "이름만"),
        1,
    ),
    "data.go.kr: a page of the service in JSON": Portal(
        "data-go-kr",
        _json(
            {
                "currentCount": 2,
                "data": [
                    {"목록키": 15000001, "목록명": "약국", "제공기관": "복지부"},
                    {"목록키": None, "목록명": None},
                ],
                "matchCount": 2,
                "page": 1,
                "perPage": 10,
                "totalCount": 2,
            }
        ),
        ("약국",),
        1,
    ),
    "a connector: names with prefixes, one data set alone": Portal(
        "dsp",
        _json(
            {
                "@context": {
                    "dcat": "http://www.w3.org/ns/dcat#",
                    "dct": "http://purl.org/dc/terms/",
                    "odrl": "http://www.w3.org/ns/odrl/2/",
                },
                "@id": "c1",
                "@type": "dcat:Catalog",
                "dcat:dataset": {
                    "@id": "asset-1",
                    "@type": "dcat:Dataset",
                    "dct:title": "Torque",
                    "odrl:hasPolicy": {"@id": "p1", "@type": "odrl:Offer", "odrl:permission": []},
                },
            }
        ),
        ("Torque",),
    ),
    "a portal: N-Triples with escapes and a line that is none": Portal(
        "dcat",
        b"<http://x/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n"
        b'<http://x/1> <http://purl.org/dc/terms/title> "\\uD48D\\uB825 \\u00E9"@ko .\n<http://x/1> <broken\n'
        b'<http://x/2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n<http://x/2> <http://purl.org/dc/terms/title> "Two"@en .\n',
        ("풍력 é", "Two"),
        1,
    ),
    "a portal: JSON-LD whose context is somewhere else": Portal(
        "dcat",
        _json(
            {
                "@context": "https://portal.example/context.jsonld",
                "@type": "Catalog",
                "dataset": [{"@id": "https://portal.example/1", "@type": "Dataset", "title": "Elsewhere"}],
            }
        ),
        ("Elsewhere",),
    ),
}

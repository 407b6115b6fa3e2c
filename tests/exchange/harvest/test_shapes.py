"""Shapes of real catalogues, with invented data: what a reader of the original would expect stands in the entry."""

import json
from pathlib import Path
from typing import Any

import pytest

from yunghap.exchange.contracts import Entry
from yunghap.exchange.domain.harvest import values

from . import samples
from .test_formats import entries_in

_TTL = (
    "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
    "@prefix dcatap: <http://data.europa.eu/r5r/> .\n"
)


def the_entry(kind: str, data: bytes, folder: Path) -> Entry:
    """The only one."""
    [entry] = entries_in(kind, data, folder).values()
    return entry


def test_who_offers_in_each_catalogue_of_a_federation(tmp_path: Path) -> None:
    """A crawler hands over a list of catalogues, each of which says at its end who offers."""

    def one(who: str | None, *offered: Any) -> dict[str, Any]:
        return {
            "@type": "dcat:Catalog",
            "dcat:dataset": list(offered) if len(offered) > 1 else offered[0],
            "dspace:participantId": who,
            "@context": {"dspace": "https://w3id.org/dspace/v0.8/"},
        }

    several = [
        one("did:a", samples.offered(1), samples.offered(2)),
        one("did:b", samples.offered(3)),
        one(None, samples.offered(4)),
    ]
    expected = {"urn:d1": "did:a", "urn:d2": "did:a", "urn:d3": "did:b", "urn:d4": ""}
    found = entries_in("dsp", json.dumps(several).encode(), tmp_path)
    assert {key: entry.provider for key, entry in found.items()} == expected
    around = {"@type": "dcat:Catalog", "dspace:participantId": "did:hub", "dcat:catalog": several}
    found = entries_in("dsp", json.dumps(around).encode(), tmp_path)
    assert {key: entry.provider for key, entry in found.items()} == expected | {"urn:d4": "did:hub"}


def test_the_licence_comes_before_who_may_see_it(tmp_path: Path) -> None:
    """Profiles of DCAT put the licence on the distribution and who may see the data on the data set."""
    said = """
        <http://x/1> a dcat:Dataset ; dct:title "A" ; dct:accessRights <http://x/access-right/PUBLIC> ;
          dcat:distribution <http://x/1/csv> .
        <http://x/1/csv> a dcat:Distribution ; dct:license <http://x/licence/OPEN_2> ; dcatap:availability <http://x/STABLE> .
    """
    entry = the_entry("dcat", f"{_TTL}{said}".encode(), tmp_path)
    assert entry.licence_text == entry.distributions[0].licence == "http://x/licence/OPEN_2"
    bare = said.replace("dct:license <http://x/licence/OPEN_2> ;", "")
    entry = the_entry("dcat", f"{_TTL}{bare}".encode(), tmp_path)
    assert (entry.licence_text, entry.distributions[0].licence) == ("http://x/access-right/PUBLIC", "")


def test_what_a_map_server_writes(tmp_path: Path) -> None:
    """Words beside an address, organisations by an address alone, protocols for formats, an address with a space."""
    entry = the_entry(
        "dcat",
        b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/"
          xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="https://m.example/records/1 2">
          <dct:title>Tide gauges</dct:title>
          <dct:publisher rdf:resource="https://m.example/organizations/Institut%20de%20la%20Mer%20%28IM%29"/>
          <dcat:theme rdf:resource="http://themes.example/of">Ocean features</dcat:theme>
          <dcat:theme rdf:nodeID="t">Sea level</dcat:theme>
          <dcat:distribution><dcat:Distribution><dct:format>OGC:WMS-1.3.0-http-get-map</dct:format>
          <dcat:accessURL>https://m.example/wms</dcat:accessURL></dcat:Distribution></dcat:distribution>
          </dcat:Dataset></rdf:RDF>""",
        tmp_path,
    )
    assert entry.publisher == "Institut de la Mer (IM)"
    assert set(entry.themes) == {"Ocean features", "Sea level"}
    assert entry.landing_page == "https://m.example/records/1%202"
    assert [one.format for one in entry.distributions] == ["WMS"]


def test_nodes_that_hold_their_value(tmp_path: Path) -> None:
    """Spain's portals: how often as a length of time, a period between two instants, a format that is described."""
    said = """
        @prefix time: <http://www.w3.org/2006/time#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        <http://x/1> a dcat:Dataset ; dct:title "A" ; dct:accrualPeriodicity <http://x/1/often> ;
          dct:temporal [ time:hasBeginning [ time:inXSDDateTime "2010-01-01T00:00:00" ] ; time:hasEnd [] ] ;
          dcat:distribution [ dct:format <http://x/1/format> ; dcat:accessURL "http://x/1/file" ],
            [ dct:format <http://x/file-type/XLSX> ; dcat:mediaType <http://x/media-types/text/csv> ] .
        <http://x/file-type/XLSX> <http://www.w3.org/2004/02/skos/core#prefLabel> "A spreadsheet"@en .
        <http://x/1/often> rdf:value <http://x/1/time> .
        <http://x/1/time> time:months 3.0 .
        <http://x/1/format> a dct:IMT ; rdf:value "text/csv" .
    """
    entry = the_entry("dcat", f"{_TTL}{said}".encode(), tmp_path)
    assert (entry.frequency, entry.temporal) == ("QUARTERLY", "2010-01-01T00:00:00/")
    assert {(one.format, one.media_type) for one in entry.distributions} == {
        ("CSV", "text/csv"),
        ("XLSX", "text/csv"),
    }


def test_statements_that_only_say_something(tmp_path: Path) -> None:
    """GeoDCAT of map servers: rights as a sentence, who holds them as who offers, services known by their address."""
    said = """
        <http://x/1> a dcat:Dataset ; dct:title "A" ; dct:rightsHolder [ <http://xmlns.com/foaf/0.1/name> "IGX" ] ;
          dct:accessRights [ a dct:RightsStatement ; dct:description "For all." ] ;
          dct:accrualPeriodicity <http://x/frequency/AS_NEEDED> ;
          dcat:distribution [ dcat:accessURL <http://x/services/wfs/reefs> ], [ dcat:accessURL <http://x/ows?service=WMS&v=1> ] .
    """
    entry = the_entry("dcat", f"{_TTL}{said}".encode(), tmp_path)
    assert (entry.publisher, entry.licence_text, entry.frequency) == ("IGX", "For all.", "IRREG")
    assert {one.format for one in entry.distributions} == {"WFS", "WMS"}


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        (
            {"date_published": "2015-05-14 00:00:00", "date_modified": "2024-01-02", "frequency": "P1W"},
            {"issued": "2015-05-14T00:00:00", "modified": "2024-01-02", "frequency": "WEEKLY"},
        ),
        (
            {"time_period_coverage_start": "2010-01-01", "time_period_coverage_end": "2020-12-31"},
            {"temporal": "2010-01-01/2020-12-31"},
        ),
        (
            {"dataset_date": "[1994-01-15T00:00:00 TO 2025-06-30T23:59:59]", "data_update_frequency": "14"},
            {"temporal": "1994-01-15T00:00:00/2025-06-30T23:59:59", "frequency": "BIWEEKLY"},
        ),
        ({"dataset_date": "[2020 TO *]"}, {"temporal": "2020/"}),
        ({"temporal": "since the war"}, {"temporal": "since the war"}),
        (
            {
                "extras": [
                    {"key": "frequency-of-update", "value": "monthly"},
                    {"key": "contact-email", "value": "a@b.example"},
                    {"key": "temporal_coverage-from", "value": "2010-01-01"},
                    {"key": "licence", "value": '["Free for all"]'},
                ]
            },
            {
                "frequency": "MONTHLY",
                "contact": "a@b.example",
                "temporal": "2010-01-01/",
                "licence_text": "Free for all",
            },
        ),
        ({"extras": [{"key": "licence", "value": "[none"}]}, {"licence_text": "[none"}),
        (
            {
                "license_id": "x-ogl",
                "license_title": "Open Licence",
                "extras": [{"key": "licence", "value": "x"}],
            },
            {"licence_text": "Open Licence"},
        ),
        (
            {
                "organization": None,
                "publisher": [{"uri": "http://x/p", "name": "Amt für Daten"}],
                "contact": [{"name": "A. Person", "email": "a@b.example"}, {"name": "B"}],
                "temporal_coverage": [{"start": "1905-03-01", "end": "2013-01-05"}],
                "tags": [{"name": "Oaks"}],
                "tags_translated": {"en": ["Oaks"], "es": ["Robles"]},
            },
            {
                "publisher": "Amt für Daten",
                "contact": "A. Person a@b.example",
                "temporal": "1905-03-01/2013-01-05",
                "keywords": ("Oaks", "Robles"),
            },
        ),
        (
            {
                "organization": None,
                "extras": [
                    {"key": "publisher", "value": '{"name": {"de": "Amt"}, "url": "http://x"}'},
                    {"key": "temporals", "value": '[{"start_date": "2001-01-01"}]'},
                ],
            },
            {"publisher": "Amt", "temporal": "2001-01-01/"},
        ),
        ({"resources": [{"url": "", "format": "", "size": 3}, {"url": None}]}, {"distributions": ()}),
    ],
)
def test_what_sites_of_ckan_call_things(
    package: dict[str, Any], expected: dict[str, Any], tmp_path: Path
) -> None:
    made = {
        "extras": [],
        "license_id": None,
        "license_title": None,
        "metadata_created": None,
        "maintainer": None,
        "author": None,
    }
    entry = the_entry("ckan", samples.dumps([samples.package(1, **(made | package))]), tmp_path)
    assert {name: getattr(entry, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<div>One</div><div><br /></div><div>two</div>", "One\ntwo"),
        ("<p>H<sub>2</sub> and <u>more</u></p>\n<ul><li>a</li> <li>b</li></ul>", "H 2 and more\na\nb"),
        ("&lt;p&gt;Escaped &amp;amp; all&lt;/p&gt;", "Escaped & all"),
        ("use &lt; and &gt; for signs", "use < and > for signs"),
        ("1 < 2 and <unknown> stays", "1 < 2 and <unknown> stays"),
        ("two  spaces\n\nand lines stay", "two  spaces\n\nand lines stay"),
    ],
)
def test_texts_that_are_html(written: str, meant: str) -> None:
    assert values.text(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("WWW:LINK-1.0-http--link", "HTML"),
        ("WWW:DOWNLOAD-1.0-http--download", ""),
        ("OGC:WFS", "WFS"),
        ("Web Page", "HTML"),
        ("application/vnd.oasis.opendocument.spreadsheet", "ODS"),
    ],
)
def test_names_of_formats(written: str, meant: str) -> None:
    assert values.format_name(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("P1W", "WEEKLY"),
        ("R/P365D", "ANNUAL"),
        ("trimestrale", "QUARTERLY"),
        ("毎月", "MONTHLY"),
        ("PT5M", "PT5M"),
    ],
)
def test_frequencies(written: str, meant: str) -> None:
    assert values.frequency(written) == meant


def test_an_edition_of_another_version_is_no_licence_for_certain() -> None:
    assert (
        values.licence("cc-by-igo", "Creative Commons Attribution for Intergovernmental Organisations") == ""
    )

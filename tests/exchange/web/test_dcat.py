"""DCAT out: read by another program's reader, held against shapes of the profile's mandatory rules."""

import pytest
import rdflib
from pyshacl import validate

from tests.exchange.web.shapes import SHAPES

# rdflib's own reader of JSON-LD still uses what it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
NAMES = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


def graph(client, address, form):
    response = client.get(address)
    assert response.status_code == 200
    return rdflib.Graph().parse(data=response.content, format=NAMES[form])


@pytest.mark.parametrize("form", NAMES)
def test_whole_catalogue_holds_the_shapes(catalogue, client, form):
    found = graph(client, f"/datasets/catalogue.{form}", form)
    conforms, _graph, text = validate(found, shacl_graph=rdflib.Graph().parse(data=SHAPES, format="turtle"))
    assert conforms, text
    assert len(set(found.subjects(rdflib.RDF.type, DCAT.Dataset))) == 5
    assert {str(one) for one in found.objects(None, DCT.identifier)} == {*catalogue.ids, catalogue.product.pk}


def test_shapes_notice_what_is_missing(catalogue, client):
    found = graph(client, "/datasets/catalogue.ttl", "ttl")
    found.remove((None, DCT.title, None))
    conforms, _graph, _text = validate(found, shacl_graph=rdflib.Graph().parse(data=SHAPES, format="turtle"))
    assert not conforms


@pytest.mark.parametrize("form", NAMES)
def test_one_record_in_every_format(catalogue, client, form):
    found = graph(client, f"/datasets/{catalogue.ids[0]}.{form}", form)
    node = rdflib.URIRef(f"http://testserver/datasets/{catalogue.ids[0]}/")
    assert found.value(node, DCT.title) == rdflib.Literal("충청남도 서산시_약국현황", lang="ko")
    assert len(list(found.objects(node, DCAT.distribution))) == 2


def test_pages_lead_on(catalogue, client, monkeypatch):
    monkeypatch.setattr("yunghap.exchange.web.dcat.views.PER_PAGE", 2)
    address, seen = "/datasets/catalogue.ttl?page=1", set()
    while address:
        found = graph(client, address, "ttl")
        seen |= set(found.objects(None, DCT.identifier))
        address = str(next(found.objects(None, HYDRA.next), "")).removeprefix("http://testserver")
    assert len(seen) == 5
    assert client.get("/datasets/catalogue.ttl?page=4").status_code == 404


def test_unknown_formats_and_records(catalogue, client):
    assert client.get("/datasets/catalogue.csv").status_code == 404
    assert client.get(f"/datasets/{catalogue.ids[0]}.csv").status_code == 404
    assert client.get("/datasets/nothing.ttl").status_code == 404


def test_feed_of_changes(catalogue, client):
    text = client.get("/datasets/changes.atom").content.decode()
    assert text.index("압연 공정 센서") < text.index("서산시_약국현황") < text.index("Bike Lanes")


def test_map_for_search_engines(catalogue, client):
    assert (
        "<loc>http://testserver/datasets/sitemap.xml?page=1</loc>"
        in client.get("/datasets/sitemap.xml").content.decode()
    )
    assert client.get("/datasets/sitemap.xml?page=1").content.decode().count("<loc>") == 5

"""A real client of CKAN reads our catalogue over loopback."""

import json
import re

import pytest
from ckanapi import RemoteCKAN
from ckanapi.errors import NotFound, ValidationError

from yunghap.exchange.web.ckan.records import ckan_name

NAME = re.compile(r"^[a-z0-9_-]{2,100}$")


@pytest.fixture
def site(live_server, catalogue):
    with RemoteCKAN(live_server.url) as remote:
        yield remote


def test_client_reads_everything(site, catalogue):
    assert site.action.status_show()["ckan_version"]
    names = site.action.package_list()
    assert len(names) == 5
    assert all(map(NAME.match, names))
    packages = [site.action.package_show(id=name) for name in names]
    assert {one["id"] for one in packages} == {*catalogue.ids, catalogue.product.pk}
    organisations = site.action.organization_list(all_fields=True)
    assert all(NAME.match(one["name"]) for one in organisations)
    for one in packages:  # none is filed under somebody else
        shown = site.action.organization_show(id=one["owner_org"])
        assert shown["title"] == one["organization"]["title"] == one["author"]
    assert site.action.group_show(id=site.action.group_list()[0])["package_count"] == 1
    assert len(site.action.current_package_list_with_resources(limit=2)) == 2
    assert site.action.package_list(limit=2, offset=4) == names[4:]


def test_client_searches(site):
    found = site.action.package_search(q="약국", rows=5)
    assert found["count"] == 1
    package = found["results"][0]
    assert package["metadata_modified"] == "2024-05-01T09:30:00"
    assert [one["format"] for one in package["resources"]] == ["CSV", ""]
    assert site.action.resource_show(id=package["resources"][0]["id"])["url"] == "https://example.org/a.csv"
    assert site.action.package_search(q="*:*", rows=0)["count"] == 5


@pytest.mark.parametrize(
    ("fq", "count"),
    [
        (f"organization:{ckan_name('경기도 성남시', 'org')}", 1),
        (f"-organization:{ckan_name('경기도 성남시', 'org')}", 4),
        ("organization:b551234", 1),
        ("groups:(transport OR nothing)", 1),
        ("res_format:csv", 2),
        ("license_id:cc-by", 1),
        ("metadata_modified:[2024-01-01T00:00:00Z TO *]", 2),
        ("+dataset_type:dataset", 5),
    ],
)
def test_filters(site, fq, count):
    assert site.action.package_search(fq=fq)["count"] == count


def test_harvesters_page_by_id(site):
    seen = []
    while results := site.action.package_search(sort="id asc", rows=2, start=len(seen))["results"]:
        seen += [one["id"] for one in results]
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen)


@pytest.mark.parametrize("sort", ["score desc", "id asc"])
def test_a_page_beyond_all_records_is_empty_and_costs_nothing(site, sort):
    far = site.action.package_search(q="*:*", sort=sort, rows=1000, start=2**31)
    assert (far["count"], far["results"]) == (5, [])


def _gathered(client, *terms):
    """What a harvester of CKAN (ckanext-harvest) gathers: it asks by GET, 100 at a time, until a page is empty."""
    found, before, start = {}, b"", 0
    while True:
        asked = {"rows": "100", "start": str(start), "sort": "id asc"}
        if terms:
            asked["fq"] = " ".join(terms)
        answer = client.get("/api/3/action/package_search", asked)
        assert answer.status_code == 200
        assert answer.content != before, "it would say: the paging does not seem to work"
        before = answer.content
        page = answer.json()["result"]["results"]
        if not page:
            return found
        found.update((one["id"], one) for one in page)
        start += 100


def test_requests_of_ckans_own_harvester(client, catalogue):
    everything = _gathered(client)
    assert len(everything) == 5
    names = sorted({one["organization"]["name"] for one in everything.values()})
    first, second = names[:2]
    meant = {key for key, one in everything.items() if one["organization"]["name"] in {first, second}}
    assert set(_gathered(client, f"organization:{first} OR organization:{second}")) == meant
    assert (
        set(_gathered(client, f"-organization:{first}", f"-organization:{second}")) == set(everything) - meant
    )
    group = client.get("/api/3/action/group_list").json()["result"][0]
    inside = set(_gathered(client, f"groups:{group} OR groups:nothing"))
    assert inside
    assert set(_gathered(client, f"-groups:{group}")) == set(everything) - inside
    since = "metadata_modified:[2024-01-01T08:30:00.123456Z TO *]"
    assert len(_gathered(client, since)) == 2
    assert set(_gathered(client, f"organization:{first} OR organization:{second}", since)) <= meant
    assert _gathered(client, "metadata_modified:[2999-01-01T00:00:00Z TO *]") == {}
    for one in everything.values():  # what its import stage takes out of a package
        assert {"id", "name", "title", "state", "type", "tags", "extras", "resources", "owner_org"} <= set(
            one
        )
        assert one["type"] != "harvest"
        assert all({"key", "value"} <= set(extra) for extra in one["extras"])
        shown = client.get(f"/api/3/action/organization_show?id={one['owner_org']}").json()["result"]
        assert shown["id"] == one["owner_org"]
        assert NAME.match(shown["name"])
        for inner in one["groups"]:
            told = client.get(f"/api/3/action/group_show?id={inner['id']}").json()["result"]
            assert told["name"] == inner["name"]
    assert client.get("/api/3/action/organization_show?id=nobody").status_code == 404


def test_facets(site):
    found = site.action.package_search(rows=0, **{"facet.field": ["organization", "res_format"]})
    assert found["facets"]["res_format"] == {"CSV": 2}
    assert len(found["search_facets"]["organization"]["items"]) == 5


def test_facets_as_many_as_are_wanted(site):
    few = {"facet.field": '["organization"]', "facet.limit": 2}
    assert len(site.action.package_search(rows=0, **few)["facets"]["organization"]) == 2
    assert len(site.action.package_search(rows=0, **few | {"facet.limit": -1})["facets"]["organization"]) == 5
    assert site.action.package_search(rows=0, **few | {"facet.mincount": 2})["facets"]["organization"] == {}
    assert site.action.package_search(rows=0, facet="false", **few)["facets"] == {}


def test_lists_are_sorted_as_asked(site, client):
    named = site.action.organization_list()
    assert named == sorted(named)
    assert site.action.organization_list(sort="name desc") == named[::-1]
    counted = [one["package_count"] for one in site.action.group_list(sort="package_count", all_fields=True)]
    assert counted == sorted(counted, reverse=True)
    assert site.action.organization_list(organizations=named[:2]) == named[:2]
    assert client.get("/api/3/action/organization_list?sort=size").status_code == 409
    told = client.get("/api/3/action/package_search?sort=metadata_modified%20asc")  # no other order instead
    assert (told.status_code, told.json()["error"]["__type"]) == (400, "Search Query Error")


def test_problems_have_types(site, client):
    for call in (
        lambda: site.action.package_show(id="nothing"),
        lambda: site.action.organization_show(id="nothing"),
        lambda: site.action.group_show(id="nothing"),
        lambda: site.action.resource_show(id="nothing-0"),
        lambda: site.action.help_show(name="nothing"),
    ):
        with pytest.raises(NotFound):
            call()
    with pytest.raises(ValidationError):
        site.action.package_show()
    with pytest.raises(ValidationError):
        site.action.package_search(rows="many")
    told = client.get("/api/3/action/package_search?fq=title:(x").json()
    assert (told["success"], told["error"]["__type"]) == (False, "Search Query Error")
    assert client.get("/api/3/action/datastore_search_sql?sql=x").status_code == 404
    assert client.post("/api/3/action/site_read", b"[", content_type="application/json").status_code == 400


def test_every_way_to_ask(catalogue, client):
    for response in (
        client.get("/api/action/package_search?q=약국&rows=1"),
        client.post("/api/3/action/package_search", {"q": "약국"}, content_type="application/json"),
        client.post("/api/3/action/package_search", {"q": "약국"}),
        client.post(
            "/api/3/action/package_search",
            json.dumps({"q": "약국"}),
            content_type="application/x-www-form-urlencoded",
        ),
        client.post("/api/3/action/package_search?q=약국"),
    ):
        assert response.json()["result"]["count"] == 1
    assert client.head("/api/3/action/site_read").status_code == 200


def test_small_actions(site):
    assert site.action.site_read() is True
    assert site.action.organization_list_for_user() == []
    assert {
        "id": "cc-by",
        "title": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
        "status": "active",
    } in (site.action.license_list())
    assert site.action.package_autocomplete(q="약국")[0]["title"].endswith("약국현황")
    assert "약국" in site.action.tag_list(query="약ㄱ")
    assert site.action.help_show(name="site_read")

"""Authenticity checks through pages and API."""

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.exchange.domain.authenticity.test_asking import issue, make_issuer
from tests.factories.identity import make_member, make_organisation, signed_in
from yunghap.exchange.commitments import hold
from yunghap.exchange.domain.authenticity.example import load_example
from yunghap.exchange.models import AuthenticityCheck, Issuer
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import User

pytestmark = pytest.mark.django_db


def at(name: str, *arguments: object) -> str:
    with translation.override("en"):
        return reverse(f"exchange:{name}", args=arguments)


def test_a_citizen_asks_by_typing_or_by_file() -> None:
    issuer, by = make_issuer()
    (held,) = issue(issuer, by)
    browser, address = Client(), at("authenticity_check", issuer.slug)
    assert "자격증" in browser.get(at("issuers")).content.decode()
    assert browser.get(address).status_code == 200
    yes = browser.post(address, {**held.record, "salt": held.salt}).content.decode()
    assert "Yes: it is genuine" in yes
    no = browser.post(address, {**held.record, "number": "7", "salt": held.salt}).content.decode()
    assert "was never issued so" in no
    for body in (held.document, {"document": held.document, "holder_key": "x"}):
        file = SimpleUploadedFile("held.json", json.dumps(body).encode())
        assert "Yes: it is genuine" in browser.post(address, {"file": file}).content.decode()
    for data in (
        {},
        {"file": SimpleUploadedFile("a.json", b"[]")},
        {"file": SimpleUploadedFile("a.json", b'{"document": 1}')},
    ):
        assert browser.post(address, data).status_code == 422
    assert AuthenticityCheck.objects.filter(organisation__isnull=True).count() == 4
    for _number in range(6):
        browser.post(address, {**held.record, "salt": held.salt})
    assert browser.post(address, {**held.record, "salt": held.salt}).status_code == 429
    assert browser.get(at("authenticity_check", "nothing")).status_code == 404


def test_the_holder_sees_who_asked() -> None:
    issuer, by = make_issuer()
    (held,) = issue(issuer, by)
    officer = signed_in(User.objects.get(pk=by.id))
    officer.post(at("authenticity_check", issuer.slug), {**held.record, "salt": held.salt})
    browser, address = Client(), at("authenticity_holder", issuer.slug)
    assert browser.get(address).status_code == 200
    data = {**held.record, "salt": held.salt, "holder_key": held.holder_key}
    page = browser.post(address, data).content.decode()
    assert issuer.organisation is not None
    with translation.override("en"):
        assert issuer.organisation.label() in page
    assert browser.post(address, {**data, "holder_key": "0"}).status_code == 422
    assert browser.get(at("authenticity_holder", "certificates")).status_code == 404


def test_the_example_is_marked_and_works() -> None:
    issuer = load_example(organisation=make_organisation(OrganisationKind.AGENCY))
    browser, address = Client(), at("authenticity_check", issuer.slug)
    assert "generated" in browser.get(address).content.decode()
    document = json.loads(browser.get(at("authenticity_example", issuer.slug)).content)
    assert document["generated"]
    file = SimpleUploadedFile("example.json", json.dumps(document).encode())
    assert "Yes: it is genuine" in browser.post(address, {"file": file}).content.decode()
    other, _by = make_issuer()
    assert browser.get(at("authenticity_example", other.slug)).status_code == 404


def test_an_issuer_from_opening_to_closing() -> None:
    house = make_organisation(OrganisationKind.AGENCY)
    browser = signed_in(make_member(house, Role.AGENCY_OFFICER))
    assert "No authenticity check yet" in browser.get(at("own_issuers")).content.decode()
    assert browser.get(at("open_issuer")).status_code == 200
    data: dict[str, Any] = {
        "title": "자격증",
        "slug": "licences",
        "method": "COMMITMENTS",
        "fields_text": "number = 번호 = Number\n\nname",
        "per_minute": 60,
    }
    for wrong in ("두 글자", "a=b=c=d", "a=" + " " * 5_000 + "=" + " " * 5_000 + "="):
        assert browser.post(at("open_issuer"), {**data, "fields_text": wrong}).status_code == 422
    assert browser.post(at("open_issuer"), {**data, "slug": "certificates"}).status_code == 422
    assert browser.post(at("open_issuer"), data).status_code == 302
    issuer = Issuer.objects.get(slug="licences")
    assert [one["label_en"] for one in issuer.fields] == ["Number", "name"]
    held = [hold("licences", {"number": str(number), "name": "x"}) for number in range(3)]
    rows = [
        "digest,holder_digest,expires_on",
        *(f"{one.digest},{one.holder_digest},2099-12-31" for one in held),
    ]

    def register(text: str) -> Any:
        file = io.BytesIO(text.encode())
        file.name = "commitments.csv"
        return browser.post(at("register_commitments", issuer.pk), {"file": file})

    assert browser.get(at("register_commitments", issuer.pk)).status_code == 200
    assert register("\n".join(rows)).status_code == 302
    assert issuer.commitments.count() == 3
    for wrong in ("a,b\n1,2", rows[0] + "\nx,y,", rows[0] + f"\n{'0' * 64},{'0' * 64},soon"):
        assert register(wrong).status_code == 422
    assert browser.get(at("revoke_commitment", issuer.pk)).status_code == 200
    assert (
        browser.post(
            at("revoke_commitment", issuer.pk), {"digest": held[0].digest, "reason": "취소"}
        ).status_code
        == 302
    )
    browser.post(at("authenticity_check", "licences"), {**held[1].record, "salt": held[1].salt})
    page = browser.get(at("issuer", issuer.pk)).content.decode()
    assert "1 revoked" in page
    assert "1 yes, 0 no" in page
    assert "자격증" in browser.get(at("own_issuers")).content.decode()
    for _number in range(2):
        issuer.refresh_from_db()
        assert browser.post(at("close_issuer", issuer.pk), {"version": issuer.version}).status_code == 302
    assert Client().get(at("authenticity_check", "licences")).status_code == 404
    stranger = signed_in(make_member(make_organisation(OrganisationKind.AGENCY), Role.AGENCY_OFFICER))
    assert stranger.get(at("issuer", issuer.pk)).status_code == 404


def test_api_answers_in_batches_and_nothing_else() -> None:
    issuer, by = make_issuer()
    (held,) = issue(issuer, by)
    browser = signed_in(User.objects.get(pk=by.id))
    assert {one["slug"] for one in Client().get("/api/v1/authenticity/").json()} == {
        "certificates",
        issuer.slug,
    }
    body = {"records": [held.document, {**held.document, "salt": "0"}]}

    def ask(client: Client, slug: str) -> Any:
        return client.post(f"/api/v1/authenticity/{slug}/check", body, content_type="application/json")

    assert ask(browser, issuer.slug).json() == {"answers": [True, False]}
    assert ask(browser, "nothing").status_code == 404
    assert ask(browser, "certificates").status_code == 400
    assert ask(Client(), issuer.slug).status_code == 401
    stranger = signed_in(make_member(make_organisation()))
    assert ask(stranger, issuer.slug).status_code == 403


def test_many_documents_at_once() -> None:
    issuer, by = make_issuer()
    held = issue(issuer, by, 2)
    asker, address = signed_in(User.objects.get(pk=by.id)), at("authenticity_batch", issuer.slug)
    assert address in asker.get(at("authenticity_check", issuer.slug)).text
    names = list(held[0].record)
    rows = [[*one.record.values(), one.salt] for one in held] + [[*held[0].record.values(), "0" * 32]]
    table = "\n".join(",".join(row) for row in [[*names, "salt"], *rows])
    lines = "\n\n".join(json.dumps({"document": one.document, "holder_key": "x"}) for one in held)
    asked = asker.post(address, {"file": SimpleUploadedFile("a.csv", table.encode())})
    assert f"{len(held)} of {len(rows)} are genuine" in asked.text
    kept = asker.post(address, {"file": SimpleUploadedFile("a.csv", table.encode()), "table": "1"})
    assert kept.headers["Content-Type"].startswith("text/csv")
    assert [line.split(",")[-1] for line in kept.text.split()][-2:] == ["Yes", "No"]
    every = asker.post(address, {"file": SimpleUploadedFile("holders.jsonl", lines.encode())})
    assert f"{len(held)} of {len(held)} are genuine" in every.text
    for name, data in (
        ("a.csv", b"x,y\n1,2\n"),
        ("a.csv", ",".join([*names, "salt"]).encode()),
        ("a.jsonl", b"{}\n[]"),
        ("a.xlsx", b"PK"),
    ):
        assert asker.post(address, {"file": SimpleUploadedFile(name, data)}).status_code == 422
    assert asker.post(address).status_code == 422
    own = asker.post(at("authenticity_batch", "certificates"), {"file": SimpleUploadedFile("a.csv", b"a\n")})
    assert own.status_code == 422
    assert asker.get(at("authenticity_batch", "certificates")).status_code == 200
    stranger = signed_in(make_member(make_organisation(OrganisationKind.COMPANY), Role.DATA_PROVIDER))
    assert stranger.get(address).status_code == 404

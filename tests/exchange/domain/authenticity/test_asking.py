"""Yes or no, and nothing else."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import casework as cases
from tests.factories.exchange import make_product
from tests.factories.identity import make_member, make_organisation
from yunghap.casework.service import certificate_document, issue_certificate
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.core.fetch import Unreachable
from yunghap.exchange.commitments import Held, hold
from yunghap.exchange.domain.authenticity import asking
from yunghap.exchange.domain.authenticity.asking import TooMany, ask, asked_about
from yunghap.exchange.domain.authenticity.example import example, load_example
from yunghap.exchange.domain.authenticity.issuers import (
    Registered,
    close_issuer,
    open_issuer,
    own_issuer,
    register_commitments,
    revoke_commitment,
)
from yunghap.exchange.domain.quality import assess_version
from yunghap.exchange.domain.quality import issue_certificate as certify
from yunghap.exchange.enums import AnswerMethod
from yunghap.exchange.models import AuthenticityCheck, Commitment, Issuer
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.ledger.service import statements_for

pytestmark = pytest.mark.django_db
FIELDS = ({"name": "number"}, {"name": "name", "label": "성명"})


def make_issuer(**values: Any) -> tuple[Issuer, Actor]:
    house = make_organisation(OrganisationKind.AGENCY)
    officer = make_member(house, Role.AGENCY_OFFICER)
    by = Actor(kind="person", id=officer.pk, organisation=house.pk)
    fields: dict[str, Any] = {
        "slug": f"i-{house.pk.lower()}",
        "method": AnswerMethod.COMMITMENTS,
        "title": "자격증",
        "fields": FIELDS,
        "per_minute": 1_000,
        **values,
    }
    return open_issuer(organisation=house, by=by, **fields), by


def issue(issuer: Issuer, by: Actor, number: int = 1, **values: Any) -> list[Held]:
    held = [hold(issuer.slug, {"number": str(one), "name": "가나다"}) for one in range(number)]
    rows = [Registered(one.digest, one.holder_digest, **values) for one in held]
    register_commitments(issuer=issuer, rows=rows, by=by)
    return held


def changed(held: Held, **values: str) -> dict[str, Any]:
    return {**held.document, "record": {**held.record, **values}}


def test_yes_to_what_was_issued_and_no_to_everything_else() -> None:
    issuer, by = make_issuer()
    held, other = issue(issuer, by, 2)
    shown = [
        held.document,
        changed(held, number="9"),
        {**held.document, "salt": other.salt},
        {**held.document, "salt": ""},
        hold(issuer.slug, held.record).document,
    ]
    assert ask(issuer=issuer, shown=shown, by=by) == [True, False, False, False, False]
    rows = AuthenticityCheck.objects.order_by("id")
    assert [(row.answer, row.commitment_id is not None) for row in rows] == [(True, True)] + [
        (False, False)
    ] * 4


def test_no_to_what_is_revoked_or_over() -> None:
    issuer, by = make_issuer()
    (over,) = issue(issuer, by, 1, expires_on=clock.today() - timedelta(days=1))
    (held,) = issue(issuer, by)
    with pytest.raises(InvalidInput):
        revoke_commitment(issuer=issuer, digest=held.digest, reason=" ", by=by)
    revoke_commitment(issuer=issuer, digest=held.digest, reason="취소", by=by)
    with pytest.raises(Conflict):
        revoke_commitment(issuer=issuer, digest=held.digest, reason="again", by=by)
    with pytest.raises(NotFound):
        revoke_commitment(issuer=issuer, digest="0" * 64, reason="x", by=by)
    assert ask(issuer=issuer, shown=[held.document, over.document], by=by) == [False, False]


@settings(max_examples=15)
@given(st.lists(st.sampled_from(["issued", "changed", "salted", "revoked"]), min_size=1, max_size=30))
def test_every_batch_costs_the_same_queries(kinds: list[str]) -> None:
    """Whatever the answers are: the number and the text of the questions to the database do not tell."""
    issuer, by = make_issuer(per_minute=10_000)
    held, revoked = issue(issuer, by, 2)
    revoke_commitment(issuer=issuer, digest=revoked.digest, reason="x", by=by)
    made = {
        "issued": held.document,
        "changed": changed(held, number="x"),
        "salted": hold(issuer.slug, held.record).document,
        "revoked": revoked.document,
    }
    with CaptureQueriesContext(
        connection,
    ) as mixed:
        answers = ask(issuer=issuer, shown=[made[kind] for kind in kinds], by=by)
    with CaptureQueriesContext(connection) as none:
        ask(issuer=issuer, shown=[made["salted"]] * len(kinds), by=by)
    assert answers == [kind == "issued" for kind in kinds]
    assert len(mixed) == len(none)


def test_a_batch_has_at_most_a_hundred() -> None:
    issuer, by = make_issuer()
    (held,) = issue(issuer, by)
    assert ask(issuer=issuer, shown=[held.document] * 100, by=by) == [True] * 100
    for number in (0, 101):
        with pytest.raises(InvalidInput, match="1 to 100"):
            ask(issuer=issuer, shown=[held.document] * number, by=by)


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {"record": "x"},
        {"record": {"number": "1"}},
        {"record": {"number": "1", "name": "x", "more": "y"}},
        {"record": {"number": 1, "name": "x"}},
        {"record": {"number": "1", "name": "x"}, "salt": 7},
        {"record": {"number": "1", "name": "x" * 501}, "salt": ""},
    ],
)
def test_what_is_no_record_is_refused_before_anything_is_asked(shown: dict[str, Any]) -> None:
    issuer, by = make_issuer()
    with pytest.raises(InvalidInput):
        ask(issuer=issuer, shown=[shown], by=by)
    assert not AuthenticityCheck.objects.exists()


def test_limits_by_asker() -> None:
    issuer, by = make_issuer(per_minute=5)
    (held,) = issue(issuer, by)
    one = {"issuer": issuer, "shown": [held.document]}
    assert ask(issuer=issuer, shown=[held.document] * 5, by=by) == [True] * 5
    with pytest.raises(TooMany):
        ask(by=by, **one)  # type: ignore[arg-type]
    later = clock.now() + timedelta(seconds=61)
    assert ask(by=by, at=later, **one) == [True]  # type: ignore[arg-type]
    for _number in range(5):
        assert ask(by=None, address="203.0.113.1", **one) == [True]  # type: ignore[arg-type]
    with pytest.raises(TooMany):
        ask(by=None, address="203.0.113.1", **one)  # type: ignore[arg-type]
    assert ask(by=None, address="203.0.113.2", **one) == [True]  # type: ignore[arg-type]
    assert {row.asker for row in AuthenticityCheck.objects.all()}.isdisjoint({"203.0.113.1", by.id})


def test_a_day_has_its_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    issuer, by = make_issuer()
    (held,) = issue(issuer, by)
    monkeypatch.setattr(asking, "ANONYMOUS_PER_DAY", 2)
    for minutes in (0, 2):
        at = clock.now() + timedelta(minutes=minutes)
        ask(issuer=issuer, shown=[held.document], by=None, address="a", at=at)
    with pytest.raises(TooMany):
        ask(issuer=issuer, shown=[held.document], by=None, address="a", at=clock.now() + timedelta(minutes=4))


def test_only_who_may_asks_in_their_own_name_and_a_closed_check_answers_no_more() -> None:
    issuer, by = make_issuer()
    (held,) = issue(issuer, by)
    stranger = make_member()
    with pytest.raises(NotAllowed):
        ask(issuer=issuer, shown=[held.document], by=Actor(kind="person", id=stranger.pk))
    issuer = close_issuer(issuer=issuer, expected=issuer.version, by=by)
    with pytest.raises(NotFound):
        ask(issuer=issuer, shown=[held.document], by=by)
    with pytest.raises(Conflict):
        close_issuer(issuer=issuer, expected=issuer.version, by=by)
    with pytest.raises(Conflict):
        issue(issuer, by)


def test_the_holder_sees_who_asked_and_nobody_else_does() -> None:
    issuer, by = make_issuer()
    held, other = issue(issuer, by, 2)
    ask(issuer=issuer, shown=[held.document, other.document], by=by)
    ask(issuer=issuer, shown=[held.document], by=None, address="a")
    seen = asked_about(issuer=issuer, shown=held.document, holder_key=held.holder_key.upper())
    assert [row.organisation_id for row in seen] == [None, by.organisation]
    for shown, key in (
        (held.document, other.holder_key),
        (other.document, held.holder_key),
        (changed(held, number="7"), held.holder_key),
    ):
        with pytest.raises(NotFound):
            asked_about(issuer=issuer, shown=shown, holder_key=key)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"slug": "Ä"}, InvalidInput),
        ({"slug": "certificates"}, Conflict),
        ({"method": AnswerMethod.CERTIFICATES}, InvalidInput),
        ({"method": AnswerMethod.ENDPOINT, "endpoint": "http://10.0.0.1/x"}, InvalidInput),
        ({"endpoint": "https://example.org/"}, InvalidInput),
        ({"per_minute": 0}, InvalidInput),
        ({"fields": ()}, InvalidInput),
        ({"fields": ({"name": "a"}, {"name": "a"})}, InvalidInput),
        ({"fields": ({"name": "A b"},)}, InvalidInput),
    ],
)
def test_checks_that_cannot_be_opened(values: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        make_issuer(**values)


def test_registering_again_changes_nothing_and_a_bad_row_is_named() -> None:
    issuer, by = make_issuer()
    held = [hold(issuer.slug, {"number": "1", "name": "x"}) for _number in range(3)]
    rows = [Registered(one.digest, one.holder_digest) for one in held]
    assert register_commitments(issuer=issuer, rows=rows[:2], by=by) == 2
    assert register_commitments(issuer=issuer, rows=rows, by=by) == 1
    with pytest.raises(InvalidInput) as error:
        register_commitments(issuer=issuer, rows=[rows[0], Registered("x", "y")], by=by)
    assert error.value.details["row"] == 2
    with pytest.raises(InvalidInput):
        register_commitments(issuer=issuer, rows=[], by=by)
    assert Commitment.objects.count() == 3


# --- other ways to know -----------------------------------------------------------------------------


class Endpoint(BaseHTTPRequestHandler):
    """An issuer that knows number 1, and answers nonsense about "x"."""

    asked: list[Any] = []

    def do_POST(self) -> None:
        records = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["records"]
        self.asked.append(records)
        answers = [record["number"] == "1" for record in records]
        body: Any = {"answers": "yes" if records[0]["number"] == "x" else answers}
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/check"
    server.shutdown()
    server.server_close()


def test_an_issuers_endpoint_answers_within_its_limit(endpoint: str) -> None:
    issuer, by = make_issuer(method=AnswerMethod.ENDPOINT, endpoint=endpoint, per_minute=4)
    records = [{"record": {"number": number, "name": "x"}} for number in ("1", "2")]
    assert ask(issuer=issuer, shown=records, by=by) == [True, False]
    with pytest.raises(Unreachable):
        ask(issuer=issuer, shown=[{"record": {"number": "x", "name": "x"}}], by=by)
    assert AuthenticityCheck.objects.filter(answer__isnull=True).count() == 1
    with pytest.raises(TooMany):
        ask(issuer=issuer, shown=records, by=None, address="another asker")
    with pytest.raises(Conflict):
        register_commitments(issuer=issuer, rows=[Registered("0" * 64, "0" * 64)], by=by)


def test_our_own_certificates() -> None:
    parties = cases.granted()
    decision = parties.case.decision
    issue_certificate(decision=decision, expected=decision.version, by=parties.approver)
    document = certificate_document(decision)
    forged = {**document, "payload": {**document["payload"], "subject": "case:other"}}
    issuer = own_issuer()
    assert own_issuer() == issuer
    assert ask(issuer=issuer, shown=[document, forged], by=None, address="a") == [True, False]
    with pytest.raises(InvalidInput):
        ask(issuer=issuer, shown=[{"record": {}}], by=None, address="a")


def test_our_own_quality_certificates_until_they_end() -> None:
    fields = {"fields": [{"name": "일시", "type": "datetime", "constraints": {"required": True}}]}
    product, _offer, _by = make_product(fields=fields)
    report = assess_version(version=product.versions.select_related("product").get(), by=SYSTEM)
    made = certify(report=report, by=SYSTEM)
    [statement] = statements_for(f"product:{product.pk}")
    document = json.loads(statement.document)
    assert ask(issuer=own_issuer(), shown=[document], by=None, address="a") == [True]
    later = clock.start_of(made.expires_on + timedelta(days=2))
    with clock.use(lambda: later):
        assert ask(issuer=own_issuer(), shown=[document], by=None, address="a") == [False]


def test_the_shipped_example(settings: Any) -> None:
    house = make_organisation(OrganisationKind.AGENCY)
    issuer = load_example(organisation=house)
    assert load_example(organisation=house) == issuer
    assert issuer.generated
    shown = [example(number).document for number in (0, 19, 20)]
    assert ask(issuer=issuer, shown=shown, by=SYSTEM) == [True, True, False]
    settings.PROFILE = "production"
    with pytest.raises(NotAllowed):
        load_example(organisation=house)

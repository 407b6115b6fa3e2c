"""A hostile peer: replays, stray messages, changed prices, foreign addresses, forged tokens."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OKPKey

from tests.exchange.servers import Reply, serve_replies
from tests.factories.contracts import USE, make_agreement, make_participant, make_peer
from tests.factories.exchange import make_product
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput
from yunghap.exchange.domain.connector import delivery, negotiations, notices, roster
from yunghap.exchange.models import Agreement, Message, Negotiation, Obligation, Participant
from yunghap.identity.models import Notification

CONTEXT = ["https://w3id.org/dspace/2025/1/context.jsonld"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    return OKPKey.generate_key("Ed25519")


@pytest.fixture
def own():
    return make_participant()


@pytest.fixture
def peer(key):
    return make_peer(public_key=key.as_dict(private=False)["x"])


@pytest.fixture
def call(own, peer, key):
    """A call of the peer to our participant; `claims` change the token."""

    def send(  # noqa: PLR0917
        path, kind, claims=None, own=own, signer=key, callback=None, **members
    ):
        now = int(clock.now().timestamp())
        body = json.dumps({"@context": CONTEXT, "@type": kind, **members})
        digest = hashlib.sha256(body.encode()).hexdigest()
        said = {"iss": peer.key, "aud": own.key, "iat": now, "exp": now + 200, "digest": digest} | (
            claims or {}
        )
        said = {name: value for name, value in said.items() if value is not None}
        token = jwt.encode({"alg": "Ed25519"}, said, signer, algorithms=["Ed25519"])
        url = f"/dsp/{own.slug}/2025-1/{path}"
        return Client().post(url, body, "application/json", headers={"Authorization": f"Bearer {token}"})

    return send


@pytest.fixture
def product(own):
    return make_product(own.organisation, SYSTEM, policy=USE)


def request(call, peer, product, *, pid="c1", policy=USE, callback=None, **more):
    row, offer, _by = product
    terms = {"@type": "Offer", "@id": offer.pk, "target": row.pk, **policy}
    return call("negotiations/request", "ContractRequestMessage", consumerPid=pid, offer=terms, callbackAddress=callback or peer.address, **more)  # fmt: skip


def test_an_offer_taken_as_it_stands_is_agreed_at_once(call, peer, product):
    answer = request(call, peer, product)
    assert (answer.status_code, answer.json()["state"]) == (201, "REQUESTED")
    row = Negotiation.objects.get()
    assert (row.state, row.offer_id) == ("AGREED", product[1].pk)
    sent = Message.objects.get(direction="OUT")
    assert sent.address == f"{peer.address}/negotiations/c1/agreement"
    assert json.loads(sent.body)["agreement"]["assignee"] == peer.key


def test_the_same_request_again_is_the_same_negotiation_and_another_with_its_id_is_refused(
    call, peer, product
):
    first, again = request(call, peer, product), request(call, peer, product)
    assert first.json()["providerPid"] == again.json()["providerPid"]
    other = request(call, peer, product, policy={"permission": [{"action": "read"}]})
    assert (other.status_code, other.json()["@type"]) == (400, "ContractNegotiationError")
    assert Negotiation.objects.count() == 1


def test_other_terms_wait_for_a_person_who_is_told(
    call, peer, product, own, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        request(call, peer, product, policy={"permission": [{"action": "use", "constraint": [{"leftOperand": "count", "operator": "lteq", "rightOperand": "9"}]}]})  # fmt: skip
    row = Negotiation.objects.get()
    assert (row.state, row.waiting) == ("REQUESTED", True)


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.1/x",
        "http://127.0.0.1:1/other",
        "file:///etc/passwd",
        "http://user@127.0.0.1:20001/",
        "x",
        7,
    ],
)
def test_a_callback_elsewhere_is_refused_and_never_called(call, peer, product, address):
    assert request(call, peer, product, callback=address).status_code == 400
    assert not Message.objects.exists()


@pytest.mark.parametrize("pid", ["../admin", "a/b", "a?b", "{peerPid}", "", "x" * 300])
def test_an_id_that_leads_elsewhere_is_refused(call, peer, product, pid):
    assert request(call, peer, product, pid=pid).status_code == 400


def test_tokens_must_be_signed_for_us_now_by_the_issuer(call, peer, product):
    now = int(clock.now().timestamp())
    forged = OKPKey.generate_key("Ed25519")
    for more in (
        {"claims": {"aud": "urn:other"}},
        {"claims": {"exp": now - 100}},
        {"claims": {"exp": now + 10_000}},
        {"claims": {"iat": now + 1_000}},
        {"claims": {"iss": "urn:nobody"}},
        {"claims": {"digest": "0" * 64}},
        {"claims": {"digest": None}},
        {"signer": forged},
    ):
        answer = request(call, peer, product, **more)
        assert answer.status_code == 401, more
    assert not Negotiation.objects.exists()


def test_only_peers_named_for_it_need_not_bind_their_tokens(call, peer, product, settings):
    settings.EXCHANGE_UNBOUND = frozenset({peer.key})
    assert request(call, peer, product, claims={"digest": "0" * 64}).status_code == 401
    assert request(call, peer, product, claims={"digest": None}).status_code == 201


def test_a_suspended_or_removed_participant_is_refused(call, peer, product):
    roster.suspend_participant(participant=peer, reason="시험", by=SYSTEM)
    assert request(call, peer, product).status_code == 401
    roster.remove_participant(participant=peer, reason="시험", by=SYSTEM)
    assert request(call, peer, product).status_code == 401


def test_what_is_anothers_is_not_there(call, peer, product, own):
    request(call, peer, product)
    row = Negotiation.objects.get()
    Negotiation.objects.filter(pk=row.pk).update(counterparty="urn:somebody-else")
    answer = call(
        f"negotiations/{row.pk}/termination",
        "ContractNegotiationTerminationMessage",
        providerPid=row.pk,
        consumerPid="c1",
    )
    assert answer.status_code == 404
    assert (
        call(
            "catalog/request", "CatalogRequestMessage", own=make_participant(), claims={"aud": own.key}
        ).status_code
        == 401
    )


def test_an_agreement_on_other_terms_is_broken_off(call, peer, own):
    row = negotiations.request_contract(
        peer=peer, asset="data", offer={"@id": "o", **USE}, organisation=own.organisation_id, by=SYSTEM
    )
    changed = {"permission": [{"action": "use", "constraint": [{"leftOperand": "payAmount", "operator": "gteq", "rightOperand": "99999"}]}]}  # fmt: skip
    agreement = {
        "@type": "Agreement",
        "@id": "a1",
        "target": "data",
        "assigner": peer.key,
        "assignee": own.key,
        **changed,
    }
    answer = call(
        f"negotiations/{row.pk}/agreement",
        "ContractAgreementMessage",
        providerPid="p1",
        consumerPid=row.pk,
        agreement=agreement,
    )
    assert answer.status_code == 200
    row.refresh_from_db()
    assert (row.state, row.peer_pid) == ("TERMINATED", "p1")
    assert row.reason
    assert not Agreement.objects.exists()


def test_an_id_of_another_agreement_cannot_be_put_over_it(call, peer, own):
    make_agreement(own, peer, side="CONSUMER")
    taken = Agreement.objects.get().key
    row = negotiations.request_contract(
        peer=peer, asset="data", offer={"@id": "o", **USE}, organisation=own.organisation_id, by=SYSTEM
    )
    agreement = {
        "@type": "Agreement",
        "@id": taken,
        "target": "data",
        "assigner": peer.key,
        "assignee": own.key,
        **USE,
    }
    pids = {"providerPid": "p1", "consumerPid": row.pk}
    call(f"negotiations/{row.pk}/agreement", "ContractAgreementMessage", agreement=agreement, **pids)
    answer = call(
        f"negotiations/{row.pk}/events", "ContractNegotiationEventMessage", eventType="FINALIZED", **pids
    )
    assert answer.status_code == 400
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"@type": 1}', b'{"a":' * 100, b'{"consumerPid": {}}', b"\xff"]
)
def test_rubbish_is_refused_as_such(own, peer, key, body):
    now = int(clock.now().timestamp())
    claims = {"iss": peer.key, "aud": own.key, "iat": now, "exp": now + 200}
    claims["digest"] = hashlib.sha256(body).hexdigest()
    token = jwt.encode({"alg": "Ed25519"}, claims, key, algorithms=["Ed25519"])
    for path in (
        "negotiations/request",
        "transfers/request",
        "catalog/request",
        "negotiations/x/events",
        "agreements/notices",
    ):
        answer = Client().post(
            f"/dsp/{own.slug}/2025-1/{path}",
            body,
            "application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        if path == "catalog/request" and body.startswith(b'{"consumerPid"'):
            continue  # what nobody asked for is passed over
        assert answer.status_code == 400, path
        assert "code" in answer.json()


def test_a_notice_ends_an_agreement_once(call, peer, own):
    row = make_agreement(own, peer, duty=True)
    members = {
        "providerPid": "",
        "consumerPid": "",
        "agreementId": row.key,
        "event": "RETIRED",
        "at": "2026",
        "reason": ["끝"],
    }
    for _time in range(2):
        assert call("agreements/notices", "yunghap:AgreementNotice", **members).status_code == 200
    row.refresh_from_db()
    assert (row.state, row.ended_because) == ("RETIRED", "끝")
    assert Message.objects.filter(process=row.pk).count() == 1
    # what was owed beyond the end stays owed
    assert Obligation.objects.get().state == "OPEN"


def test_a_peer_that_does_not_know_the_notice_is_tolerated(own, peer):
    row = make_agreement(own, peer)
    notices.retire_agreement(agreement=row, reason="끝", by=SYSTEM)
    message = Message.objects.get()
    claimed = delivery.claim()
    assert claimed is not None
    assert claimed.id == message.pk
    delivery._refused(claimed, "HTTP 404")
    message.refresh_from_db()
    row.refresh_from_db()
    assert (message.state, row.state) == ("REFUSED", "RETIRED")


def test_a_lease_keeps_others_away_and_order_holds(own, peer, product, call):
    request(call, peer, product)
    assert delivery.claim() is not None
    assert delivery.claim() is None
    Message.objects.filter(direction="OUT").update(lease_until=clock.now() - timedelta(seconds=1))
    again = delivery.claim()
    assert again is not None
    assert again.fence == 1


def test_a_peer_that_is_away_is_tried_again(own, peer, product, call):
    request(call, peer, product)
    assert delivery.deliver_next()  # nobody listens at the peer's address
    row = Message.objects.get(direction="OUT")
    assert (row.state, row.attempts) == ("PENDING", 1)
    assert row.next_attempt_at > clock.now() - timedelta(seconds=1)


def test_a_peer_that_is_not_as_far_yet_is_tried_again_for_a_moment(own, key, product):
    """It may meet our next message before it has written down our answer to its first."""
    with serve_replies(lambda _path, _headers: Reply(409, {}, b"")) as address:
        peer = make_peer(address=f"{address}/dsp")
        negotiations.offer_contract(peer=peer, offer=product[1], by=SYSTEM)
        assert delivery.deliver_next()
        assert Message.objects.get().state == "PENDING"
        Message.objects.update(at=clock.now() - delivery.CATCHING_UP, next_attempt_at=clock.now())
        assert delivery.deliver_next()
    assert Message.objects.get().state == "REFUSED"
    assert Negotiation.objects.get().state == "TERMINATED"


def test_duties_alarm_their_people_once_a_week(own):
    from tests.factories.identity import make_member  # noqa: PLC0415
    from yunghap.exchange.domain.connector.obligations import alarm_obligations, fulfil_obligation  # noqa: PLC0415
    from yunghap.identity.enums import Role  # noqa: PLC0415

    make_member(own.organisation, Role.DATA_CONSUMER)
    row = make_agreement(own, make_peer(), side="CONSUMER", duty=True)
    due = Obligation.objects.get()
    assert (due.due_at - row.agreed_at).days == 30
    assert alarm_obligations(at=row.agreed_at) == 0
    near = due.due_at - timedelta(days=3)
    assert [alarm_obligations(at=near), alarm_obligations(at=near + timedelta(days=1))] == [1, 0]
    assert alarm_obligations(at=due.due_at + timedelta(days=1)) == 1
    assert Notification.objects.count() == 2
    fulfil_obligation(obligation=Obligation.objects.get(), note="삭제함", by=SYSTEM)
    assert alarm_obligations(at=due.due_at + timedelta(days=30)) == 0


@pytest.mark.parametrize("key", ["", " ", "x" * 201])
def test_a_roster_with_an_id_that_is_none_is_refused_whole(own, key):
    payload = json.loads(roster.sign_roster(by=SYSTEM).document)["payload"]
    far = {"name": "먼 기관", "address": "http://127.0.0.1:20002/dsp", "public_key": ""}
    payload["content"]["participants"] += [{**far, "key": "urn:far"}, {**far, "key": key}]
    with pytest.raises(InvalidInput, match="200"):
        roster.take_in_roster(payload=payload, by=SYSTEM)
    assert not Participant.objects.filter(key="urn:far").exists()


def test_where_a_roster_has_our_own_is_not_looked_at(own):
    payload = json.loads(roster.sign_roster(by=SYSTEM).document)["payload"]
    payload["content"]["participants"][0]["address"] = "http://10.0.0.1/dsp"
    assert roster.take_in_roster(payload=payload, by=SYSTEM) == {"added": 0, "changed": 0, "suspended": 0}


def test_the_signed_roster_is_taken_in_and_what_it_lacks_is_suspended(own):
    payload = json.loads(roster.sign_roster(by=SYSTEM).document)["payload"]
    line = {
        "key": "urn:far",
        "name": "먼 기관",
        "name_en": "Far",
        "address": "http://127.0.0.1:20002/dsp",
        "public_key": "",
        "region": "KR",
    }
    payload["content"]["participants"].append(line)
    assert roster.take_in_roster(payload=payload, by=SYSTEM) == {"added": 1, "changed": 0, "suspended": 0}
    line["address"] = "http://127.0.0.1:20003/dsp"
    assert roster.take_in_roster(payload=payload, by=SYSTEM)["changed"] == 1
    payload["content"]["participants"].remove(line)
    assert roster.take_in_roster(payload=payload, by=SYSTEM)["suspended"] == 1
    assert Participant.objects.get(key="urn:far").state == "SUSPENDED"

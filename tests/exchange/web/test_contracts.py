"""My contracts and negotiations: what people see, what they do, and that they are told when it cannot be done."""

import json

import pytest
from django.test import Client

from tests.factories.contracts import make_agreement, make_negotiation, make_participant, make_peer
from tests.factories.exchange import make_consumer
from tests.factories.identity import make_member, signed_in
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector.machine import Move
from yunghap.exchange.domain.connector.negotiations import make_move
from yunghap.exchange.models import Agreement, Message, Negotiation
from yunghap.identity.enums import Role

pytestmark = pytest.mark.django_db


def side(name: str, *, duty: bool = False) -> tuple[Client, Agreement, Negotiation]:
    """Somebody of one side, a contract in force, and a negotiation in which it is this side's turn."""
    own, peer = make_participant(), make_peer()
    person = make_member(own.organisation, Role.DATA_CONSUMER if name == "CONSUMER" else Role.DATA_PROVIDER)
    state = "OFFERED" if name == "CONSUMER" else "REQUESTED"
    running = make_negotiation(own, peer, side=name, state=state)
    return signed_in(person), make_agreement(own, peer, side=name, duty=duty), running


def test_contracts_are_found_by_words_and_state() -> None:
    client, agreement, running = side("CONSUMER")
    shown = client.get("/en/contracts/").content.decode()
    assert f"/contracts/{agreement.pk}/" in shown
    assert f"/negotiations/{running.pk}/" in shown
    for query, is_there in (
        ("q=data", True),
        ("q=other", False),
        ("state=SUSPENDED", False),
        ("state=x", True),
    ):
        assert (
            f"/contracts/{agreement.pk}/" in client.get(f"/en/contracts/?{query}").content.decode()
        ) is is_there
    stranger = signed_in(make_member(make_consumer()[0], Role.DATA_CONSUMER))
    for path in (f"contracts/{agreement.pk}/", f"negotiations/{running.pk}/"):
        assert stranger.get(f"/en/{path}").status_code == 404


def test_a_contract_is_suspended_taken_up_and_ended() -> None:
    client, agreement, _running = side("PROVIDER")
    at = f"/en/contracts/{agreement.pk}/"
    assert client.post(f"{at}suspend/", {"reason": ""}).status_code == 422
    assert client.get(f"{at}burn/").status_code == 404
    assert (
        "the other side is told"
        in client.post(f"{at}suspend/", {"reason": "점검"}, follow=True).content.decode()
    )
    shown = client.get(at).content.decode()
    assert "점검" in shown
    assert f"{at}resume/" in shown
    assert "The contract runs again" in client.post(f"{at}resume/", follow=True).content.decode()
    again = client.post(f"{at}resume/", follow=True)  # a second press of the button
    assert (again.status_code, again.redirect_chain) == (200, [(at, 302)])
    assert "The contract runs again" not in again.content.decode()
    client.post(f"{at}retire/", {"reason": "끝"})
    agreement.refresh_from_db()
    assert agreement.state == "RETIRED"
    assert client.post(f"{at}suspend/", {"reason": "늦음"}).status_code == 422


def test_terms_are_answered_and_a_late_answer_is_told() -> None:
    client, _agreement, running = side("CONSUMER")
    at = f"/en/negotiations/{running.pk}/"
    assert f"{at}accept/" in client.get(at).content.decode()
    wrong = {"starts_on": "2026-12-31", "ends_on": "2026-01-01"}
    assert client.post(f"{at}counter/", wrong).status_code == 422
    assert "The terms were accepted" in client.post(f"{at}accept/", follow=True).content.decode()
    late = client.post(f"{at}accept/", follow=True)
    assert late.status_code == 200
    assert "The terms were accepted" not in late.content.decode()
    running.refresh_from_db()
    assert running.state == "ACCEPTED"


def test_other_terms_are_sent_and_a_negotiation_is_broken_off() -> None:
    client, _agreement, running = side("PROVIDER")
    at = f"/en/negotiations/{running.pk}/"
    assert "were sent" in client.post(f"{at}counter/", {"count": 3}, follow=True).content.decode()
    running.refresh_from_db()
    assert running.state == "OFFERED"
    client.post(f"{at}break-off/", {"reason": "철회"})
    running.refresh_from_db()
    assert running.state == "TERMINATED"
    with pytest.raises(Exception, match="TERMINATED"):
        make_move(negotiation=running, move=Move.OFFER, terms=running.terms, by=SYSTEM)


def test_a_duty_is_noted_and_a_step_has_its_receipt() -> None:
    client, agreement, running = side("CONSUMER", duty=True)
    duty = agreement.obligations.get()
    at = f"/en/contracts/{agreement.pk}/"
    assert client.get(f"{at}duties/{duty.pk}/").status_code == 200
    assert (
        "noted as done"
        in client.post(f"{at}duties/{duty.pk}/", {"note": "지웠음"}, follow=True).content.decode()
    )
    step = Message.objects.filter(process=running.pk).first()
    assert step is not None
    answer = client.get(f"/en/negotiations/{running.pk}/receipts/{step.pk}/")
    assert "message" in json.loads(answer.content)
    assert client.get(f"/en/negotiations/{running.pk}/receipts/{step.pk + 1}/").status_code == 404


def test_a_contract_with_a_peer_that_cannot_be_reached_is_not_renegotiated_silently() -> None:
    client, agreement, _running = side("CONSUMER")
    at = f"/en/contracts/{agreement.pk}/renegotiate/"
    assert "runs on until" in client.get(at).content.decode()
    asked = client.post(at, {"count": 2})
    assert asked.status_code == 422
    assert Negotiation.objects.filter(replaces=agreement).count() == 0

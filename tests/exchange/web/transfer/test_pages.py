"""My transfers."""

import json

import pytest

from tests.exchange.web.transfer.test_data import Consumer
from tests.factories.contracts import make_agreement, make_participant, make_peer
from tests.factories.exchange import make_consumer
from tests.factories.identity import make_member, signed_in
from yunghap.core import clock, outbox
from yunghap.core.actors import SYSTEM
from yunghap.documents import service as documents
from yunghap.exchange.domain.connector.machine import Move
from yunghap.exchange.domain.connector.transfers import take_transfer_step
from yunghap.exchange.domain.transfer import pushes
from yunghap.exchange.models import Arrival, Message, Push, TransferProcess
from yunghap.identity.enums import Role

pytestmark = pytest.mark.django_db


def test_a_provider_sees_what_was_had() -> None:
    consumer = Consumer()
    consumer.get()
    consumer.get(Range="bytes=0-9")
    page = signed_in(make_member(consumer.product.provider, Role.DATA_PROVIDER))
    listed = page.get("/transfers/").content.decode()
    assert consumer.product.title in listed
    assert consumer.product.title in page.get(f"/transfers/?q={consumer.product.title}").content.decode()
    assert consumer.product.title not in page.get("/transfers/?q=없는말").content.decode()
    shown = page.get(f"/transfers/{consumer.transfer.pk}/").content.decode()
    assert "<svg" in shown
    assert "계약" in shown
    english = page.get(f"/en/transfers/{consumer.transfer.pk}/").content.decode()
    assert "Delivered by day" in english


def test_nothing_yet_and_nothing_of_others() -> None:
    consumer = Consumer()
    other = signed_in(make_member(make_consumer()[0], Role.DATA_CONSUMER))
    assert "아직" in other.get("/transfers/").content.decode()
    assert other.get(f"/transfers/{consumer.transfer.pk}/").status_code == 404
    nobody = signed_in(make_member(make_consumer()[0]))
    assert nobody.get("/transfers/").status_code == 404


def test_data_are_sent_here_and_can_be_downloaded() -> None:
    own, peer = make_participant(), make_peer()
    agreement = make_agreement(own, peer, side="CONSUMER")
    page = signed_in(make_member(own.organisation, Role.DATA_CONSUMER))
    assert "데이터 받기" in page.get(f"/contracts/{agreement.pk}/").content.decode()
    page.post(f"/contracts/{agreement.pk}/data/")
    transfer = TransferProcess.objects.get()
    asked = json.loads(Message.objects.get(kind="TransferRequestMessage").body)["dataAddress"]
    assert (asked["endpoint"].endswith(f"/data/{transfer.pk}/arrival"), transfer.data_address) == (True, {})
    assert 'hx-trigger="every 2s"' in page.get(f"/transfers/{transfer.pk}/").content.decode()
    assert page.get(f"/transfers/{transfer.pk}/received/").status_code == 404
    file = documents.keep_original(data=b"a,b\n1,2\n", name="x.csv", by=SYSTEM)
    arrived = {"sha256": file.sha256, "bytes": 8, "received": 8, "done_at": clock.now()}
    Arrival.objects.update(media_type="text/csv", **arrived)
    assert "내려받기" in page.get(f"/transfers/{transfer.pk}/").content.decode()
    answer = page.get(f"/transfers/{transfer.pk}/received/")
    assert (b"".join(answer), answer["Content-Disposition"][-5:]) == (b"a,b\n1,2\n", '.csv"')
    assert "사유" in page.get(f"/transfers/{transfer.pk}/end/").content.decode()
    page.post(f"/transfers/{transfer.pk}/end/", {"reason": "필요 없음"})
    transfer.refresh_from_db()
    assert (transfer.state, transfer.reason) == ("TERMINATED", "필요 없음")


def test_who_may_move_a_transfer() -> None:
    consumer = Consumer()
    transfer = consumer.transfer
    page = signed_in(make_member(consumer.product.provider, Role.DATA_PROVIDER))
    other = signed_in(make_member(make_consumer()[0], Role.DATA_CONSUMER))
    assert other.post(f"/transfers/{transfer.pk}/pause/").status_code == 404
    assert page.post(f"/transfers/{transfer.pk}/burn/").status_code == 404
    for how, state in (("pause", "SUSPENDED"), ("resume", "STARTED"), ("finish", "COMPLETED")):
        shown = page.get(f"/transfers/{transfer.pk}/").content.decode()
        assert f"/transfers/{transfer.pk}/{how}/" in shown
        page.post(f"/transfers/{transfer.pk}/{how}/")
        transfer.refresh_from_db()
        assert transfer.state == state


def test_a_push_that_is_done_completes_its_transfer() -> None:
    transfer = Consumer().transfer
    push = Push.objects.create(transfer=transfer, next_attempt_at=clock.now())
    pushes._settle(push, pushes.SENT, {"bytes": 1})
    outbox.dispatch_pending()
    transfer.refresh_from_db()
    assert transfer.state == "COMPLETED"
    given_up = Consumer().transfer
    take_transfer_step(given_up, Move.SUSPEND, by=SYSTEM, at=clock.now())
    push = Push.objects.create(transfer=given_up, next_attempt_at=clock.now())
    pushes._settle(push, pushes.GIVEN_UP, {"because": "HTTP 500"})
    outbox.dispatch_pending()
    given_up.refresh_from_db()
    assert (given_up.state, given_up.reason) == ("TERMINATED", "HTTP 500")

"""Tokens: short-lived, replaced without harm, withdrawn at once."""

from datetime import timedelta

import pytest

from tests.factories.exchange import make_agreement, make_product, make_transfer
from yunghap.core import clock
from yunghap.exchange.domain.transfer.grants import (
    ACCESS,
    REFRESH,
    BadToken,
    Tokens,
    Withdrawn,
    admit,
    give_access,
    refresh_access,
    withdraw_access,
)
from yunghap.exchange.enums import AgreementState, ParticipantState, TransferState
from yunghap.exchange.models import Agreement, Grant, Participant, TransferProcess
from yunghap.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def transfer() -> TransferProcess:
    product, offer, _by = make_product()
    return make_transfer(make_agreement(product, offer))


def fresh(transfer: TransferProcess) -> Tokens:
    return give_access(transfer=transfer, at=clock.now())


def opens(token: str, transfer: TransferProcess) -> bool:
    try:
        return admit(token=token, transfer=transfer.pk).transfer_id == transfer.pk
    except BadToken:
        return False


def test_a_token_opens_its_transfer_and_no_other(transfer: TransferProcess) -> None:
    tokens = fresh(transfer)
    assert opens(tokens.access, transfer)
    assert not opens(tokens.access, make_transfer(transfer.agreement))
    assert not opens(tokens.refresh, transfer)
    assert not opens("", transfer)
    assert tokens.access not in str(Grant.objects.values_list())


def test_a_token_runs_out(transfer: TransferProcess) -> None:
    tokens = fresh(transfer)
    later = clock.now() + ACCESS
    with clock.use(lambda: later):
        assert not opens(tokens.access, transfer)
        assert opens(refresh_access(token=tokens.refresh, transfer=transfer.pk).access, transfer)


def test_a_lost_answer_does_no_harm(transfer: TransferProcess) -> None:
    first = fresh(transfer)
    lost = refresh_access(token=first.refresh, transfer=transfer.pk)
    assert opens(first.access, transfer), "the old pair is good until a new one is used"
    second = refresh_access(token=first.refresh, transfer=transfer.pk)
    assert opens(second.access, transfer)
    assert not opens(lost.access, transfer)
    assert not opens(first.access, transfer)
    third = refresh_access(token=second.refresh, transfer=transfer.pk)
    assert opens(third.access, transfer)


def test_a_refresh_counts_as_use(transfer: TransferProcess) -> None:
    first = fresh(transfer)
    second = refresh_access(token=first.refresh, transfer=transfer.pk)
    refresh_access(token=second.refresh, transfer=transfer.pk)
    assert not opens(first.access, transfer)


def test_a_copied_refresh_token_closes_what_was_made_of_it(transfer: TransferProcess) -> None:
    first = fresh(transfer)
    second = refresh_access(token=first.refresh, transfer=transfer.pk)
    assert opens(second.access, transfer)
    third = refresh_access(token=second.refresh, transfer=transfer.pk)
    other = fresh(transfer)
    with pytest.raises(BadToken):
        refresh_access(token=first.refresh, transfer=transfer.pk)
    assert not opens(second.access, transfer)
    assert not opens(third.access, transfer)
    assert opens(other.access, transfer), "another address of the same data is not concerned"
    assert Entry.objects.filter(action="exchange.access.replayed").count() == 1
    with pytest.raises(BadToken):
        refresh_access(token=first.refresh, transfer=transfer.pk)
    assert Entry.objects.filter(action="exchange.access.replayed").count() == 1


def test_an_old_refresh_token_is_no_longer_good(transfer: TransferProcess) -> None:
    tokens = fresh(transfer)
    with pytest.raises(BadToken):
        refresh_access(token=tokens.refresh, transfer=transfer.pk, at=clock.now() + REFRESH)
    with pytest.raises(BadToken):
        refresh_access(token=tokens.access, transfer=transfer.pk)


def test_access_is_withdrawn(transfer: TransferProcess) -> None:
    tokens = fresh(transfer)
    withdraw_access(transfer=transfer, at=clock.now())
    assert not opens(tokens.access, transfer)
    with pytest.raises(BadToken):
        refresh_access(token=tokens.refresh, transfer=transfer.pk)
    with pytest.raises(BadToken):
        refresh_access(token=tokens.refresh, transfer=transfer.pk)


@pytest.mark.parametrize(
    "state", [TransferState.SUSPENDED, TransferState.COMPLETED, TransferState.TERMINATED]
)
def test_a_transfer_that_does_not_run_lets_nobody_in(transfer: TransferProcess, state: str) -> None:
    tokens = fresh(transfer)
    over = None if state == TransferState.SUSPENDED else clock.now()
    TransferProcess.objects.update(state=state, ended_at=over)
    with pytest.raises(Withdrawn):
        admit(token=tokens.access, transfer=transfer.pk)
    with pytest.raises(Withdrawn):
        refresh_access(token=tokens.refresh, transfer=transfer.pk)


@pytest.mark.parametrize("state", [AgreementState.SUSPENDED, AgreementState.RETIRED, AgreementState.EXPIRED])
def test_an_agreement_that_is_not_in_force_lets_nobody_in(transfer: TransferProcess, state: str) -> None:
    tokens = fresh(transfer)
    over = None if state == AgreementState.SUSPENDED else clock.now()
    Agreement.objects.update(state=state, ended_at=over)
    with pytest.raises(Withdrawn):
        admit(token=tokens.access, transfer=transfer.pk)


def test_an_agreement_whose_time_is_over_lets_nobody_in(transfer: TransferProcess) -> None:
    tokens = fresh(transfer)
    Agreement.objects.update(ends_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(Withdrawn):
        admit(token=tokens.access, transfer=transfer.pk)


def test_a_suspended_participant_is_let_in_no_more(transfer: TransferProcess) -> None:
    tokens = fresh(transfer)
    now = clock.now()
    peer = Participant.objects.create(
        key=transfer.counterparty,
        name="x",
        address="https://x",
        state=ParticipantState.ADMITTED,
        applied_at=now,
        admitted_at=now,
    )
    assert opens(tokens.access, transfer)
    Participant.objects.filter(pk=peer.pk).update(state=ParticipantState.SUSPENDED)
    with pytest.raises(Withdrawn):
        admit(token=tokens.access, transfer=transfer.pk)

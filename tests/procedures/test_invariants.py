"""Tampering with rows, journal or sources is found."""

import pytest

from tests.factories.procedures import AT, OFFICER, start
from tests.procedures.domain.test_running import CHOICE
from yunghap.core.invariants import check_all
from yunghap.procedures import service
from yunghap.procedures.engine.packing import pack
from yunghap.procedures.models import Instance, ItemRow, JournalEntry, ProgramSource

pytestmark = pytest.mark.django_db


def violated() -> set[str]:
    return {result.id for result in check_all() if result.violations}


@pytest.fixture
def instance() -> str:
    code = start(CHOICE).instance
    service.complete_item(instance=code, item=1, values={"complete": True}, by=OFFICER, at=AT)
    return code


def test_a_sound_store_violates_nothing(instance):
    assert violated() == set()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda: ItemRow.objects.filter(node="yes").update(node="no"), {"procedures.replay"}),
        (lambda: ItemRow.objects.filter(node="yes").delete(), {"procedures.replay"}),
        (lambda: Instance.objects.update(version=7), {"procedures.journal"}),
        (
            lambda: JournalEntry.objects.filter(number=2).delete(),
            {"procedures.journal", "procedures.replay", "procedures.ledger"},
        ),
        (
            lambda: JournalEntry.objects.all().delete(),
            {"procedures.journal", "procedures.replay", "procedures.ledger"},
        ),
        (
            lambda: JournalEntry.objects.filter(number=2).update(events=pack("[[]]")),
            {"procedures.replay", "procedures.ledger"},
        ),
        (
            lambda: JournalEntry.objects.filter(number=2).update(events=b"[[]]"),
            {"procedures.replay", "procedures.ledger"},
        ),
        (lambda: JournalEntry.objects.filter(number=2).update(nonce=b"x"), {"procedures.ledger"}),
        (lambda: ProgramSource.objects.update(deadlines=[{}]), {"procedures.programs"}),
        (lambda: ProgramSource.objects.update(decisions={"x": ""}), {"procedures.programs"}),
    ],
)
def test_tampering_is_found(instance, change, found):
    change()
    assert violated() == found

"""Erasing the contents of cases whose term of retention is over."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.models import Case, Decision, Letter, Paper, TakeOver
from yunghap.casework.queries.retention import due_cases
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_text
from yunghap.core.versions import update_versioned
from yunghap.documents import service as documents
from yunghap.identity import service as identity
from yunghap.ledger.service import erase_personal, record
from yunghap.procedures import service as procedures


@transaction.atomic
def erase_cases(*, cases: Collection[str], reason: str, by: Actor, at: datetime | None = None) -> list[Case]:
    """Erase the contents of cases (by id) whose term is over, all of them or none.

    Answers, documents, letters, messages, representative and the values of the procedure go, as do the personal
    details that the ledger commits to: its entries stay as they are. What stays is number, title, parties, days,
    opinions of bodies, and the decision with its conditions. Raises InvalidInput without a reason, Conflict where a
    case is not due or not of the actor's offices.
    """
    at = at or clock.now()
    why = clean_text(reason)
    if not why:
        raise InvalidInput(_("Please give the reason."), field="reason")
    identity.require(by, rules.ERASE)
    due = list(due_cases(by, today=clock.local_date(at)).filter(pk__in=cases))
    if len(due) != len(set(cases)):
        raise Conflict(_("One of these cases is to be kept, or was erased before. Look again."))
    for case in due:
        _erase(case, why, by, at)
    return due


def _erase(case: Case, reason: str, by: Actor, at: datetime) -> None:
    originals = {paper.sha256 for paper in case.papers.all()}
    for letter in case.letters.all():
        originals |= {letter.hwpx_sha256, letter.pdf_sha256}
    Decision.objects.filter(case=case).update(summary_original="")
    case.earlier_decisions.update(summary_original="")
    case.letters.update(attention="")
    messages, _each = case.messages.all().delete()
    update_versioned(
        case,
        expected=case.version,
        changes={"answers": {}, "representative": "", "erased_at": at, "erased_by": by.id},
    )
    for sha256 in sorted(originals):
        documents.release_original(sha256=sha256, reason=reason, by=by, at=at)
    if case.instance:
        procedures.erase_instance(instance=case.instance, reason=reason, by=by, at=at)
    erase_personal(subject=f"case:{case.pk}", reason=reason, by=by, at=at)
    record(
        action="casework.case.erased",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"documents": len(originals), "messages": messages, "reason": reason},
    )


def refers_to(sha256: str) -> bool:
    """Whether a case that is kept, or an import, has an original; registered with `documents`."""
    kept = {"case__erased_at__isnull": True}
    return (
        Paper.objects.filter(sha256=sha256, **kept).exists()
        or Letter.objects.filter(hwpx_sha256=sha256, **kept).exists()
        or Letter.objects.filter(pdf_sha256=sha256, **kept).exists()
        or TakeOver.objects.filter(sha256=sha256).exists()
    )

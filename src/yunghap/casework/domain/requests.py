"""Requests to a running case: an extension, a change, a hearing. The procedure says which there are, who makes them
with which form, and until which day; the diagram waits for the message of each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework.contracts import Request
from yunghap.casework.forms import Form, Words
from yunghap.casework.models import Case
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.days import written_day
from yunghap.core.errors import Conflict, NotAllowed, NotFound, sentence
from yunghap.ledger.service import record
from yunghap.procedures import service as procedures

from .kinds import kind_of
from .running import acting_for, clean_answers, has_role, last_day_before, organisation_of_role, values_of

NO_QUESTIONS = Form("", Words("", ""), ())


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that the case waits for: its last day, if the law sets one, whether that has passed, and the article
    of the act that the case is under.
    """

    request: Request
    last_day: date | None = None
    closed: bool = False
    article: str = ""


def requests_of(case: Case, by: Actor) -> list[OpenRequest]:
    """What the actor may ask of the case now by its act, and what they could until a day that has passed."""
    kind = kind_of(case)
    articles = {one.id: one.article for one in kind.requests} | kind.laws.cited(case.variant, case.answers)
    known = [one for one in kind.requests if articles[one.id] is not None] if case.instance else []
    mine = [one for one in known if has_role(case, one.role, by)]
    if not mine or not case.instance:
        return []
    awaited = procedures.awaited_messages(case.instance)
    waiting = [one for one in mine if one.message in awaited]
    rules = {one.deadline for one in waiting if one.deadline}
    days = procedures.deadlines_of(case.instance, only_open=True) if rules else []
    running = {day.rule: day for day in days}
    values = values_of(case.instance) if any(one.before_end for one in waiting) else {}
    return [_open(one, articles[one.id] or "", running.get(one.deadline), values) for one in waiting]


def _open(
    request: Request, article: str, day: procedures.RunningDeadline | None, values: Mapping[str, object]
) -> OpenRequest:
    if day is not None:
        return OpenRequest(request, day.due, day.missed or day.passes <= clock.now(), article)
    last_day = _day_before_end(values.get("ends_on"), values.get(request.before_end))
    return OpenRequest(request, last_day, last_day is not None and last_day < clock.today(), article)


def _day_before_end(ends_on: object, term: object) -> date | None:
    """The last day from which a term lies whole before the day on which a grant ends; None where neither is known."""
    if not isinstance(ends_on, date) or not isinstance(term, str):
        return None
    return last_day_before(ends_on, term)


def form_of(case: Case, request: Request) -> Form:
    """The questions of a request; none where it is made by a button."""
    return kind_of(case).work_forms[request.form] if request.form else NO_QUESTIONS


@transaction.atomic
def make_request(
    *, case: Case, request: str, answers: Mapping[str, str], by: Actor, at: datetime | None = None
) -> procedures.Done:
    """Ask something of a running case; the procedure goes on with the answers.

    Raises NotFound where the case does not wait for it, NotAllowed where it is not the actor's to ask, Conflict
    after its last day, InvalidInput with `fields` (field id -> sentence) where answers do not hold.
    """
    at = at or clock.now()
    known = next((one for one in kind_of(case).requests if one.id == request), None)
    if known is None or not case.instance:
        raise NotFound(_("The case does not wait for this."))
    if not has_role(case, known.role, by):
        raise NotAllowed(_("You may not do this."))
    found = next((one for one in requests_of(case, by) if one.request == known), None)
    if found is None:
        raise NotFound(_("The case does not wait for this."))
    if found.closed and found.last_day is not None:
        raise Conflict(sentence(_("The last day for this was %(day)s."), day=written_day(found.last_day)))
    done = procedures.send_message(
        name=known.message,
        instance=case.instance,
        values=clean_answers(form_of(case, known), answers),
        by=acting_for(organisation_of_role(case, known.role), by),
        at=at,
    )
    record(
        action="casework.request.made",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"request": known.id},
    )
    return done

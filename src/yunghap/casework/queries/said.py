"""What was said in the steps of a case: answers to the forms of its work, and what was asked of it while it ran."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from yunghap.casework.contracts import Standing
from yunghap.casework.forms import Form
from yunghap.casework.models import Case
from yunghap.casework.registry import get_kind
from yunghap.casework.roles import APPLICANT, CONSULTED
from yunghap.casework.wording import readable, stored
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation
from yunghap.procedures import service as procedures


@dataclass(frozen=True, slots=True)
class Said:
    """One step: what it is called, who did it (None: the office's clock or a stranger), when, and what was answered."""

    title: str
    body: Organisation | None
    at: datetime
    answers: tuple[tuple[str, str], ...]


def said_in(case: Case, standing: Standing, journal: Sequence[procedures.HistoryEntry]) -> list[Said]:
    """Each step that was answered, in its order, as far as the reader needs to see it; empty answers are left out.

    The office sees all, applicant and members of a committee what applicants said, members and those who were asked
    what bodies said. `journal` is the case's, as read. Raises LookupError where the procedure is not installed
    any more.
    """
    if not case.instance or case.erased_at is not None:
        return []
    kind = get_kind(case.procedure)
    requests = {one.message: one for one in kind.requests}
    found: list[tuple[procedures.Told, str, Form]] = []
    for one in procedures.told(case.instance, history=journal):
        request = requests.get(one.message)
        form = kind.work_forms.get(request.form if request else one.form)
        role = request.role if request else one.role
        if form is not None and _sees(standing, role):
            found.append((one, str(request.name) if request else one.name, form))
    told_by = identity.organisations_by_ids({one.organisation for one, *_ in found})
    bodies = {one.pk: one for one in told_by}
    said = (
        Said(title, bodies.get(one.organisation), one.at, _answers(form, one.values, standing))
        for one, title, form in found
    )
    return [one for one in said if one.answers]


def _sees(standing: Standing, role: str) -> bool:
    if standing.handler:
        return True
    if role == APPLICANT:
        return standing.applicant or standing.member
    return role == CONSULTED and (standing.consulted or standing.member)


def _answers(form: Form, values: Mapping[str, object], standing: Standing) -> tuple[tuple[str, str], ...]:
    given = []
    for field in form.fields():
        text = readable(field, stored(values.get(field.id)) or "")
        if text and field.secrecy in standing.may_see:
            given.append((str(field.label), text))
    return tuple(given)

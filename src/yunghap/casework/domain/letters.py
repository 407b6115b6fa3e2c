"""Statutory letters: written from a template with the values of the case, served, opened."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.contracts import LetterTemplate
from yunghap.casework.models import Case, Letter
from yunghap.casework.queries.access import require_office
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.core.text import clean_name, clean_text
from yunghap.documents import service as documents
from yunghap.documents.blocks import Document, Paragraph, Table
from yunghap.identity import service as identity
from yunghap.ledger.service import record

from .kinds import decided_case, kind_of

ON_THE_SITE = "on this site"
BY_HAND = "by-hand"
_NAME = re.compile(r"\{([a-z_]+)\}")


def letter_values(case: Case, more: Mapping[str, object], at: datetime) -> dict[str, str]:
    """What a letter may name: `{number}`, `{title}`, `{applicant}`, `{handler}`, days, decision, conditions,
    reasons.
    """
    decision = getattr(decided_case(case), "decision", None)
    values: dict[str, object] = {
        "number": case.number,
        "title": case.title,
        "applicant": case.applicant.label(),
        "attention": identity.names_of_people({case.representative}).get(case.representative, ""),
        "handler": case.handler.label(),
        "filed_on": clock.local_date(case.filed_at) if case.filed_at else "",
        "today": clock.local_date(at),
    }
    if decision is not None:
        values |= {
            "outcome": decision.get_outcome_display(),
            "decided_on": decision.decided_on,
            "starts_on": decision.starts_on or "",
            "ends_on": decision.ends_on or "",
            "reasons": decision.reasons,
            "conditions": "\n".join(f"{one.position}. {one.text}" for one in decision.conditions.all()),
        }
    return {name: "" if value is None else str(value) for name, value in (dict(more) | values).items()}


def fill(template: str, values: Mapping[str, str]) -> str:
    """The text with its `{names}` filled in; raises InvalidInput for a name the case has no value for."""
    missing = [name for name in _NAME.findall(template) if name not in values]
    if missing:
        raise InvalidInput(
            _("The letter names a value that the case has not: %(name)s.") % {"name": missing[0]}
        )
    return _NAME.sub(lambda found: values[found[1]], template)


def letter_document(
    template: LetterTemplate, case: Case, values: Mapping[str, str], at: datetime
) -> Document:
    """The letter as a document: head with number and parties, then its paragraphs. In Korean, the language of
    office.
    """
    lines = [line for words in template.paragraphs for line in fill(words.ko, values).splitlines()]
    return _set_out(fill(template.title.ko, values), lines, template.form, case, values, at)


def _set_out(  # noqa: PLR0917 - the parts of a letter
    title: str, lines: list[str], form: str, case: Case, values: Mapping[str, str], at: datetime
) -> Document:
    rows = [
        ["문서번호", case.number or ""],
        ["수신", _addressed(case, values)],
        ["발신", values["handler"]],
        ["날짜", values["today"]],
        *([["서식", form]] if form else []),
    ]
    body = [Paragraph(line) for line in lines if line.strip()]
    return Document(title, "ko", (Table("", ["", ""], rows), *body), created=at)


def _addressed(case: Case, values: Mapping[str, str]) -> str:
    """Addressee and, in brackets, who speaks for it; a private person by name."""
    if case.applicant.kind == identity.OrganisationKind.PERSON and values["attention"]:
        return values["attention"]
    return f"{values['applicant']} ({values['attention']})" if values["attention"] else values["applicant"]


@transaction.atomic
def write_letter(
    *,
    case: Case,
    kind: str,
    of: Case | None = None,
    values: Mapping[str, object] | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Letter:
    """Write a letter of the procedure (or of the procedure of another case, `of`), as HWPX and PDF, and keep both.

    Addressee and sender are kept as they are called today. Raises NotFound where the procedure has no such letter,
    InvalidInput where it names a value that the case has not.
    """
    at = at or clock.now()
    if by.kind != "system":
        require_office(case, rules.HANDLE, by)
    template = kind_of(of or case).letters.get(kind)
    if template is None:
        raise NotFound(_("The procedure has no such letter."))
    with translation.override("ko"):
        filled = letter_values(case, values or {}, at)
        document = letter_document(template, case, filled, at)
    return _keep(case, kind, template.form, document, filled, by, at)


@transaction.atomic
def write_letter_by_hand(
    *, case: Case, title: str, text: str, by: Actor, at: datetime | None = None
) -> Letter:
    """Write a letter in the office's own words, as HWPX and PDF, and keep both; it is served afterwards.

    Raises InvalidInput without a title or a text.
    """
    at = at or clock.now()
    require_office(case, rules.HANDLE, by)
    named, lines = clean_name(title), clean_text(text).splitlines()
    for field, given in (("title", named), ("text", lines)):
        if not given:
            raise InvalidInput(_("This is needed."), field=field)
    with translation.override("ko"):
        filled = letter_values(case, {}, at)
        document = _set_out(named, lines, "", case, filled, at)
    return _keep(case, BY_HAND, "", document, filled, by, at)


def _keep(  # noqa: PLR0917 - what a row of letters holds
    case: Case,
    kind: str,
    form: str,
    document: Document,
    filled: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> Letter:
    with translation.override("ko"):
        name = f"{case.number} {document.title}"
        hwpx = documents.keep_original(data=documents.write_hwpx(document), name=f"{name}.hwpx", by=by, at=at)
        pdf = documents.keep_original(data=documents.write_pdf(document), name=f"{name}.pdf", by=by, at=at)
    letter = Letter.objects.create(
        case=case,
        kind=kind,
        form=form,
        title=document.title[:200],
        addressee=filled["applicant"][:200],
        attention=filled["attention"][:200],
        sender=filled["handler"][:200],
        hwpx_sha256=hwpx.sha256,
        pdf_sha256=pdf.sha256,
        written_by=by.id,
        written_at=at,
        created_at=at,
    )
    record(
        action="casework.letter.written",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"letter": letter.pk, "kind": kind, "sha256": pdf.sha256},
    )
    return letter


def send_letter(
    *,
    case: Case,
    kind: str,
    values: Mapping[str, object],
    of: Case | None = None,
    by: Actor,
    at: datetime,
) -> Letter:
    """Write a letter and serve it on this site; of the values, texts, numbers and days can be named in it."""
    plain = {name: value for name, value in values.items() if isinstance(value, str | int | Decimal | date)}
    letter = write_letter(case=case, kind=kind, of=of, values=plain, by=by, at=at)
    return serve_letter(letter=letter, by=by, at=at)


@transaction.atomic
def serve_letter(
    *,
    letter: Letter,
    how: str = ON_THE_SITE,
    proof: str = "",
    served_at: datetime | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Letter:
    """Record when and how a letter was served; on this site, from now the applicant can open it and is told.

    Raises Conflict where it was served before, InvalidInput for a moment to come.
    """
    at = at or clock.now()
    case = letter.case
    if by.kind != "system":
        require_office(case, rules.HANDLE, by)
    moment = served_at or at
    if moment > at:
        raise InvalidInput(_("The day of service lies in the future."), field="served_at")
    changed = Letter.objects.filter(pk=letter.pk, served_at__isnull=True).update(
        served_at=moment, served_how=how, served_proof=clean_text(proof), version=letter.version + 1
    )
    if not changed:
        raise Conflict(_("The letter was served before."))
    letter.refresh_from_db()
    identity.notify(
        to=identity.people_with_permission(rules.APPLY, organisation=case.applicant_id),
        subject=_("There is a letter in your case"),
        text=f"{case.number} {letter.title}",
        link=f"/cases/{case.pk}/",
        by=by,
        at=at,
    )
    record(
        action="casework.letter.served",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"letter": letter.pk, "how": how, "proof": letter.served_proof, "served_at": moment},
    )
    return letter


@transaction.atomic
def open_letter(*, letter: Letter, by: Actor, at: datetime | None = None) -> Letter:
    """The applicant opens a served letter: the first time is kept as the proof of receipt."""
    at = at or clock.now()
    identity.require(by, rules.APPLY, organisation=letter.case.applicant_id)
    changed = Letter.objects.filter(pk=letter.pk, served_at__isnull=False, opened_at__isnull=True).update(
        opened_at=at, opened_by=by.id, version=letter.version + 1
    )
    if changed:
        letter.refresh_from_db()
        record(
            action="casework.letter.opened",
            subject=f"case:{letter.case_id}",
            by=by,
            at=at,
            details={"letter": letter.pk},
        )
    return letter

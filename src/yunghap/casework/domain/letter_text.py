"""What a letter says: its template filled with the values of the case, in words, set out as a document."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from yunghap.casework.contracts import Kind, LetterTemplate
from yunghap.casework.enums import FieldKind
from yunghap.casework.forms import Field
from yunghap.casework.models import Case
from yunghap.casework.wording import names_of_bodies, readable, stored
from yunghap.core import clock
from yunghap.core.days import written_day
from yunghap.core.errors import InvalidInput
from yunghap.documents.blocks import Document, Paragraph, Table
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation

from .kinds import decided_case, kind_of

_NAME = re.compile(r"\{([a-z_]+)\}")
_PLACES = 2  # of a computed number, such as a mean of scores
BY_KEY = "key:"
_BODIES = {FieldKind.ORGANISATION, FieldKind.ORGANISATIONS}


def letter_values(
    case: Case, more: Mapping[str, object], at: datetime, *, of: Case | None = None
) -> dict[str, str]:
    """What a letter may name: `{number}`, `{title}`, `{applicant}`, `{handler}`, days, decision, conditions, reasons,
    articles, `{law_word}` the article of its act on a subject; every answer to a form of the procedure (of the case
    `of`, if given), empty where nobody was asked; and `more`, the values of the procedure. Choices, amounts and
    organisations are in words.
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
            "decision_articles": ", ".join(decision.articles),
        }
    about = of or case
    kind = kind_of(about)
    cited = kind.laws.cited(about.variant, about.answers)
    values |= {f"law_{subject}": cited.get(subject) for subject in kind.laws.articles}
    answered = _in_words(kind, dict(about.answers) | dict(more))
    return answered | {name: _plainly(value) for name, value in values.items()}


def _plainly(value: object) -> str:
    """A value without a question: nothing as nothing, a day as offices write it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return written_day(value)
    if isinstance(value, Decimal):
        return stored(round(value, _PLACES)) or ""
    return "" if value is None else str(value)


def _in_words(kind: Kind, values: Mapping[str, object]) -> dict[str, str]:
    """The values by name as text, empty for every question that was not answered."""
    questions: dict[str, list[Field]] = defaultdict(list)
    for form in (kind.form, *kind.work_forms.values()):
        for field in form.fields():
            questions[field.id].append(field)
    return dict.fromkeys(questions, "") | {
        name: _words_of(name, value, questions) for name, value in values.items()
    }


def _words_of(name: str, value: object, questions: Mapping[str, list[Field]]) -> str:
    """A value as text: by the question that it answers, where several are asked under one name; a table by its rows."""
    if isinstance(value, list | tuple) and value and all(isinstance(row, Mapping) for row in value):
        return "\n".join(_row(row, questions) for row in value)
    text = stored(value)
    fitting = [one for one in questions.get(name, ()) if not one.choices or text in dict(one.choices)]
    if text is None:
        return ""
    if fitting:
        return readable(fitting[0], text)
    if isinstance(value, bool | date | Decimal):
        return _plainly(value)
    return names_of_bodies(text) or text


def _row(row: Mapping[str, object], questions: Mapping[str, list[Field]]) -> str:
    """What one body, evaluator or cohort said, in a line; each answer with its question."""
    parts = []
    for name, value in row.items():
        text = _words_of(name, value, questions)
        asked = questions.get(name)
        if text:
            parts.append(f"{asked[0].label}: {text}" if asked and asked[0].kind not in _BODIES else text)
    return "- " + ", ".join(parts)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The text with its `{names}` filled in; raises InvalidInput for a name the case has no value for."""
    missing = [name for name in _NAME.findall(template) if name not in values]
    if missing:
        raise InvalidInput(
            _("The letter names a value that the case has not: %(name)s.") % {"name": missing[0]}
        )
    return _NAME.sub(lambda found: values[found[1]], template)


def says_nothing(template: str, values: Mapping[str, str]) -> bool:
    """Whether a paragraph names values and all of them are empty: it is left out."""
    names = _NAME.findall(template)
    return bool(names) and not any(values.get(name, "?") for name in names)


def letter_document(
    template: LetterTemplate, case: Case, values: Mapping[str, str], at: datetime, more: Iterable[str] = ()
) -> Document:
    """The letter as a document: head with number and parties, its paragraphs, and `more`. In Korean, the language of
    office.
    """
    told = [words.ko for words in template.paragraphs if not says_nothing(words.ko, values)]
    lines = [line for paragraph in told for line in fill(paragraph, values).splitlines()]
    form = template.form_in(case.variant)
    return set_out(fill(template.title.ko, values), [*lines, *more], form, case, values, at)


def set_out(  # noqa: PLR0917 - the parts of a letter
    title: str, lines: list[str], form: str, case: Case, values: Mapping[str, str], at: datetime
) -> Document:
    """A letter's document from its title and lines; `addressee` among the values stands for the applicant."""
    rows = [
        ["문서번호", case.number or ""],
        ["수신", values.get("addressee") or _addressed(case, values)],
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


def bodies_addressed(template: LetterTemplate, values: Mapping[str, object]) -> list[Organisation | None]:
    """To whom the letter goes: None for the applicant, or the bodies whose ids the value holds that it names.

    Raises InvalidInput where that value or key names no body.
    """
    if not template.to:
        return [None]
    if template.to.startswith(BY_KEY):
        known = Organisation.objects.filter(key=template.to.removeprefix(BY_KEY)).first()
        if known is None:
            raise InvalidInput(_("The body that the letter goes to is not known here."))
        return [known]
    given = values.get(template.to)
    if given == []:
        return []  # it was said that nobody is concerned
    ids = [given] if isinstance(given, str) else list(given) if isinstance(given, list | tuple) else []
    found = list(Organisation.objects.filter(pk__in=ids).order_by(*identity.PLAN_ORDER))
    if not found:
        raise InvalidInput(
            _("The letter names a value that the case has not: %(name)s.") % {"name": template.to}
        )
    return list(found)

"""Answers and values in words, for pages and letters, in the active language."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from yunghap.core.days import written_day
from yunghap.core.ids import is_id
from yunghap.core.numbers import written
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation

from .enums import FieldKind
from .forms import Field


def names_of_bodies(ids: str) -> str:
    """The names of the organisations whose ids stand there, joined by commas; empty where none does."""
    wanted = [one for one in ids.split(",") if is_id(one)]
    if not wanted:
        return ""
    found = (
        Organisation.objects.prefetch_related("names").filter(pk__in=wanted).order_by(*identity.PLAN_ORDER)
    )
    return ", ".join(one.name_here for one in found)


def _yes_or_no(answer: str) -> str:
    return _("Yes") if answer == "yes" else _("No")


def _won(answer: str) -> str:
    return _("%(won)s won") % {"won": f"{int(Decimal(answer)):,}"}


_IN_WORDS: dict[FieldKind, Callable[[str], str]] = {
    FieldKind.YES_NO: _yes_or_no,
    FieldKind.ORGANISATION: names_of_bodies,
    FieldKind.ORGANISATIONS: names_of_bodies,
    FieldKind.DATE: lambda answer: written_day(date.fromisoformat(answer)),
    FieldKind.MONEY: _won,
}


def readable(field: Field | None, answer: str) -> str:
    """An answer in its stored form (`forms.clean_answer`), in words; as it is without its question."""
    if field is None or not answer:
        return answer
    if field.kind is FieldKind.CHOICE:
        return str(dict(field.choices).get(answer, answer))
    say = _IN_WORDS.get(field.kind)
    return say(answer) if say else answer


def stored(value: object) -> str | None:
    """A value of a procedure in the stored form of an answer; None for what no form asks for, such as a table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return written(value)
    if isinstance(value, list | tuple):
        return ",".join(value) if all(isinstance(one, str) for one in value) else None
    return str(value) if isinstance(value, str | int | date) else None

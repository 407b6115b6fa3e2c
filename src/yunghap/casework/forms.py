"""Application forms as data: what is asked, why, and who may see the answer.

A form is a JSON object `{"id", "title": {ko, en}, "sections": [{"title", "fields": [...]}]}`; a field has
`id`, `kind` (`FieldKind`), `label`, `help`, and optionally `required`, `secrecy` (`Secrecy`), `facet`
(`Facet`), `choices`, `largest` (length of text), `when` (`{"field", "is"}`: asked only then), `source`
(the article that asks for it), `agencies` (whether a public body may be an executing agency too), `names`: a text
that names a thing of that kind (`casework.naming`), and `notice`: a term (ISO 8601) that must lie whole between the day
of the answer and the day it gives.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import parse_decimal, safe_json
from yunghap.core.money import parse_money
from yunghap.core.numbers import written
from yunghap.core.text import has_invisible, nfc

from .enums import Facet, FieldKind, Secrecy
from .naming import named

LONGEST_LINE, LONGEST_TEXT = 300, 20_000
LARGEST_NUMBER = 10**15
_ID = re.compile("[0-9A-Z]{26}")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    ko: str
    en: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.ko


@dataclass(frozen=True, slots=True)
class Condition:
    """The field is asked where another has this answer."""

    field: str
    is_value: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form."""

    id: str
    kind: FieldKind
    label: Words
    help: Words
    required: bool = False
    secrecy: Secrecy = Secrecy.CASE
    facet: Facet | None = None
    choices: tuple[tuple[str, Words], ...] = ()
    largest: int = LONGEST_LINE
    when: Condition | None = None
    source: str = ""
    names: str = ""
    notice: str = ""
    agencies: bool = False

    def is_asked(self, answers: Mapping[str, str]) -> bool:
        """Whether the answers so far lead to this question."""
        return self.when is None or answers.get(self.when.field, "") == self.when.is_value


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together: one page of the guided application."""

    id: str
    title: Words
    help: Words
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """An application form."""

    id: str
    title: Words
    sections: tuple[Section, ...]

    def fields(self) -> Iterator[Field]:
        """Every field, in order."""
        for section in self.sections:
            yield from section.fields

    def field(self, id: str) -> Field | None:  # noqa: A002
        """The field of that id, or None."""
        return next((field for field in self.fields() if field.id == id), None)


def read_form(data: bytes) -> Form:
    """The form of a JSON text; raises InvalidInput that names the field which does not hold."""
    value = safe_json(data)
    if not isinstance(value, dict):
        raise InvalidInput(_("A form is a JSON object."))
    sections = tuple(_section(number, one) for number, one in enumerate(value.get("sections", ()), 1))
    form = Form(str(value.get("id", "")), _words(value.get("title")), sections)
    seen: set[str] = set()
    for field in form.fields():
        if field.id in seen:
            raise _wrong(field.id, _("its id is used twice"))
        if field.when is not None and field.when.field not in seen:
            raise _wrong(field.id, _("it depends on a field that does not stand before it"))
        seen.add(field.id)
    if not form.id or not seen:
        raise InvalidInput(_("A form needs an id and at least one field."))
    return form


def _wrong(field: str, why: object) -> InvalidInput:
    return InvalidInput(
        _("The field “%(field)s” of the form does not hold: %(why)s.") % {"field": field, "why": why}
    )


def _words(value: object) -> Words:
    if not isinstance(value, dict):
        return Words("", "")
    return Words(str(value.get("ko", "")), str(value.get("en", "")))


def _section(number: int, value: Mapping[str, Any]) -> Section:
    fields = tuple(_field(one) for one in value.get("fields", ()))
    return Section(
        str(value.get("id", number)), _words(value.get("title")), _words(value.get("help")), fields
    )


def _field(value: Mapping[str, Any]) -> Field:
    name = str(value.get("id", ""))
    if not name.isidentifier():
        raise _wrong(name, _("its id is no plain word"))
    try:
        kind = FieldKind(value.get("kind", "text"))
        secrecy = Secrecy(value.get("secrecy", Secrecy.CASE))
        facet = Facet(value["facet"]) if "facet" in value else None
    except ValueError as error:
        raise _wrong(name, error) from None
    label = _words(value.get("label"))
    if not label.ko or not label.en:
        raise _wrong(name, _("its label is missing in a language"))
    choices = tuple((str(code), _words(words)) for code, words in value.get("choices", {}).items())
    if (kind is FieldKind.CHOICE) != bool(choices):
        raise _wrong(name, _("choices belong to a field of the kind “choice”, and only there"))
    when = value.get("when")
    return Field(
        id=name,
        kind=kind,
        label=label,
        help=_words(value.get("help")),
        required=bool(value.get("required", False)),
        secrecy=secrecy,
        facet=facet,
        choices=choices,
        largest=int(value.get("largest", LONGEST_TEXT if kind is FieldKind.LONG_TEXT else LONGEST_LINE)),
        when=Condition(str(when["field"]), str(when["is"])) if when else None,
        source=str(value.get("source", "")),
        names=str(value.get("names", "")),
        notice=str(value.get("notice", "")),
        agencies=bool(value.get("agencies", False)),
    )


def clean_answer(field: Field, text: str) -> str:
    """The answer in its stored form: NFC text, plain decimal, integer won, ISO date, code of a choice,
    "yes"/"no",
    ids of organisations joined by commas.

    An empty answer stays empty, whether required or not. Raises InvalidInput with `field`.
    """
    text = nfc(text).strip()
    if not text:
        return ""
    if has_invisible(text):
        raise _unfit(field, _("The text holds characters that cannot be seen."))
    return _CLEANERS[field.kind](field, text)


def _unfit(field: Field, message: object) -> InvalidInput:
    return InvalidInput(message, field=field.id)


def _text(field: Field, text: str) -> str:
    if len(text) > field.largest:
        raise _unfit(field, _("At most %(number)d characters, please.") % {"number": field.largest})
    if field.names and named(field.names, text) is None:
        raise _unfit(field, _("There is nothing of that name. Please look at the address of its page."))
    return text


def _choice(field: Field, text: str) -> str:
    if text not in dict(field.choices):
        raise _unfit(field, _("Please choose one of the list."))
    return text


def _yes_no(field: Field, text: str) -> str:
    if text not in {"yes", "no"}:
        raise _unfit(field, _("Please answer yes or no."))
    return text


def _number(field: Field, text: str) -> str:
    try:
        value = parse_decimal(text, low=-LARGEST_NUMBER, high=LARGEST_NUMBER)
    except InvalidInput as error:
        raise _unfit(field, error.message) from None
    return written(value)


def _money(field: Field, text: str) -> str:
    try:
        return str(parse_money(text).krw)
    except InvalidInput as error:
        raise _unfit(field, error.message) from None


def _date(field: Field, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _unfit(field, _("Please give the date as year-month-day, for example 2026-06-03.")) from None


def _bodies(field: Field, text: str) -> str:
    ids = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if any(not _ID.fullmatch(one) for one in ids):
        raise _unfit(field, _("Please choose one of the list."))
    if field.kind is FieldKind.ORGANISATION and len(ids) > 1:
        raise _unfit(field, _("Please choose only one."))
    return ",".join(ids)


_CLEANERS: dict[FieldKind, Callable[[Field, str], str]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.FILE: _text,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
    FieldKind.ORGANISATION: _bodies,
    FieldKind.ORGANISATIONS: _bodies,
}


def missing_fields(form: Form, answers: Mapping[str, str], files: frozenset[str]) -> list[Field]:
    """Required questions that the answers lead to and that have none; `files` are fields with a document."""
    return [
        field
        for field in form.fields()
        if field.required
        and field.is_asked(answers)
        and not (field.id in files if field.kind is FieldKind.FILE else answers.get(field.id))
    ]

"""Why a hit stands where it stands, in words."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from yunghap.search.contracts import Place, Reason

from .known import known
from .question import Form, How, Word
from .words import JOINTS, is_korean, normalise, runs_of, spellings, stem


def reasons(stored: Mapping[str, Any], words: Iterable[Word]) -> tuple[Reason, ...]:
    """For each word of the question, which form of it stands where in the record."""
    title = _Text([stored["title"], stored["title_en"]])
    places = {
        Place.TITLE: title,
        Place.KEYWORDS: _Text(stored["keywords"]),
        Place.TEXT: _Text([stored["text"], stored.get("also", "")]),
    }
    return tuple(reason for word in words for reason in _of_word(word, places))


def _of_word(word: Word, places: "Mapping[Place, _Text]") -> list[Reason]:
    for place, text in places.items():
        for form in word.forms:
            if text.carries(form.parts):
                return [Reason(word.typed, form.text, form.how.value, place)]
    form = word.forms[0]
    if len(form.parts) > 1:
        return [
            reason
            for part in form.parts
            for reason in _of_word(Word(part, (Form((part,), form.how),)), places)
        ]
    return [] if word.generic else [Reason(word.typed, form.text, form.how.value, None)]


class _Text:
    """A text as the index sees it, looked into when somebody asks."""

    __slots__ = ("_plain", "_stems", "_texts", "_tight", "_words")

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts
        self._plain: str | None = None
        self._tight: str | None = None
        self._words: set[str] | None = None
        self._stems: set[str] | None = None

    def carries(self, parts: tuple[str, ...]) -> bool:
        """Whether it carries all of them."""
        return all(map(self._carries, parts))

    def _carries(self, part: str) -> bool:
        if is_korean(part):
            return part in self._together()
        if part in self._apart():
            return True
        return part.isalpha() and stem(part) in self._stemmed()

    def _normal(self) -> str:
        if self._plain is None:
            self._plain = normalise(_END.join(spellings(_END.join(self._texts))))
        return self._plain

    def _together(self) -> str:
        if self._tight is None:
            self._tight = _BETWEEN.sub("", self._normal())
        return self._tight

    def _apart(self) -> set[str]:
        if self._words is None:
            self._words = {run for run, korean, _ in runs_of(self._normal()) if not korean}
        return self._words

    def _stemmed(self) -> set[str]:
        if self._stems is None:
            self._stems = {stem(piece) for word in self._apart() for piece in JOINTS.split(word)}
        return self._stems


_END = "\x1f"  # of a text
_BETWEEN = re.compile(rf"[^\w{_END}]+|_+")


def say(why: Iterable[Reason]) -> str:
    """The reasons as one line in the reader's language."""
    told = list(why)
    generic = known().generic
    said = []
    names = {
        Place.TITLE: _("in the title: %s"),
        Place.KEYWORDS: _("in the keywords: %s"),
        Place.TEXT: _("in the description: %s"),
        None: _("missing: %s"),
    }
    for place, sentence in names.items():
        words = [
            _word(reason)
            for reason in told
            if reason.place is place and not (place is None and reason.used in generic)
        ]
        if words:
            said.append(sentence % ", ".join(dict.fromkeys(words)))
    return "; ".join(said)


def _word(reason: Reason) -> str:
    match reason.how:
        case How.SPELLING | How.KEYBOARD:
            return _("“%(used)s” (typed “%(typed)s”)") % {"used": reason.used, "typed": reason.typed}
        case How.INITIALS:
            return _("“%(used)s” (initials “%(typed)s”)") % {"used": reason.used, "typed": reason.typed}
        case How.EQUAL:
            return _("“%(used)s” (same as “%(typed)s”)") % {"used": reason.used, "typed": reason.typed}
        case _:
            return f"“{reason.used}”"

"""Why a hit stands where it stands, in words."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from yunghap.search.contracts import Place, Reason

from .known import known
from .question import Form, How, Word
from .words import JOINTS, normalise, runs_of, spellings, stem


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

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts

    @cached_property
    def _plain(self) -> list[str]:
        return [normalise(one) for text in self._texts if text for one in spellings(text)]

    @cached_property
    def _tight(self) -> str:
        return "\n".join(re.sub(r"[\W_]+", "", text) for text in self._plain)

    @cached_property
    def _words(self) -> set[str]:
        return {run for text in self._plain for run, korean, _ in runs_of(text) if not korean}

    @cached_property
    def _stems(self) -> set[str]:
        return {stem(piece) for word in self._words for piece in JOINTS.split(word)}

    def carries(self, parts: tuple[str, ...]) -> bool:
        """Whether it carries all of them."""
        return all(self._carries(part) for part in parts)

    def _carries(self, part: str) -> bool:
        if not part.isascii():
            return part in self._tight or part in self._words
        return part in self._words or (part.isalpha() and stem(part) in self._stems)


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

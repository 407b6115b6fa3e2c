"""What a question asks for: its words, each with the forms under which it may stand in a record."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from . import hangul
from .known import known
from .words import is_korean, morphemes, normalise, runs_of

MOST_CHARACTERS = 200
MOST_WORDS = 12
ALIKE = 0.6  # how much a word counts that says the same in other terms
APART = 0.75  # how much a compound counts that is written the other way
SHORTEST = 3  # letters of a part of a Latin compound
COMMON = 10  # a compound that so many titles carry as it is, is not taken apart

_CONTENT = frozenset({"NNG", "NNP", "NR", "SL", "SN", "SH", "XR", "XPN", "UN", "W_HASHTAG"})


_VERBS = frozenset({"VV", "VA"})


class How(StrEnum):
    """How a form came from what was typed."""

    TYPED = "typed"
    SPELLING = "spelling"
    INITIALS = "initials"
    KEYBOARD = "keyboard"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class Form:
    """One way a word may be written: the parts that must all be there, and how much it counts (0 to 1)."""

    parts: tuple[str, ...]
    how: How = How.TYPED
    weight: float = 1.0

    @property
    def text(self) -> str:
        """The parts as one: Korean in one piece, words of Latin letters side by side."""
        return (" " if all(map(str.isascii, self.parts)) else "").join(self.parts)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed. A generic one is welcome in a record and never needed."""

    typed: str
    forms: tuple[Form, ...]
    generic: bool = False


class Lexicon(Protocol):
    """What the index knows about words."""

    def titles_with(self, run: str) -> int:
        """How many titles carry it, in one piece however spaced."""

    def word_in_titles(self, word: str) -> bool:
        """Whether a title carries a word of Latin letters."""

    def side_by_side(self, left: str, right: str) -> bool:
        """Whether two of them stand next to each other in a title."""

    def anywhere(self, run: str) -> bool:
        """Whether any record carries it."""

    def near(self, *typed: str) -> list[tuple[str, float]]:
        """Words in use that differ by a slip from what was typed, the likeliest first, with their weight."""

    def with_initials(self, pattern: str) -> list[tuple[str, float]]:
        """Words in use that fit a pattern of syllables and initials, likewise."""


def understand(question: str, lexicon: Lexicon) -> tuple[Word, ...]:
    """The words of a question. Morphology is asked only about Korean that titles do not carry as it stands."""
    plain = normalise(question[:MOST_CHARACTERS]).strip()
    words: list[Word] = []
    for run, korean, start in _stretches(plain):
        if any(map(hangul.is_initial, run)):
            words.append(_initials(run, lexicon))
        elif korean:
            words.append(_korean(run, start, plain, lexicon))
        else:
            words.append(_latin(run, lexicon))
    words = _joined(words, lexicon)
    distinct = {word.typed: word for word in words if word.forms}
    kept = list(distinct.values())
    if sum(not word.generic for word in kept):
        # A lone syllable or verb beside real words says little: it helps, and is not needed.
        kept = [replace(word, generic=True) if len(word.typed) == 1 else word for word in kept]
    else:
        kept = [replace(word, generic=False) for word in kept]
    if all(word.generic for word in kept):
        kept = [replace(word, generic=False) for word in kept]
    return tuple(kept[:MOST_WORDS])


def _stretches(plain: str) -> list[tuple[str, bool, int]]:
    """The runs, with Korean and the initials that touch it as one."""
    joined: list[tuple[str, bool, int]] = []
    for run, korean, start in runs_of(plain):
        lone = all(map(hangul.is_initial, run))
        if joined:
            before, was_korean, at = joined[-1]
            touches = at + len(before) == start
            was_lone = all(map(hangul.is_initial, before)) or (was_korean and hangul.is_initial(before[-1]))
            if touches and ((lone and was_korean) or (korean and was_lone)):
                joined[-1] = (before + run, True, at)
                continue
        joined.append((run, korean or lone, start))
    return joined


def _initials(run: str, lexicon: Lexicon) -> Word:
    pattern = "".join(hangul.initial(c) if hangul.is_initial(c) else c for c in run)
    whole = hangul.compose(hangul.letters(pattern))  # 화장시ㄹ: the last key came late
    if whole and lexicon.titles_with(whole):
        return Word(typed=pattern, forms=(Form((whole,), How.SPELLING),))
    forms = tuple(Form((word,), How.INITIALS, weight) for word, weight in lexicon.with_initials(pattern))
    rest = "".join(character for character in pattern if not hangul.is_initial(character))
    if not forms and rest:  # a slip: 주차장ㅇ
        forms = (Form((rest,)),)
    return Word(typed=pattern, forms=forms)


def _joined(words: list[Word], lexicon: Lexicon) -> list[Word]:
    """Neighbours that titles also write in one piece, as one word: child care, childcare."""
    joined: list[Word] = []
    for word in words:
        before = joined[-1] if joined else None
        if before and _is_plain(before) and _is_plain(word):
            whole = before.typed + word.typed
            if lexicon.word_in_titles(whole):
                pair = Form((before.typed, word.typed))
                forms = (pair, Form((whole,), How.EQUAL, 2 * APART))  # it carries two words
                joined[-1] = Word(typed=pair.text, forms=forms)
                continue
        joined.append(word)
    return joined


def _is_plain(word: Word) -> bool:
    return (
        word.typed.isascii() and word.typed.isalpha() and not word.generic and len(word.forms[0].parts) == 1
    )


def _apart(run: str, lexicon: Lexicon) -> list[Form]:
    """A word as two that titles write side by side."""
    places = range(SHORTEST, len(run) - SHORTEST + 1) if run.isascii() and run.isalpha() else ()
    pairs = ((run[:at], run[at:]) for at in places)
    return [Form(pair, How.EQUAL, APART) for pair in pairs if lexicon.side_by_side(*pair)][:1]


def _latin(run: str, lexicon: Lexicon) -> Word:
    generic = run in known().generic
    forms = [Form((run,)), *_equals(run)]
    forms += [] if generic else _apart(run, lexicon)
    if len(forms) == 1 and not generic and not lexicon.anywhere(run) and len(run) > 2:
        korean = hangul.from_keys(run)
        if korean and lexicon.anywhere(korean):
            forms.append(Form((korean,), How.KEYBOARD))
        elif run.isalpha():
            forms += [Form((word,), How.SPELLING, weight) for word, weight in lexicon.near(run)]
    return Word(typed=run, forms=tuple(forms), generic=generic)


def _korean(run: str, start: int, plain: str, lexicon: Lexicon) -> Word:
    generic = known().generic
    if run in generic:
        return Word(typed=run, forms=(Form((run,)),), generic=True)
    equals = _equals(run)
    if lexicon.titles_with(run) >= (1 if equals else COMMON):
        return Word(typed=run, forms=(Form((run,)), *equals))
    if not equals and (nouns := _done(run, start, plain)):
        return Word(typed=run, forms=(Form((run,)), *(Form((noun,), How.EQUAL, ALIKE) for noun in nouns)))
    parts, nothing = _parts(run, start, plain)
    told = tuple(part for part in parts if part not in generic)
    if not told:
        return Word(typed=run, forms=(Form(parts or (run,)),), generic=True)
    form = Form(told)
    if equals:
        forms = [Form((run,)), *([form] if form.text == run and len(told) > 1 else []), *equals]
        return Word(typed=run, forms=tuple(forms))
    # What titles carry as it was typed says more than the nouns that the morphology finds in it: 작은도서관, 도서관.
    whole = [Form((run,))] if form.text != run and lexicon.titles_with(run) else []
    forms = [*whole, form, *_equals(form.text)]
    missing = [part for part in told if not lexicon.anywhere(part)]
    if missing or not lexicon.titles_with(form.text):
        if costs := _costs(run, lexicon):
            forms += costs
        elif missing:
            forms += _corrected(run, told, missing, lexicon)
        elif len(told) > 1:
            forms += [
                Form((word,), How.SPELLING, 0.7 * weight) for word, weight in lexicon.near(form.text)[:1]
            ]
    return Word(typed=form.text, forms=tuple(forms), generic=nothing)


def _corrected(run: str, told: tuple[str, ...], missing: list[str], lexicon: Lexicon) -> list[Form]:
    """The whole word put right; else the part that nobody uses."""
    whole = "".join(told)
    if near := lexicon.near(*dict.fromkeys((run, whole))):
        return [Form((word,), How.SPELLING, weight) for word, weight in near]
    if len(told) == 1:
        return _in_two(whole, lexicon)
    options = {part: lexicon.near(part) for part in missing}
    if all(options.values()):
        parts = tuple(options[part][0][0] if part in options else part for part in told)
        return [Form(parts, How.SPELLING, 0.9)]
    return []


def _in_two(run: str, lexicon: Lexicon) -> list[Form]:
    """A compound that nobody uses and the morphology leaves whole, as the two words in use that it is made of."""
    pairs = [(run[:at], run[at:]) for at in range(2, len(run) - 1)]
    used = [(min(map(lexicon.titles_with, pair)), pair) for pair in pairs]
    most, best = max(used, default=(0, ("", "")))
    return [Form(best, weight=APART)] if most else []


def _equals(text: str) -> list[Form]:
    return [Form((other,), How.EQUAL, weight) for other, weight in known().equals.get(text, ())]


def _done(run: str, start: int, plain: str) -> list[str]:
    """What titles call what a verb of everyday speech does: 빌리는 is 대여."""
    verbs = known().verbs
    return [
        noun
        for form, tag, at, _length in morphemes(plain)
        if start <= at < start + len(run) and tag in _VERBS
        for noun in verbs.get(form, ())
    ]


def _costs(run: str, lexicon: Lexicon) -> list[Form]:
    """A compound that ends in what something costs, as the thing and the word for it: 주차비 is 주차 with 요금."""
    thing, words = run[:-1], known().endings.get(run[-1], ())
    if len(thing) < 2 or not lexicon.anywhere(thing):
        return []
    return [Form((thing, word), How.EQUAL, ALIKE) for word in words if lexicon.anywhere(word)]


def _parts(run: str, start: int, plain: str) -> tuple[tuple[str, ...], bool]:
    """The nouns of a Korean stretch, single syllables joined to their neighbour; and whether it says nothing.

    A stretch of bound nouns (등대 read as 등+대) is a noun that the morphology does not know.
    """
    end = start + len(run)
    parts: list[str] = []
    bound = False
    last = start
    for _form, tag, at, length in morphemes(plain):
        text = plain[at : at + length]
        bound |= tag == "NNB" and start <= at < end
        if (
            at < start
            or at + length > end
            or tag not in _CONTENT
            or not all(map(is_korean, text))
            or not text
        ):
            continue
        # 전기+차, 대기+질; 물+관리, 초+미세
        if parts and at == last and ((len(text) == 1 and tag != "XPN") or len(parts[-1]) == 1):
            parts[-1] += text
        else:
            parts.append(text)
        last = at + length
    nouns = [part for part in parts if len(part) > 1] or parts
    return (tuple(nouns), False) if nouns else ((run,), not bound)

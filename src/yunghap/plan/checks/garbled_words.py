"""Text repeated in another section has the same words.

Two places of different sections whose text is the same for nine letters around one or two syllables (or up
to both ends of the line), but differs there by strokes, have most likely been garbled when the document was
converted or copied: 소산업 and 쉐산업, 가전 and 기전. Numbers, spaces and punctuation are not compared. The
rarer word is the suspect.

Silently ignored: differences of more than two strokes in a syllable (other words); syllables that are
opposites, ranks, layers of government or endings (국비/구비, 상/하, 은/을); two-syllable words of everyday
plan language that are one stroke apart (사업/산업, 추진/촉진); two words that both stand elsewhere in the
document in other surroundings; insertions and omissions of a syllable; Latin words of fewer than five
letters; lines of one and the same section (items of a list are alike); names that end in 부, 처, 청
(`unknown-ministry`); the same slip found again is reported once, with all its lines.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, verdict
from yunghap.plan.checks.words import ENDINGS, EVERYDAY, is_hangul, plain, slip, with_particle
from yunghap.plan.contracts import Message, Span

_EVIDENCE = 9  # letters around the difference
_LONGEST_WORD = 60  # letters to each side of a slip
_SIDE = 5
_RARE = 3  # a garbled word stands at most so often
_REPEATED = 20  # letters in a row that make a text a repeated one
_SIZES = frozenset({"thousand", "million", "billion", "trillion"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """One line or cell squeezed: `places` are the offsets of its letters in the line's plain text."""

    line: int
    owner: tuple[object, ...]  # the section, or the table
    letters: str
    places: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a variant stands."""

    stretch: int
    at: int
    width: int


def run(reading: Reading) -> Iterator[Verdict]:
    stretches = list(_stretches(reading))
    found = list(_slips(reading, stretches))
    yield from found
    if not found:
        repeated = _repeated(stretches)
        if repeated:
            spans = [reading.whole(line) for line in repeated]
            ko = f"되풀이된 문구 {len(repeated)}행에 서로 다른 낱말이 없습니다."
            en = f"The {len(repeated)} lines whose text is repeated show no differing word."
            yield verdict(True, spans, ko, en, lines=len(repeated))


def _stretches(reading: Reading) -> Iterator[Stretch]:
    for item in reading.items:
        yield _stretch(item.line, ("s", *reading.path(item.line)), item.text, item.begin)
    for grid in reading.grids:
        for row, cells in enumerate(grid.rows):
            line = grid.line(row)
            text, at = reading.text(line), 0
            for cell in cells:
                start = text.find(plain(cell), at)
                if cell.strip() and start >= 0:
                    at = start + len(cell)
                    yield _stretch(line, ("t", grid.table.number), text[:at], start)


def _stretch(line: int, owner: tuple[object, ...], text: str, begin: int) -> Stretch:
    letters: list[str] = []
    places: list[int] = []
    for at in range(begin, len(text)):
        char = text[at].casefold()
        if char == "社":
            char = "사"
        if char.isdigit():
            if letters and letters[-1] == "#":
                continue
            char = "#"
        elif not char.isalpha() or len(char) != 1:
            continue
        letters.append(char)
        places.append(at)
    return Stretch(line, owner, "".join(letters), tuple(places), text)


def _window(letters: str, at: int, width: int) -> str | None:
    """The surroundings of a stretch of letters, or None where they are too short to tell anything."""
    left = letters[max(0, at - _SIDE) : at]
    right = letters[at + width : at + width + _EVIDENCE - len(left)]
    if len(left) + len(right) < _EVIDENCE and at >= _SIDE:
        left = letters[max(0, at - _EVIDENCE + len(right)) : at]
    starts = at - len(left) == 0
    ends = at + width + len(right) == len(letters)
    count = sum(char != "#" for char in left + right)
    if count < (6 if starts and ends else _EVIDENCE - 2):
        return None
    return f"{'^' if starts else ''}{left}|{right}{'$' if ends else ''}"


def _word(stretch: Stretch, at: int, width: int) -> tuple[str, int, int]:
    """The word around a stretch of letters with its offsets in the line; of one beyond all length a part."""
    text, start, end = stretch.text, stretch.places[at], stretch.places[at + width - 1] + 1
    first, last = max(0, start - _LONGEST_WORD), min(len(text), end + _LONGEST_WORD)
    while start > first and text[start - 1].isalpha():
        start -= 1
    while end < last and text[end].isalpha():
        end += 1
    return text[start:end], start, end


def _slips(reading: Reading, stretches: Sequence[Stretch]) -> Iterator[Verdict]:
    often = Counter(
        word
        for s in stretches
        for word in re.findall(r"[^\W\d_]+", s.text[s.places[0] :] if s.places else "")
    )
    rare: dict[int, list[Place]] = defaultdict(list)
    for number, stretch in enumerate(stretches):
        for place in _places(stretch, number):
            if often[_word(stretch, place.at, place.width)[0]] <= _RARE:
                window = _window(stretch.letters, place.at, place.width)
                if window is not None:
                    rare[hash((window, place.width))].append(place)
    groups: dict[tuple[str, int], dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for number, stretch in enumerate(stretches):
        for place in _places(stretch, number):
            window = _window(stretch.letters, place.at, place.width)
            if window is not None and hash((window, place.width)) in rare:
                variant = stretch.letters[place.at : place.at + place.width]
                groups[window, place.width][variant].append(place)
    pairs: dict[tuple[str, str], set[Span]] = defaultdict(set)
    for variants in groups.values():
        if 1 < len(variants) <= 6:
            for pair, spans in _differing(reading, stretches, variants):
                pairs[pair] |= spans
    yield from _reported(pairs)


def _places(stretch: Stretch, number: int) -> Iterator[Place]:
    for width in (1, 2):
        for at in range(len(stretch.letters) - width + 1):
            if "#" not in stretch.letters[at : at + width]:
                yield Place(number, at, width)


def _differing(
    reading: Reading, stretches: Sequence[Stretch], variants: dict[str, list[Place]]
) -> Iterator[tuple[tuple[str, str], set[Span]]]:
    names = sorted(variants)
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            if not _garbles(one, other):
                continue
            mine, theirs = _apart(stretches, variants[one], variants[other])
            if not mine or not theirs:
                continue
            first, second = mine[0], theirs[0]
            if _everyday(stretches, first, second) or _both_elsewhere(stretches, variants, one, other):
                continue
            if not _one_word(stretches, first, second):
                continue
            words = [_word(stretches[p.stretch], p.at, p.width) for p in (first, second)]
            if any(len(word[0]) < 2 or (word[0].isascii() and len(word[0]) < 5) for word in words):
                continue
            if all(word[0].casefold() in _SIZES for word in words):
                continue
            if any(re.search(r"(?:부|처|청)$", word[0]) for word in words):
                continue
            spans = {_span(reading, stretches, place) for place in (*mine, *theirs)}
            suspect, right = _suspect(stretches, words[0][0], words[1][0])
            yield (suspect, right), spans


def _garbles(one: str, other: str) -> bool:
    """The variants differ by strokes, in every syllable of them, and not by grammar."""
    if any(a == b for a, b in zip(one, other, strict=True)):
        return False
    latin = all(char.isascii() for char in one + other)
    if not latin and not all(is_hangul(char) for char in one + other):
        return False
    distance = slip(one, other)
    return distance is not None and distance <= (len(one) if latin else len(one) + 1)


def _one_word(stretches: Sequence[Stretch], one: Place, other: Place) -> bool:
    """The variants stand in words that share a letter beside them and are no endings of these words."""
    heads, tails = [], []
    for place in (one, other):
        stretch = stretches[place.stretch]
        word, start, _ = _word(stretch, place.at, place.width)
        at = stretch.places[place.at] - start
        heads.append(word[:at].casefold())
        tails.append(word[at + place.width :].casefold())
    grammar = set(stretches[one.stretch].letters[one.at : one.at + one.width])
    grammar |= set(stretches[other.stretch].letters[other.at : other.at + other.width])
    if grammar <= ENDINGS and any(set(tail) <= ENDINGS for tail in tails):
        return False
    return bool(heads[0] and heads[1] and heads[0][-1] == heads[1][-1]) or bool(
        tails[0] and tails[1] and tails[0][0] == tails[1][0]
    )


def _apart(
    stretches: Sequence[Stretch], mine: Sequence[Place], theirs: Sequence[Place]
) -> tuple[list[Place], list[Place]]:
    """The places of both variants that stand in different sections."""
    owners = (
        {stretches[place.stretch].owner for place in mine},
        {stretches[place.stretch].owner for place in theirs},
    )
    return (
        [place for place in mine if owners[1] - {stretches[place.stretch].owner}],
        [place for place in theirs if owners[0] - {stretches[place.stretch].owner}],
    )


def _everyday(stretches: Sequence[Stretch], one: Place, other: Place) -> bool:
    """Both variants make right everyday words with the syllable before or behind."""
    mine, theirs = stretches[one.stretch].letters, stretches[other.stretch].letters
    if one.width == 2:
        return mine[one.at : one.at + 2] in EVERYDAY and theirs[other.at : other.at + 2] in EVERYDAY
    for shift in (-1, 0):
        pair = [
            letters[max(0, place.at + shift) : place.at + shift + 2]
            for letters, place in ((mine, one), (theirs, other))
        ]
        if all(len(word) == 2 and word in EVERYDAY for word in pair):
            return True
    return False


def _both_elsewhere(
    stretches: Sequence[Stretch], variants: dict[str, list[Place]], one: str, other: str
) -> bool:
    """Each variant stands, with the letters beside it, somewhere in other surroundings."""
    return all(_elsewhere(stretches, variants[name][0]) for name in (one, other))


def _elsewhere(stretches: Sequence[Stretch], place: Place) -> bool:
    letters = stretches[place.stretch].letters
    start, end = max(0, place.at - 1), place.at + place.width + 1
    near, wide = letters[start:end], letters[max(0, start - 2) : end + 2]
    for stretch in stretches:
        at = stretch.letters.find(near)
        while at >= 0:
            if stretch.letters[max(0, at - 2) : at + len(near) + 2] != wide:
                return True
            at = stretch.letters.find(near, at + 1)
    return False


def _span(reading: Reading, stretches: Sequence[Stretch], place: Place) -> Span:
    stretch = stretches[place.stretch]
    _, start, end = _word(stretch, place.at, place.width)
    return reading.span(stretch.line, start, end)


def _suspect(stretches: Sequence[Stretch], one: str, other: str) -> tuple[str, str]:
    """The word that stands in fewer lines first."""
    counts = [
        sum(word.casefold() in stretch.text.casefold() for stretch in stretches) for word in (one, other)
    ]
    return (one, other) if counts[0] <= counts[1] else (other, one)


def _reported(pairs: dict[tuple[str, str], set[Span]]) -> Iterator[Verdict]:
    merged: dict[tuple[str, str], set[Span]] = {}
    for pair, spans in sorted(pairs.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        lines = {span.line for span in spans}
        known = next(
            (kept for kept in merged if lines <= {s.line for s in merged[kept]} and _same(kept, pair)), None
        )
        if known is None:
            merged[pair] = set(spans)
    for (suspect, right), spans in merged.items():
        ordered = sorted(spans, key=lambda span: (span.line, span.start))
        ko = (
            f"{lines_ko(ordered)}: 같은 문구인데 한쪽은 ‘{suspect}’, 다른 쪽은 "
            f"‘{right}’{with_particle(right, '으로')[len(right) :]} "
            "적혀 있습니다. 변환·옮겨 적기 오류인지 확인하십시오."
        )
        en = (
            f"{lines_en(ordered).capitalize()}: the same text reads “{suspect}” in one place and "
            f"“{right}” in another; "
            "check for a slip of conversion or copying."
        )
        yield verdict(False, ordered, ko, en, suspect=suspect, other=right)


def _same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return bool(set(one) & set(other))


def _repeated(stretches: Sequence[Stretch]) -> list[int]:
    """Lines that share a long run of letters with a line of another section."""
    seen: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    lines: dict[str, set[int]] = defaultdict(set)
    for stretch in stretches:
        for at in range(max(0, len(stretch.letters) - _REPEATED + 1)):
            run_ = stretch.letters[at : at + _REPEATED]
            seen[run_].add(stretch.owner)
            lines[run_].add(stretch.line)
    return sorted({line for run_, owners in seen.items() if len(owners) > 1 for line in lines[run_]})


CHECK = Check(
    id="garbled-words",
    version=2,
    title=Message(ko="깨진 낱말", en="Garbled words"),
    nothing=Message(ko="여러 절에 되풀이된 문구가 없습니다.", en="No text is repeated in another section."),
    run=run,
)

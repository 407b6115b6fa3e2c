"""The parentheses, clauses and sentences of a line, and where each of its tokens stands in them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

_MARKS = re.compile(
    r"[()\[\]<>{}「」『』;/→⇒|\t]"
    r"|,(?!\d{3}(?!\d))|,(?=')"  # a comma that is no part of a number
    r"|[.!?](?=\s|$)"
    r"|(?:대비|보다|에 비해|比|[과와] 비교(?:하면|해서?|하여|(?:했을|하였을|할) 때)|에 비하[여면])(?=[ ()\d+△▲])"
)
_PAIRS = {")": "(", "]": "[", ">": "<", "}": "{", "」": "「", "』": "『"}
_OPEN = frozenset(_PAIRS.values())
_COMPARE = re.compile(r"대비|보다|比|에 비|[과와] 비")
_LATIN_SENTENCE = re.compile(r" [A-Z][A-Za-z]")  # in 2022. The programme
_DEEPEST = 12
_REACH = 200  # "<" opens only where ">" follows so near


@dataclass(slots=True)
class Group:
    """A parenthesis (the first group is the whole line).

    `start`, `end`: its inside; `parent`, `segment`, `sentence`: where it opens; `segments`: where each segment
    begins; `sentences`: the segments at which sentences begin; `barriers`: ends of 대비 and 보다.
    """

    start: int
    end: int
    parent: int = -1
    segment: int = 0
    sentence: int = 0
    mark: str = ""
    segments: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=lambda: [0])
    barriers: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Group, segment of the group, sentence of the group (indexes)."""

    group: int
    segment: int
    sentence: int


class Clauses:
    """The structure of one text."""

    def __init__(self, text: str, positions: Sequence[int]) -> None:
        """`positions`: sorted offsets whose places are wanted."""
        self.text = text
        self.groups = [Group(0, len(text), segments=[0])]
        self.places: dict[int, Place] = {}
        stack = [0]
        done = 0
        for match in _MARKS.finditer(text):
            while done < len(positions) and positions[done] < match.start():
                self.places[positions[done]] = self._here(stack[-1])
                done += 1
            self._mark(match, stack)
        for position in positions[done:]:
            self.places[position] = self._here(stack[-1])

    def _here(self, number: int) -> Place:
        group = self.groups[number]
        return Place(number, len(group.segments) - 1, len(group.sentences) - 1)

    def _mark(self, match: re.Match[str], stack: list[int]) -> None:
        mark, group = match[0], self.groups[stack[-1]]
        if mark in _OPEN:
            self._open(match, stack)
        elif mark in _PAIRS:
            self._close(match, stack)
        elif _COMPARE.match(mark):
            group.barriers.append(match.end())
        elif mark not in ".!?":
            group.segments.append(match.end())
        elif not self.text[match.start() - 1 : match.start()].isdigit() or _LATIN_SENTENCE.match(
            self.text, match.end()
        ):
            group.segments.append(match.end())
            group.sentences.append(len(group.segments) - 1)

    def _open(self, match: re.Match[str], stack: list[int]) -> None:
        closes = match[0] != "<" or ">" in self.text[match.end() : match.end() + _REACH]
        if len(stack) <= _DEEPEST and closes:
            here = self._here(stack[-1])
            end = len(self.text)
            self.groups.append(
                Group(match.end(), end, here.group, here.segment, here.sentence, match[0], [match.end()])
            )
            stack.append(len(self.groups) - 1)

    def _close(self, match: re.Match[str], stack: list[int]) -> None:
        """Closes the nearest parenthesis of its kind, and what was left open inside."""
        for level in range(len(stack) - 1, 0, -1):
            if self.groups[stack[level]].mark == _PAIRS[match[0]]:
                for number in stack[level:]:
                    self.groups[number].end = match.start()
                del stack[level:]
                return

    def outer(self, place: Place) -> Place:
        """Where the place's parenthesis opens."""
        group = self.groups[place.group]
        return Place(group.parent, group.segment, group.sentence)

    def segment_start(self, place: Place) -> int:
        """Where the place's segment begins."""
        return self.groups[place.group].segments[place.segment]

    def segment_end(self, place: Place) -> int:
        """Where the place's segment ends (its separator included)."""
        group = self.groups[place.group]
        return group.segments[place.segment + 1] if place.segment + 1 < len(group.segments) else group.end

    def sentence_start(self, place: Place) -> int:
        """Where the place's sentence begins."""
        group = self.groups[place.group]
        return group.segments[group.sentences[place.sentence]]

    def sentence_end(self, place: Place) -> int:
        """Where the place's sentence ends."""
        group = self.groups[place.group]
        last = place.sentence + 1 == len(group.sentences)
        return group.end if last else group.segments[group.sentences[place.sentence + 1]]

    def barrier_before(self, place: Place, at: int) -> int:
        """The last 대비 or 보다 of the place's group before `at`: what stands before it does not govern."""
        barriers = self.groups[place.group].barriers
        count = bisect_right(barriers, at)
        return barriers[count - 1] if count else 0

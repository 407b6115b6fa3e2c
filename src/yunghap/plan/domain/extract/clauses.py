# ruff: noqa
"""The parentheses, clauses and sentences of a line, and where each of its tokens stands in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_MARKS = re.compile(
    r"[()\[\]<>{}「」『』;/→⇒|\t]|,(?!\d{3}(?!\d))|,(?=')|[.!?](?=\s|$)|(?:대비|보다|에 비해|比)(?=[ ()\d+△▲])"
)
_PAIRS = {")": "(", "]": "[", ">": "<", "}": "{", "」": "「", "』": "『"}
_OPEN = frozenset(_PAIRS.values())
_DEEPEST = 12


@dataclass(slots=True)
class Group:
    """A parenthesis (the first group is the whole line): offsets of its inside."""

    start: int
    end: int
    parent: int
    segment: int  # of the parent, where it opens
    sentence: int
    depth: int
    mark: str
    segments: list[int] = field(default_factory=list)  # where each segment begins
    sentences: list[int] = field(default_factory=lambda: [0])  # segment indexes at which sentences begin
    barriers: list[int] = field(default_factory=list)  # after 대비, 보다


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
        self.groups = [Group(0, len(text), -1, 0, 0, 0, "", [0])]
        self.places: dict[int, Place] = {}
        stack = [0]
        wanted = iter(positions)
        at = next(wanted, None)
        for match in _MARKS.finditer(text):
            while at is not None and at < match.start():
                self.places[at] = self._place(stack[-1])
                at = next(wanted, None)
            self._mark(match, stack)
        while at is not None:
            self.places[at] = self._place(stack[-1])
            at = next(wanted, None)

    def _place(self, number: int) -> Place:
        group = self.groups[number]
        return Place(number, len(group.segments) - 1, len(group.sentences) - 1)

    def _mark(self, match: re.Match[str], stack: list[int]) -> None:
        mark, group = match[0], self.groups[stack[-1]]
        if mark in _OPEN:
            if len(stack) <= _DEEPEST and (mark != "<" or ">" in self.text[match.end() : match.end() + 200]):
                new = Group(
                    match.end(), len(self.text), stack[-1], len(group.segments) - 1, len(group.sentences) - 1,
                    group.depth + 1, mark, [match.end()],
                )  # fmt: skip
                self.groups.append(new)
                stack.append(len(self.groups) - 1)
        elif mark in _PAIRS:
            for level in range(len(stack) - 1, 0, -1):
                if self.groups[stack[level]].mark == _PAIRS[mark]:
                    for number in stack[level:]:
                        self.groups[number].end = match.start()
                    del stack[level:]
                    break
        elif mark in {"대비", "보다", "에 비해", "比"}:
            group.barriers.append(match.end())
        elif mark in ".!?":
            before = self.text[match.start() - 1 : match.start()]
            if not before.isdigit() and before != "'":
                group.segments.append(match.end())
                group.sentences.append(len(group.segments) - 1)
        else:
            group.segments.append(match.end())

    def segment_start(self, place: Place) -> int:
        """Where the place's segment begins."""
        return self.groups[place.group].segments[place.segment]

    def segment_end(self, place: Place) -> int:
        """Where the place's segment ends (its separator included)."""
        group = self.groups[place.group]
        following = place.segment + 1
        return group.segments[following] if following < len(group.segments) else group.end

    def sentence_start(self, place: Place) -> int:
        """Where the place's sentence begins."""
        group = self.groups[place.group]
        return group.segments[group.sentences[place.sentence]]

    def sentence_end(self, place: Place) -> int:
        """Where the place's sentence ends."""
        group = self.groups[place.group]
        following = place.sentence + 1
        return group.segments[group.sentences[following]] if following < len(group.sentences) else group.end

    def barrier_before(self, place: Place, at: int) -> int:
        """The last 대비 or 보다 of the place's group before `at`: what stands before it does not govern."""
        return max((b for b in self.groups[place.group].barriers if b <= at), default=0)

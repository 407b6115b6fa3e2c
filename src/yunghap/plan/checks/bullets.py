"""Bullets of two sections that say nearly the same and carry tags of ministries."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from yunghap.plan.checks.names import EVERYBODY, split_names
from yunghap.plan.checks.reading import Item, Reading
from yunghap.plan.checks.twins import masked

_LEAST = 12  # letters
_COMMON = 200  # bullets a pair of letters may stand in to tell anything
_SPREAD = 0.3  # the shorter one has at least this part of the longer one's pairs
_TIE = 0.02
_ALIKE = 0.72  # of the shorter one's pairs of letters stand in the longer one


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _tag(item: Item) -> tuple[str, ...]:
    """The canonical short names of a bullet's tag; empty where it names others than ministries."""
    if not item.tag or EVERYBODY.search(item.tag):
        return ()
    names = split_names(item.tag)
    return (
        tuple(name.body.short for name in names if name.body is not None)
        if all(n.body for n in names)
        else ()
    )


@dataclass(frozen=True, slots=True)
class Tagged:
    """A bullet with the ministries of its tag and the pairs of letters of its text."""

    line: int
    ministries: tuple[str, ...]
    pairs: frozenset[str]


def parallel_bullets(reading: Reading) -> Iterator[tuple[Tagged, Tagged]]:
    """Bullets of different sections at the top that are each other's best match."""
    tagged = [
        Tagged(item.line, tag, _pairs(text))
        for item in reading.items
        if (tag := _tag(item)) and len(text := masked(item.body)) >= _LEAST
    ]
    index: dict[str, list[int]] = defaultdict(list)
    for at, bullet in enumerate(tagged):
        for pair in bullet.pairs:
            index[pair].append(at)
    best = {
        at: other for at in range(len(tagged)) if (other := _best(reading, tagged, index, at)) is not None
    }
    for at, other in sorted(best.items()):
        if at < other and best.get(other) == at:
            yield tagged[at], tagged[other]


def _best(reading: Reading, tagged: list[Tagged], index: dict[str, list[int]], at: int) -> int | None:
    """The bullet elsewhere that says most nearly the same; None where two are as near."""
    own = tagged[at]
    shared: Counter[int] = Counter()
    for pair in own.pairs:
        if len(index[pair]) <= _COMMON:
            shared.update(index[pair])
    ranks: list[tuple[float, int]] = []
    for other, count in shared.items():
        their = tagged[other]
        if other == at or not _apart(reading, own.line, their.line):
            continue
        few, many = sorted((len(own.pairs), len(their.pairs)))
        if count >= _ALIKE * few and few >= _SPREAD * many:
            ranks.append((count / few * (0.5 + few / many / 2), other))
    ranks.sort(reverse=True)
    if not ranks or (len(ranks) > 1 and ranks[0][0] - ranks[1][0] < _TIE):
        return None
    return ranks[0][1]


def _apart(reading: Reading, one: int, other: int) -> bool:
    """In different sections at the top, and both looking the same way."""
    mine, theirs = reading.path(one), reading.path(other)
    same_way = (reading.kind(one) == "performance") == (reading.kind(other) == "performance")
    return mine[:1] != theirs[:1] and same_way

"""Words that are known beforehand: those that say nothing, and those that mean the same."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .words import normalise

_WEIGHTS = {"regions": 1.0, "equals": 0.6}
FILE = Path(__file__).resolve().parents[1] / "data" / "words.toml"


@dataclass(frozen=True, slots=True)
class Known:
    """`generic` words, `light` ones that only say what is done with a thing, and for a word its `equals`.

    Those are others that mean the same, with how far they do (0 to 1). `verbs` are stems with the nouns that titles use
    instead, `endings` syllables that end a compound with the words for them.
    """

    generic: frozenset[str]
    light: frozenset[str]
    equals: dict[str, tuple[tuple[str, float], ...]]
    verbs: dict[str, tuple[str, ...]]
    endings: dict[str, tuple[str, ...]]


@cache
def known() -> Known:
    """The words of `data/words.toml`."""
    words = tomllib.loads(FILE.read_text(encoding="utf-8"))
    equals: dict[str, dict[str, float]] = defaultdict(dict)
    for table, weight in _WEIGHTS.items():
        for names in _lines(words[table]):
            for name in names:
                # 서울특별시 carries 서울 anyway
                equals[name] |= {other: weight for other in names if name not in other}
    generic, light = (frozenset(map(normalise, words[table].split())) for table in ("generic", "light"))
    return Known(
        generic=generic,
        light=light,
        equals={name: tuple(others.items()) for name, others in equals.items()},
        verbs={stem: tuple(nouns) for stem, *nouns in _lines(words["verbs"])},
        endings={ending: tuple(nouns) for ending, *nouns in _lines(words["endings"])},
    )


def _lines(table: str) -> list[list[str]]:
    """Each line of a table as its words."""
    return [[normalise(name.strip()) for name in line.split("=")] for line in table.strip().splitlines()]


def bare(run: str) -> str:
    """A Korean stretch without generic words at its end: 주차장현황정보 → 주차장."""
    generic = known().generic
    while ending := next((run[-n:] for n in (4, 3, 2) if len(run) > n + 1 and run[-n:] in generic), ""):
        run = run[: -len(ending)]
    return run

"""A catalogue of any size, the same every time: titles as the public data portal has them, put together anew.

The words come from `words.toml`; which go together, how compounds are spaced and which other subjects the description
mentions is drawn by chance. One record in twelve is English.
"""

import random
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from yunghap.search.contracts import PUBLIC, Item

FORMATS = ("CSV", "CSV", "XLSX", "JSON", "XML", "SHP", "PDF", "API")
LICENCES = ("KOGL_1", "KOGL_1", "KOGL_0", "KOGL_2", "KOGL_4", "CC_BY", "CONTRACT")
THEMES = ("교통물류", "보건의료", "환경기상", "문화관광", "산업고용", "공공행정", "재난안전", "교육")
_SYLLABLES = (
    "나다라마바사아자차하강경광구금남대동문미백산상서성송수신안양영오용우원유은이인장정조주진천청태평한해호화"
)


@cache
def words() -> dict[str, Any]:
    """The word lists."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def _pieces(name: str) -> list[str]:
    return [piece.strip() for piece in words()[name].replace("\n", "").split("|")]


def records(number: int, *, seed: int = 1) -> Iterator[Item]:
    """So many records of the catalogue."""
    chance = random.Random(seed)  # noqa: S311 - the same catalogue every time
    for at in range(number):
        yield _english(at, chance) if chance.random() < 1 / 12 else _korean(at, chance)


@cache
def _regions() -> list[tuple[str, list[str]]]:
    lines = (line.split(":") for line in words()["regions"].strip().splitlines())
    return [(province, towns.split()) for province, towns in lines]


def _subject(chance: random.Random) -> str:
    """A subject as somebody writes it: in one word, with spaces, sometimes with underscores."""
    joint = chance.choices(("", " ", "_"), (5, 4, 1))[0]
    return joint.join(chance.choice(words()["subjects"].split()).split("·"))


def _korean(at: int, chance: random.Random) -> Item:
    province, towns = chance.choice(_regions())
    town = chance.choice(towns)
    local = chance.random() < 0.75
    publisher = f"{province} {town}" if local else chance.choice(words()["agencies"].split())
    written = publisher if chance.random() < 0.85 else publisher.replace(" ", "_")
    subject, aspect = _subject(chance), chance.choice(words()["aspects"].split())
    name = "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3)))) if chance.random() < 0.3 else ""
    title = f"{written}{chance.choice('____ ')}{f'{name} ' if name else ''}{subject}"
    if aspect != "_":
        title += f"{chance.choice((' ', '', '', '_'))}{aspect}"
    if chance.random() < 0.12:
        title += f"_{chance.randrange(2010, 2026)}"
    others = [_subject(chance) for _ in range(3)]
    text = " ".join(
        line.format(s=chance.choice((subject, others[0])), r=town, o=others[1])
        for line in chance.sample(words()["sentences"].strip().splitlines(), k=4)
    )
    keywords = [subject.replace(" ", "").replace("_", ""), *subject.replace("_", " ").split(), *others[2:]]
    return _item(
        at,
        chance,
        title=title,
        publisher=publisher,
        text=text,
        keywords=keywords,
        region=province if local else "전국",
    )


def _english(at: int, chance: random.Random) -> Item:
    publisher = chance.choice(_pieces("english_agencies"))
    subject, other = chance.choice(_pieces("english_subjects")), chance.choice(_pieces("english_subjects"))
    title = f"{subject} {chance.choice(_pieces('english_aspects'))}".strip()
    if chance.random() < 0.5:
        title = f"{publisher} {title}" if chance.random() < 0.5 else f"{title} - {publisher}"
    text = " ".join(
        line.format(s=chance.choice((subject, other)).lower(), o=other.lower())
        for line in words()["english_sentences"].strip().splitlines()
    )
    return _item(
        at, chance, title=title, publisher=publisher, text=text, keywords=subject.lower().split(), region=""
    )


def _item(
    at: int,
    chance: random.Random,
    *,
    title: str,
    publisher: str,
    text: str,
    keywords: list[str],
    region: str,
) -> Item:
    return Item(
        kind="exchange.entry",
        id=f"{at:08}",
        title=title,
        url=f"/datasets/{at:08}/",
        access=(PUBLIC,),
        text=f"{publisher} {text} C{chance.randrange(16**6):06x}",
        keywords=tuple(dict.fromkeys(keywords)),
        facets={
            "organisation": publisher,
            "theme": chance.choice(THEMES),
            "format": chance.choice(FORMATS),
            "licence": chance.choice(LICENCES),
            "region": region,
            "kind": "harvested" if chance.random() < 0.9 else "own",
        },
    )

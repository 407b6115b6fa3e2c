"""Names of ministries as a plan prints them, against the shipped, dated directory."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from yunghap.core.text import name_key
from yunghap.identity.directory import Body, load_directory
from yunghap.plan.checks.words import lexicon, plain

# Words in the place of a ministry that name none in particular, or no ministry at all.
EVERYBODY = re.compile(
    r"공통|(?:전|범|각|관계|다|해당|소관|주관|협업)\s?부처|부처\s?(?:합동|공동|공통)|관계\s?기관|전체|"
    r"all ministries|joint",
    re.IGNORECASE,
)
NOT_MINISTRIES = lexicon("not ministries")
_SEPARATORS = re.compile(r"\s*[,·/、&+∙•]\s*|\s+및\s+|\s*\band\b\s*")
_LOOKS = re.compile(r"[가-힣]{1,14}(?:부|처|청|위원회|위|실|원)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the place of a ministry; `body` is None where nobody was ever called so."""

    text: str
    body: Body | None

    @property
    def looks(self) -> bool:
        """It has the form of a ministry's name and is no ordinary word."""
        return (
            bool(re.fullmatch(r"[가-힣]{1,14}(?:부|처|청)", self.text))
            and self.text not in NOT_MINISTRIES
            and not self.text.endswith(("본부", "지부", "학부", "교육청", "사업부", "부처"))
        )


def central(body: Body | None) -> bool:
    return body is not None and body.kind == "ministry"


@cache
def find(text: str, on: date | None = None) -> Body | None:
    """The central body of that name at any time, preferring the bearer on the day."""
    body = load_directory().find(text, on)
    return body if central(body) else None


def split_names(tag: str, on: date | None = None) -> list[Name]:
    """The names of a trailing tag or a cell: `(산업부, 과기부)`; empty where it lists anything else."""
    cleaned = re.sub(r"\s*(?:등|합동|공동|주관|협조|협업)$", "", re.sub(r"\*+", "", plain(tag)).strip())
    whole = find(cleaned, on)
    if whole is not None:
        return [Name(cleaned, whole)]
    parts = [part.strip() for part in _SEPARATORS.split(cleaned) if part.strip()]
    names = [Name(part.replace(" ", ""), find(part, on)) for part in parts]
    if not names or any(not (name.body or _LOOKS.fullmatch(name.text)) for name in names):
        return []
    return names


def valid_between(name: Name, first: date, last: date) -> bool:
    """The body bore the name on some day from `first` to `last`, or is commonly called so.

    The canonical short name, and an alias that never was a name of its own, hold as long as the body existed.
    """
    body = name.body
    if body is None:
        return False
    key = name_key(name.text)
    then = [
        dated
        for dated in body.names
        if (dated.starts_on is None or dated.starts_on <= last)
        and (dated.ends_on is None or first <= dated.ends_on)
    ]
    if any(key in {name_key(t) for t in (dated.long, dated.short, dated.english)} for dated in then):
        return True
    if not then:
        return False
    own = {name_key(t) for dated in body.names for t in (dated.long, dated.short)}
    return key == name_key(body.short) or key not in own


def name_on(body: Body, day: date) -> str:
    """What the body, or its heirs, were called on the day: long names joined by `·`."""
    heirs = load_directory().successors(body.id, day)
    return "·".join(dated.long for heir in heirs if (dated := heir.name_on(day)) is not None)

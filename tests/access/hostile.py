"""What nobody would send: parameters, parts of addresses, fields of forms and bodies of calls of a hostile kind."""

import re
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, quote_from_bytes

SOURCE = Path(__file__).parents[2] / "src"
# Numbers beyond all columns, digits that are none, bytes that are no text, days that are none, other tongues' syntax.
VALUES = (
    "²".encode(),
    b"9" * 400,
    b"a\x00b",
    b"\xed\xa0\x80",  # a lone surrogate
    b"2026-02-30",
    b"1e999",
    b"x" * 5_000,
    b"-1",
    b"9999-12-31",
    b"nan",
    b"\xff\xfe",
    b"01ARZ3NDEKTSV4RRFFQ69G5FAV",  # an id of nothing, or of a thing of another kind
    "\u202e\u2028가".encode(),
    b"0001-01-01",
    b"[]",
    "２０２６".encode(),
    b"0",
    b'{"a":' * 200,
    b"(" * 300,
    b"",
)
PARTS = ("²", "9" * 40, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "x\x00y", "x" * 300, "\u202e가", "-1", "..")
BODIES = ("{", "[]", '"x"', "null", '{"a":' * 3_000)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Sent(NamedTuple):
    """A request: `query` goes behind the address, `parts` take the place of some of its parameters."""

    query: str = ""
    body: str = ""
    kind: str = FORM
    parts: tuple[tuple[str, str], ...] = ()


@cache
def parameter_names() -> tuple[str, ...]:
    """Every parameter of an address that the source reads by name."""
    names = set[str]()
    for path in SOURCE.rglob("*.py"):
        names |= set(re.findall(r'(?:GET|query)\.get(?:list)?\(\s*"(\w+)"', path.read_text()))
    return tuple(sorted(names))


def fields_of(page: str) -> dict[str, str]:
    """Names and first values of the fields of a page's forms."""
    found = dict[str, str]()
    for tag in re.findall(r"<(?:input|select|textarea|button)\b[^>]*>", page):
        name, value = (re.search(rf'\b{one}="([^"]*)"', tag) for one in ("name", "value"))
        if name:
            found.setdefault(name[1], value[1] if value else "")
    return found


def mixed(names: list[str], number: int) -> dict[str, bytes]:
    """A hostile value for each name, another one in each round."""
    return {
        name: VALUES[(zlib.crc32(name.encode()) + place + number * 7) % len(VALUES)]
        for place, name in enumerate(names)
    }


def encoded(values: dict[str, bytes]) -> str:
    """Values as a form sends them, bytes as they are."""
    return "&".join(f"{quote(name)}={quote_from_bytes(value, safe='')}" for name, value in values.items())


def hostile(verb: str, page: str, parameters: dict[str, Any], *, rounds: int, is_api: bool) -> Iterator[Sent]:
    """What is sent to a route; `page` is what it shows, for the names of its fields."""
    fields = fields_of(page)
    kind = JSON if is_api else FORM
    for number in range(rounds):
        for place, name in enumerate(one for one, value in parameters.items() if isinstance(value, str)):
            yield Sent(parts=((name, PARTS[(zlib.crc32(page.encode()) + place + number) % len(PARTS)]),))
        if verb == "GET":
            yield Sent(query=encoded(mixed([*parameter_names(), *fields], number)))
        elif is_api:
            yield Sent(body=BODIES[number % len(BODIES)], kind=kind)
        else:
            yield Sent(body=encoded(mixed(list(fields), number)))
            kept = {name: value.encode() for name, value in fields.items()}
            some = mixed(list(fields), number + 1)
            yield Sent(
                body=encoded(
                    kept | {n: some[n] for place, n in enumerate(fields) if (place + number) % 3 == 0}
                )
            )

"""Filter queries (`fq`), as clients of CKAN write them: a small part of Solr's grammar.

    organization:a   -organization:a   groups:(a OR b)   (groups:a OR groups:b)
    res_format:"CSV"   metadata_modified:[2024-01-01T00:00:00Z TO *]   *:*

Terms follow one another, with or without AND and `+`. Nothing is evaluated beyond that, and no query language of an
index is ever reached.
"""

import re
from dataclasses import dataclass, field
from datetime import date

_TOKEN = re.compile(
    r"""\s*(?:(?P<range>(?P<rfield>[A-Za-z_]+):[\[{]\s*(?P<low>\S+)\s+TO\s+(?P<high>[^\s\]}]+)\s*[\]}])
    |(?P<sign>[+-])?(?P<field>[A-Za-z_*]+):(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<many>\()|(?P<plain>[^\s()"]+))
    |(?P<open>[+-]?\()|(?P<close>\))|(?P<word>AND|OR|NOT))""",
    re.VERBOSE,
)
_VALUE = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|([^\s()"]+))""")
LONGEST = 20_000


class FilterError(ValueError):
    """The filter cannot be read; says where."""


@dataclass
class Filters:
    """What a filter query asks for: values by field, of which one suffices; those excluded; days."""

    wanted: dict[str, list[str]] = field(default_factory=dict)
    excluded: dict[str, list[str]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


def read_filters(text: str) -> Filters:
    """Read a filter query; raises FilterError."""
    filters = Filters()
    at, negative = 0, False
    text = text[:LONGEST].strip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise FilterError(f"Cannot read the filter from “{text[at : at + 40]}”.")
        at = token.end()
        if token["range"]:
            _range(filters, token)
        elif token["open"]:
            negative = token["open"].startswith("-")
        elif token["close"]:
            negative = False
        elif token["word"] == "NOT":
            negative = True
        elif token["field"]:
            values, at = _values(token, text, at)
            if token["field"] != "*" and values != ["*"]:
                side = filters.excluded if negative or token["sign"] == "-" else filters.wanted
                side.setdefault(token["field"], []).extend(values)
            if not token["sign"] and text[:at].count("(") <= text[:at].count(")"):
                negative = False
    return filters


def _values(token: re.Match[str], text: str, at: int) -> tuple[list[str], int]:
    if token["quoted"] is not None:
        return [_plain(token["quoted"])], at
    if token["plain"] is not None:
        return [_plain(token["plain"])], at
    values: list[str] = []
    while (value := _VALUE.match(text, at)) is not None:
        at = value.end()
        told = value[1] if value[1] is not None else value[2]
        if value[1] is not None or told not in {"OR", "AND", "+"}:
            values.append(_plain(told))
    end = text.find(")", at)
    if end < 0 or text[at:end].strip():
        raise FilterError(f"A bracket stays open in “{text[:40]}”.")
    return values, end + 1


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _range(filters: Filters, token: re.Match[str]) -> None:
    if token["rfield"] not in {"metadata_modified", "metadata_created"}:
        raise FilterError(f"There is no range of “{token['rfield']}”.")
    filters.since, filters.until = _day(token["low"]), _day(token["high"])


def _day(text: str) -> date | None:
    if text == "*":
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise FilterError(f"“{text}” is no moment.") from None

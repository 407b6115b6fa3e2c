"""Turn a marked-up document into its text and its labels, so that offsets are exact.

    python -m tests.plan.truth.markup SOURCE.marked DIRECTORY

A quantity is written ⟦printed|attribute attribute …⟧. Attributes: a role (budget, target, actual, baseline),
a year (four digits, or `none`), `u=unit`, `v=value`, `to=upper bound`, `m=ministries` (`m=` for none),
`p=start..end`; `_` stands for a space. What is not written is taken from the scope, set by directive lines,
which are not text:

    %% year=2024 role=target ministry=산업부 unit=억원 section=2-가

`year=none` and `ministry=none` clear; `%% nfd` writes the next line decomposed, `%% crlf` ends every line
with CRLF. Value and unit are read from plain printed forms (`1,234.5억원`, `△3.2%`, `12`); all others say
`v=` and `u=`.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

MARK = re.compile(r"⟦([^|⟧]+)(?:\|([^⟧]*))?⟧")
PLAIN = re.compile(r"(?P<sign>[△▲+\-−]?)(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>.*)")
ROLES = frozenset({"budget", "target", "actual", "baseline"})
UNITS = {"개社": "개사", "개과제": "과제", "개팀": "팀", "개품목": "품목"}
# A scale word belongs to the unit of money only; otherwise the value must be spelled out with `v=`.
SCALED = re.compile(r"(?![조만천백십])|(?:백만|천만|만|천|십억)(?:원|불|달러)|천톤")


@dataclass
class Marked:
    """A document's text and the labels of its quantities."""

    text: str
    records: list[dict[str, Any]]


@dataclass
class _Scope:
    values: dict[str, str | None] = field(default_factory=dict)
    nfd: bool = False
    crlf: bool = False

    def set(self, words: str) -> None:
        for word in words.split():
            name, _, value = word.partition("=")
            if name == "nfd":
                self.nfd = True
            elif name == "crlf":
                self.crlf = True
            elif name in {"year", "role", "ministry", "unit", "section"}:
                self.values[name] = None if value in {"", "none"} else value
            else:
                raise ValueError(f"unknown directive {word!r}")


def _json_number(text: str) -> int | float:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def _plain(printed: str) -> tuple[str | None, str]:
    match = PLAIN.fullmatch(unicodedata.normalize("NFKC", printed))
    if match is None:
        return None, ""
    unit = re.sub(r"\s", "", match["unit"])
    if re.search(r"\d", unit.replace("m2", "").replace("m3", "")) or not SCALED.match(unit):
        return None, ""
    sign = "-" if match["sign"] in {"△", "▲", "-", "−"} and match["sign"] else ""
    return sign + match["number"].replace(",", ""), unit


def _attributes(words: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words.split():
        name, equals, value = word.partition("=")
        if equals and name in {"u", "v", "to", "m", "p"}:
            found[name] = value.replace("_", " ")
        elif word in ROLES:
            found["role"] = word
        elif word == "none" or re.fullmatch(r"\d{4}", word):
            found["year"] = word
        else:
            raise ValueError(f"unknown attribute {word!r}")
    return found


def _record(printed: str, words: str, scope: _Scope) -> dict[str, Any]:
    given = _attributes(words)
    value, unit = _plain(printed)
    value = given.get("v", value)
    unit = given.get("u") or UNITS.get(unit, unit) or scope.values.get("unit") or ""
    role = given.get("role") or scope.values.get("role")
    if value is None or not unit or role is None:
        raise ValueError(f"value, unit or role missing: ⟦{printed}|{words}⟧")
    year_text = given.get("year") or scope.values.get("year")
    year = None if year_text in {None, "none"} else int(str(year_text))
    start, end = (f"{year}-01-01", f"{year}-12-31") if year else ("", "")
    if "p" in given:
        start, _, end = given["p"].partition("..")
    ministry = given.get("m", scope.values.get("ministry"))
    record: dict[str, Any] = {"text": printed, "value": _json_number(value)}
    if "to" in given:
        record["value_to"] = _json_number(given["to"])
    return record | {
        "unit": unit,
        "year": year,
        "period_start": start or None,
        "period_end": end or None,
        "role": role,
        "ministry": ministry or None,
        "section": scope.values.get("section") or "",
    }


def parse_marked(source: str) -> Marked:
    """The text and the labels of a marked-up source; ValueError names what is wrong in which line."""
    scope = _Scope()
    lines: list[str] = []
    records: list[dict[str, Any]] = []
    for number, line in enumerate(source.split("\n"), 1):
        if line.startswith("%%"):
            scope.set(line[2:])
            continue
        try:
            records += _read_line(line, len(lines) + 1, scope, lines)
        except ValueError as error:
            raise ValueError(f"source line {number}: {error}") from error
    return Marked(text=("\r\n" if scope.crlf else "\n").join(lines), records=records)


def _read_line(line: str, number: int, scope: _Scope, lines: list[str]) -> list[dict[str, Any]]:
    form = (lambda text: unicodedata.normalize("NFD", text)) if scope.nfd else (lambda text: text)
    scope.nfd = False
    out, at, records = "", 0, []
    for match in MARK.finditer(line):
        out += form(line[at : match.start()])
        printed = form(match[1])
        record = _record(match[1], match[2] or "", scope) | {"text": printed}
        records.append({"line": number, "start": len(out), "end": len(out) + len(printed), **record})
        out += printed
        at = match.end()
    out += form(line[at:])
    if "⟦" in out or "⟧" in out:
        raise ValueError("a mark is not closed")
    lines.append(out)
    return records


def read_marked(path: Path) -> Marked:
    """`parse_marked` of a file."""
    return parse_marked(path.read_text(encoding="utf-8"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write NAME.txt and NAME.jsonl of each source into the directory named last."""
    *sources, directory = [Path(name) for name in (sys.argv[1:] if arguments is None else arguments)]
    directory.mkdir(parents=True, exist_ok=True)
    for source in sources:
        marked = read_marked(source)
        (directory / f"{source.stem}.txt").write_bytes(marked.text.encode())
        rows = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in marked.records)
        (directory / f"{source.stem}.jsonl").write_text(rows, encoding="utf-8")
        print(f"{source.stem}: {marked.text.count(chr(10)) + 1} lines, {len(marked.records)} quantities")
    return 0


if __name__ == "__main__":
    sys.exit(main())

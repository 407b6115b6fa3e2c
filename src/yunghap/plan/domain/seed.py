"""A plan document's facts and a curated structure become one edition as plain values. Pure: no database.

The structure file says, by line and start of each number, what it is about; it holds names and places, no figure.
So when extraction improves, making the edition again is mechanical, and what no longer fits is listed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.plan.contracts import PlanText, Quantity, Span
from yunghap.plan.edition_data import (
    DocumentData,
    EditionData,
    FactData,
    FlagshipData,
    IndicatorData,
    LineData,
    MilestoneData,
    NodeData,
    PartData,
    ProgrammeData,
)

FORMAT = "yunghap.structure/1"


@dataclass(frozen=True, slots=True)
class Seed:
    """The edition, the places the structure names where nothing was extracted, and facts it does not mention."""

    edition: EditionData
    missing: tuple[str, ...]
    unplaced: tuple[str, ...]


def place_of(quantity: Quantity) -> str:
    """The key of a number in a structure file: "<line>:<start>"."""
    return f"{quantity.line}:{quantity.start}"


def build_edition(
    text: PlanText, structure: Mapping[str, Any], *, sha256: str, media_type: str = "text/plain"
) -> Seed:
    """Bind every extracted quantity to what the structure says it is about.

    A budget line takes the amount of the first of its facts that was extracted as money; an indicator the
    unit of its first fact. Raises InvalidInput for a structure of another format or document.
    """
    if structure.get("format") != FORMAT or structure.get("sha256") != sha256:
        raise InvalidInput(_("The structure belongs to another document."))
    quantities = {place_of(quantity): quantity for quantity in text.quantities}
    about = dict(_bindings(structure))
    context = set(structure.get("context", ()))
    lines = tuple(_lines(structure, quantities))
    line_keys = {line.key for line in lines}
    indicators = tuple(_indicators(structure, quantities))
    indicator_keys = {indicator.key for indicator in indicators}
    known = {f"LINE:{key}" for key in line_keys} | {f"INDICATOR:{key}" for key in indicator_keys}
    facts = tuple(
        FactData(_shipped(quantity), _valid_about(about.get(place, ""), known))
        for place, quantity in sorted(quantities.items(), key=lambda item: (item[1].line, item[1].start))
    )
    edition = EditionData(
        year=structure["year"],
        title=structure["title"],
        title_en=structure.get("title_en", ""),
        origin="SHIPPED",
        document=DocumentData(sha256, structure["title"], len(text.lines), media_type),
        issued_on=date.fromisoformat(structure["issued_on"]),
        sections=text.sections,
        nodes=tuple(NodeData(**node) for node in structure["nodes"]),
        programmes=tuple(_programme(item) for item in structure["programmes"]),
        lines=lines,
        indicators=indicators,
        facts=facts,
        flagship=tuple(FlagshipData(**item) for item in structure["flagship"]),
        milestones=tuple(_milestone(item) for item in structure["milestones"]),
    )
    named = {*about, *context}
    return Seed(
        edition=edition,
        missing=tuple(sorted(named - quantities.keys(), key=_order)),
        unplaced=tuple(sorted(quantities.keys() - named, key=_order)),
    )


def _order(place: str) -> tuple[int, int]:
    line, start = place.split(":")
    return int(line), int(start)


def _valid_about(about: str, known: set[str]) -> str:
    """A line or indicator none of whose numbers was extracted does not exist; nothing can be about it."""
    return about if not about.startswith(("LINE:", "INDICATOR:")) or about in known else ""


def _bindings(structure: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Place -> what it is about."""
    for about, places in structure["about"].items():
        yield from ((place, about) for place in places)
    for programme in structure["programmes"]:
        for line in programme["lines"]:
            yield from ((place, f"LINE:{line['key']}") for place in line["facts"])
    for indicator in structure["indicators"]:
        yield from ((place, f"INDICATOR:{indicator['key']}") for place in indicator["facts"])


def _shipped(quantity: Quantity) -> Quantity:
    """The quantity without the plan's words: figures, places and rules only."""
    return Quantity(
        line=quantity.line,
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        value=quantity.value,
        unit=quantity.unit,
        precision=quantity.precision,
        role=quantity.role,
        comparison=quantity.comparison,
        value_to=quantity.value_to,
        krw=quantity.krw,
        year=quantity.year,
        period_start=quantity.period_start,
        period_end=quantity.period_end,
        year_basis=quantity.year_basis,
        ministry=quantity.ministry,
        section=quantity.section,
        cell=quantity.cell,
        qualifiers=quantity.qualifiers,
        rules=quantity.rules,
    )


def _programme(item: Mapping[str, Any]) -> ProgrammeData:
    return ProgrammeData(
        key=item["key"],
        name=item["name"],
        aliases=tuple(item.get("aliases", ())),
        parts=tuple(PartData(**part) for part in item["parts"]),
        places=item.get("places", {}),
    )


def _first(places: Sequence[str], quantities: Mapping[str, Quantity], *, money: bool) -> Quantity | None:
    for place in places:
        quantity = quantities.get(place)
        if quantity is not None and (quantity.krw is not None or not money):
            return quantity
    return None


def _lines(structure: Mapping[str, Any], quantities: Mapping[str, Quantity]) -> Iterator[LineData]:
    for programme in structure["programmes"]:
        for line in programme["lines"]:
            quantity = _first(line["facts"], quantities, money=True)
            if quantity is None or quantity.krw is None:
                continue
            step = quantity.krw / quantity.value * quantity.precision if quantity.value else 1
            yield LineData(
                key=line["key"],
                programme=programme["key"],
                phase=line["phase"],
                year=line["year"],
                year_to=line["year_to"],
                amount_krw=quantity.krw,
                precision_krw=max(int(step), 1),
                unit=quantity.unit,
                source=line.get("source", "ALL"),
                part_of=line.get("part_of", ""),
            )


def _indicators(structure: Mapping[str, Any], quantities: Mapping[str, Quantity]) -> Iterator[IndicatorData]:
    for item in structure["indicators"]:
        quantity = _first(item["facts"], quantities, money=False)
        if quantity is None:
            continue
        members = {key: value for key, value in item.items() if key != "facts"}
        yield IndicatorData(unit=quantity.unit, **members)


def _milestone(item: Mapping[str, Any]) -> MilestoneData:
    return MilestoneData(
        name=item["name"],
        span=Span(**item["span"]),
        text=item["text"],
        due_start=date.fromisoformat(item["due_start"]),
        due_end=date.fromisoformat(item["due_end"]),
        ministry=item.get("ministry", ""),
        programme=item.get("programme", ""),
        place=item.get("place", ""),
    )

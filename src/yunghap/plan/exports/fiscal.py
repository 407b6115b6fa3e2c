"""Fiscal Data Package 1: one CSV of budget lines with column types, in a ZIP with its datapackage.json.

The descriptor's profile is `tabular-data-package`: validators fetch the fiscal profile from the network. That one is
still of version 0.3 and asks for a `model`, so the descriptor has one beside the column types of version 1.
"""

import csv
import io
import json
import zipfile
from typing import Any

from yunghap.core.periods import Period
from yunghap.plan.contracts import Role
from yunghap.plan.queries.values import BudgetLine, EditionView

FIELDS: tuple[tuple[str, str, str, str], ...] = (
    # name, type, column type, title
    ("year", "integer", "date:fiscal-year", "회계연도"),
    ("last_year", "integer", "date:fiscal-year:end", "마지막 연도"),
    ("phase", "string", "phase:id", "예산 단계"),
    ("ministry", "string", "administrative-classification:generic:level1:code", "부처"),
    ("area", "string", "functional-classification:generic:level1:code", "분야"),
    ("area_name", "string", "functional-classification:generic:level1:label", "분야 이름"),
    ("task", "string", "activity:generic:program:code", "정책과제"),
    ("task_name", "string", "activity:generic:program:label", "정책과제 이름"),
    ("programme", "string", "activity:generic:project:code", "사업"),
    ("programme_name", "string", "activity:generic:project:label", "사업 이름"),
    ("source", "string", "fin-source:generic:level1:code", "재원"),
    ("amount", "integer", "value", "금액(원)"),
    ("fact", "string", "", "출처"),
    ("line", "integer", "", "원문 줄"),
)
# The model of version 0.3, which the only published JSON profile asks for and readers of that time know: dimension, its
# type and class, its columns; the first is the key, what follows a key under its name labels it.
DIMENSIONS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("period", "datetime", "", ("year", "last_year")),
    ("phase", "fact", "", ("phase",)),
    ("ministry", "classification", "administrative", ("ministry",)),
    ("area", "classification", "functional", ("area", "area_name")),
    ("task", "activity", "", ("task", "task_name")),
    ("programme", "activity", "", ("programme", "programme_name")),
    ("financing", "other", "", ("source",)),
)
# What holds for every row and is no column of the file.
CONSTANTS = (
    ("currency", "value-currency:code", "통화", "KRW"),
    ("direction", "direction", "수입·지출", "expenditure"),
)
# The budget taxonomy of the standard, and what it lacks: by its name alone the last year would be part of the key.
COLUMN_TYPES = (
    "https://frictionlessdata.io/taxonomies/fiscal/budgets.json",
    {"name": "date:fiscal-year:end", "dataType": "integer"},
)
PHASES = {Role.BUDGET: "planned", Role.TARGET: "planned", Role.BASELINE: "executed", Role.ACTUAL: "executed"}
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can hold: the same edition gives the same bytes


def write_fiscal_data_package(edition: EditionView) -> bytes:
    """ZIP of datapackage.json and budget.csv."""
    table = _csv(edition)
    descriptor = json.dumps(_descriptor(edition, len(table)), ensure_ascii=False, indent=2, sort_keys=True)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("datapackage.json", descriptor.encode()), ("budget.csv", table)):
            archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _descriptor(edition: EditionView, size: int) -> dict[str, Any]:
    fields = [
        {
            "name": name,
            "title": title,
            "type": kind,
            **({"columnType": column_type} if column_type else {}),
            **({"bareNumber": True} if kind == "integer" else {}),
        }
        for name, kind, column_type, title in FIELDS
    ]
    return {
        "name": f"action-plan-{edition.year}",
        "title": edition.title,
        "profile": "tabular-data-package",
        "fiscalPeriod": {"start": f"{edition.year}-01-01", "end": f"{edition.year}-12-31"},
        "countryCode": "KR",
        "regionCode": "eas",
        "version": str(edition.version),
        "granularity": "aggregated",
        "columnTypes": list(COLUMN_TYPES),
        "model": _model(),
        "resources": [
            {
                "name": "budget",
                "path": "budget.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": size,
                "schema": {
                    "fields": fields,
                    "extraFields": [
                        {
                            "name": name,
                            "title": title,
                            "type": "string",
                            "columnType": kind,
                            "constant": constant,
                        }
                        for name, kind, title, constant in CONSTANTS
                    ],
                    "missingValues": [""],
                    "primaryKey": ["programme", "fact", "ministry"],
                },
            }
        ],
    }


def _model() -> dict[str, Any]:
    def dimension(kind: str, classification: str, columns: tuple[str, ...]) -> dict[str, Any]:
        key = columns[0]
        attributes = {
            name: {"source": name, **({"labelfor": key} if name == f"{key}_name" else {})} for name in columns
        }
        classified = {"classificationType": classification} if classification else {}
        return {"dimensionType": kind, **classified, "attributes": attributes, "primaryKey": key}

    return {
        "measures": {"amount": {"source": "amount", "currency": "KRW", "direction": "expenditure"}},
        "dimensions": {
            name: dimension(kind, classification, columns)
            for name, kind, classification, columns in DIMENSIONS
        },
    }


def _csv(edition: EditionView) -> bytes:
    names = {(node.scheme, node.code): node.name for node in edition.nodes}
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")  # RFC 4180
    writer.writerow([name for name, *_ in FIELDS])
    for programme in edition.programmes:
        area, task = programme.nodes.get("areas", ""), programme.nodes.get("tasks", "")
        for line in programme.lines:
            first, last = _years(line, edition.year)
            writer.writerow(
                [
                    first,
                    last,
                    PHASES[line.role],
                    # Shares of joint ministries are not stated: one row with all of them, never a guess.
                    "·".join(programme.ministries),
                    area,
                    names.get(("areas", area), ""),
                    task,
                    names.get(("tasks", task), ""),
                    programme.id,
                    _text(programme.name),
                    line.source,
                    line.krw,
                    line.fact,
                    edition.facts[line.fact].line,
                ]
            )
    return target.getvalue().encode()


def _years(line: BudgetLine, year: int) -> tuple[int, int]:
    whole = Period.years(year, year)
    start = line.period_start or line.period_end or whole.start
    end = line.period_end or line.period_start or whole.end
    return start.year, end.year


def _text(value: str) -> str:
    """A spreadsheet would run what begins like a formula."""
    return "'" + value if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value

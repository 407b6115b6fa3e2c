"""What changed between two editions as a flat table for spreadsheets: one change a row."""

from collections.abc import Callable

from yunghap.documents.blocks import Table
from yunghap.plan.queries.compare import EditionDiff

HEADER = (
    "kind",
    "subject",
    "name_before",
    "name_after",
    "id_before",
    "id_after",
    "rename_known_by",
    "shown_before",
    "shown_after",
    "difference",
    "krw_before",
    "krw_after",
    "fields",
    "facts_before",
    "facts_after",
)
HEADER_KO = (
    "변화",
    "대상",
    "전 이름",
    "후 이름",
    "전 식별자",
    "후 식별자",
    "이름 변경의 근거",
    "전 값",
    "후 값",
    "차이",
    "전 금액(원)",
    "후 금액(원)",
    "달라진 항목",
    "전 수치",
    "후 수치",
)


def change_table(diff: EditionDiff, *, field_name: Callable[[str], str] = str, korean: bool = False) -> Table:
    """The rows under `HEADER`; `fields` reads `name: before → after; …`, facts are ids joined by blanks."""
    rows = [
        (
            change.kind,
            change.subject,
            change.before,
            change.after,
            change.id_before,
            change.id_after,
            change.basis,
            change.shown_before,
            change.shown_after,
            change.difference,
            "" if change.krw_before is None else change.krw_before,
            "" if change.krw_after is None else change.krw_after,
            "; ".join(f"{field_name(key)}: {was} → {now}" for key, (was, now) in change.fields.items()),
            " ".join(change.facts_before),
            " ".join(change.facts_after),
        )
        for change in diff.changes
    ]
    return Table("", HEADER_KO if korean else HEADER, rows)

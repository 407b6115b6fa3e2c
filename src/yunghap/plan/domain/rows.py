"""Rows of a submission: added, changed, removed, filled from a file; two people never overwrite each other."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.plan.domain.editions import organisation_ids
from yunghap.plan.domain.row_table import FileRow, heading
from yunghap.plan.domain.row_text import VALUE_FIELDS, values_of
from yunghap.plan.domain.row_values import RowValues, checked
from yunghap.plan.domain.submissions import EDITABLE, refuse_closed
from yunghap.plan.enums import SchemeCode
from yunghap.plan.models import Node, RowDraft, Submission, SubmissionRow
from yunghap.plan.queries.common import split_ministries
from yunghap.plan.rules import EDIT_SUBMISSION

MOST_ROWS = 5000
MOST_SAID = 30  # mistakes of a file that are told at once


def _open(submission: Submission, by: Actor) -> None:
    """The actor may edit, and the submission can be edited. Others who add at the same time wait."""
    require(by, EDIT_SUBMISSION, organisation=submission.organisation_id)
    locked = Submission.objects.select_for_update().select_related("edition").get(pk=submission.pk)
    refuse_closed(locked.edition)
    if locked.state not in EDITABLE:
        raise Conflict(_("The submission cannot be changed now."), state=locked.state)


def _nodes(submission: Submission) -> set[tuple[str, str]]:
    """Classification and code of every direction, task and area of the edition."""
    own = Node.objects.filter(scheme__edition=submission.edition_id)
    return set(own.values_list("scheme__code", "code"))


def _checked(submission: Submission, values: RowValues, nodes: Set[tuple[str, str]]) -> RowValues:
    """The row in its final form. Raises InvalidInput for what cannot be, a ministry or a task that nobody knows too."""
    values = checked(values)
    for scheme, name in ((SchemeCode.DIRECTIONS, "task_code"), (SchemeCode.AREAS, "area_code")):
        code = getattr(values, name)
        if code and (scheme.value, code) not in nodes:
            text = _("The edition has no direction, task or area %(code)s.") % {"code": code}
            raise InvalidInput(text, field=name)
    named = set(split_ministries(values.joint_ministries))
    try:
        organisation_ids(named, submission.edition.due_on)
    except InvalidInput as error:
        raise InvalidInput(error.message, field="joint_ministries") from error
    return values


def _refuse_duplicate(submission: Submission, key: str, *, but: str = "") -> None:
    twin = submission.rows.filter(row_key=key).exclude(pk=but).first()
    if twin is not None:
        raise Conflict(_("Another row states this already: %(row)s") % {"row": twin}, row=twin.pk)


@transaction.atomic
def add_row(
    *, submission: Submission, values: RowValues, by: Actor, at: datetime | None = None
) -> SubmissionRow:
    """Add a row at the end.

    Raises InvalidInput for values that cannot be, Conflict for a row that states what another states
    already or where the submission cannot be changed now.
    """
    at = at or clock.now()
    _open(submission, by)
    values = _checked(submission, values, _nodes(submission))
    _refuse_duplicate(submission, values.row_key)
    last = submission.rows.aggregate(last=Max("position"))["last"] or 0
    row = _new_row(submission, values, last + 1, by, at)
    row.save(force_insert=True)
    record(
        action="plan.submission.row_added",
        subject=f"submission:{submission.pk}",
        by=by,
        at=at,
        details={"row": row.pk, **_plain(values.as_fields())},
    )
    return row


def _new_row(
    submission: Submission, values: RowValues, position: int, by: Actor, at: datetime
) -> SubmissionRow:
    return SubmissionRow(
        submission=submission,
        position=position,
        edited_by=by.id,
        edited_at=at,
        created_at=at,
        **values.as_fields(),
    )


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in {"", None}}


def change_row(
    *,
    row: SubmissionRow,
    changes: Mapping[str, object],
    expected: int,
    by: Actor,
    at: datetime | None = None,
) -> SubmissionRow:
    """Change fields of a row (names of `RowValues`).

    Raises Conflict where somebody else changed it since version `expected`: `details["changes"]` gives, for
    every field that differs, what they have and what the actor wanted, and what the actor wanted is kept as
    a draft. Raises InvalidInput for values that cannot be.
    """
    at = at or clock.now()
    try:
        return _change_row(row, changes, expected=expected, by=by, at=at)
    except Conflict as conflict:
        if "version" in conflict.details:  # written after the rollback, so that it stays
            save_draft(submission=row.submission, row=row, changes=changes, by=by, at=at)
        raise


@transaction.atomic
def _change_row(
    row: SubmissionRow, changes: Mapping[str, object], *, expected: int, by: Actor, at: datetime
) -> SubmissionRow:
    _open(row.submission, by)
    if not changes or not changes.keys() <= set(VALUE_FIELDS):
        raise InvalidInput(_("The row has no such field."), fields=sorted(changes))
    before = values_of(row).as_fields()
    wanted = replace(values_of(row), **dict(changes))  # type: ignore[arg-type]
    wanted = _checked(row.submission, wanted, _nodes(row.submission))
    final = wanted.as_fields()
    touched = {name: value for name, value in final.items() if value != before[name]}
    _refuse_duplicate(row.submission, wanted.row_key, but=row.pk)
    update_versioned(row, expected=expected, changes={**touched, "edited_by": by.id, "edited_at": at})
    RowDraft.objects.filter(row=row, typed_by=by.id).delete()
    record(
        action="plan.submission.row_changed",
        subject=f"submission:{row.submission_id}",
        by=by,
        at=at,
        details={"row": row.pk, "before": {name: before[name] for name in touched}, "after": touched},
    )
    return row


@transaction.atomic
def remove_row(*, row: SubmissionRow, expected: int, by: Actor, at: datetime | None = None) -> None:
    """Take a row out; the ledger keeps what it said. Raises Conflict for a version that is not `expected`."""
    at = at or clock.now()
    _open(row.submission, by)
    current = SubmissionRow.objects.filter(pk=row.pk).first()
    if current is None:
        raise NotFound(_("This no longer exists."))
    if current.version != expected:
        raise Conflict(_("Somebody else has changed this in the meantime."), version=current.version)
    values = values_of(current).as_fields()
    row_id = row.pk
    current.delete()
    record(
        action="plan.submission.row_removed",
        subject=f"submission:{row.submission_id}",
        by=by,
        at=at,
        details={"row": row_id, **_plain(values)},
    )


@transaction.atomic
def fill_rows(
    *,
    submission: Submission,
    rows: Sequence[RowValues | FileRow],
    by: Actor,
    replace_all: bool = False,
    at: datetime | None = None,
) -> list[SubmissionRow]:
    """Add many rows at once, from an uploaded file: all of them or none.

    With `replace_all` the rows that were there go. Raises InvalidInput where a row cannot be or states what another
    states already: `fields` tells under `file` of every one what is wrong with it, by its number in the file.
    """
    at = at or clock.now()
    _open(submission, by)
    if not rows or len(rows) > MOST_ROWS:
        raise InvalidInput(_("A file has between 1 and %(most)s rows.") % {"most": MOST_ROWS}, field="file")
    known = {} if replace_all else {row.row_key: 0 for row in submission.rows.all()}
    numbered = [row if isinstance(row, FileRow) else FileRow(at, row) for at, row in enumerate(rows, start=1)]
    nodes = _nodes(submission)
    clean: list[RowValues] = []
    wrong: list[str] = []
    for row in numbered:
        taken = _taken(submission, row, known, nodes)
        if isinstance(taken, RowValues):
            clean.append(taken)
        else:
            wrong += taken
    if wrong:
        raise _refusal(wrong)
    if replace_all:
        submission.rows.all().delete()
    last = submission.rows.aggregate(last=Max("position"))["last"] or 0
    made = SubmissionRow.objects.bulk_create(
        [
            _new_row(submission, values, position, by, at)
            for position, values in enumerate(clean, start=last + 1)
        ],
        batch_size=200,
    )
    record(
        action="plan.submission.rows_filled",
        subject=f"submission:{submission.pk}",
        by=by,
        at=at,
        details={"rows": len(made), "replaced": replace_all},
    )
    return made


def _taken(
    submission: Submission, row: FileRow, known: dict[str, int], nodes: Set[tuple[str, str]]
) -> RowValues | list[str]:
    """A row of a file in its final form, or all that is wrong with it.

    `known` maps what is stated to the row that states it, 0 for the list.
    """
    problems = list(row.problems)
    if not problems:
        try:
            values = _checked(submission, row.values, nodes)
        except InvalidInput as error:
            problems = [(error.details.get("field", ""), error.message)]
    if problems:
        return [_said(row.number, field, problem) for field, problem in problems]
    other = known.setdefault(values.row_key, row.number)
    if other == row.number:
        return values
    text = (
        _("Row %(number)s states what row %(other)s of the file states already.")
        if other
        else _("Row %(number)s is in the list already; replace the rows there are, or leave it out.")
    )
    return [text % {"number": row.number, "other": other}]


def _said(number: int, field: str, problem: object) -> str:
    """What is wrong with a row of a file, and in which column."""
    if not field:
        return _("Row %(number)s: %(problem)s") % {"number": number, "problem": problem}
    place = {"number": number, "column": heading(field), "problem": problem}
    return _("Row %(number)s, %(column)s: %(problem)s") % place


def _refusal(wrong: Sequence[str]) -> InvalidInput:
    """Of a file with mistakes: the first of them, and how many more there are."""
    shown, more = list(wrong[:MOST_SAID]), len(wrong) - MOST_SAID
    if more > 0:
        shown.append(_("%(count)s more mistakes are not shown.") % {"count": more})
    return InvalidInput(" ".join(shown), fields={"file": shown})


@transaction.atomic
def save_draft(
    *,
    submission: Submission,
    changes: Mapping[str, object],
    by: Actor,
    row: SubmissionRow | None = None,
    slot: str = "row",
    at: datetime | None = None,
) -> RowDraft:
    """Keep what a person has typed and not saved: nothing of it is checked, nobody else's is touched.

    `slot` tells new rows of one person apart. There is one draft per person and row. Drafts are working
    paper: they make no ledger entry.
    """
    at = at or clock.now()
    require(by, EDIT_SUBMISSION, organisation=submission.organisation_id)
    text = {str(name): str(value)[:4000] for name, value in changes.items() if name in VALUE_FIELDS}
    values = {"changes": text, "saved_at": at, "base_version": row.version if row else 0}
    draft, _created = RowDraft.objects.update_or_create(
        submission=submission,
        row=row,
        slot=slot[:40] if row is None else "row",
        typed_by=by.id,
        defaults=values,
    )
    return draft


@transaction.atomic
def discard_draft(*, draft: RowDraft, by: Actor) -> None:
    """Throw a draft of one's own away. Raises NotFound for somebody else's."""
    if draft.typed_by != by.id:
        raise NotFound(_("This no longer exists."))
    draft.delete()

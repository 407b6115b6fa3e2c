"""What the desk of the plan needs: a part of a collecting edition, a finding, a number, evidence."""

from decimal import Decimal

from tests.access.world import Target, things
from tests.factories import plan as factory
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.plan.contracts import Role
from yunghap.plan.domain.editions import open_edition
from yunghap.plan.domain.evidence import bind_evidence
from yunghap.plan.domain.learning import learn_unit
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.domain.rows import add_row
from yunghap.plan.edition_data import FactData
from yunghap.plan.models import AmendmentItem, CheckRun, Edition, Finding, Observation, Submission

YEAR, PUBLISHED = 2190, range(2150, 2190)


def _edition() -> Edition:
    found = Edition.objects.filter(year=YEAR).first()
    return found or open_edition(year=YEAR, title="시험", by=SYSTEM)


def _number(target: Target) -> Observation:
    """A target of the organisation in a published edition."""
    name = target.organisation.short_name
    found = Observation.objects.filter(ministry=name, edition__year__in=PUBLISHED).first()
    if found is not None:
        return found
    fact = factory.quantity(role=Role.TARGET, unit="건", text="10건", krw=None, ministry=(name,))
    year = PUBLISHED[Edition.objects.filter(year__in=PUBLISHED).count()]
    return factory.edition([FactData(fact)], year=year).observations.get()


@things(
    "plan:desk_submission",
    "plan:desk_new_row",
    "plan:desk_upload",
    "plan:desk_template",
    "plan:desk_submit",
    "plan:desk_withdraw",
    "plan:desk_review",
    "plan:desk_accept",
)
def submission(target: Target) -> dict[str, object]:
    row, _created = Submission.objects.get_or_create(
        edition=_edition(), organisation=target.organisation, defaults={"created_at": clock.now()}
    )
    return {"id": row.pk}


@things("plan:desk_row", "plan:desk_delete_row")
def row(target: Target) -> dict[str, object]:
    part = Submission.objects.get(pk=submission(target)["id"])
    values = RowValues(kind="BUDGET", programme_name="시험 사업", value=Decimal(1), unit="억원", year=YEAR)
    made = part.rows.first() or add_row(submission=part, values=values, by=SYSTEM)
    return {"id": part.pk, "row": made.pk}


@things("plan:desk_restore_row")
def removed_row(target: Target) -> dict[str, object]:
    return {"id": submission(target)["id"], "row": "gone"}


@things(
    "plan:desk_edition",
    "plan:desk_amend",
    "plan:desk_numbers",
    "plan:desk_targets",
)
def edition(_target: Target) -> dict[str, object]:
    return {"edition": f"{_edition().year}-1"}


@things("plan:desk_add_word")
def kind_of_word(_target: Target) -> dict[str, object]:
    return {"what": "unit"}


@things("plan:desk_retire_word")
def word(_target: Target) -> dict[str, object]:
    return {"id": learn_unit(spelling="시험단위", unit="건", by=SYSTEM).pk}


@things("plan:desk_change")
def way(target: Target) -> dict[str, object]:
    return {**edition(target), "way": "add-programme"}


@things("plan:desk_step")
def step(target: Target) -> dict[str, object]:
    return {**edition(target), "step": "check"}


@things("plan:desk_committee", "plan:desk_refer")
def change(_target: Target) -> dict[str, object]:
    now = clock.now()
    made = AmendmentItem.objects.create(
        edition=_edition(),
        subject="TOTAL:",
        label="시험",
        before={"value": "1", "unit": "억원"},
        after={"value": "2", "unit": "억원"},
        reason="시험",
        changed_at=now,
        changed_by="x",
        created_at=now,
    )
    return {"id": made.pk}


@things("plan:desk_undo_change")
def change_to_undo(target: Target) -> dict[str, object]:
    return {**edition(target), **change(target)}


@things("plan:desk_waive", "plan:desk_unwaive")
def finding(_target: Target) -> dict[str, object]:
    now = clock.now()
    number = CheckRun.objects.filter(edition=_edition()).count() + 1
    run = CheckRun.objects.create(edition=_edition(), number=number, run_at=now, run_by="x", created_at=now)
    made = Finding.objects.create(
        run=run,
        check_id="area-sum",
        check_version=1,
        outcome="FAIL",
        position=1,
        message_ko="다름",
        message_en="differs",
        fingerprint="0" * 64,
        created_at=now,
    )
    return {"id": made.pk}


@things(
    "plan:desk_number",
    "plan:desk_confirm_number",
    "plan:desk_reject_number",
    "plan:desk_undo_number",
    "plan:desk_drop_number",
    "plan:desk_amend_number",
    "plan:desk_bind",
)
def number(target: Target) -> dict[str, object]:
    found = _number(target)
    return {"edition": f"{found.edition.year}-1", "id": found.pk}


@things("plan:desk_release")
def evidence(target: Target) -> dict[str, object]:
    found = _number(target)
    made = bind_evidence(target=found, file_sha256="0" * 64, file_name="a.txt", by=SYSTEM)
    return {"edition": f"{found.edition.year}-1", "id": made.pk}


@things("plan:desk_report")
def report(target: Target) -> dict[str, object]:
    found = _number(target)
    return {"edition": f"{found.edition.year}-1", "ministry": target.organisation.pk}

"""What other modules may use of the plan, and the one door for its pages, commands and exports."""

from yunghap.plan import rules
from yunghap.plan.contracts import Role
from yunghap.plan.domain.actuals import report_actual
from yunghap.plan.domain.amending import (
    amend_edition,
    amend_value,
    amend_values,
    record_committee,
    refer_to_committee,
)
from yunghap.plan.domain.amending_numbers import add_indicator, add_number, drop_indicator, drop_number
from yunghap.plan.domain.amending_places import move_item
from yunghap.plan.domain.amending_programmes import add_programme, drop_programme
from yunghap.plan.domain.amending_tasks import add_task, drop_task
from yunghap.plan.domain.amending_undo import undo_change
from yunghap.plan.domain.binding import About
from yunghap.plan.domain.checking import run_edition_checks, waive_finding, withdraw_waiver
from yunghap.plan.domain.editions import (
    load_edition,
    load_shipped_edition,
    nodes_of,
    open_edition,
    read_shipped_edition,
    statutory_due_on,
)
from yunghap.plan.domain.evidence import bind_evidence, read_evidence, release_evidence
from yunghap.plan.domain.generate import Generated, generate_edition
from yunghap.plan.domain.importing import Imported, import_document
from yunghap.plan.domain.learning import learn_alias, learn_unit, retire_word, site_vocabulary
from yunghap.plan.domain.observations import (
    assign_observation,
    confirm_observation,
    correct_observation,
    reject_observation,
    undo_observation,
)
from yunghap.plan.domain.publishing import (
    approve_edition,
    begin_review,
    finalise_edition,
    publish_edition,
)
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.domain.rows import (
    add_row,
    change_row,
    discard_draft,
    fill_rows,
    remove_row,
    save_draft,
)
from yunghap.plan.domain.submissions import (
    accept_submission,
    open_submission,
    return_submission,
    submit_submission,
    withdraw_submission,
)
from yunghap.plan.domain.uploads import read_rows
from yunghap.plan.edition_data import EditionData
from yunghap.plan.edition_json import from_json as edition_from_json
from yunghap.plan.edition_json import to_json as edition_to_json
from yunghap.plan.edition_json import to_text as edition_to_text
from yunghap.plan.models import Edition, Evidence, Observation
from yunghap.plan.queries.board import board_of, get_submission, submissions_for
from yunghap.plan.queries.common import (
    count_numbers,
    count_targets,
    current_edition,
    edition_documents,
    evidence_of,
    get_edition,
    published_editions,
)
from yunghap.plan.queries.compare import EditionDiff
from yunghap.plan.queries.dump import edition_data
from yunghap.plan.queries.edition import edition_diff, fill, read_edition, read_outline
from yunghap.plan.queries.figures import (
    MoneyTable,
    TaskRow,
    achievements,
    annual_krw,
    money_table,
    task_rows,
)
from yunghap.plan.queries.findings import finding_counts, findings_of, get_finding
from yunghap.plan.queries.review import changes_of, get_observation, learnt_words, review_queue
from yunghap.plan.queries.sources import observation_at, original_lines, source_of
from yunghap.plan.queries.values import EditionView

__all__ = [
    "About",
    "Edition",
    "EditionData",
    "EditionDiff",
    "EditionView",
    "Evidence",
    "Generated",
    "Imported",
    "MoneyTable",
    "Observation",
    "Role",
    "RowValues",
    "TaskRow",
    "accept_submission",
    "achievements",
    "add_indicator",
    "add_number",
    "add_programme",
    "add_row",
    "add_task",
    "amend_edition",
    "amend_value",
    "amend_values",
    "annual_krw",
    "approve_edition",
    "assign_observation",
    "begin_review",
    "bind_evidence",
    "board_of",
    "change_row",
    "changes_of",
    "confirm_observation",
    "correct_observation",
    "count_numbers",
    "count_targets",
    "current_edition",
    "discard_draft",
    "drop_indicator",
    "drop_number",
    "drop_programme",
    "drop_task",
    "edition_data",
    "edition_diff",
    "edition_documents",
    "edition_from_json",
    "edition_to_json",
    "edition_to_text",
    "evidence_of",
    "fill",
    "fill_rows",
    "finalise_edition",
    "finding_counts",
    "findings_of",
    "generate_edition",
    "get_edition",
    "get_finding",
    "get_observation",
    "get_submission",
    "import_document",
    "learn_alias",
    "learn_unit",
    "learnt_words",
    "load_edition",
    "load_shipped_edition",
    "money_table",
    "move_item",
    "nodes_of",
    "observation_at",
    "open_edition",
    "open_submission",
    "original_lines",
    "publish_edition",
    "published_editions",
    "read_edition",
    "read_evidence",
    "read_outline",
    "read_rows",
    "read_shipped_edition",
    "record_committee",
    "refer_to_committee",
    "reject_observation",
    "release_evidence",
    "remove_row",
    "report_actual",
    "retire_word",
    "return_submission",
    "review_queue",
    "rules",
    "run_edition_checks",
    "save_draft",
    "site_vocabulary",
    "source_of",
    "statutory_due_on",
    "submissions_for",
    "submit_submission",
    "task_rows",
    "undo_change",
    "undo_observation",
    "waive_finding",
    "withdraw_submission",
    "withdraw_waiver",
]

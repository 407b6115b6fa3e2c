"""What other modules may use of the plan, and the one door for its pages, commands and exports."""

from yunghap.plan import rules
from yunghap.plan.domain.actuals import report_actual
from yunghap.plan.domain.amending import amend_edition, amend_value, amend_values, record_committee
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
)
from yunghap.plan.domain.uploads import TEMPLATE_HEADERS, read_rows
from yunghap.plan.edition_data import EditionData
from yunghap.plan.edition_json import from_json as edition_from_json
from yunghap.plan.edition_json import to_json as edition_to_json
from yunghap.plan.edition_json import to_text as edition_to_text
from yunghap.plan.models import Edition
from yunghap.plan.queries.board import board_of, get_submission, submissions_for
from yunghap.plan.queries.common import current_edition, get_edition, get_node, published_editions
from yunghap.plan.queries.diff import edition_diff
from yunghap.plan.queries.dump import edition_data, edition_documents
from yunghap.plan.queries.findings import finding_counts, findings_of, get_finding
from yunghap.plan.queries.indicators import get_indicator, indicators_of
from yunghap.plan.queries.money import MoneyTable, money_by_ministry, money_by_node
from yunghap.plan.queries.overview import Glance, flagship_of, ministries_of, plan_at_a_glance, task_tree
from yunghap.plan.queries.programmes import (
    get_programme_row,
    milestones_of,
    programme_history,
    programmes_of,
)
from yunghap.plan.queries.review import changes_of, get_observation, learnt_words, review_queue
from yunghap.plan.queries.sources import observation_at, original_lines, source_of

__all__ = [
    "TEMPLATE_HEADERS",
    "About",
    "Edition",
    "EditionData",
    "Generated",
    "Glance",
    "Imported",
    "MoneyTable",
    "RowValues",
    "accept_submission",
    "add_row",
    "amend_edition",
    "amend_value",
    "amend_values",
    "approve_edition",
    "assign_observation",
    "begin_review",
    "bind_evidence",
    "board_of",
    "change_row",
    "changes_of",
    "confirm_observation",
    "correct_observation",
    "current_edition",
    "discard_draft",
    "edition_data",
    "edition_diff",
    "edition_documents",
    "edition_from_json",
    "edition_to_json",
    "edition_to_text",
    "fill_rows",
    "finalise_edition",
    "finding_counts",
    "findings_of",
    "flagship_of",
    "generate_edition",
    "get_edition",
    "get_finding",
    "get_indicator",
    "get_node",
    "get_observation",
    "get_programme_row",
    "get_submission",
    "import_document",
    "indicators_of",
    "learn_alias",
    "learn_unit",
    "learnt_words",
    "load_edition",
    "load_shipped_edition",
    "milestones_of",
    "ministries_of",
    "money_by_ministry",
    "money_by_node",
    "nodes_of",
    "observation_at",
    "open_edition",
    "open_submission",
    "original_lines",
    "plan_at_a_glance",
    "programme_history",
    "programmes_of",
    "publish_edition",
    "published_editions",
    "read_evidence",
    "read_rows",
    "read_shipped_edition",
    "record_committee",
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
    "task_tree",
    "undo_observation",
    "waive_finding",
    "withdraw_waiver",
]

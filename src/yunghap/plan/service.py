"""What other modules may use of the plan, and the one door for its pages, commands and exports."""

from yunghap.plan import rules
from yunghap.plan.domain.editions import (
    load_edition,
    load_shipped_edition,
    nodes_of,
    open_edition,
    read_shipped_edition,
    statutory_due_on,
)
from yunghap.plan.edition_data import EditionData
from yunghap.plan.edition_json import from_json as edition_from_json
from yunghap.plan.edition_json import to_json as edition_to_json
from yunghap.plan.models import Edition
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
from yunghap.plan.queries.sources import observation_at, source_of

__all__ = [
    "Edition",
    "EditionData",
    "Glance",
    "MoneyTable",
    "current_edition",
    "edition_data",
    "edition_diff",
    "edition_documents",
    "edition_from_json",
    "edition_to_json",
    "finding_counts",
    "findings_of",
    "flagship_of",
    "get_edition",
    "get_finding",
    "get_indicator",
    "get_node",
    "get_programme_row",
    "indicators_of",
    "load_edition",
    "load_shipped_edition",
    "milestones_of",
    "ministries_of",
    "money_by_ministry",
    "money_by_node",
    "nodes_of",
    "observation_at",
    "open_edition",
    "plan_at_a_glance",
    "programme_history",
    "programmes_of",
    "published_editions",
    "read_shipped_edition",
    "rules",
    "source_of",
    "statutory_due_on",
    "task_tree",
]

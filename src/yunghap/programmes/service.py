"""What other modules may use of the programmes module."""

from yunghap.programmes.contracts import (
    LineAmount,
    LineStatement,
    PartStatement,
    Party,
    Shared,
    Split,
)
from yunghap.programmes.domain.commitments import (
    commit_money,
    release_commitment,
    return_money,
    settle_commitment,
    spend_money,
)
from yunghap.programmes.domain.money import (
    copy_statements,
    drop_lines,
    restate_line,
    restore_programme,
    state_lines,
)
from yunghap.programmes.domain.programmes import (
    add_alias,
    drop_participations,
    ensure_programmes,
    rename_programme,
    state_participations,
)
from yunghap.programmes.enums import Part, Phase, Source
from yunghap.programmes.in_force import STATEMENTS
from yunghap.programmes.models import BudgetLine, Commitment, Participation, Programme
from yunghap.programmes.queries import (
    aliases_of,
    amount_of,
    commitments_of,
    committed_krw,
    find_commitment,
    find_programme,
    find_programmes,
    get_programme,
    left_krw,
    lines_stated_in,
    lines_to_commit,
    names_of,
    other_names_of,
    participations_stated_in,
    same_lines,
)
from yunghap.programmes.rollup import annual_sum, counted_lines, split_amount, sum_splits

# What lines are stated in that only a demonstration states: no plan claims them.
DEMONSTRATION = "demonstration"

__all__ = [
    "DEMONSTRATION",
    "STATEMENTS",
    "BudgetLine",
    "Commitment",
    "LineAmount",
    "LineStatement",
    "Part",
    "PartStatement",
    "Participation",
    "Party",
    "Phase",
    "Programme",
    "Shared",
    "Source",
    "Split",
    "add_alias",
    "aliases_of",
    "amount_of",
    "annual_sum",
    "commit_money",
    "commitments_of",
    "committed_krw",
    "copy_statements",
    "counted_lines",
    "drop_lines",
    "drop_participations",
    "ensure_programmes",
    "find_commitment",
    "find_programme",
    "find_programmes",
    "get_programme",
    "left_krw",
    "lines_stated_in",
    "lines_to_commit",
    "names_of",
    "other_names_of",
    "participations_stated_in",
    "release_commitment",
    "rename_programme",
    "restate_line",
    "restore_programme",
    "return_money",
    "same_lines",
    "settle_commitment",
    "spend_money",
    "split_amount",
    "state_lines",
    "state_participations",
    "sum_splits",
]

"""What other modules may use of the programmes module."""

from yunghap.programmes.contracts import (
    LineAmount,
    LineStatement,
    PartStatement,
    Party,
    Shared,
    Split,
)
from yunghap.programmes.domain.money import (
    commit_money,
    copy_statements,
    drop_lines,
    release_commitment,
    restate_line,
    return_money,
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
from yunghap.programmes.models import BudgetLine, Commitment, Participation, Programme
from yunghap.programmes.queries import (
    aliases_of,
    amount_of,
    committed_krw,
    find_programme,
    find_programmes,
    get_programme,
    lines_stated_in,
    names_of,
    other_names_of,
    participations_stated_in,
)
from yunghap.programmes.rollup import annual_sum, counted_lines, split_amount, sum_splits

__all__ = [
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
    "committed_krw",
    "copy_statements",
    "counted_lines",
    "drop_lines",
    "drop_participations",
    "ensure_programmes",
    "find_programme",
    "find_programmes",
    "get_programme",
    "lines_stated_in",
    "names_of",
    "other_names_of",
    "participations_stated_in",
    "release_commitment",
    "rename_programme",
    "restate_line",
    "return_money",
    "split_amount",
    "state_lines",
    "state_participations",
    "sum_splits",
]

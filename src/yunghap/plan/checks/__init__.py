"""Checks of a plan document: one module per rule, registered here.

Each takes what was read from a document and says pass or fail per subject, with lines and figures; none
needs a database. `run_checks` runs them; `CHECKS` describes them. How to add one:
docs/howto/add-a-check.md.
"""

from yunghap.plan.checks import (
    area_sum,
    duplicate_row,
    garbled_words,
    milestone_before_publication,
    ministry_sum,
    new_plus_continuing,
    part_of_sum,
    period_span,
    prose_against_table,
    ratio,
    renamed_ministry,
    same_commitment,
    series,
    share,
    stale_year,
    target_below_actual,
    total_of_table,
    unit_slip,
    unknown_ministry,
)
from yunghap.plan.checks.figures import Rounding
from yunghap.plan.checks.registry import CHECKS, run_checks
from yunghap.plan.checks.verdicts import Check, Verdict

for _module in (
    area_sum,
    duplicate_row,
    garbled_words,
    milestone_before_publication,
    ministry_sum,
    new_plus_continuing,
    part_of_sum,
    period_span,
    prose_against_table,
    ratio,
    renamed_ministry,
    same_commitment,
    series,
    share,
    stale_year,
    target_below_actual,
    total_of_table,
    unit_slip,
    unknown_ministry,
):
    CHECKS.register(_module.CHECK.id, _module.CHECK)

__all__ = ["CHECKS", "Check", "Rounding", "Verdict", "run_checks"]

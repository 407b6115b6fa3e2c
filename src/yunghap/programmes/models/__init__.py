"""Tables of the programmes module."""

from yunghap.programmes.models.money import BudgetLine, Commitment
from yunghap.programmes.models.programme import Participation, Programme, ProgrammeAlias

__all__ = ["BudgetLine", "Commitment", "Participation", "Programme", "ProgrammeAlias"]

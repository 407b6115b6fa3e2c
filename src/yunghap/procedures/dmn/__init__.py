"""Decision tables from DMN 1.1-1.5 files of the OMG, with expressions in our subset of FEEL.

What cannot be decided here is refused when the file is read, with the place and the reason.
"""

from .analyse import Analysis, Gap, Overlap, analyse
from .decide import Decisions, Outcome
from .errors import DmnError
from .model import HitPolicy, Rule, Table
from .read import read_dmn
from .show import as_block

__all__ = [
    "Analysis",
    "Decisions",
    "DmnError",
    "Gap",
    "HitPolicy",
    "Outcome",
    "Overlap",
    "Rule",
    "Table",
    "analyse",
    "as_block",
    "read_dmn",
]

"""What other modules may use of the statutory procedures."""

from .domain.demonstrating import load_demo_cases
from .domain.drafting import draft_shipped, put_in_force
from .library import Definition, Reference, Version, definitions
from .schemes import SCHEMES, Scheme

__all__ = [
    "SCHEMES",
    "Definition",
    "Reference",
    "Scheme",
    "Version",
    "definitions",
    "draft_shipped",
    "load_demo_cases",
    "put_in_force",
]

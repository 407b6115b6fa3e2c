"""What other modules may use of the measures module."""

from yunghap.measures.contracts import Measure, Reading
from yunghap.measures.registry import REGISTRY, all_measures, get_measure, read_measure, register

__all__ = ["REGISTRY", "Measure", "Reading", "all_measures", "get_measure", "read_measure", "register"]

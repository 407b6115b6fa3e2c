"""Programs: what a diagram, its decision tables and its deadline rules become before anything runs. Immutable."""

from .compile import NotExecutable, compile_program, obstacles
from .mapping import NodeMapping, map_nodes
from .model import Program
from .rules import read_deadline_rules

__all__ = [
    "NodeMapping",
    "NotExecutable",
    "Program",
    "compile_program",
    "map_nodes",
    "obstacles",
    "read_deadline_rules",
]

"""BPMN 2.0 diagrams: read safely into plain values. Knows nothing of databases, and executes nothing."""

from .errors import BpmnError, Problem
from .namespaces import YUNGHAP
from .reader.document import LARGEST, read_bpmn

__all__ = ["LARGEST", "YUNGHAP", "BpmnError", "Problem", "read_bpmn"]

"""Tables of the plan module."""

from yunghap.plan.models.document import Document, DocumentSection, Span
from yunghap.plan.models.edition import (
    AmendmentItem,
    Approval,
    Crosswalk,
    Edition,
    Node,
    Placement,
    Scheme,
)
from yunghap.plan.models.evidence import Evidence, EvidenceReading
from yunghap.plan.models.finding import CheckRun, Finding
from yunghap.plan.models.indicator import FlagshipItem, Indicator, IndicatorAlias, Milestone
from yunghap.plan.models.observation import Observation, ObservationChange
from yunghap.plan.models.submission import ActualReport, Remark, RowDraft, Submission, SubmissionRow
from yunghap.plan.models.vocabulary import VocabularyAlias, VocabularyUnit

__all__ = [
    "ActualReport",
    "AmendmentItem",
    "Approval",
    "CheckRun",
    "Crosswalk",
    "Document",
    "DocumentSection",
    "Edition",
    "Evidence",
    "EvidenceReading",
    "Finding",
    "FlagshipItem",
    "Indicator",
    "IndicatorAlias",
    "Milestone",
    "Node",
    "Observation",
    "ObservationChange",
    "Placement",
    "Remark",
    "RowDraft",
    "Scheme",
    "Span",
    "Submission",
    "SubmissionRow",
    "VocabularyAlias",
    "VocabularyUnit",
]

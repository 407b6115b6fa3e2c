"""What other modules may use of casework."""

from .contracts import DecisionKind, Kind, LetterTemplate, PaperInput, Quorum, Standing
from .domain.certificates import certificate_document, issue_certificate
from .domain.consultations import answer_consultation, ask_bodies, record_silence, remind_bodies
from .domain.decisions import (
    ConditionInput,
    add_condition,
    decide_case,
    extend_decision,
    meet_condition,
    publish_decision,
    revoke_decision,
)
from .domain.drafts import discard_draft, open_case, rename_case, save_answers
from .domain.filing import file_case, withdraw_case
from .domain.messages import write_message
from .domain.papers import add_paper, current_papers, read_paper, remove_paper
from .domain.taking_over import import_closed_cases, undo_import
from .enums import CaseOrigin, CaseState, Facet, Opinion, Outcome, Secrecy
from .forms import Form, Words, read_form
from .measures import granted_measure
from .models import Case, Decision, TakeOver
from .queries.access import accessible_cases, standing_in
from .registry import all_kinds, get_kind, register
from .similarity import CaseText, Evidence, FacetEvidence, SimilarCases

__all__ = [
    "Case",
    "CaseOrigin",
    "CaseState",
    "CaseText",
    "ConditionInput",
    "Decision",
    "DecisionKind",
    "Evidence",
    "Facet",
    "FacetEvidence",
    "Form",
    "Kind",
    "LetterTemplate",
    "Opinion",
    "Outcome",
    "PaperInput",
    "Quorum",
    "Secrecy",
    "SimilarCases",
    "Standing",
    "TakeOver",
    "Words",
    "accessible_cases",
    "add_condition",
    "add_paper",
    "all_kinds",
    "answer_consultation",
    "ask_bodies",
    "certificate_document",
    "current_papers",
    "decide_case",
    "discard_draft",
    "extend_decision",
    "file_case",
    "get_kind",
    "granted_measure",
    "import_closed_cases",
    "issue_certificate",
    "meet_condition",
    "open_case",
    "publish_decision",
    "read_form",
    "read_paper",
    "record_silence",
    "register",
    "remind_bodies",
    "remove_paper",
    "rename_case",
    "revoke_decision",
    "save_answers",
    "standing_in",
    "undo_import",
    "withdraw_case",
    "write_message",
]

"""What other modules may use of casework."""

from .contracts import (
    DecisionKind,
    Kind,
    Laws,
    LetterTemplate,
    PaperInput,
    Quorum,
    Request,
    Retention,
    Standing,
)
from .domain.acting import answer_in_work, decide_in_work, extend_in_work, publish_in_work, revoke_in_work
from .domain.certificates import KIND as CERTIFICATE_KIND
from .domain.certificates import certificate_document, issue_certificate
from .domain.committees import create_panel, seat_member
from .domain.consultations import answer_consultation, ask_bodies, record_silence, remind_bodies
from .domain.decisions import (
    ConditionInput,
    DecisionInput,
    add_condition,
    decide_case,
    extend_decision,
    meet_condition,
    publish_decision,
    revoke_decision,
)
from .domain.drafts import discard_draft, open_case, rename_case, save_answers
from .domain.erasing import erase_cases
from .domain.filing import file_case, withdraw_case
from .domain.following import follow_procedure
from .domain.meetings import add_item, call_meeting, plan_meeting
from .domain.messages import write_message
from .domain.money import agree_in_work, commitment_of, pay_in_work, settle_in_work
from .domain.papers import add_paper, current_papers, read_paper, remove_paper
from .domain.requests import make_request, requests_of
from .domain.running import finish_work, work_of
from .domain.taking_over import import_closed_cases, undo_import
from .enums import CaseOrigin, CaseState, Facet, Opinion, Outcome, Secrecy
from .forms import Form, Words, read_form
from .measures import granted_measure
from .models import Case, Decision, TakeOver
from .naming import NAMED
from .queries.access import accessible_cases, standing_in
from .registry import all_kinds, get_kind, register
from .similarity import CaseText, Evidence, FacetEvidence, SimilarCases

__all__ = [
    "CERTIFICATE_KIND",
    "NAMED",
    "Case",
    "CaseOrigin",
    "CaseState",
    "CaseText",
    "ConditionInput",
    "Decision",
    "DecisionInput",
    "DecisionKind",
    "Evidence",
    "Facet",
    "FacetEvidence",
    "Form",
    "Kind",
    "Laws",
    "LetterTemplate",
    "Opinion",
    "Outcome",
    "PaperInput",
    "Quorum",
    "Request",
    "Retention",
    "Secrecy",
    "SimilarCases",
    "Standing",
    "TakeOver",
    "Words",
    "accessible_cases",
    "add_condition",
    "add_item",
    "add_paper",
    "agree_in_work",
    "all_kinds",
    "answer_consultation",
    "answer_in_work",
    "ask_bodies",
    "call_meeting",
    "certificate_document",
    "commitment_of",
    "create_panel",
    "current_papers",
    "decide_case",
    "decide_in_work",
    "discard_draft",
    "erase_cases",
    "extend_decision",
    "extend_in_work",
    "file_case",
    "finish_work",
    "follow_procedure",
    "get_kind",
    "granted_measure",
    "import_closed_cases",
    "issue_certificate",
    "make_request",
    "meet_condition",
    "open_case",
    "pay_in_work",
    "plan_meeting",
    "publish_decision",
    "publish_in_work",
    "read_form",
    "read_paper",
    "record_silence",
    "register",
    "remind_bodies",
    "remove_paper",
    "rename_case",
    "requests_of",
    "revoke_decision",
    "revoke_in_work",
    "save_answers",
    "seat_member",
    "settle_in_work",
    "standing_in",
    "undo_import",
    "withdraw_case",
    "work_of",
    "write_message",
]

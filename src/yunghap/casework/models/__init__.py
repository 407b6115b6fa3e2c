from .case import Case, CaseNumber, TakeOver, WorkNotice
from .committee import AgendaItem, Attendance, Ballot, Declaration, Meeting, Panel, PanelMember
from .consultation import Consultation
from .correspondence import Letter, Message
from .decision import Condition, Decision, EarlierDecision, ExpiryNotice
from .paper import Paper

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Case",
    "CaseNumber",
    "Condition",
    "Consultation",
    "Decision",
    "Declaration",
    "EarlierDecision",
    "ExpiryNotice",
    "Letter",
    "Meeting",
    "Message",
    "Panel",
    "PanelMember",
    "Paper",
    "TakeOver",
    "WorkNotice",
]

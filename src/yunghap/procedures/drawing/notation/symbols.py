"""The small signs of BPMN (2.0, 7.2 and 10 to 13), as paths of our own.

Signs of events are centred on the origin for a circle of radius 18; signs of tasks and the markers below them begin
at the origin and are about 16 and 14 pixels wide.
"""

from yunghap.procedures.bpmn.model import TaskKind, Trigger

# Trigger: its outline, and lines drawn over it.
EVENTS: dict[Trigger, tuple[str, str]] = {
    Trigger.MESSAGE: ("M-9.5-6.5h19v13h-19z", "M-9.5-6.5L0,1L9.5-6.5"),
    Trigger.TIMER: (
        "M0-10.5A10.5,10.5,0,1,1,0,10.5A10.5,10.5,0,1,1,0-10.5z",
        ("M0-10.5v2.5M0,10.5v-2.5M10.5,0h-2.5M-10.5,0h2.5M2-7L0,0h5"),
    ),
    Trigger.SIGNAL: ("M0-10L9.5,7h-19z", ""),
    Trigger.ERROR: ("M-9.5,9L-4.5-8L3,1L9-9L4.8,8.5L-3-1z", ""),
    Trigger.ESCALATION: ("M0-10.5L7.5,9L0,1.5L-7.5,9z", ""),
    Trigger.CONDITIONAL: ("M-7.5-9.5h15v19h-15z", "M-5-6h10M-5-2h10M-5,2h10M-5,6h10"),
    Trigger.LINK: ("M-10-4h10.5v-4.5L10.5,0L.5,8.5V4H-10z", ""),
    Trigger.COMPENSATE: ("M-.5-7v14L-10,0zM9-7v14L-.5,0z", ""),
    Trigger.CANCEL: ("M-7-9.5L0-2.5L7-9.5L9.5-7L2.5,0L9.5,7L7,9.5L0,2.5L-7,9.5L-9.5,7L-2.5,0L-9.5-7z", ""),
    Trigger.TERMINATE: ("M0-11A11,11,0,1,1,0,11A11,11,0,1,1,0-11z", ""),
}
MULTIPLE = "M0-10.5L10-3.2L6.2,8.5H-6.2L-10-3.2z"
PARALLEL_MULTIPLE = "M-3-10h6v7h7v6h-7v7h-6v-7h-7v-6h7z"

ENVELOPE = "M1,3h16v11h-16z"
FLAP = "M1,3l8,6.3l8-6.3"
_GEAR = (
    "M7.6,1h2.8l.4,2.1l1.5.6l1.8-1.2l2,2l-1.2,1.8l.6,1.5l2.1.4v2.8l-2.1.4l-.6,1.5l1.2,1.8l-2,2l-1.8-1.2l-1.5.6"
    "l-.4,2.1h-2.8l-.4-2.1l-1.5-.6l-1.8,1.2l-2-2l1.2-1.8l-.6-1.5l-2.1-.4v-2.8l2.1-.4l.6-1.5l-1.2-1.8l2-2l1.8,1.2"
    "l1.5-.6z"
)
# Kind of task: its outline, and lines drawn over it.
TASKS: dict[str, tuple[str, str]] = {
    TaskKind.USER: (
        (
            "M1.5,16.5v-3.2c0-2.4,1.7-3.6,4.2-4.2c-1.3-.8-2-2.1-2-3.7c0-2.5,1.6-4.2,4-4.2s4,1.7,4,4.2"
            "c0,1.6-.7,2.9-2,3.7c2.5.6,4.2,1.8,4.2,4.2v3.2z"
        ),
        "M4.7,16.5v-2.7M10.7,16.5v-2.7M4,4.6c2,1,5,.8,7.2-.6",
    ),
    TaskKind.MANUAL: (
        (
            "M1.5,8.2L6.8,3c1-1,2.4,0,1.7,1.2L7.2,6.4h8c1.3,0,1.3,1.9,0,1.9h1.2c1.3,0,1.3,2,0,2h-.8c1.2,0,1.2,1.9,0,1.9"
            "h-1c1.1,0,1.1,1.8,0,1.8H6.2c-2.8,0-4.7-1-4.7-3z"
        ),
        "M10.5,8.3h4.7M10.8,10.3h4.8M10.6,12.2h4",
    ),
    TaskKind.SERVICE: (_GEAR, "M9,6.2A2.8,2.8,0,1,0,9,11.8A2.8,2.8,0,1,0,9,6.2z"),
    TaskKind.SCRIPT: (
        "M5,1.5h10c-4,3.2-3.6,4.6-1.4,7.5s2.2,4.6-1.6,7.5H2c3.8-2.9,3.8-4.6,1.6-7.5S1.3,4.7,5,1.5z",
        "M5,4.5h5.5M5,7.5h5.5M7,10.5h5.5M6.7,13.5h5.5",
    ),
    TaskKind.BUSINESS_RULE: ("M1,2.5h16v13h-16z", "M1,7h16M1,11.3h16M6,7v8.5"),
}
RULE_HEAD = "M1,2.5h16v4.5h-16z"

PLUS = "M.5.5h13v13h-13zM7,3.5v7M3.5,7h7"
LOOP = "M4.6,12.6A5.6,5.6,0,1,1,9.4,12.6M4.9,8.7L4.6,12.6L.8,12.2"
PARALLEL = "M3,1v12M7,1v12M11,1v12"
SEQUENTIAL = "M1,3h12M1,7h12M1,11h12"
COMPENSATION = "M7,2.5v9L1,7zM13,2.5v9L7,7z"
AD_HOC = "M.5,9.5c.5-5,3.5-5.5,6.5-3.2s5.2,1.6,6.5-2.3v2.6c-.7,4.6-3.7,5-6.7,2.8s-5-1.7-6.3,2z"

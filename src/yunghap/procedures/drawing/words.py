"""How elements are called, for those who do not see the drawing."""

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import sentence
from yunghap.procedures.bpmn.model import (
    Event,
    EventKind,
    Foreign,
    Gateway,
    GatewayKind,
    SubProcess,
    Task,
    TaskKind,
    Trigger,
)

from .index import Drawable
from .overlay import Mark

KINDS: dict[str, object] = {
    TaskKind.ABSTRACT: _("abstract task"),
    TaskKind.USER: _("user task"),
    TaskKind.MANUAL: _("manual task"),
    TaskKind.SERVICE: _("service task"),
    TaskKind.SCRIPT: _("script task"),
    TaskKind.SEND: _("send task"),
    TaskKind.RECEIVE: _("receive task"),
    TaskKind.BUSINESS_RULE: _("business rule task"),
    GatewayKind.EXCLUSIVE: _("exclusive gateway"),
    GatewayKind.PARALLEL: _("parallel gateway"),
    GatewayKind.INCLUSIVE: _("inclusive gateway"),
    GatewayKind.EVENT_BASED: _("event-based gateway"),
    GatewayKind.COMPLEX: _("complex gateway"),
    EventKind.START: _("start event"),
    EventKind.END: _("end event"),
    EventKind.CATCH: _("intermediate event"),
    EventKind.THROW: _("intermediate event"),
    EventKind.BOUNDARY: _("boundary event"),
    "subProcess": _("sub-process"),
    "transaction": _("transaction"),
    "adHocSubProcess": _("ad-hoc sub-process"),
    "callActivity": _("called procedure"),
    "message": _("message"),
    "participant": _("pool"),
    "lane": _("lane"),
    "textAnnotation": _("annotation"),
    "group": _("group"),
    "dataObject": _("data object"),
    "dataObjectReference": _("data object"),
    "dataStore": _("data store"),
    "dataStoreReference": _("data store"),
    "dataInput": _("data input"),
    "dataOutput": _("data output"),
    "choreographyTask": _("choreography task"),
    "subChoreography": _("sub-choreography"),
    "callChoreography": _("called choreography"),
    "conversation": _("conversation"),
    "subConversation": _("sub-conversation"),
    "callConversation": _("called conversation"),
    "conversationLink": _("conversation link"),
}
TRIGGERS: dict[Trigger, object] = {
    Trigger.MESSAGE: _("message"),
    Trigger.TIMER: _("timer"),
    Trigger.SIGNAL: _("signal"),
    Trigger.ERROR: _("error"),
    Trigger.ESCALATION: _("escalation"),
    Trigger.CONDITIONAL: _("condition"),
    Trigger.LINK: _("link"),
    Trigger.COMPENSATE: _("compensation"),
    Trigger.CANCEL: _("cancellation"),
    Trigger.TERMINATE: _("termination"),
}


def called(element: Drawable) -> str:
    """Kind and name: "user task: 접수"."""
    if isinstance(element, SubProcess) and element.by_event:
        kind = str(_("event sub-process"))
    elif isinstance(element, Task | Gateway | Event | SubProcess):
        kind = str(KINDS[element.kind])
    else:
        name = getattr(element, "kind", element.name)
        kind = str(KINDS.get(str(name), name))
    if isinstance(element, Event) and element.definitions:
        kind += f" ({', '.join(str(TRIGGERS[one.kind]) for one in element.definitions)})"
    name = " ".join(
        (element.attributes.get("name", "") if isinstance(element, Foreign) else element.name).split()
    )
    return f"{kind}: {name}" if name else kind


def told(mark: Mark) -> list[str]:
    """What a mark says, in words."""
    said: list[str] = []
    if mark.tokens:
        said.append(str(sentence(_("now here: %(tokens)d"), tokens=mark.tokens)))
    if mark.done:
        said.append(str(_("done")))
    if mark.due:
        said.append(str(sentence(_("overdue: %(due)s") if mark.overdue else _("due: %(due)s"), due=mark.due)))
    if mark.count:
        said.append(mark.count)
    return said

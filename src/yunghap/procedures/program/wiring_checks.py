"""Whether nodes are joined in a way that can run (BPMN 2.0, 10.5 and 10.6)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from yunghap.procedures.bpmn.model import Definitions

from .elements import Workshop
from .expressions import Obstacles
from .model import ACTIVITIES, WORK, Container, Kind, Node, On
from .wiring import unreached


def check_wiring(notes: Obstacles, definitions: Definitions, shop: Workshop) -> None:
    """Note every container and node that is wired so that it cannot run."""
    for container in shop.containers.values():
        element = definitions.processes.get(container.id) or definitions.nodes[container.id]
        for reason in _container(shop, container):
            notes.add(element, reason)
    for node in shop.nodes.values():
        for reason in _node(shop, node):
            notes.add(definitions.nodes[node.id], reason)
    # What no flow leads to has been noted; what only flows from there lead to need not be.
    for name in unreached(shop.nodes, [node.id for node in shop.nodes.values() if not node.incoming]):
        if name not in shop.containers[shop.nodes[name].container].starts:
            notes.add(definitions.nodes[name], _("No token ever gets here."))


def _container(shop: Workshop, container: Container) -> Iterator[object]:
    starts = [shop.nodes[name] for name in container.starts]
    plain = [node for node in starts if node.trigger.on is On.NONE]
    if container.by_event:
        if len(starts) != 1 or starts[0].kind is not Kind.START or starts[0].trigger.on is On.NONE:
            yield _("An event sub-process has one start event, which says what it waits for.")
    elif container.parent:
        if not starts:
            yield _("Nothing starts this sub-process.")
        elif len(plain) != len(starts) or (starts[0].kind is Kind.START and len(starts) > 1):
            yield _("A sub-process has one plain start event.")
    elif not starts:
        yield _("Nothing starts this process.")
    elif len(plain) > 1 and any(node.kind is Kind.START for node in plain):
        yield _("A process has one plain start event.")


def _node(shop: Workshop, node: Node) -> Iterator[object]:
    starts = shop.containers[node.container].starts
    if not node.incoming and node.kind is not Kind.BOUNDARY and node.id not in starts:
        yield _("No flow leads here.")
    if node.kind in {Kind.START, Kind.BOUNDARY} and node.incoming:
        yield _("No flow may lead to this event.")
    if node.kind is Kind.END and node.outgoing:
        yield _("No flow may leave an end event.")
    if node.kind in {Kind.START, Kind.BOUNDARY, Kind.CATCH} and not node.outgoing:
        yield _("No flow leaves this event.")
    if node.kind in _GATEWAYS:
        yield from _gateway(shop, node)
    if node.kind is Kind.BOUNDARY:
        yield from _boundary(shop, node)


_GATEWAYS = frozenset({Kind.EXCLUSIVE, Kind.INCLUSIVE, Kind.PARALLEL, Kind.CHOICE})


def _gateway(shop: Workshop, node: Node) -> Iterator[object]:
    if not node.outgoing:
        yield _("No flow leaves this gateway.")
    conditional = [flow for flow in node.outgoing if flow.condition is not None]
    if node.kind in {Kind.PARALLEL, Kind.CHOICE}:
        if conditional or node.default:
            yield _("Flows out of a parallel or event-based gateway have no condition.")
    elif len(node.outgoing) > 1:
        free = [flow for flow in node.outgoing if flow.condition is None and flow.id != node.default]
        if free:
            yield _("Each flow out of this gateway needs a condition, but for the default one.")
    if node.kind is Kind.CHOICE:
        targets = [shop.nodes[flow.target] for flow in node.outgoing]
        if not all(_can_be_chosen(one) for one in targets):
            yield _(
                "Behind an event-based gateway stand catching events or receive tasks with no other way in."
            )


def _can_be_chosen(node: Node) -> bool:
    return (
        node.kind in {Kind.CATCH, Kind.RECEIVE}
        and len(node.incoming) == 1
        and not node.boundary
        and node.multi is None
    )


def _boundary(shop: Workshop, node: Node) -> Iterator[object]:
    host = shop.nodes.get(node.attached_to)
    if host is None or host.kind not in ACTIVITIES:
        yield _("A boundary event stands at an activity.")
    elif host.kind in WORK and node.trigger.on is On.ESCALATION and host.multi is None:
        yield _("Only a sub-process or called process can escalate.")
    if node.trigger.on is On.NONE:
        yield _("A boundary event says what it waits for.")

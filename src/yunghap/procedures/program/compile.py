"""Diagram, decision tables and deadline rules in; a program out, or every reason why there is none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.procedures.bpmn.errors import Problem
from yunghap.procedures.bpmn.model import (
    Content,
    Definitions,
    Event,
    EventKind,
    Process,
    SubProcess,
)
from yunghap.procedures.bpmn.model import Trigger as Definition

from .data import Names, declared
from .elements import Workshop, container_deadlines, lane_names, make_node
from .expressions import Obstacles, formula
from .model import Container, DeadlineRule, Decision, Flow, Program
from .wiring import reach, restless_loop
from .wiring_checks import check_wiring

FORMAT = 1  # rises when the same sources compile to something else


class NotExecutable(InvalidInput):
    """The diagram cannot run; `obstacles` has every reason, in the order of the file."""

    code = "not-executable"

    def __init__(self, obstacles: Sequence[Problem]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__(
            sentence(
                _("The diagram cannot be executed: %(first)s (%(count)d obstacles in all)"),
                first=self.obstacles[0],
                count=len(self.obstacles),
            ),
            obstacles=[
                {"element": one.element, "line": one.line, "reason": str(one.reason)} for one in obstacles
            ],
        )


def obstacles(
    definitions: Definitions,
    *,
    decisions: Mapping[str, Decision] | None = None,
    deadlines: Mapping[str, DeadlineRule] | None = None,
) -> list[Problem]:
    """Everything that stands in the way of executing a diagram, in the order of the file.

    Decision tables and deadlines are beside the diagram: where they are not handed in, those that it names count
    as present.
    """
    return _Compiler(definitions, decisions, deadlines).compile()[1]


def compile_program(
    definitions: Definitions,
    *,
    decisions: Mapping[str, Decision],
    deadlines: Mapping[str, DeadlineRule],
    sources: Sequence[bytes] = (),
) -> Program:
    """Compile a diagram; `sources` are the bytes of everything beside it that it was made from, for the hash.

    Raises NotExecutable.
    """
    program, found = _Compiler(definitions, decisions, deadlines, sources).compile()
    if program is None:
        raise NotExecutable(found)
    return program


class _Compiler:
    def __init__(
        self,
        definitions: Definitions,
        decisions: Mapping[str, Decision] | None,
        deadlines: Mapping[str, DeadlineRule] | None,
        sources: Sequence[bytes] = (),
    ) -> None:
        self.definitions, self.sources = definitions, sources
        self.notes = Obstacles()
        self.shop = Workshop(
            definitions,
            _Everything() if decisions is None else decisions,
            _EveryRule() if deadlines is None else deadlines,
            self.notes,
            lane_names(definitions),
            frozenset(
                node.id
                for node in definitions.nodes.values()
                if isinstance(node, SubProcess) and node.by_event
            ),
        )

    def compile(self) -> tuple[Program | None, list[Problem]]:
        self.notes.found.extend(self.definitions.remarks)  # references to nothing
        main = self._main()
        before = len(self.notes.found)
        # Of a file without one, everything that would stand in its way is told all the same.
        for process in self._called_from(self.definitions.processes.values() if main is None else [main]):
            self._process(process)
        self._links()
        if len(self.notes.found) == before:
            check_wiring(self.notes, self.definitions, self.shop)
        if len(self.notes.found) == before:
            self._loops()
        if main is None or self.notes.found:
            return None, self.notes.sorted()
        reached = reach(self.shop.nodes, self.shop.flows)
        if reached is None:
            self.notes.add(main, _("Too many flows into inclusive gateways."))
            return None, self.notes.sorted()
        return (
            Program(
                hash=self._hash(main),
                process=main.id,
                name=main.name or main.id,
                nodes=self.shop.nodes,
                containers=self.shop.containers,
                decisions=self.shop.decisions,
                deadlines=self.shop.rules,
                reach=reached,
            ),
            [],
        )

    def _hash(self, main: Process) -> str:
        parts = [str(FORMAT), main.id, self.definitions.digest]
        parts += [sha256(source).hexdigest() for source in self.sources]
        return sha256("\n".join(parts).encode()).hexdigest()

    def _main(self) -> Process | None:
        """The one executable process that no other calls."""
        called = {getattr(node, "called", "") for node in self.definitions.nodes.values()}
        executable = [one for one in self.definitions.processes.values() if one.executable]
        free = [one for one in executable if one.id not in called]
        if len(free) == 1:
            return free[0]
        if not executable:
            self.notes.add(self.definitions, _("No process of this file is marked as executable."))
        else:
            for one in free[1:]:
                self.notes.add(
                    one, _("A second executable process that no other calls: a procedure has one.")
                )
        return None

    def _called_from(self, processes: Iterable[Process]) -> list[Process]:
        """The processes and those they call, directly or not; the reader has refused circles."""
        found = {process.id: process for process in processes}
        ready = list(found.values())
        while ready:
            for content in ready.pop().content.walk():
                for node in content.nodes.values():
                    called = self.definitions.processes.get(getattr(node, "called", ""))
                    if called is not None and called.id not in found:
                        found[called.id] = called
                        ready.append(called)
        return list(found.values())

    def _process(self, process: Process) -> None:
        data = Names({}).inside(process.content, process.properties)
        self._container(process, process.content, "", container_deadlines(self.shop, process))
        self._content(process.content, data)

    def _container(
        self,
        element: Process | SubProcess,
        content: Content,
        parent: str,
        rules: tuple[str, ...] = (),
    ) -> None:
        nodes = content.nodes.values()
        starts = [node.id for node in nodes if isinstance(node, Event) and node.kind == EventKind.START]
        if not starts:
            # Without start events, everything that nothing leads to is started (BPMN 2.0, 10.5.2).
            starts = [
                node.id
                for node in nodes
                if not node.incoming
                and not (isinstance(node, Event) and node.kind == EventKind.BOUNDARY)
                and not (isinstance(node, SubProcess) and node.by_event)
                and not _is_link_target(node)
            ]
        self.shop.containers[element.id] = Container(
            id=element.id,
            name=element.name,
            line=element.line,
            parent=parent,
            starts=tuple(starts),
            handlers=tuple(node.id for node in nodes if isinstance(node, SubProcess) and node.by_event),
            variables=declared(content, element.properties),
            deadlines=rules,
            by_event=isinstance(element, SubProcess) and element.by_event,
        )

    def _content(self, content: Content, data: Names) -> None:
        for foreign in content.unknown:
            self.notes.found.append(
                Problem(foreign.id or foreign.name, foreign.line, _("BPMN 2.0 has no such element."))
            )
        for flow in content.flows.values():
            self.shop.flows[flow.id] = Flow(
                flow.id, flow.source, flow.target, formula(self.notes, flow, flow.condition)
            )
        for node in content.nodes.values():
            make_node(self.shop, node, data)
            if isinstance(node, SubProcess):
                self._container(node, node.content, node.container)
                self._content(node.content, data.inside(node.content, node.properties))

    def _links(self) -> None:
        """Join both ends of each link event by a flow (BPMN 2.0, 10.5.5)."""
        for content in self.definitions.contents():
            ends: dict[str, list[Event]] = {}
            sources: list[tuple[Event, str]] = []
            for node in content.nodes.values():
                if isinstance(node, Event) and node.id in self.shop.nodes:
                    for one in node.definitions:
                        if one.kind == Definition.LINK and node.kind == EventKind.THROW:
                            sources.append((node, one.name))
                        elif one.kind == Definition.LINK:
                            ends.setdefault(one.name, []).append(node)
            for source, name in sources:
                found = ends.get(name, [])
                if len(found) != 1:
                    self.notes.add(source, _("A link needs exactly one other end of the same name."))
                else:
                    self._link(source.id, found[0].id)

    def _link(self, source: str, target: str) -> None:
        flow = Flow(f"{source}>{target}", source, target)
        nodes = self.shop.nodes
        self.shop.flows[flow.id] = flow
        nodes[source] = replace(nodes[source], outgoing=(flow,))
        nodes[target] = replace(nodes[target], incoming=(*nodes[target].incoming, flow.id))

    def _loops(self) -> None:
        loop = restless_loop(self.shop.nodes)
        if loop:
            node = self.definitions.nodes[loop[0]]
            self.notes.add(node, _("A token could go round here for ever without anybody acting."))


def _is_link_target(node: object) -> bool:
    return (
        isinstance(node, Event)
        and node.kind == EventKind.CATCH
        and any(one.kind == Definition.LINK for one in node.definitions)
    )


class _Everything(dict[str, Decision]):
    """Any decision that is asked for."""

    def __contains__(self, key: object) -> bool:
        return True


class _EveryRule(dict[str, DeadlineRule]):
    """Any deadline that is asked for."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> DeadlineRule:
        return DeadlineRule(key, "", "")

"""Rows of an instance and the records of its state, both ways."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from yunghap.core.models.fields import from_microseconds
from yunghap.procedures.engine.codec import read_moment, write_moment
from yunghap.procedures.engine.state import (
    DeadlineState,
    Extension,
    Item,
    Members,
    Phase,
    Scope,
    ScopeKind,
    Stop,
    Timer,
    Wait,
)
from yunghap.procedures.engine.values import from_json, to_json

Row = list[Any]
SCOPE = ("number", "parent", "kind", "node", "container", "index", "values", "arrived", "members")
ITEM = (
    *("number", "scope", "node", "kind", "opened_at", "role", "organisation", "assignee", "due"),
    *("problem", "phase", "via"),
)
TIMER = ("number", "host", "node", "at", "deadline", "left", "every")
WAIT = ("number", "host", "node", "on", "name", "key")
DEADLINE = (
    *("number", "host", "rule", "term", "start", "due", "timed", "passes", "stopped", "missed"),
    *("stops", "extensions"),
)


def scope_row(scope: Scope) -> dict[str, object]:
    """The columns of a scope."""
    return {
        "number": scope.number,
        "parent": scope.parent,
        "kind": str(scope.kind),
        "node": scope.node,
        "container": scope.container,
        "index": scope.index,
        "values": to_json(scope.values),
        "arrived": {node: list(flows) for node, flows in scope.arrived.items()} or None,
        "members": None if scope.members is None else _members_row(scope.members),
    }


def _members_row(members: Members) -> dict[str, object]:
    return {
        "total": members.total,
        "values": to_json(members.values),
        "started": members.started,
        "done": members.done,
        "results": [[index, to_json(value)] for index, value in members.results.items()],
    }


def read_scope(row: Row) -> Scope:
    """A scope from its columns, in the order of SCOPE."""
    number, parent, kind, node, container, index, values, arrived, members = row
    return Scope(
        number,
        parent,
        ScopeKind(kind),
        node,
        container,
        index,
        _mapping(values),
        {name: tuple(flows) for name, flows in (arrived or {}).items()},
        None if members is None else _read_members(members),
    )


def _mapping(value: Mapping[str, object]) -> dict[str, object]:
    return {key: from_json(part) for key, part in value.items()}


def _read_members(value: dict[str, Any]) -> Members:
    return Members(
        value["total"],
        tuple(from_json(part) for part in value["values"]),
        value["started"],
        value["done"],
        {index: from_json(part) for index, part in value["results"]},
    )


def item_row(item: Item) -> dict[str, object]:
    """The columns of an open item."""
    return {
        "number": item.number,
        "scope": item.scope,
        "node": item.node,
        "kind": str(item.kind),
        "opened_at": item.opened,
        "role": item.role,
        "organisation": item.organisation,
        "assignee": item.assignee,
        "due": item.due,
        "problem": item.problem,
        "phase": str(item.phase),
        "via": item.via,
    }


def read_item(row: Row) -> Item:
    """An item from its columns, in the order of ITEM."""
    number, scope, node, kind, opened, role, organisation, assignee, due, problem, phase, via = row
    return Item(
        number,
        scope,
        node,
        kind,
        _moment(opened),
        role,
        organisation,
        assignee,
        None if due is None else _moment(due),
        problem,
        Phase(phase),
        via,
    )


def timer_row(timer: Timer) -> dict[str, object]:
    """The columns of a timer."""
    return {name: getattr(timer, name) for name in TIMER}


def read_timer(row: Row) -> Timer:
    """A timer from its columns, in the order of TIMER."""
    number, host, node, at, deadline, left, every = row
    return Timer(number, host, node, None if at is None else _moment(at), deadline, left, every)


def wait_row(wait: Wait) -> dict[str, object]:
    """The columns of a wait."""
    return {**{name: getattr(wait, name) for name in WAIT}, "on": str(wait.on)}


def read_wait(row: Row) -> Wait:
    """A wait from its columns, in the order of WAIT."""
    return Wait(*row)


def deadline_row(deadline: DeadlineState) -> dict[str, object]:
    """The columns of an open deadline."""
    timed = isinstance(deadline.due, datetime)
    return {
        "number": deadline.number,
        "host": deadline.host,
        "rule": deadline.rule,
        "term": deadline.term,
        "start": deadline.start,
        "due": deadline.due.date() if isinstance(deadline.due, datetime) else deadline.due,
        "timed": timed,
        "passes": deadline.passes,
        "stopped": deadline.stopped,
        "missed": deadline.missed,
        "stops": [_stop_row(stop) for stop in deadline.stops],
        "extensions": [
            {"term": one.term, "ground": one.ground, "at": write_moment(one.at), "article": one.article}
            for one in deadline.extensions
        ],
    }


def _stop_row(stop: Stop) -> dict[str, object]:
    return {
        "start": stop.start.isoformat(),
        "end": None if stop.end is None else stop.end.isoformat(),
        "reason": stop.reason,
        "article": stop.article,
        "item": stop.item,
    }


def read_deadline(row: Row) -> DeadlineState:
    """A deadline from its columns, in the order of DEADLINE."""
    number, host, rule, term, start, due, timed, passes, _stopped, missed, stops, extensions = row
    moment = _moment(passes)
    return DeadlineState(
        number,
        host,
        rule,
        term,
        _moment(start),
        moment if timed else date.fromisoformat(due),
        moment,
        tuple(_read_stop(stop) for stop in stops),
        tuple(
            Extension(one["term"], one["ground"], read_moment(one["at"]), one["article"])
            for one in extensions
        ),
        bool(missed),
    )


def _read_stop(value: dict[str, Any]) -> Stop:
    end = value["end"]
    return Stop(
        date.fromisoformat(value["start"]),
        value["reason"],
        None if end is None else date.fromisoformat(end),
        value["article"],
        value["item"],
    )


def _moment(value: str | int) -> datetime:
    """What a database writes into JSON for a moment: PostgreSQL text, SQLite the number that it keeps; in UTC."""
    return (
        from_microseconds(value) if isinstance(value, int) else datetime.fromisoformat(value).astimezone(UTC)
    )

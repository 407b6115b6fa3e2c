"""The kinds of cases that can be filed; the module of the statutory procedures registers them."""

from collections.abc import Iterator

from yunghap.core.registry import Registry

from .contracts import DecisionKind, Kind
from .forms import Words


def _validate(id: str, kind: Kind) -> None:  # noqa: A002
    if id != kind.id or not kind.series.isalpha() or not kind.series.isupper():
        raise ValueError(f"kinds of cases: {id!r} needs its own id and a series of capital letters")


REGISTRY: Registry[Kind] = Registry("kinds of cases", validate=_validate)


def register(kind: Kind) -> Kind:
    """Add a kind; raises ValueError for an id that is taken."""
    return REGISTRY.register(kind.id, kind)


def get_kind(id: str) -> Kind:  # noqa: A002
    """The kind of that id; raises LookupError where nobody registered it."""
    return REGISTRY.get(id)


def decision_kinds() -> Iterator[tuple[Kind, DecisionKind]]:
    """Everything that cases may be decided as, with the procedure; a procedure without kinds is its own."""
    for kind in all_kinds():
        for one in kind.decisions or (DecisionKind(kind.id, kind.name),):
            yield kind, one


def objection_kind() -> Kind | None:
    """The kind of objections to decisions, where one is registered."""
    return next((kind for kind in all_kinds() if kind.to_decisions), None)


def all_kinds() -> Iterator[Kind]:
    """Every kind, by its place, those of one place in the order of their ids."""
    return iter(sorted((kind for _id, kind in REGISTRY.items()), key=lambda kind: kind.place))


def grouped_kinds() -> list[tuple[Words | None, list[Kind]]]:
    """Every kind that can be applied for, under its group; those of none come last."""
    groups: dict[Words | None, list[Kind]] = {}
    for kind in all_kinds():
        if not kind.to_decisions:
            groups.setdefault(kind.group, []).append(kind)
    others = groups.pop(None, [])
    return [*groups.items(), *([(None, others)] if others else [])]

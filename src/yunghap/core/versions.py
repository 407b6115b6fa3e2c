"""Optimistic versions: nobody overwrites what they have not seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .errors import Conflict, NotFound
from .models import Entity


def update_versioned(instance: Entity, *, expected: int, changes: dict[str, object]) -> None:
    """Write `changes` (field name -> value) if the row still has version `expected`, and raise its version.

    On success the instance holds the new values. Raises `Conflict` if somebody else was first:
    `details["version"]` is the version now, `details["changes"]` gives for every field that differs
    `{"theirs": value now, "yours": value wanted}`. Raises `NotFound` if the row is gone.
    """
    model = type(instance)
    fields = {name: _field(model, name) for name in changes}
    rows = model._default_manager.filter(pk=instance.pk, version=expected)
    if rows.update(**changes, version=expected + 1):
        for name, value in changes.items():
            setattr(instance, fields[name].name if isinstance(value, models.Model) else name, value)
        instance.version = expected + 1
        return
    current = model._default_manager.filter(pk=instance.pk).first()
    if current is None:
        raise NotFound(_("This no longer exists."))
    raise Conflict(
        _("Somebody else has changed this in the meantime."),
        version=current.version,
        changes=_differences(instance, current, expected, changes),
    )


def _field(model: type[Entity], name: str) -> "models.Field[object, object]":
    """The concrete field called `name` or, for a foreign key, `name_id`; raises LookupError."""
    for field in model._meta.concrete_fields:
        if name in {field.name, field.attname} and not field.primary_key and field.name != "version":
            return field
    raise LookupError(f"{model.__name__} has no field {name!r} that can be changed")


def _differences(
    instance: Entity, current: Entity, expected: int, changes: dict[str, object]
) -> dict[str, dict[str, object]]:
    """Where the row now differs from what is wanted; fields left alone count if we know what was seen."""
    wanted = {
        _field(type(instance), name).attname: value.pk if isinstance(value, models.Model) else value
        for name, value in changes.items()
    }
    result = {}
    for field in instance._meta.concrete_fields:
        name = field.attname
        if name not in wanted and instance.version != expected:
            continue
        theirs, yours = getattr(current, name), wanted.get(name, getattr(instance, name))
        if theirs != yours and field.name != "version":
            result[name] = {"theirs": theirs, "yours": yours}
    return result

"""Sources: added, scheduled, paused, asked for."""

from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_name
from yunghap.exchange.enums import HarvestKind
from yunghap.exchange.models import HarvestSource
from yunghap.ledger.service import record


def address_of(text: str) -> str:
    """A web address as it is, a file by its absolute path. Raises InvalidInput."""
    text = text.strip()
    if "://" in text:
        parts = urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InvalidInput(
                _("Give an address that begins with https:// or http://, or a file."), field="address"
            )
        return text
    path = Path(text).expanduser().resolve()
    if not path.is_file():
        raise InvalidInput(_("There is no such file."), field="address")
    return str(path)


def find_or_add_source(
    *, kind: str, address: str, name: str = "", by: Actor, at: datetime | None = None
) -> HarvestSource:
    """The source of this kind and address, added if it is new; one of that name reads this address from now on."""
    address = address_of(address)
    if name:
        named = HarvestSource.objects.filter(kind=kind, name=name).first()
        if named is not None:
            if named.address != address:
                named.address, named.etag, named.last_modified = address, "", ""
                named.save(update_fields=["address", "etag", "last_modified"])
            return named
    found = HarvestSource.objects.filter(kind=kind, address=address).first()
    return found or add_source(name=name or _name_of(address), kind=kind, address=address, by=by, at=at)


def _name_of(address: str) -> str:
    if "://" in address:
        return (urlsplit(address).hostname or address)[:200]
    return Path(address).name[:200]


@transaction.atomic
def add_source(
    *,
    name: str,
    kind: str,
    address: str,
    every_hours: int | None = None,
    by: Actor,
    at: datetime | None = None,
) -> HarvestSource:
    """A new source, read first as soon as a worker comes by if it has a schedule. Raises InvalidInput, Conflict."""
    at = at or clock.now()
    if kind not in HarvestKind.values:
        raise InvalidInput(_("There is no such kind of catalogue."), field="kind")
    address = address_of(address)
    if HarvestSource.objects.filter(kind=kind, address=address).exists():
        raise Conflict(_("This catalogue is a source already."), field="address")
    source = HarvestSource.objects.create(
        name=clean_name(name),
        kind=kind,
        address=address,
        every_hours=_hours(every_hours),
        next_at=at if every_hours else None,
        created_at=at,
    )
    _note(source, "added", by, at, {"kind": kind, "address": address})
    return source


def _hours(every_hours: int | None) -> int | None:
    if every_hours is not None and not 1 <= every_hours <= 24 * 366:
        raise InvalidInput(_("Between 1 hour and 366 days."), field="every_hours")
    return every_hours


@transaction.atomic
def schedule_source(
    *, source: HarvestSource, every_hours: int | None, by: Actor, at: datetime | None = None
) -> None:
    """Read it every so many hours from now on; None: only when somebody asks."""
    at = at or clock.now()
    source.every_hours = _hours(every_hours)
    source.next_at = at + timedelta(hours=every_hours) if every_hours else None
    source.save(update_fields=["every_hours", "next_at"])
    _note(source, "scheduled", by, at, {"every_hours": every_hours})


@transaction.atomic
def pause_source(*, source: HarvestSource, by: Actor, at: datetime | None = None) -> None:
    """Do not read it until further notice; what was read stays."""
    at = at or clock.now()
    if source.paused_at is None:
        source.paused_at = at
        source.save(update_fields=["paused_at"])
        _note(source, "paused", by, at, {})


@transaction.atomic
def resume_source(*, source: HarvestSource, by: Actor, at: datetime | None = None) -> None:
    """Read it again as scheduled."""
    at = at or clock.now()
    if source.paused_at is not None:
        source.paused_at, source.next_at = None, at if source.every_hours else None
        source.save(update_fields=["paused_at", "next_at"])
        _note(source, "resumed", by, at, {})


@transaction.atomic
def ask_for_run(*, source: HarvestSource, by: Actor, at: datetime | None = None) -> None:
    """Have it read as soon as a worker comes by. Raises Conflict for a paused one."""
    at = at or clock.now()
    if source.paused_at is not None:
        raise Conflict(_("This source is paused."))
    source.asked_at = at
    source.save(update_fields=["asked_at"])
    _note(source, "asked", by, at, {})


def due_sources(at: datetime) -> list[HarvestSource]:
    """Those to be read now: asked for, or due by their schedule."""
    due = Q(asked_at__isnull=False) | Q(next_at__lte=at)
    return list(HarvestSource.objects.filter(due, paused_at__isnull=True).order_by("asked_at", "next_at"))


def take_turn(source: HarvestSource, at: datetime) -> bool:
    """Whether the turn is ours: the next one is set down before reading, so that two workers do not read the same."""
    after = at + timedelta(hours=source.every_hours) if source.every_hours else None
    mine = HarvestSource.objects.filter(pk=source.pk, next_at=source.next_at, asked_at=source.asked_at)
    return bool(mine.update(next_at=after, asked_at=None))


def _note(source: HarvestSource, what: str, by: Actor, at: datetime, details: dict[str, object]) -> None:
    record(
        action=f"exchange.harvest.{what}",
        subject=f"harvest-source:{source.pk}",
        by=by,
        at=at,
        details=details,
    )

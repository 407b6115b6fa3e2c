"""Programmes, their names and their partners."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict
from yunghap.core.text import clean_name, name_key
from yunghap.core.versions import update_versioned
from yunghap.ledger.service import record
from yunghap.programmes.contracts import PartStatement
from yunghap.programmes.domain.limits import check_shares
from yunghap.programmes.models import Participation, Programme, ProgrammeAlias
from yunghap.programmes.queries import find_programmes


@transaction.atomic
def ensure_programmes(*, names: Sequence[str], by: Actor, at: datetime | None = None) -> dict[str, Programme]:
    """Name as given -> programme, created where neither a name nor an alias is known.

    Raises InvalidInput for an empty, overlong or disguised name.
    """
    at = at or clock.now()
    cleaned = {name: clean_name(name) for name in names}
    found = find_programmes(set(cleaned.values()))
    missing: dict[str, Programme] = {}
    for name in cleaned.values():
        if name not in found:
            key = name_key(name)
            missing.setdefault(key, Programme(name=name, name_key=key, created_at=at))
    if missing:
        Programme.objects.bulk_create(missing.values())
        record(
            action="programmes.programme.created",
            subject="programmes",
            by=by,
            at=at,
            details={"programmes": {programme.pk: programme.name for programme in missing.values()}},
        )
    return {
        given: found[name] if name in found else missing[name_key(name)] for given, name in cleaned.items()
    }


@transaction.atomic
def rename_programme(
    *,
    programme: Programme,
    name: str,
    by: Actor,
    year: int | None = None,
    expected: int | None = None,
    at: datetime | None = None,
) -> Programme:
    """Give a programme a new name; the old one stays known as an alias, of the editions up to `year`.

    Raises Conflict where another programme has the name, or where the version is not `expected`.
    """
    at = at or clock.now()
    name, old, old_key = clean_name(name), programme.name, programme.name_key
    key = name_key(name)
    other = find_programmes([name]).get(name)
    if other is not None and other.pk != programme.pk:
        raise Conflict(_("Another programme has this name."), programme=other.pk)
    update_versioned(
        programme, expected=expected or programme.version, changes={"name": name, "name_key": key}
    )
    ProgrammeAlias.objects.filter(programme=programme, alias_key=key).delete()
    if old_key != key:
        ProgrammeAlias.objects.get_or_create(
            alias_key=old_key, defaults={"programme": programme, "alias": old, "year": year}
        )
    record(
        action="programmes.programme.renamed",
        subject=f"programme:{programme.pk}",
        by=by,
        at=at,
        details={"from": old, "to": name},
    )
    return programme


@transaction.atomic
def add_alias(
    *, programme: Programme, alias: str, by: Actor, year: int | None = None, at: datetime | None = None
) -> ProgrammeAlias | None:
    """Learn another name of a programme; None where it is known already.

    Raises Conflict where the name belongs to another programme.
    """
    at = at or clock.now()
    alias = clean_name(alias)
    other = find_programmes([alias]).get(alias)
    if other is not None:
        if other.pk == programme.pk:
            return None
        raise Conflict(_("Another programme has this name."), programme=other.pk)
    row = ProgrammeAlias.objects.create(
        programme=programme, alias=alias, alias_key=name_key(alias), year=year
    )
    record(
        action="programmes.alias.added",
        subject=f"programme:{programme.pk}",
        by=by,
        at=at,
        details={"alias": alias, "year": year},
    )
    return row


@transaction.atomic
def state_participations(
    *, stated_in: str, parts: Sequence[PartStatement], by: Actor, at: datetime | None = None
) -> list[Participation]:
    """State who takes part in the programmes named in `parts`, in place of what the edition said before.

    Raises InvalidInput for shares outside (0, 1] or above the whole.
    """
    at = at or clock.now()
    check_shares(parts)
    Participation.objects.filter(
        stated_in=stated_in, programme__in={part.programme for part in parts}
    ).delete()
    rows = Participation.objects.bulk_create(
        Participation(
            programme_id=part.programme,
            organisation_id=part.organisation,
            stated_in=stated_in,
            role=part.role,
            position=part.position,
            share=part.share,
            created_at=at,
        )
        for part in parts
    )
    record(
        action="programmes.participations.stated",
        subject=f"edition:{stated_in}",
        by=by,
        at=at,
        details={
            "count": len(rows),
            "programmes": sorted({part.programme for part in parts})[:50],
        },
    )
    return rows


@transaction.atomic
def drop_participations(
    *, stated_in: str, programme_ids: Sequence[str], by: Actor, at: datetime | None = None
) -> None:
    """Take back who takes part in programmes of an edition that is not published yet."""
    at = at or clock.now()
    Participation.objects.filter(stated_in=stated_in, programme__in=programme_ids).delete()
    record(
        action="programmes.participations.dropped",
        subject=f"edition:{stated_in}",
        by=by,
        at=at,
        details={"programmes": sorted(programme_ids)},
    )

"""Databases as sources: an organisation names one of its own, an operator allows it, either of them closes it.

Without the operator's word no query reaches any server or file: a form alone must not send this server anywhere.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.core.text import clean_name, clean_text, nfc
from yunghap.exchange import rules
from yunghap.exchange.contracts import DataPlace
from yunghap.exchange.enums import DATABASES, SourceKind
from yunghap.exchange.models import Database
from yunghap.identity.service import Organisation, can, notify, people_with_permission, require
from yunghap.ledger.service import record

from .credentials import keep_credential, revoke_credential
from .sources import Place, postgresql
from .sources.kinds import local_file
from .tables import MEDIA_TYPES, Format

PAGE = "/databases/"


def name_database(
    *,
    owner: Organisation,
    name: str,
    kind: str,
    where: Mapping[str, object],
    words: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Database:
    """Name a database of `owner` as a source and tell those who may allow it; nobody is called yet.

    `where` is {"host", "port", "database"} of a PostgreSQL server, which `words` {"user", "password"} open, else
    {"path"} of a file in the organisation's folder. Not to be called in a transaction: the server's name is resolved.
    Raises InvalidInput, NotAllowed, Conflict for a name in use.
    """
    at, name = at or clock.now(), clean_name(name)
    require(by, rules.PROVIDE, organisation=owner.pk)
    if kind not in DATABASES:
        raise InvalidInput(_("There is no such kind of source."), field="kind")
    _check(Place(where=where, media_type="", owner=owner.pk), kind)
    with transaction.atomic():
        if Database.objects.filter(owner=owner, name=name, closed_at__isnull=True).exists():
            raise Conflict(_("There is a database of this name already."), field="name")
        server = kind == SourceKind.POSTGRESQL
        made = Database.objects.create(
            owner=owner,
            name=name,
            kind=kind,
            where=dict(where),
            credential=keep_credential(owner=owner, name=name, words=words or {}, by=by, at=at)
            if server
            else None,
            made_by=by.id,
            created_at=at,
        )
        _note(made, "named", by, at, {"kind": kind, "where": dict(where)})
        notify(
            to=people_with_permission(rules.OPERATE),
            subject=_("A database waits to be allowed as a source"),
            text=name,
            link=PAGE,
            by=by,
            at=at,
        )
        return made


@transaction.atomic
def allow_database(*, database: Database, by: Actor, at: datetime | None = None) -> None:
    """Allow queries to be put to a database. Raises NotAllowed, Conflict where it is allowed or closed already."""
    at = at or clock.now()
    require(by, rules.OPERATE)
    waiting = Database.objects.filter(pk=database.pk, allowed_at__isnull=True, closed_at__isnull=True)
    if not waiting.update(allowed_at=at, allowed_by=by.id):
        raise Conflict(_("This database does not wait to be allowed."))
    _note(database, "allowed", by, at, {})
    _tell(database, _("A database was allowed as a source"), "", by, at)


@transaction.atomic
def close_database(*, database: Database, reason: str, by: Actor, at: datetime | None = None) -> None:
    """Close a database, or decline it: it is not asked again, and its password is forgotten.

    Raises InvalidInput without a reason, NotAllowed for others than its people and operators, Conflict where it is
    closed.
    """
    at = at or clock.now()
    if not (can(by, rules.OPERATE) or can(by, rules.PROVIDE, organisation=database.owner_id)):
        raise NotAllowed(_("Only its organisation or an operator may close a database."))
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput(_("Say why."), field="reason")
    rows = Database.objects.filter(pk=database.pk, closed_at__isnull=True)
    if not rows.update(closed_at=at, closed_because=reason):
        raise Conflict(_("This database is closed already."))
    if database.credential is not None:
        revoke_credential(credential=database.credential, by=by, at=at)
    _note(database, "closed", by, at, {"reason": reason})
    _tell(database, _("A database is no longer a source"), reason, by, at)


def place_of_query(*, database: Database, query: str, cursor: str = "") -> DataPlace:
    """Where the rows of a query lie; `cursor` names a column that only grows. Raises InvalidInput without a query."""
    query = nfc(query).strip()
    if not query:
        raise InvalidInput(_("Write a query."), field="query")
    where: dict[str, object] = {"registered": database.pk, "query": query}
    if cursor.strip():
        where["cursor"] = cursor.strip()
    return DataPlace(kind=database.kind, where=where, media_type=MEDIA_TYPES[Format.PARQUET])


def reached(where: Mapping[str, Any], *, owner: str) -> Mapping[str, Any]:
    """A `where` with what reaches the database that it names as `registered`; any other as it is.

    Raises NotFound for a database of another organisation, and for one that is not allowed or closed.
    """
    named = where.get("registered")
    if not named:
        return where
    found = Database.objects.filter(pk=str(named), owner=owner).first()
    if found is None or not found.is_open:
        raise NotFound(_("The source's database is not allowed, or closed by now."))
    secret = {"credential": found.credential_id} if found.credential_id else {}
    return {**where, **found.where, **secret}


def _check(place: Place, kind: str) -> None:
    """Whether the place could be asked, without asking it."""
    if kind == SourceKind.POSTGRESQL:
        postgresql.check_server(place)
    else:
        local_file(place)


def _tell(database: Database, subject: object, text: str, by: Actor, at: datetime) -> None:
    notify(
        to=[
            one
            for one in people_with_permission(rules.PROVIDE, organisation=database.owner_id)
            if one != by.id
        ],
        subject=subject,
        text=text or database.name,
        link=PAGE,
        by=by,
        at=at,
    )


def _note(database: Database, what: str, by: Actor, at: datetime, details: dict[str, object]) -> None:
    record(
        action=f"exchange.database.{what}",
        subject=f"database:{database.pk}",
        by=by,
        at=at,
        details={"owner": database.owner_id, "name": database.name, **details},
    )

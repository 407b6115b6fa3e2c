"""What people make with data: proposed by anybody, shown beside a data set where who answers for it agrees."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, sentence
from yunghap.core.gate import Picture, safe_picture
from yunghap.core.text import clean_name, clean_text
from yunghap.core.versions import update_versioned
from yunghap.documents import service as documents
from yunghap.exchange import rules
from yunghap.exchange.contracts import Entry
from yunghap.exchange.enums import ShowcaseState
from yunghap.exchange.models import Showcase, ShowcaseUse
from yunghap.exchange.queries.entries import get_entries
from yunghap.exchange.queries.voices import may_decide, provider_id
from yunghap.identity import service as identity
from yunghap.ledger.service import record

LONGEST = 4_000
LONGEST_REASON = 300
MOST_DATA = 20  # data sets of one showcase
MOST_WAITING = 20  # proposals of one person that nobody has decided
_is_address = URLValidator(schemes=("http", "https"))


def propose_showcase(
    *,
    title: str,
    maker: str,
    text: str = "",
    link: str = "",
    picture: bytes = b"",
    entries: Sequence[str],
    by: Actor,
    at: datetime | None = None,
) -> Showcase:
    """Tell what was made with data sets (their ids); who answers for each of them is asked.

    `picture` is a file as it was sent, `b""` for none. Raises InvalidInput, and Conflict where too many wait already.
    """
    at = at or clock.now()
    safe = safe_picture(picture) if picture else None  # before the transaction: it takes its time
    with transaction.atomic():
        found = _checked(entries, by)
        showcase = Showcase.objects.create(
            title=clean_name(title, longest=200),
            text=_text(text),
            link=_link(link),
            maker=clean_name(maker, longest=200),
            picture=_kept(safe, by, at) if safe else "",
            proposed_at=at,
            proposed_by=by.id,
        )
        for entry in found:
            ShowcaseUse.objects.create(
                showcase=showcase, entry=entry.id, provider_id=provider_id(entry) or None, created_at=at
            )
            _ask(showcase, entry, by, at)
        _note(showcase, "proposed", by, at, entries=[entry.id for entry in found])
    return showcase


def _checked(entries: Sequence[str], by: Actor) -> list[Entry]:
    """The data sets; raises Conflict where too many proposals of this person wait already."""
    found = _found(entries)
    waiting = ShowcaseUse.objects.filter(
        showcase__proposed_by=by.id, showcase__withdrawn_at__isnull=True, state=ShowcaseState.PROPOSED
    )
    if waiting.count() + len(found) > MOST_WAITING:
        raise Conflict(
            _("Too many of your proposals wait for an answer; propose more when some are decided.")
        )
    return found


@transaction.atomic
def accept_showcase(*, use: ShowcaseUse, expected: int, by: Actor, at: datetime | None = None) -> ShowcaseUse:
    """Show it beside the data set. Raises NotAllowed, Conflict where it is shown or was withdrawn."""
    return _decide(use, ShowcaseState.ACCEPTED, "", expected=expected, by=by, at=at or clock.now())


@transaction.atomic
def refuse_showcase(
    *, use: ShowcaseUse, reason: str, expected: int, by: Actor, at: datetime | None = None
) -> ShowcaseUse:
    """Do not show it beside the data set, or no longer. Raises InvalidInput without a reason, NotAllowed, Conflict."""
    reason = clean_text(reason)[:LONGEST_REASON]
    if not reason:
        raise InvalidInput(_("Say why."), field="reason")
    return _decide(use, ShowcaseState.REFUSED, reason, expected=expected, by=by, at=at or clock.now())


@transaction.atomic
def withdraw_showcase(
    *, showcase: Showcase, expected: int, by: Actor, at: datetime | None = None
) -> Showcase:
    """Take one's own showcase off every page, with its picture. Raises NotAllowed, Conflict."""
    at = at or clock.now()
    if showcase.proposed_by != by.id:
        raise NotAllowed(_("Only who proposed it can withdraw it."))
    if showcase.withdrawn_at is not None:
        raise Conflict(_("This was withdrawn already."))
    picture = showcase.picture
    update_versioned(showcase, expected=expected, changes={"withdrawn_at": at, "picture": ""})
    if picture:
        documents.release_original(sha256=picture, reason="withdrawn", by=by, at=at)
    _note(showcase, "withdrawn", by, at)
    return showcase


def _decide(
    use: ShowcaseUse, state: ShowcaseState, reason: str, *, expected: int, by: Actor, at: datetime
) -> ShowcaseUse:
    if not may_decide(by, use):
        raise NotAllowed(_("Who provides the data decides, or the operator of the exchange."))
    if use.showcase.withdrawn_at is not None:
        raise Conflict(_("This was withdrawn already."))
    if use.state == state:
        raise Conflict(_("This is decided so already."))
    changes: dict[str, object] = {"state": state, "reason": reason, "decided_at": at, "decided_by": by.id}
    update_versioned(use, expected=expected, changes=changes)
    _note(use.showcase, state.lower(), by, at, entry=use.entry, **({"reason": reason} if reason else {}))
    phrase = (
        _("What you made is shown beside the data: %(title)s")
        if state == ShowcaseState.ACCEPTED
        else _("What you made is not shown beside the data: %(title)s")
    )
    identity.notify(
        to=use.showcase.proposed_by,
        subject=sentence(phrase, title=use.showcase.title),
        text=reason,
        link=f"/showcases/{use.showcase_id}/",
        by=by,
        at=at,
    )
    return use


def _found(entries: Sequence[str]) -> list[Entry]:
    wanted = list(dict.fromkeys(entries))
    if not wanted:
        raise InvalidInput(_("Name the data it was made with."), field="entries")
    if len(wanted) > MOST_DATA:
        raise InvalidInput(
            sentence(_("At most %(most)s data sets can be named."), most=MOST_DATA), field="entries"
        )
    found = get_entries(wanted)
    for entry in wanted:
        if entry not in found:
            raise InvalidInput(sentence(_("There is no data set “%(id)s”."), id=entry[:60]), field="entries")
    return list(found.values())


def _text(text: str) -> str:
    said = clean_text(text)
    if len(said) > LONGEST:
        raise InvalidInput(_("This text is too long."), field="text")
    return said


def _link(link: str) -> str:
    """An address for people to follow; the server never calls it."""
    address = link.strip()
    if not address:
        return ""
    try:
        _is_address(address)
    except ValidationError:
        raise InvalidInput(_("This is not an address of a page."), field="link") from None
    if len(address) > 500 or "@" in urlsplit(address).netloc:
        raise InvalidInput(_("This is not an address of a page."), field="link")
    return address


def _kept(safe: Picture, by: Actor, at: datetime) -> str:
    file = documents.keep_pieces(
        pieces=[safe.data],
        media_type=safe.media_type,
        name="picture.webp",
        largest=len(safe.data),
        by=by,
        at=at,
    )
    return str(file.sha256)


def _ask(showcase: Showcase, entry: Entry, by: Actor, at: datetime) -> None:
    """Tell who decides: the people of the provider, or those who operate the exchange."""
    provider = provider_id(entry)
    people = (
        identity.people_with_permission(rules.PROVIDE, organisation=provider)
        if provider
        else identity.people_with_permission(rules.OPERATE)
    )
    identity.notify(
        to=people,
        subject=sentence(_("Something was made with your data: %(title)s"), title=showcase.title),
        text=entry.title or entry.title_en,
        link=f"/showcases/{showcase.pk}/",
        by=by,
        at=at,
    )


def _note(showcase: Showcase, what: str, by: Actor, at: datetime, **details: object) -> None:
    record(
        action=f"exchange.showcase.{what}", subject=f"showcase:{showcase.pk}", by=by, at=at, details=details
    )

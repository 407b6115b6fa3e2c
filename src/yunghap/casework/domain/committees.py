"""Committees and who sits on them."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.models import Panel, PanelMember
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation, OrganisationKind, User
from yunghap.ledger.service import record


@transaction.atomic
def create_panel(
    *,
    organisation: Organisation,
    secretariat: Organisation,
    kind: str,
    seats: int,
    notice_days: int = 7,
    recusal_lowers_base: bool = True,
    article: str = "",
    by: Actor,
    at: datetime | None = None,
) -> Panel:
    """Set a committee up. Raises InvalidInput where the organisation is no committee, Conflict where it is
    set up.
    """
    at = at or clock.now()
    identity.require(by, rules.RUN_COMMITTEE, organisation=secretariat.pk)
    if organisation.kind != OrganisationKind.COMMITTEE:
        raise InvalidInput(_("Only a committee can have members and meetings."), field="organisation")
    if Panel.objects.filter(organisation=organisation).exists():
        raise Conflict(_("This committee has been set up before."))
    if seats < 1:
        raise InvalidInput(_("A committee needs at least one seat."), field="seats")
    panel = Panel.objects.create(
        organisation=organisation,
        secretariat=secretariat,
        kind=kind,
        seats=seats,
        notice_days=notice_days,
        recusal_lowers_base=recusal_lowers_base,
        article=article,
        created_at=at,
    )
    details = {"kind": kind, "seats": seats, "secretariat": secretariat.pk}
    record(action="casework.panel.created", subject=f"panel:{panel.pk}", by=by, at=at, details=details)
    return panel


@transaction.atomic
def seat_member(
    *,
    panel: Panel,
    person: User,
    starts_on: date,
    ends_on: date | None = None,
    is_chair: bool = False,
    by: Actor,
    at: datetime | None = None,
) -> PanelMember:
    """Give somebody a seat for a term. Raises InvalidInput where the seats are full or the term ends before
    it starts, Conflict where the person sits there then, or there is a chair already.
    """
    at = at or clock.now()
    identity.require(by, rules.RUN_COMMITTEE, organisation=panel.secretariat_id)
    Panel.objects.select_for_update().get(pk=panel.pk)
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInput(_("The term ends before it starts."), field="ends_on")
    during = panel.members.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on),
        Q(dismissed_on__isnull=True) | Q(dismissed_on__gt=starts_on),
    )
    if ends_on is not None:
        during = during.filter(starts_on__lte=ends_on)
    if during.filter(person=person).exists():
        raise Conflict(_("This person has a seat during that term."), field="person")
    if is_chair and during.filter(is_chair=True).exists():
        raise Conflict(_("The committee has a chair during that term."), field="is_chair")
    if during.count() >= panel.seats:
        raise InvalidInput(
            _("All %(seats)d seats are taken during that term.") % {"seats": panel.seats}, field="person"
        )
    member = PanelMember.objects.create(
        panel=panel,
        person=person,
        is_chair=is_chair,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=at,
    )
    record(
        action="casework.panel.seated",
        subject=f"panel:{panel.pk}",
        by=by,
        at=at,
        details={
            "member": member.pk,
            "person": person.pk,
            "chair": is_chair,
            "from": starts_on,
            "to": ends_on,
        },
    )
    return member


@transaction.atomic
def dismiss_member(
    *, member: PanelMember, on: date, reason: str, by: Actor, at: datetime | None = None
) -> PanelMember:
    """End a seat early, from a day on (Decree art. 8 (2)). Raises InvalidInput without a reason, Conflict
    twice.
    """
    at = at or clock.now()
    identity.require(by, rules.RUN_COMMITTEE, organisation=member.panel.secretariat_id)
    if not reason.strip():
        raise InvalidInput(_("Please give the reason."), field="reason")
    if member.dismissed_on is not None:
        raise Conflict(_("This seat has been ended before."))
    update_versioned(
        member,
        expected=member.version,
        changes={"dismissed_on": on, "dismissed_reason": reason.strip()},
    )
    details = {"member": member.pk, "on": on}
    record(
        action="casework.panel.dismissed",
        subject=f"panel:{member.panel_id}",
        by=by,
        at=at,
        details=details,
        personal={"reason": reason.strip()},
        person=member.person_id,
    )
    return member

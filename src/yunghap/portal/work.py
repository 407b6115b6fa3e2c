"""What a signed-in person finds on the home page: who they are here, what waits, where they work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.identity import service as identity

SHOWN = 5  # newest notifications


@dataclass(frozen=True)
class Place:
    """A page somebody works on: name of the page, the permissions of which one opens it, and what it is for."""

    page: str
    permissions: tuple[str, ...]
    title: object
    text: object


PLACES: tuple[Place, ...] = (
    Place(
        "plan:desk",
        (
            "plan.submission.edit",
            "plan.submission.submit",
            "plan.submission.review",
            "plan.actual.report",
            "plan.edition.compile",
        ),
        _("Plan desk"),
        _("Fill in, review and publish the plan; report what became of it."),
    ),
    Place(
        "procedures:holidays",
        ("procedures.calendar.edit",),
        _("Holidays"),
        _("Declare and withdraw the days by which deadlines are counted."),
    ),
    Place(
        "casework:inbox",
        (
            "casework.case.handle",
            "casework.case.decide",
            "casework.consultation.answer",
            "casework.committee.run",
        ),
        _("Inbox"),
        _("Cases and opinions that wait for you, by the day they are due."),
    ),
    Place(
        "casework:dashboard",
        ("casework.case.handle", "casework.case.decide", "casework.case.audit"),
        _("Cases at a glance"),
        _("Lead time, lateness, open work, and the statutory days that come."),
    ),
    Place(
        "casework:cases",
        ("casework.case.apply", "casework.case.audit"),
        _("Cases"),
        _("Applications and cases, and where they stand."),
    ),
    Place(
        "casework:records",
        ("casework.case.import_closed",),
        _("Closed cases from records"),
        _("Take over cases that were decided elsewhere, from a table."),
    ),
    Place(
        "casework:retention",
        ("casework.case.erase",),
        _("Retention"),
        _("Cases whose term of retention is over; look at what would go, then erase it."),
    ),
    Place(
        "procedures:versions",
        ("procedures.version.edit",),
        _("Procedures"),
        _("Versions by the law's dates: draw them, hand them in, approve those of others."),
    ),
    Place(
        "casework:committees",
        ("casework.committee.run", "casework.committee.vote"),
        _("Committees"),
        _("Meetings, agenda, declarations of interest and votes."),
    ),
    Place(
        "exchange:mine",
        ("exchange.product.provide",),
        _("My data"),
        _("Publish data, say under which terms it can be had, and see how good it is."),
    ),
    Place(
        "exchange:own_showcases",
        ("exchange.product.provide", "exchange.channel.operate"),
        _("Reviews and showcases"),
        _("What others say of your data and make with it: answer, and decide what is shown."),
    ),
    Place(
        "exchange:contracts",
        ("exchange.contract.consume", "exchange.product.provide", "exchange.contract.audit"),
        _("Data contracts"),
        _("Ask for terms, negotiate, and see what was agreed and what is owed."),
    ),
    Place(
        "exchange:transfers",
        ("exchange.contract.consume", "exchange.product.provide", "exchange.contract.audit"),
        _("Data transfers"),
        _("Fetch what a contract covers, and see what went where."),
    ),
    Place(
        "exchange:orders",
        ("exchange.contract.consume", "exchange.product.provide", "exchange.voucher.administer"),
        _("Orders and vouchers"),
        _("Orders, quotes, invoices, and the vouchers that pay for them."),
    ),
    Place(
        "exchange:own_issuers",
        ("exchange.authenticity.issue",),
        _("Own authenticity checks"),
        _("Let others ask whether a document of yours is authentic; they learn yes or no."),
    ),
    Place(
        "exchange:sources",
        ("exchange.channel.operate",),
        _("Catalogues that are read"),
        _("Sources of the federated catalogue, their readings, and records that look alike."),
    ),
    Place(
        "exchange:participants",
        ("exchange.channel.operate",),
        _("Participants of the exchange"),
        _("Admit, suspend and remove participants; sign the roster."),
    ),
    Place(
        "exchange:certificates",
        ("exchange.channel.operate",),
        _("Quality certificates"),
        _("Certify versions of data on their measured quality, and revoke."),
    ),
    Place(
        "identity:members",
        ("identity.member.manage",),
        _("Members"),
        _("Invite people to the organisation, give roles, appoint deputies."),
    ),
    Place(
        "identity:organisations",
        ("identity.organisation.administer",),
        _("Organisations"),
        _("Create, rename, split and merge organisations."),
    ),
    Place(
        "identity:people",
        ("identity.person.administer",),
        _("People"),
        _("Find people, help them in again, suspend them."),
    ),
    Place(
        "identity:clients",
        ("identity.client.manage",),
        _("API clients"),
        _("Programs that call the API for the organisation."),
    ),
    Place(
        "identity:access",
        ("identity.access.audit",),
        _("Access to personal data"),
        _("Who saw whose personal data, when and why."),
    ),
)


@dataclass(frozen=True)
class OpenPlace:
    """A place this person may open."""

    url: str
    title: object
    text: object


@dataclass(frozen=True)
class Desk:
    """What stands on the home page of one person."""

    organisations: Sequence[str]
    notifications: Sequence[identity.Notification]
    places: Sequence[OpenPlace]
    today: date


def may(actor: Actor, permissions: tuple[str, ...]) -> bool:
    """Whether the person holds one of the permissions; one that no module registered is held by nobody."""
    for permission in permissions:
        if permission in identity.permissions.REGISTRY and identity.can(actor, permission):
            return True
    return False


def open_places(actor: Actor) -> list[OpenPlace]:
    """The places this person may open, in their order, where this installation has them."""
    found = []
    for place in PLACES:
        try:
            url = reverse(place.page)
        except NoReverseMatch:
            continue
        if may(actor, place.permissions):
            found.append(OpenPlace(url, place.title, place.text))
    return found


def desk_of(request: HttpRequest) -> Desk:
    """The desk of the person who is signed in."""
    actor = identity.actor_of(request)
    memberships = identity.memberships_of(actor.id)
    unread = identity.Notification.objects.filter(person_id=actor.id, read_at__isnull=True)
    return Desk(
        organisations=[membership.organisation.name_here for membership in memberships],
        notifications=list(unread.order_by("-created_at")[:SHOWN]),
        places=open_places(actor),
        today=clock.today(),
    )

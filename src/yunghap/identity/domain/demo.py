"""People and organisations to try the system with; never in production."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import NotAllowed, NotFound
from yunghap.identity import queries
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import DemoSignInToken, Organisation, User
from yunghap.ledger.service import record

from .citizens import become_citizen
from .organisations import create_organisation
from .people import add_member, create_person
from .public_bodies import load_public_bodies
from .roles import grant_role
from .tokens import new_token, token_hash

LIFETIME = timedelta(days=7)
SINCE = date(2023, 1, 1)
DOMAIN = "demo.yunghap.example"

# long, short, English, kind. Registration numbers stay empty: made-up ones could be somebody's.
ORGANISATIONS = (
    ("산업융합 실행계획 운영본부", "운영본부", "Convergence Plan Office", OrganisationKind.PLATFORM),
    (
        "산업융합 규제특례심의위원회 (시연)",
        "특례위",
        "Exemption Committee (demo)",
        OrganisationKind.COMMITTEE,
    ),
    ("가람모빌리티 주식회사 (시연)", "가람모빌리티", "Garam Mobility Inc. (demo)", OrganisationKind.COMPANY),
    ("누리헬스케어 주식회사 (시연)", "누리헬스케어", "Nuri Healthcare Inc. (demo)", OrganisationKind.COMPANY),
    ("다온데이터 주식회사 (시연)", "다온데이터", "Daon Data Inc. (demo)", OrganisationKind.COMPANY),
)

# local part of the address, name, canonical short name of the organisation, roles
PEOPLE: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("compiler", "김취합", "한국산업기술진흥원", (Role.COMPILING_OFFICER, Role.AGENCY_OFFICER)),
    ("head", "문총괄", "한국산업기술진흥원", (Role.COMPILING_OFFICER,)),  # an edition needs two of them
    ("officer", "이담당", "산업부", (Role.MINISTRY_OFFICER,)),
    ("approver", "박승인", "산업부", (Role.MINISTRY_APPROVER, Role.ORGANISATION_MANAGER)),
    ("officer-msit", "최과기", "과기부", (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER)),
    ("agency", "정전담", "한국산업기술진흥원", (Role.AGENCY_OFFICER, Role.ORGANISATION_MANAGER)),
    ("auditor", "강감사", "운영본부", (Role.AUDITOR,)),
    ("administrator", "조운영", "운영본부", (Role.ADMINISTRATOR,)),
    ("company", "윤기업", "가람모빌리티", (Role.COMPANY_MEMBER, Role.ORGANISATION_MANAGER)),
    ("member", "장위원", "특례위", (Role.COMMITTEE_MEMBER,)),
    ("provider", "임제공", "누리헬스케어", (Role.DATA_PROVIDER, Role.COMPANY_MEMBER)),
    ("consumer", "한이용", "다온데이터", (Role.DATA_CONSUMER, Role.COMPANY_MEMBER)),
    ("analyst", "오분석", "다온데이터", (Role.ANALYST,)),
    ("checker", "서심사", "운영본부", (Role.OUTPUT_CHECKER,)),
    ("citizen", "나시민", "", (Role.CITIZEN,)),  # belongs nowhere
)

# The other members of the committee, so that it is complete (at most 25 sit on it); nobody signs in as they.
COMMITTEE_MEMBERS = tuple(f"{family}위원" for family in "강고구권김나남노류문박백서손송신안양오유이전정최")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in a demonstration: rows as in the tables above; with `public_bodies`, those too."""

    organisations: tuple[tuple[str, str, str, OrganisationKind], ...]
    people: tuple[tuple[str, str, str, tuple[Role, ...]], ...]
    committee: tuple[str, ...] = ()
    public_bodies: bool = False


CAST = Cast(ORGANISATIONS, PEOPLE, COMMITTEE_MEMBERS, public_bodies=True)


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """A way in for one demo person: `url_path` works once, from this machine only."""

    name: str
    role: str
    role_english: str
    organisation: str
    url_path: str


@transaction.atomic
def create_demo_people(*, cast: Cast = CAST, by: Actor, at: datetime | None = None) -> list[User]:
    """The public bodies, a platform, a committee, companies, and one person per role, or another cast; each only once.

    Raises NotAllowed in production.
    """
    _refuse_in_production()
    at = at or clock.now()
    if cast.public_bodies:
        load_public_bodies(by=by, at=at)
    for long, short, english, kind in cast.organisations:
        if not Organisation.objects.filter(is_demo=True, short_name=short).exists():
            create_organisation(
                kind=kind,
                long=long,
                short=short,
                english=english,
                starts_on=SINCE,
                is_demo=True,
                by=by,
                at=at,
            )
    for number, name in enumerate(cast.committee, 2):
        _person(f"member-{number:02d}", name, "특례위", (Role.COMMITTEE_MEMBER,), by, at)
    return [_person(local, name, short, roles, by, at) for local, name, short, roles in cast.people]


def _person(  # noqa: PLR0917 - a row of the table above, and who writes it
    local: str, name: str, short: str, roles: tuple[Role, ...], by: Actor, at: datetime
) -> User:
    email = f"{local}@{DOMAIN}"
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    person = create_person(email=email, name=name, is_demo=True, by=by, at=at)
    if not short:
        become_citizen(by=Actor("person", person.pk), at=at)
        return person
    organisation = Organisation.objects.filter(short_name=short).earliest("created_at", "pk")
    today = clock.today()
    add_member(person=person, organisation=organisation, starts_on=today, by=by, at=at)
    for role in roles:
        grant_role(
            person=person,
            organisation=organisation,
            role=role,
            starts_on=today,
            reason="시연",
            by=by,
            at=at,
        )
    return person


@transaction.atomic
def create_demo(*, cast: Cast = CAST, by: Actor = SYSTEM, at: datetime | None = None) -> list[DemoSignIn]:
    """Demo people and a fresh one-time sign-in for each; the ones from before stop working."""
    _refuse_in_production()
    at = at or clock.now()
    people = create_demo_people(cast=cast, by=by, at=at)
    DemoSignInToken.objects.filter(used_at__isnull=True).delete()
    roles = {f"{local}@{DOMAIN}": held[0] for local, _name, _short, held in cast.people}
    sign_ins = []
    for person in people:
        token = new_token()
        DemoSignInToken.objects.create(
            person=person, token_hash=token_hash(token), created_at=at, expires_at=at + LIFETIME
        )
        organisation = queries.memberships_of(person.pk)[0].organisation
        with translation.override("en"):
            english = str(roles[person.email].label)
        sign_ins.append(
            DemoSignIn(
                name=person.name,
                role=str(roles[person.email].label),
                role_english=english,
                organisation=organisation.short_name,
                url_path=f"/demo/sign-in/{token}",
            )
        )
    return sign_ins


@transaction.atomic
def use_demo_sign_in(*, token: str, address: str | None = None, at: datetime | None = None) -> User:
    """The demo person of a token, which then stops working; raises NotFound for any other."""
    _refuse_in_production()
    at = at or clock.now()
    used = DemoSignInToken.objects.filter(
        token_hash=token_hash(token),
        used_at__isnull=True,
        expires_at__gt=at,
        person__is_demo=True,
        person__is_active=True,
    )
    row = used.select_related("person").first()
    if row is None or not used.filter(pk=row.pk).update(used_at=at):
        raise NotFound(_("This sign-in has been used or has expired. Start the demo again."))
    record(
        action="identity.demo.signed_in",
        subject=f"person:{row.person_id}",
        by=Actor("person", row.person_id, None, address),
        at=at,
        details={},
    )
    return row.person


def _refuse_in_production() -> None:
    if settings.PROFILE == "production":
        raise NotAllowed(_("Demo people and production do not go together."))

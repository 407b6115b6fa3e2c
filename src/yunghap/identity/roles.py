"""Roles as code: what each is for, where it may be held, who may give it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yunghap.identity.enums import PUBLIC_KINDS, Role
from yunghap.identity.enums import OrganisationKind as Kind
from yunghap.identity.permissions import Permission, register

ADMINISTER_ORGANISATIONS = "identity.organisation.administer"
ADMINISTER_PEOPLE = "identity.person.administer"
MANAGE_MEMBERS = "identity.member.manage"
MANAGE_CLIENTS = "identity.client.manage"
READ_MEMBERS = "identity.member.read"
AUDIT_ACCESS = "identity.access.audit"


@dataclass(frozen=True, slots=True)
class RoleInfo:
    """What people read about a role, and its limits.

    `kinds` are the kinds of organisation it may be held in. `everywhere` says that it counts in every
    organisation, whichever it is held in; only who administers people may give such a role. `officer` says that
    a second factor is required at sign-in.
    """

    role: Role
    description: object
    kinds: frozenset[Kind]
    everywhere: bool = False
    officer: bool = False

    @property
    def name(self) -> object:
        """The role's name."""
        return self.role.label


ROLES: dict[str, RoleInfo] = {
    info.role: info
    for info in (
        RoleInfo(
            Role.ADMINISTRATOR,
            _(
                "Looks after the installation: organisations, people and their roles. Decides nothing in plans."
            ),
            frozenset({Kind.PLATFORM}),
            everywhere=True,
            officer=True,
        ),
        RoleInfo(
            Role.COMPILING_OFFICER,
            _("Compiles the plan: sees every submission, returns or accepts it, publishes the edition."),
            frozenset({Kind.MINISTRY, Kind.AGENCY, Kind.PLATFORM}),
            everywhere=True,
            officer=True,
        ),
        RoleInfo(
            Role.AUDITOR,
            _("Reads records and looks up who saw whose personal data. Changes nothing."),
            frozenset({Kind.MINISTRY, Kind.PLATFORM}),
            everywhere=True,
            officer=True,
        ),
        RoleInfo(
            Role.ORGANISATION_MANAGER,
            _("Looks after the own organisation: members, invitations, roles, deputies and API clients."),
            PUBLIC_KINDS,
            officer=True,
        ),
        RoleInfo(
            Role.MINISTRY_OFFICER,
            _("Enters the ministry's part of the plan and reports what became of it."),
            frozenset({Kind.MINISTRY, Kind.PROVINCE}),
            officer=True,
        ),
        RoleInfo(
            Role.MINISTRY_APPROVER,
            _("Approves and submits the ministry's part of the plan."),
            frozenset({Kind.MINISTRY, Kind.PROVINCE}),
            officer=True,
        ),
        RoleInfo(
            Role.AGENCY_OFFICER,
            _("Runs programmes for a ministry at its executing agency."),
            frozenset({Kind.AGENCY}),
            officer=True,
        ),
        RoleInfo(Role.COMPANY_MEMBER, _("Acts for a company."), frozenset({Kind.COMPANY})),
        RoleInfo(
            Role.COMMITTEE_MEMBER,
            _("Reads a committee's papers, declares interests and votes."),
            frozenset({Kind.COMMITTEE}),
        ),
        RoleInfo(Role.DATA_PROVIDER, _("Offers data of the own organisation."), PUBLIC_KINDS),
        RoleInfo(
            Role.DATA_CONSUMER,
            _("Looks for, agrees on and uses data for the own organisation."),
            PUBLIC_KINDS,
        ),
        RoleInfo(Role.ANALYST, _("Analyses unopened data in a safe zone."), PUBLIC_KINDS),
        RoleInfo(
            Role.OUTPUT_CHECKER,
            _("Checks what is to leave a safe zone."),
            frozenset({Kind.PLATFORM, Kind.AGENCY}),
            officer=True,
        ),
        RoleInfo(Role.CITIZEN, _("Applies in their own name, for themself."), frozenset({Kind.PERSON})),
    )
}


def register_permissions() -> None:
    """The permissions of this module."""
    for permission in (
        Permission(
            ADMINISTER_ORGANISATIONS,
            _("Administer organisations"),
            _("Create, rename, split and merge organisations."),
            (Role.ADMINISTRATOR,),
        ),
        Permission(
            ADMINISTER_PEOPLE,
            _("Administer people"),
            _("See and suspend people, and give roles that count everywhere."),
            (Role.ADMINISTRATOR,),
        ),
        Permission(
            MANAGE_MEMBERS,
            _("Manage members"),
            _("Invite people to the organisation, give and take back roles, appoint deputies."),
            (Role.ORGANISATION_MANAGER, Role.ADMINISTRATOR),
        ),
        Permission(
            READ_MEMBERS,
            _("Read members"),
            _("See who belongs to the organisation and with which roles."),
            (Role.ORGANISATION_MANAGER, Role.ADMINISTRATOR),
            client_scope=True,
        ),
        Permission(
            MANAGE_CLIENTS,
            _("Manage API clients"),
            _("Create, rotate and revoke the programs that call the API for the organisation."),
            (Role.ORGANISATION_MANAGER, Role.ADMINISTRATOR),
        ),
        Permission(
            AUDIT_ACCESS,
            _("Look up access to personal data"),
            _("Find out who saw whose personal data, when, from where and why."),
            (Role.AUDITOR,),
        ),
    ):
        register(permission)

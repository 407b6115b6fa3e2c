"""What other modules may use of identity."""

from . import permissions
from .domain.access import record_access
from .domain.actors import actor_by_address, actor_of, client_address
from .domain.authorisation import can, organisations_where, people_with_permission, require
from .domain.citizens import become_citizen
from .domain.demo import Cast, DemoSignIn, create_demo
from .domain.leaving import LEAVING, Leaving
from .domain.notifications import notify
from .domain.organisations import create_organisation
from .domain.people import add_member, create_person
from .domain.public_bodies import load_public_bodies
from .domain.roles import grant_role
from .enums import OrganisationKind, Role
from .models import Notification, Organisation, User
from .permissions import Permission
from .public import public_page
from .queries import (
    PLAN_ORDER,
    find_organisation,
    get_organisation,
    is_member,
    members_of,
    memberships_of,
    ministries,
    names_of_people,
    organisations,
    organisations_by_ids,
    own_person_of,
)
from .roles import ROLES

__all__ = [
    "LEAVING",
    "PLAN_ORDER",
    "ROLES",
    "Cast",
    "DemoSignIn",
    "Leaving",
    "Notification",
    "Organisation",
    "OrganisationKind",
    "Permission",
    "Role",
    "User",
    "actor_by_address",
    "actor_of",
    "add_member",
    "become_citizen",
    "can",
    "client_address",
    "create_demo",
    "create_organisation",
    "create_person",
    "find_organisation",
    "get_organisation",
    "grant_role",
    "is_member",
    "load_public_bodies",
    "members_of",
    "memberships_of",
    "ministries",
    "names_of_people",
    "notify",
    "organisations",
    "organisations_by_ids",
    "organisations_where",
    "own_person_of",
    "people_with_permission",
    "permissions",
    "public_page",
    "record_access",
    "require",
]

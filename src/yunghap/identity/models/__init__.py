"""Tables of the identity module."""

from .access import PersonalAccess
from .cache import CacheEntry
from .clients import ApiClient, ApiSecret, ApiToken
from .invitations import DemoSignInToken, Invitation
from .notifications import Notification, NotificationPreference
from .organisations import Organisation, OrganisationAlias, OrganisationName, Reorganisation, Succession
from .people import Deputy, Membership, RoleGrant
from .users import User

__all__ = [
    "ApiClient",
    "ApiSecret",
    "ApiToken",
    "CacheEntry",
    "DemoSignInToken",
    "Deputy",
    "Invitation",
    "Membership",
    "Notification",
    "NotificationPreference",
    "Organisation",
    "OrganisationAlias",
    "OrganisationName",
    "PersonalAccess",
    "Reorganisation",
    "RoleGrant",
    "Succession",
    "User",
]

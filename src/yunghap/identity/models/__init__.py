"""Tables of the identity module."""

from .organisations import Organisation, OrganisationAlias, OrganisationName, Reorganisation, Succession
from .users import User

__all__ = ["Organisation", "OrganisationAlias", "OrganisationName", "Reorganisation", "Succession", "User"]

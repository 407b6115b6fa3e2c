"""From a case to what it is."""

from django.utils.translation import gettext_lazy as _

from yunghap.casework.contracts import Kind
from yunghap.casework.models import Case
from yunghap.casework.registry import get_kind
from yunghap.core.errors import NotFound


def kind_of(case: Case) -> Kind:
    """What the case is; raises NotFound where the procedure is not installed any more."""
    try:
        return get_kind(case.procedure)
    except LookupError:
        raise NotFound(_("This procedure is not installed.")) from None

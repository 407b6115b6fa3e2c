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


def decision_kind_of(case: Case) -> str:
    """What the case is decided as, by its answers: the code of a kind of decision, or the procedure's id."""
    for one in kind_of(case).decisions:
        if all(case.answers.get(field) == answer for field, answer in one.answers.items()):
            return one.code
    return case.procedure


def decided_case(case: Case) -> Case:
    """The case whose decision the work of a case is about: an objection is about that of another."""
    return case.objects_to or case

"""What service tasks of a procedure may ask of casework."""

from collections.abc import Mapping

from yunghap.casework.models import Case
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import NotFound
from yunghap.procedures import service as procedures
from yunghap.procedures.service import ServiceRequest

from .certificates import issue_certificate
from .kinds import decided_case
from .letters import send_letter


def _case(request: ServiceRequest) -> Case:
    case = (
        Case.objects.select_related("applicant", "handler", "objects_to").filter(pk=request.reference).first()
    )
    if case is None:
        raise NotFound("no case")
    return case


def certificate(request: ServiceRequest) -> Mapping[str, object]:
    """Issue the certificate of the decision; gives its id as `certificate`."""
    decided = decided_case(_case(request)).decision
    decision = issue_certificate(decision=decided, expected=decided.version, by=SYSTEM, at=clock.now())
    return {"certificate": decision.certificate}


def letter(request: ServiceRequest) -> Mapping[str, object]:
    """Write and serve the letter that the task names."""
    case = _case(request)
    kind = procedures.get_item(request.instance, request.item).letter
    send_letter(case=case, kind=kind, values=request.values, by=SYSTEM, at=clock.now())
    return {}


def register_services() -> None:
    """Make the services known under the names that diagrams use."""
    procedures.register_service("casework.certificate")(certificate)
    procedures.register_service("casework.letter")(letter)

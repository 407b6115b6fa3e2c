"""Work of registered services: functions of other modules, asked through the outbox, never code from a diagram."""

from collections.abc import Callable, Mapping

from yunghap.core.actors import SYSTEM
from yunghap.core.errors import DomainError
from yunghap.core.registry import Registry
from yunghap.procedures.contracts import ServiceRequest
from yunghap.procedures.engine import actions as a
from yunghap.procedures.models import ItemRow
from yunghap.procedures.programs import program_of

from .acting import act

Service = Callable[[ServiceRequest], Mapping[str, object] | None]
services: Registry[Service] = Registry("procedure services")


class BusinessError(Exception):
    """Raised by a service to end its work with an error of the diagram, by its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def register_service(name: str) -> Callable[[Service], Service]:
    """Register a function under the name that service tasks ask for.

    It gets a ServiceRequest and gives the values its work ends with. It runs in the transaction that finishes the
    work: what it does outside the database may happen twice. A DomainError makes an incident that an officer can
    retry; any other error is tried again by the outbox; `BusinessError` follows the diagram's error events.
    """

    def register(service: Service) -> Service:
        return services.register(name, service)

    return register


def serve(*, instance: str, item: int, service: str, values: Mapping[str, object], key: str) -> None:
    """Let a service do an item, if it is still open."""
    row = (
        ItemRow.objects.filter(instance__code=instance, number=item, closed_at__isnull=True)
        .select_related("instance")
        .first()
    )
    if row is None:
        return
    try:
        action, name = _result(_request(row, values, key), service)
    except LookupError as error:
        action, name = a.Trouble(item, str(error)), "item.troubled"
    act(instance=instance, action=action, name=name, by=SYSTEM, key=key, item=item, reason=service)


def _request(row: ItemRow, values: Mapping[str, object], key: str) -> ServiceRequest:
    node = program_of(row.instance.program_id).nodes[row.node]
    return ServiceRequest(
        instance=row.instance.code,
        item=row.number,
        node=row.node,
        name=node.name or node.id,
        letter=node.work.letter,
        form=node.work.form,
        reference=row.instance.reference,
        key=key,
        values=values,
    )


def _result(request: ServiceRequest, service: str) -> tuple[a.Action, str]:
    function = services.get(service)
    try:
        return a.Complete(request.item, function(request) or {}), "item.completed"
    except BusinessError as error:
        return a.Fail(request.item, error.code), "item.failed"
    except DomainError as error:
        return a.Trouble(request.item, str(error)), "item.troubled"

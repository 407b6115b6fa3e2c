"""What people do with transfers: have data sent here, pause, finish, break off, and take what came."""

import mimetypes

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.actors import Actor
from yunghap.core.posted import attempt, attempt_and_tell
from yunghap.documents import service as documents
from yunghap.exchange.domain.connector.machine import Move
from yunghap.exchange.domain.connector.transfers import make_transfer_move, request_transfer
from yunghap.exchange.domain.transfer.planes import PUSH
from yunghap.exchange.enums import Side
from yunghap.exchange.models import Arrival, TransferProcess
from yunghap.exchange.queries.transfers import title_of, transfers_of
from yunghap.exchange.web.contracts.common import acting_or_404, agreement_or_404, form_page, may_act
from yunghap.exchange.web.contracts.forms import ReasonForm
from yunghap.identity import service as identity

MOVES = {"pause": Move.SUSPEND, "resume": Move.START, "finish": Move.COMPLETE}
_ENDINGS = {"application/vnd.apache.parquet": ".parquet", "application/x-ndjson": ".ndjson"}


@require_POST
def send_here(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Ask the provider to send the data of a contract to us."""
    row, by = agreement_or_404(request, id)
    acting_or_404(row, by)
    if row.side != Side.CONSUMER:
        raise Http404
    made: list[TransferProcess] = []
    attempt_and_tell(
        request,
        lambda: made.append(request_transfer(agreement=row, format=PUSH, by=by)),
        _("The data were asked for. They are sent here and checked; then you can download them."),
    )
    return redirect("exchange:transfer", id=made[0].pk) if made else redirect("exchange:contract", id=id)


@require_POST
def move(request: HttpRequest, id: str, how: str) -> HttpResponse:  # noqa: A002
    """Pause a transfer, take it up again, or finish it."""
    row, by = _transfer(request, id)
    if how not in MOVES:
        raise Http404
    attempt_and_tell(
        request,
        lambda: make_transfer_move(transfer=row, move=MOVES[how], by=by),
        _("This was noted, and the other side is told."),
    )
    return redirect("exchange:transfer", id=id)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Break a transfer off, with the reason."""
    row, by = _transfer(request, id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        done = attempt(
            form,
            lambda: make_transfer_move(
                transfer=row, move=Move.TERMINATE, reason=form.cleaned_data["reason"], by=by
            ),
        )
        if done is not None:
            messages.success(request, _("The transfer was broken off."))
            return redirect("exchange:transfer", id=id)
    back = reverse("exchange:transfer", args=[id])
    up = (_("My transfers"), reverse("exchange:transfers"))
    title = _("Break the transfer off")
    return form_page(request, form, title=title, verb=title, back=back, tone="danger", up=up)


@require_safe
def received(request: HttpRequest, id: str) -> FileResponse:  # noqa: A002
    """What a provider sent us, whole and checked."""
    row, _by = _transfer(request, id)
    arrival = Arrival.objects.filter(transfer=row, done_at__isnull=False).exclude(bytes=0).first()
    if arrival is None:
        raise Http404
    kind = arrival.media_type or "application/octet-stream"
    ending = _ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ""
    name = slugify(title_of(row.agreement), allow_unicode=True)[:80] or row.pk
    return FileResponse(
        documents.original_path(arrival.sha256).open("rb"),
        as_attachment=True,
        filename=name + ending,
        content_type=kind,
    )


def _transfer(request: HttpRequest, id: str) -> tuple[TransferProcess, Actor]:  # noqa: A002
    """A transfer of an organisation for which the reader acts on its side."""
    by = identity.actor_of(request)
    row = transfers_of(None).filter(pk=id).first()
    if row is None or not may_act(row, by):
        raise Http404
    return row, by

"""What was made with data: proposed, decided, shown."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.actors import Actor
from yunghap.core.gate import read_limited
from yunghap.core.gate.pictures import LARGEST
from yunghap.core.posted import attempt, attempt_and_tell, version_in
from yunghap.documents import service as documents
from yunghap.exchange.domain import catalogue
from yunghap.exchange.domain.catalogue.requests import ids_in
from yunghap.exchange.enums import ShowcaseState
from yunghap.exchange.models import Showcase, ShowcaseUse
from yunghap.exchange.queries import voices
from yunghap.exchange.queries.entries import get_entries
from yunghap.exchange.web.trade.common import ReasonForm, form_page, form_step, sent
from yunghap.identity import service as identity

PER_PAGE = 24


class ShowcaseForm(forms.Form):
    """What was made, and with which data."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    maker = forms.CharField(label=gettext_lazy("Who made it"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 5}),
    )
    link = forms.CharField(
        label=gettext_lazy("Address of its page"), required=False, max_length=500, widget=forms.URLInput()
    )
    entries = forms.CharField(
        label=gettext_lazy("Data it was made with"),
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Identifiers or addresses of data sets, one a line."),
    )
    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy(
            "PNG, JPEG, WebP or GIF, at most 10 MB. What a camera wrote into it is not kept."
        ),
        widget=forms.ClearableFileInput({"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )


@require_safe
@identity.public_page
def showcases(request: HttpRequest) -> HttpResponse:
    """The gallery: what was made with data."""
    page = Paginator(voices.shown_showcases(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "exchange/showcases/gallery.html", {"page": page})


@require_safe
def own_showcases(request: HttpRequest) -> HttpResponse:
    """What one proposed and what one is to decide or answer."""
    by = identity.actor_of(request)
    waiting, reviews = list(voices.waiting_uses(by)[:100]), list(voices.reviews_to_answer(by)[:100])
    entries = get_entries({use.entry for use in waiting} | {one.entry for one in reviews})
    context = {
        "waiting": [(use, entries.get(use.entry)) for use in waiting],
        "reviews": [(one, entries.get(one.entry)) for one in reviews],
        "proposed": Showcase.objects.filter(proposed_by=by.id, withdrawn_at__isnull=True),
    }
    return render(request, "exchange/showcases/own.html", context)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Tell what was made; `?dataset=ID` names the data."""
    by = identity.actor_of(request)
    organisation = identity.get_organisation(by.organisation) if by.organisation else None
    initial = {
        "entries": request.GET.get("dataset", "")[:100],
        "maker": organisation.label() if organisation else getattr(request.user, "name", ""),
    }
    form = ShowcaseForm(*sent(request), initial=initial)
    if request.method == "POST":

        def verb() -> Showcase:
            given = dict(form.cleaned_data)
            picture = given.pop("picture")
            given["entries"] = ids_in(given["entries"])
            return catalogue.propose_showcase(
                **given, picture=read_limited(picture, LARGEST) if picture else b"", by=by
            )

        made = attempt(form, verb)
        if made is not None:
            messages.success(
                request,
                _(
                    "Thank you. Who provides the data, or the operator of the exchange, decides whether it is shown."
                ),
            )
            return redirect("exchange:showcase", id=made.pk)
    return form_page(
        request,
        form,
        title=_("Show what was made with data"),
        lead=_("An application, a study, an article. It is shown beside the data when its provider agrees."),
        verb=pgettext("showcase", "Propose"),
        up=_("Made with data"),
        back=reverse("exchange:showcases"),
    )


@require_safe
@identity.public_page
def showcase(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """One showcase; before it is shown, to who proposed it and who decides."""
    found, by = _showcase_or_404(request, id)
    uses = list(found.uses.all())
    entries = get_entries(use.entry for use in uses)
    lines = []
    for use in uses:
        decides = by is not None and voices.may_decide(by, use)
        if use.state == ShowcaseState.ACCEPTED or decides or (by is not None and by.id == found.proposed_by):
            lines.append((use, entries.get(use.entry), decides))
    context = {
        "showcase": found,
        "lines": lines,
        "own": by is not None and by.id == found.proposed_by,
        "shown": any(use.state == ShowcaseState.ACCEPTED for use in uses),
    }
    return render(request, "exchange/showcases/showcase.html", context)


@require_safe
@identity.public_page
def picture(request: HttpRequest, id: str) -> FileResponse:  # noqa: A002
    """The picture of a showcase, to whom the showcase is shown."""
    found, _by = _showcase_or_404(request, id)
    if not found.picture:
        raise Http404
    response = FileResponse(documents.original_path(found.picture).open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _showcase_or_404(request: HttpRequest, id: str) -> tuple[Showcase, Actor | None]:  # noqa: A002
    by = identity.actor_of(request) if request.user.is_authenticated else None
    found = Showcase.objects.filter(pk=id, withdrawn_at__isnull=True).prefetch_related("uses").first()
    if found is None:
        raise Http404
    shown = any(use.state == ShowcaseState.ACCEPTED for use in found.uses.all())
    if not shown and (by is None or not voices.may_see(by, found)):
        raise Http404
    return found, by


@require_POST
def withdraw(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Withdraw what one proposed."""
    by = identity.actor_of(request)
    found = Showcase.objects.filter(pk=id, proposed_by=by.id, withdrawn_at__isnull=True).first()
    if found is None:
        raise Http404
    attempt_and_tell(
        request,
        lambda: catalogue.withdraw_showcase(showcase=found, expected=version_in(request), by=by),
        _("It is withdrawn."),
    )
    return redirect("exchange:own_showcases")


@require_POST
def accept(request: HttpRequest, use: str) -> HttpResponse:
    """Show it beside the data set."""
    found, by = _use_or_404(request, use)
    attempt_and_tell(
        request,
        lambda: catalogue.accept_showcase(use=found, expected=version_in(request), by=by),
        _("It is shown beside the data."),
    )
    return redirect("exchange:showcase", id=found.showcase_id)


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, use: str) -> HttpResponse:
    """Do not show it, or no longer, with a reason."""
    found, by = _use_or_404(request, use)
    form = ReasonForm(sent(request)[0])
    return form_step(
        request,
        form,
        lambda: catalogue.refuse_showcase(
            use=found, reason=form.cleaned_data["reason"], expected=version_in(request), by=by
        ),
        title=_("Do not show it"),
        verb=_("Do not show it"),
        up=found.showcase.title,
        back=reverse("exchange:showcase", args=[found.showcase_id]),
        row_version=found.version,
    )


def _use_or_404(request: HttpRequest, id: str) -> tuple[ShowcaseUse, Actor]:  # noqa: A002
    by = identity.actor_of(request)
    found = ShowcaseUse.objects.select_related("showcase").filter(pk=id).first()
    if found is None or not voices.may_decide(by, found):
        raise Http404
    return found, by

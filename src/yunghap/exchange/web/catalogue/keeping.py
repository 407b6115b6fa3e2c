"""Following data sets, keeping searches, and what the exchange learns from use."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yunghap.core.errors import DomainError
from yunghap.core.posted import attempt_and_tell
from yunghap.exchange import rules
from yunghap.exchange.domain.catalogue import follow_entry, forget_search, save_search, unfollow_entry
from yunghap.exchange.models import Follow, SavedSearch
from yunghap.exchange.queries.catalogue import FACETS
from yunghap.exchange.queries.entries import get_entries, get_entry
from yunghap.exchange.queries.use import DAYS, diagnose
from yunghap.identity import service as identity

from .search import Wanted


@require_POST
def follow(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Be told when a data set changes, or no more."""
    if get_entry(id) is None:
        raise Http404
    stops = bool(request.POST.get("stop"))
    verb = unfollow_entry if stops else follow_entry
    attempt_and_tell(
        request,
        lambda: verb(entry=id, by=identity.actor_of(request)),
        _("You are told of its changes no more.") if stops else _("You will be told when it changes."),
    )
    return redirect("exchange:dataset", id)


@require_POST
def keep_search(request: HttpRequest) -> HttpResponse:
    """Keep the search whose address was sent."""
    sent = QueryDict(request.POST.get("query", "")[:2_000])
    request.GET = sent  # read as the search page reads its address
    wanted = Wanted.of(request)
    attempt_and_tell(
        request,
        lambda: save_search(name=_name_of(wanted), query=wanted.query(), by=identity.actor_of(request)),
        _("You will be told when something new fits."),
    )
    return redirect("exchange:kept")


def _name_of(wanted: Wanted) -> str:
    return ", ".join(
        filter(None, [wanted.words, *(value for name in FACETS for value in wanted.facets.get(name, ()))])
    )


@require_POST
def forget(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Keep a search no more."""
    try:
        forget_search(search=id, by=identity.actor_of(request))
    except DomainError:
        raise Http404 from None
    messages.success(request, _("The search is no longer kept."))
    return redirect("exchange:kept")


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """What one follows and which searches one keeps."""
    person = identity.actor_of(request).id
    entries = get_entries(Follow.objects.filter(person=person).values_list("entry", flat=True))
    context = {"entries": list(entries.values()), "searches": SavedSearch.objects.filter(person=person)}
    return render(request, "exchange/kept.html", context)


@require_safe
def use(request: HttpRequest) -> HttpResponse:
    """What is looked for and not found, what is used and what is not, for those who operate the exchange."""
    if not identity.can(identity.actor_of(request), rules.OPERATE):
        raise Http404
    return render(request, "exchange/use.html", {"found": diagnose(), "days": DAYS})

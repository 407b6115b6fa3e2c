"""Reviews of data: written, answered, taken off; and the way out to data that is fetched at its source."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.actors import Actor
from yunghap.core.posted import attempt_and_tell, version_in
from yunghap.exchange import rules
from yunghap.exchange.contracts import Entry
from yunghap.exchange.domain import catalogue
from yunghap.exchange.enums import ReviewState
from yunghap.exchange.models import Review
from yunghap.exchange.queries import voices
from yunghap.exchange.queries.entries import get_entry
from yunghap.exchange.web.trade.common import ReasonForm, form_step, sent
from yunghap.identity import service as identity

from . import labels

REVIEWS_SHOWN = 20


class ReviewForm(forms.Form):
    """Stars and words."""

    stars = forms.TypedChoiceField(
        label=gettext_lazy("Stars"),
        choices=[(number, f"{number} " + "★" * number + "☆" * (5 - number)) for number in range(5, 0, -1)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What you want to say"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy(
            "What was it good for, what is missing? The name of your organisation is shown."
        ),
    )


class AnswerForm(forms.Form):
    """What the provider says to a review."""

    text = forms.CharField(
        label=pgettext_lazy("review", "Answer"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("Left empty, an answer that was given goes."),
    )


def reviews_context(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """What the page of a data set says of reviews and showcases, and what its reader may do about them."""
    by = identity.actor_of(request) if request.user.is_authenticated else None
    own = _own_review(entry, by)
    rating, every = voices.rating_of(entry.id), "every-review" in request.GET
    return {
        "rating": rating,
        "reviews": voices.reviews_of(entry.id)[: None if every else REVIEWS_SHOWN],
        "more_reviews": rating.number > REVIEWS_SHOWN and not every,
        "own_review": own,
        "may_review": own is not None or (by is not None and _may_review(entry, by)),
        "may_answer": by is not None and _answers_for(entry, by),
        "may_hide": by is not None and identity.can(by, rules.OPERATE),
        "hidden_reviews": _hidden(entry, by),
        "showcases": voices.showcases_of([entry.id]).get(entry.id, []),
    }


def _own_review(entry: Entry, by: Actor | None) -> Review | None:
    if by is None or not by.organisation:
        return None
    return Review.objects.filter(entry=entry.id, organisation=by.organisation).first()


def _may_review(entry: Entry, by: Actor) -> bool:
    organisation = by.organisation
    return (
        organisation is not None
        and organisation != voices.provider_id(entry)
        and identity.can(by, rules.CONSUME, organisation=organisation)
        and voices.has_used(entry, organisation)
    )


def _answers_for(entry: Entry, by: Actor) -> bool:
    provider = voices.provider_id(entry)
    return bool(provider) and identity.can(by, rules.PROVIDE, organisation=provider)


def _hidden(entry: Entry, by: Actor | None) -> list[Review]:
    if by is None or not identity.can(by, rules.OPERATE):
        return []
    return list(
        Review.objects.filter(entry=entry.id, state=ReviewState.HIDDEN).select_related("organisation")
    )


def _entry_or_404(id: str) -> Entry:  # noqa: A002
    entry = get_entry(id)
    if entry is None:
        raise Http404
    return entry


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Review a data set for the organisation one acts for, or change that review."""
    entry, by = _entry_or_404(id), identity.actor_of(request)
    own = _own_review(entry, by)
    if own is None and not _may_review(entry, by):
        raise Http404
    if own is not None and not identity.can(by, rules.CONSUME, organisation=own.organisation_id):
        raise Http404
    form = ReviewForm(sent(request)[0], initial={"stars": own.stars, "text": own.text} if own else None)

    def save() -> Review:
        given = form.cleaned_data
        if own is None:
            return catalogue.write_review(entry=id, organisation=by.organisation or "", by=by, **given)
        return catalogue.edit_review(review=own, expected=version_in(request), by=by, **given)

    done = _("Your review stands on the page.")
    return _step(request, form, save, entry, own, title=_("Your review"), verb=_("Save"), done=done)


@require_POST
def take_back(request: HttpRequest, review: str) -> HttpResponse:
    """Take one's own review off the page."""
    found, by = _review_or_404(request, review, rules.CONSUME)
    attempt_and_tell(
        request,
        lambda: catalogue.take_back_review(review=found, expected=version_in(request), by=by),
        _("Your review is taken back."),
    )
    return redirect("exchange:dataset", id=found.entry)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, review: str) -> HttpResponse:
    """Answer a review as the provider of the data."""
    found, by = _review_or_404(request, review, rules.PROVIDE)
    form = AnswerForm(sent(request)[0], initial={"text": found.answer})
    return _step(
        request,
        form,
        lambda: catalogue.answer_review(
            review=found, text=form.cleaned_data["text"], expected=version_in(request), by=by
        ),
        _entry_or_404(found.entry),
        found,
        title=_("Answer the review"),
        verb=_("Save"),
        lead=found.text,
    )


@require_http_methods(["GET", "POST"])
def hide(request: HttpRequest, review: str) -> HttpResponse:
    """Take a review off the page, with a reason."""
    found, by = _review_or_404(request, review, rules.OPERATE)
    form = ReasonForm(sent(request)[0])
    return _step(
        request,
        form,
        lambda: catalogue.hide_review(
            review=found, reason=form.cleaned_data["reason"], expected=version_in(request), by=by
        ),
        _entry_or_404(found.entry),
        found,
        title=_("Take the review off the page"),
        verb=_("Take it off"),
        lead=found.text,
    )


@require_POST
def restore(request: HttpRequest, review: str) -> HttpResponse:
    """Put back a review that was taken off."""
    found, by = _review_or_404(request, review, rules.OPERATE)
    attempt_and_tell(
        request,
        lambda: catalogue.restore_review(review=found, expected=version_in(request), by=by),
        _("The review stands on the page again."),
    )
    return redirect("exchange:dataset", id=found.entry)


def _review_or_404(request: HttpRequest, id: str, permission: str) -> tuple[Review, Actor]:  # noqa: A002
    """A review that the reader may do something about by this permission."""
    by = identity.actor_of(request)
    found = Review.objects.select_related("organisation").filter(pk=id).first()
    if found is None:
        raise Http404
    entry = _entry_or_404(found.entry)
    allowed = {
        rules.CONSUME: lambda: identity.can(by, rules.CONSUME, organisation=found.organisation_id),
        rules.PROVIDE: lambda: _answers_for(entry, by),
        rules.OPERATE: lambda: identity.can(by, rules.OPERATE),
    }
    if not allowed[permission]():
        raise Http404
    return found, by


def _step(
    request: HttpRequest,
    form: forms.Form,
    action: Callable[[], Review],
    entry: Entry,
    row: Review | None,
    **words: object,
) -> HttpResponse:
    return form_step(
        request,
        form,
        action,
        up=entry.title or entry.title_en,
        back=reverse("exchange:dataset", args=[entry.id]),
        row_version=row.version if row else None,
        **words,
    )


@require_safe
@identity.public_page
def download(request: HttpRequest, id: str, number: int) -> HttpResponse:  # noqa: A002
    """On to the address of a form of the data; counted, and kept for the organisation of who is signed in."""
    entry = _entry_or_404(id)
    one = entry.distributions[number] if number < len(entry.distributions) else None
    address = (one.download_url or one.access_url) if one else ""
    by_contract = one is not None and one.format.lower() in labels.WAYS
    if by_contract or _scheme(address) not in HttpResponseRedirect.allowed_schemes:
        raise Http404
    organisation = identity.actor_of(request).organisation if request.user.is_authenticated else None
    catalogue.count_download(entry.id, organisation=organisation or "")
    return HttpResponseRedirect(address)


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:  # such as http://[x
        return ""

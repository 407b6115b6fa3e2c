"""The public directory of organisations, and its administration."""

from datetime import timedelta
from itertools import product
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.core import clock
from yunghap.core.errors import DomainError
from yunghap.core.posted import attempt
from yunghap.core.text import name_key
from yunghap.identity import queries
from yunghap.identity.domain import organisations as verbs
from yunghap.identity.domain.actors import actor_of
from yunghap.identity.domain.authorisation import can
from yunghap.identity.enums import PUBLIC_KINDS, OrganisationKind
from yunghap.identity.models import Organisation, Reorganisation, User
from yunghap.identity.public import public_page
from yunghap.identity.roles import ADMINISTER_ORGANISATIONS, MANAGE_MEMBERS

from .common import day_of, form_page, need, posted, public_organisation
from .forms import OrganisationForm, RenameForm, ReorganisationForm


@public_page
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Organisations that existed on a day, by kind, found by any name."""
    today = clock.today()
    day = day_of(request.GET.get("on", ""), today)
    kind = request.GET.get("kind", OrganisationKind.MINISTRY)
    if kind not in PUBLIC_KINDS:
        kind = OrganisationKind.MINISTRY
    found = queries.organisations(kind=kind, on=day)
    words = request.GET.get("q", "").strip()
    if words:
        found = queries.organisations(on=day).filter(
            Q(aliases__key__contains=name_key(words)) | Q(short_name__icontains=words)
        )
    rows: list[dict[str, Any]] = [
        {"organisation": organisation, "label": organisation.label(day), "name": organisation.name_on(day)}
        for organisation in found.distinct()[:300]
    ]
    if kind == OrganisationKind.MINISTRY and not words:
        rows.sort(
            key=lambda row: (row["organisation"].plan_order is None, row["organisation"].plan_order or 0)
        )
    here = reverse("identity:organisations")
    tabs = [
        {
            "label": label,
            "url": f"{here}?kind={value}" + (f"&on={day}" if day != today else ""),
            "current": value == kind and not words,
        }
        for value, label in OrganisationKind.choices
        if value in PUBLIC_KINDS
    ]
    context = {"rows": rows, "tabs": tabs, "day": day, "today": today, "words": words, "kind": kind}
    if request.user.is_authenticated:
        context["may_administer"] = can(actor_of(request), ADMINISTER_ORGANISATIONS)
    return render(request, "identity/organisations.html", context)


@public_page
@require_safe
def organisation(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """What an organisation was called when, what became of it, what belongs to it."""
    found = public_organisation(id)
    changes = (
        Reorganisation.objects.filter(Q(successions__predecessor=found) | Q(successions__successor=found))
        .distinct()
        .order_by("-effective_on", "pk")
        .prefetch_related(
            "successions__predecessor__names",
            "successions__successor__names",
        )
    )
    context: dict[str, object] = {
        "organisation": found,
        "names": sorted(found.names.all(), key=lambda name: str(name.starts_on or ""), reverse=True),
        "exists": found.exists_on(),
        "changes": [_described(change) for change in changes],
        "children": [
            child
            for child in found.children.order_by("short_name").prefetch_related("names")
            if child.exists_on()
        ],
        "parent": public_organisation(found.parent_id) if found.parent_id else None,
    }
    if isinstance(request.user, User):
        by = actor_of(request)
        context["may_administer"] = can(by, ADMINISTER_ORGANISATIONS)
        context["may_see_members"] = queries.is_member(by.id, found.pk) or can(
            by, MANAGE_MEMBERS, organisation=found.pk
        )
    return render(request, "identity/organisation.html", context)


def _described(change: Reorganisation) -> dict[str, object]:
    """A change with the names of that day: before it for who gave, on it for who took."""
    before = change.effective_on - timedelta(days=1)
    return {
        "change": change,
        "moves": [
            {
                "before": move.predecessor.label(before),
                "before_id": move.predecessor_id,
                "after": move.successor.label(change.effective_on),
                "after_id": move.successor_id,
                "move": move,
            }
            for move in change.successions.all()
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new organisation."""
    need(request, ADMINISTER_ORGANISATIONS)
    form = OrganisationForm(posted(request))
    if request.method == "POST":
        new = attempt(form, lambda: verbs.create_organisation(**form.cleaned_data, by=actor_of(request)))
        if new is not None:
            messages.success(request, _("The organisation has been created."))
            return redirect("identity:organisation", new.pk)
    return form_page(
        request, form, title=_("New organisation"), verb=_("Create"), back=reverse("identity:organisations")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Another name from a day on."""
    need(request, ADMINISTER_ORGANISATIONS)
    found = public_organisation(id)
    name = found.name_on() or found.names.last()
    initial = {"version": found.version, "on": clock.today()}
    if name is not None:
        initial |= {"long": name.long, "short": name.short, "english": name.english}
    form = RenameForm(posted(request), initial=initial)
    if request.method == "POST":
        values = dict(form.cleaned_data) if form.is_valid() else {}
        expected = values.pop("version", 0)
        change = attempt(
            form,
            lambda: verbs.rename_organisation(
                organisation=found, **values, expected=expected, by=actor_of(request)
            ),
        )
        if change is not None:
            messages.success(request, _("The new name has been entered."))
            return redirect("identity:organisation", found.pk)
    return form_page(
        request,
        form,
        title=_("Rename: %(name)s") % {"name": found.label()},
        lead=_("The name before stays with its dates; what was recorded under it stays together."),
        verb=_("Rename"),
        back=reverse("identity:organisation", args=[found.pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reorganise(request: HttpRequest) -> HttpResponse:
    """Split, merge or transfer: fill in, look at what follows, confirm."""
    need(request, ADMINISTER_ORGANISATIONS)
    form = ReorganisationForm(posted(request), initial={"on": clock.today(), "kind": "SPLIT"})
    preview: dict[str, object] | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        parts = [
            verbs.Part(before, after, data["scope_ko"], data["scope_en"])
            for before, after in product(data["predecessors"], data["successors"])
        ]
        try:
            verbs.check_reorganisation(data["kind"], parts, data["on"])
            if "confirmed" in request.POST:
                verbs.reorganise(
                    kind=data["kind"], parts=parts, on=data["on"], basis=data["basis"], by=actor_of(request)
                )
                messages.success(request, _("The change has been entered."))
                return redirect("identity:organisation", parts[0].successor.pk)
            preview = _preview(data["kind"], parts)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {"form": form, "preview": preview}
    return render(request, "identity/reorganise.html", context, status=422 if form.errors else 200)


def _preview(kind: str, parts: list[verbs.Part]) -> dict[str, object]:
    """Who ends, who takes over, and whose members would have to be moved."""
    ending: list[Organisation] = verbs.ended_by(kind, parts)
    return {
        "ending": [{"organisation": one, "members": len(queries.members_of(one.pk))} for one in ending],
        "parts": parts,
    }

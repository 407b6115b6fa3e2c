"""The search page: one box over everything this reader may see."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yunghap.identity import service as identity
from yunghap.search import service as search

PER_PAGE = 20
MOST_WORDS = 200  # characters of a question that are looked at
MOST_VALUES = 12  # values of a facet that are offered
FACETS = {
    "kind": _("Kind"),
    "year": _("Year"),
    "edition": _("Plan"),
    "ministry": _("Ministry"),
    "area": _("Area"),
    "task": _("Task"),
    "role": _("Kind of figure"),
}


@dataclass(frozen=True)
class Result:
    """A hit as it is shown."""

    kind: object
    title: str
    title_language: str
    url: str
    excerpt: tuple[tuple[str, bool], ...]
    facets: list[str]


@dataclass(frozen=True)
class Choice:
    """One value of a facet, with how many results it would leave."""

    name: str
    value: str
    label: object
    count: int
    chosen: bool


def access_tokens(request: HttpRequest) -> tuple[str, ...]:
    """What this reader may see in the index."""
    if not request.user.is_authenticated:
        return (search.PUBLIC,)
    belongs = identity.memberships_of(str(request.user.pk))
    organisations = (f"organisation:{membership.organisation_id}" for membership in belongs)
    return (search.PUBLIC, f"person:{request.user.pk}", *organisations)


def value_label(name: str, value: str) -> object:
    """The name of a facet's value in the reader's language, where it has one."""
    return search.kind_name(value) if name == "kind" else value


def result(hit: search.Hit) -> Result:
    """The title in the reader's language where there is one, else the Korean title marked as such."""
    english = get_language() == "en"
    title = hit.title_en if english and hit.title_en else hit.title
    prefix = "/en" if english and hit.url.startswith("/") else ""
    return Result(
        kind=search.kind_name(hit.kind),
        title=title,
        title_language="en" if title == hit.title_en else "ko",
        url=f"{prefix}{hit.url}",
        excerpt=hit.excerpt,
        facets=[
            text
            for name, value in hit.facets.items()
            if name != "kind"
            for text in ([value] if isinstance(value, str) else value)
        ],
    )


def choices(found: search.Found, chosen: dict[str, str]) -> list[tuple[object, list[Choice]]]:
    """The facets to narrow by; one that would narrow nothing is left out."""
    shown: list[tuple[object, list[Choice]]] = []
    for name, values in found.facets.items():
        if name not in chosen and len(values) < 2:
            continue
        shown.append(
            (
                FACETS.get(name, name),
                [
                    Choice(name, value, value_label(name, value), count, chosen.get(name) == value)
                    for value, count in list(values.items())[:MOST_VALUES]
                ],
            )
        )
    return shown


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """`?q=words`, any facet by its name, `?page=`. Without words: nothing but the box."""
    question = request.GET.get("q", "").strip()[:MOST_WORDS]
    context: dict[str, object] = {"question": question}
    if question:
        chosen = {name: value for name in FACETS if (value := request.GET.get(name, ""))}
        number = request.GET.get("page", "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
        found = search.search(
            question, access=access_tokens(request), facets=chosen, page=max(page, 1), per_page=PER_PAGE
        )
        shown: Page[int] = Paginator(range(found.total), PER_PAGE).get_page(page)
        context |= {
            "results": [result(hit) for hit in found.hits],
            "total": found.total,
            "loose": found.loose,
            "facets": choices(found, chosen),
            "chosen": chosen,
            "page": shown,
        }
    return render(request, "portal/search.html", context)

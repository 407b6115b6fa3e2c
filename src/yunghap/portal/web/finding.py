"""The search page: one box over everything this reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
FEW = 3  # hits of another index that stand beside the site's own
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

Facets = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Result:
    """A hit as it is shown."""

    kind: object
    title: str
    url: str
    excerpt: tuple[tuple[str, bool], ...]
    facets: list[str]

    @property
    def excerpt_is_korean(self) -> bool:
        """Whether the excerpt is to be read as Korean."""
        return any("가" <= letter <= "힣" for text, _match in self.excerpt for letter in text)


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
    """The title in the reader's language where there is one."""
    shown = search.shown_facets(hit.kind)
    english = get_language() == "en"
    title = hit.title_en if english and hit.title_en else hit.title
    prefix = "/en" if english and hit.url.startswith("/") else ""
    return Result(
        kind=search.kind_name(hit.kind),
        title=title,
        url=f"{prefix}{hit.url}",
        excerpt=hit.excerpt,
        facets=[
            text
            for name, value in hit.facets.items()
            if (name != "kind" if shown is None else name in shown)
            for text in ([value] if isinstance(value, str) else value)
        ],
    )


def choices(facets: Facets, chosen: dict[str, str]) -> list[tuple[object, list[Choice]]]:
    """The facets to narrow by; one that would narrow nothing is left out."""
    shown: list[tuple[object, list[Choice]]] = []
    for name, values in facets.items():
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


@dataclass(frozen=True)
class Group:
    """The best hits of another index."""

    label: object
    kind: str
    total: int
    results: list[Result]


def with_kinds(facets: Facets, groups: list[Group]) -> Facets:
    """The facets with the kinds of other indexes among the kinds, most first."""
    if not groups:
        return facets
    kinds = {**facets.get("kind", {}), **{group.kind: group.total for group in groups}}
    return {**facets, "kind": dict(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0])))}


def apart(question: str, access: tuple[str, ...], page: int, chosen: dict[str, str]) -> search.Found | None:
    """The page of hits where the reader chose a kind that has an index of its own."""
    kind = chosen.get("kind")
    if kind is None or len(chosen) > 1:
        return None
    for one in search.beside(question, access=access, kind=kind, page=page, per_page=PER_PAGE):
        return replace(one.found, facets={"kind": {kind: one.found.total}})
    return None


def beside(question: str, access: tuple[str, ...], page: int, chosen: dict[str, str]) -> list[Group]:
    """What stands beside the first page of everything."""
    if page > 1 or chosen:
        return []
    return [
        Group(search.kind_name(one.kind), one.kind, one.found.total, [result(hit) for hit in one.found.hits])
        for one in search.beside(question, access=access, per_page=FEW)
        if one.found.total
    ]


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """`?q=words`, any facet by its name, `?page=`. Without words: nothing but the box."""
    question = request.GET.get("q", "").strip()[:MOST_WORDS]
    context: dict[str, object] = {"question": question}
    if question:
        chosen = {name: value for name in FACETS if (value := request.GET.get(name, ""))}
        number = request.GET.get("page", "1")
        page = max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 6 else 1
        access = access_tokens(request)
        groups = beside(question, access, page, chosen)
        found = apart(question, access, page, chosen) or search.search(
            question, access=access, facets=chosen, page=page, per_page=PER_PAGE
        )
        shown: Page[int] = Paginator(range(found.total), PER_PAGE).get_page(page)
        context |= {
            "results": [result(hit) for hit in found.hits],
            "total": found.total + sum(group.total for group in groups),
            "loose": found.loose,
            "groups": groups,
            "facets": choices(with_kinds(found.facets, groups), chosen),
            "chosen": chosen,
            "page": shown,
        }
    return render(request, "portal/search.html", context)

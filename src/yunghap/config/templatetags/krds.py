"""Components of the pages: `{% load krds %}`. What each looks like stands on /components/.

Inclusion tags draw `templates/components/<name>.html`; block tags wrap content. All text is escaped as usual.
"""

import re
from collections.abc import Container, Iterable
from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, QueryDict
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yunghap.config import navigation, stacked
from yunghap.config.templatetags.icons import ICONS
from yunghap.documents.charts import Picture

register = template.Library()
ALERT_ICONS = {"information": "info", "success": "check-circle", "warning": "alert", "danger": "error"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d.*)?")
# Django's message levels in our tones.
MESSAGE_TONES = {
    "debug": "information",
    "info": "information",
    "success": "success",
    "warning": "warning",
    "error": "danger",
}


def _inside(content: str) -> SafeString:
    """The rendered inside of a block tag: already escaped by its own template."""
    return mark_safe(content)  # noqa: S308


# --- small things --------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our line icons; decoration only, so hidden from screen readers."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        _inside(ICONS[name]),
    )


@register.filter
def korean(text: object) -> SafeString:
    """Korean text on an English page, marked so that screen readers read it as Korean; else just the text."""
    if get_language() == "ko" or not any("가" <= letter <= "힣" for letter in str(text)):
        return format_html("{}", text)
    return format_html('<span lang="ko">{}</span>', text)


@register.filter
def told_day(text: str) -> str:
    """A day told in ISO form as pages write days: for records and tables that hold text; other text stays as it is."""
    if not _DAY.fullmatch(text):
        return text
    try:
        return date_format(date.fromisoformat(text[:10]))
    except ValueError:
        return text


@register.inclusion_tag("components/badge.html")
def badge(text: object, tone: str = "neutral") -> dict[str, object]:
    """A state in one or two words. Tones: neutral primary information success warning danger outline."""
    return {"text": text, "tone": tone}


@register.inclusion_tag("components/button.html")
def button(
    text: object,
    *,
    href: str = "",
    tone: str = "primary",
    size: str = "",
    icon: str = "",
    name: str = "",
    value: str = "",
    download: bool = False,
) -> dict[str, object]:
    """A link that looks like a button (`href`), or the submit button of the form around it.

    Tones: primary secondary tertiary danger text; sizes: small, "" and large.
    """
    return {
        "text": text,
        "href": href,
        "tone": tone,
        "size": size,
        "icon": icon,
        "name": name,
        "value": value,
        "download": download,
    }


@register.simple_tag
def sourced(value: object, url: str = "", title: str = "", unit: object = "") -> SafeString:
    """A number that opens its source; without an address just the number."""
    if not url:
        return format_html('<span class="number">{}{}</span>', value, unit)
    label = title or _("Open the source of this number")
    return format_html('<a class="sourced" href="{}" title="{}">{}{}</a>', url, label, value, unit)


@register.inclusion_tag("components/progress.html")
def progress(value: float, maximum: float = 100, label: object = "", text: object = "") -> dict[str, object]:
    """How much of something is done; `text` is what stands beside the bar."""
    return {"value": value, "maximum": maximum, "label": label, "text": text}


@register.simple_tag
def bar(value: float | None, maximum: float, tone: str = "") -> SafeString:
    """A bar beside a number that is printed anyway; decoration. Tones: "" and soft."""
    width = 0 if not value or maximum <= 0 else max(4, round(1000 * min(value / maximum, 1)))
    return format_html(
        '<svg class="bar{}" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="bar__track" width="1000" height="10"/><rect class="bar__value" width="{}" height="10"/></svg>',
        " bar--soft" if tone == "soft" else "",
        width,
    )


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: object, text: object = "", href: str = "", action: object = "") -> dict[str, object]:
    """Nothing here yet, and what to do about it."""
    return {"title": title, "text": text, "href": href, "action": action}


# --- where am I ----------------------------------------------------------------------------------


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*parts: object) -> dict[str, object]:
    """`{% breadcrumb label url label url last_label %}`; the home page stands before all of them."""
    steps = [
        {"label": parts[i], "url": parts[i + 1] if i + 1 < len(parts) else ""}
        for i in range(0, len(parts), 2)
    ]
    return {"steps": steps}


@register.inclusion_tag("components/side_nav.html")
def side_nav(title: object, items: Iterable[Any]) -> dict[str, object]:
    """Items with `label`, `url`, `current`, and optionally `count` and `children` (the same again)."""
    return {"title": title, "items": items}


@register.inclusion_tag("components/tabs.html")
def tabs(label: object, items: Iterable[Any]) -> dict[str, object]:
    """Tabs that are links: items with `label`, `url`, `current` and optionally `count`."""
    return {"label": label, "items": items}


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[object], current: int, undone: Container[int] = ()) -> dict[str, object]:
    """The steps of a task; `current` counts from 1. Those before it are done, but for the numbers in `undone`."""
    shown = [
        {"label": item, "done": number < current and number not in undone}
        for number, item in enumerate(items, 1)
    ]
    return {"items": shown, "current": current}


@register.simple_block_tag
def page_title(
    content: str, title: object, lead: object = "", status: object = "", tone: str = "neutral"
) -> str:
    """The heading of a page; the block holds its action buttons, and may be empty."""
    return render_to_string(
        "components/page_title.html",
        {"title": title, "lead": lead, "status": status, "tone": tone, "actions": _inside(content.strip())},
    )


@register.simple_tag(takes_context=True)
def main_navigation(context: RequestContext) -> list[navigation.Item]:
    """The entries of the main menu; none on the page of a failure, which has no request."""
    request = context.get("request")
    return navigation.items(request) if request else []


@register.simple_tag(takes_context=True)
def account_pages(context: RequestContext) -> list[navigation.Item]:
    """The entries of the menu beside a person's own pages."""
    return navigation.account_items(context["request"])


@register.simple_tag(takes_context=True)
def page_in(context: RequestContext, language: str) -> str:
    """The address of this very page in the other language, with its query."""
    request = context.get("request")
    return navigation.address_in(language, request.get_full_path() if request else "/")


@register.simple_tag
def url_if(name: str, *args: object) -> str:
    """The address of a page, or nothing where this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


# --- boxes ---------------------------------------------------------------------------------------


@register.simple_block_tag
def alert(content: str, tone: str = "information", title: object = "", role: str = "") -> str:
    """A notice in the page. Tones: information success warning danger; role `alert` or `status` for news."""
    return render_to_string(
        "components/alert.html",
        {
            "tone": tone,
            "title": title,
            "role": role,
            "icon": ALERT_ICONS[tone],
            "body": _inside(content.strip()),
        },
    )


@register.simple_block_tag
def accordion(content: str, title: object, open: bool = False, id: str = "") -> str:  # noqa: A002
    """A part that opens and closes without script."""
    return render_to_string(
        "components/accordion.html", {"title": title, "open": open, "id": id, "body": _inside(content)}
    )


@register.simple_block_tag
def table(
    content: str, caption: object, variant: str = "", hide_caption: bool = False, tall: bool = False
) -> str:
    """thead and tbody inside; the table scrolls in its own box.

    Variants: compact; fixed-first; stack, for lists of things, whose rows a narrow screen shows as blocks.
    """
    return render_to_string(
        "components/table.html",
        {
            "caption": caption,
            "classes": " ".join(f"table--{name}" for name in variant.split()),
            "hide_caption": hide_caption,
            "tall": tall,
            "body": _inside(stacked.labelled(content) if "stack" in variant.split() else content),
        },
    )


@register.simple_block_tag
def chart(
    content: str,
    picture: Picture,
    caption: object,
    open: bool = False,  # noqa: A002
    hide_caption: bool = False,
) -> str:
    """A chart drawn by documents.charts; the block holds its data table, which always goes with it.

    The caption is hidden where the heading above the chart says the same.
    """
    return render_to_string(
        "components/chart.html",
        {
            "wide": _inside(picture.wide),
            "narrow": _inside(picture.narrow),
            "caption": caption,
            "open": open,
            "hide_caption": hide_caption,
            "body": _inside(content),
        },
    )


@register.inclusion_tag("components/messages.html", takes_context=True)
def message_list(context: RequestContext, messages: Iterable[Any]) -> dict[str, object]:
    """Django's messages as notices; the extra tag `undo:ADDRESS` adds a button that posts to the address."""
    shown = []
    for message in messages or ():
        undo = next((tag[5:] for tag in (message.extra_tags or "").split() if tag.startswith("undo:")), "")
        tone = MESSAGE_TONES.get(message.level_tag, "information")
        shown.append({"text": message.message, "tone": tone, "icon": ALERT_ICONS[tone], "undo": undo})
    return {"shown": shown, "csrf_token": context.get("csrf_token", "")}


# --- lists ---------------------------------------------------------------------------------------


def _with(request: HttpRequest, **changes: str) -> str:
    """The query of this page with some parameters changed; an empty value removes one."""
    query: QueryDict = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else request.path


@register.simple_tag(takes_context=True)
def query_with(context: RequestContext, **changes: object) -> str:
    """`{% query_with page=2 sort="" %}`: this page's address with these parameters."""
    return _with(
        context["request"], **{name: "" if value is None else str(value) for name, value in changes.items()}
    )


@register.simple_tag(takes_context=True)
def query_facet(context: RequestContext, name: str, value: str) -> str:
    """This page's address with the facet `name` set, from its first page; an empty value lifts it."""
    return _with(context["request"], **{name: value, "page": ""})


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: "Page[Any]", parameter: str = "page") -> dict[str, object]:
    """Links to the pages of a `django.core.paginator.Page`; keeps the rest of the query."""
    request = context["request"]
    numbers = [
        {
            "number": number,
            "url": _with(request, **{parameter: str(number)}) if isinstance(number, int) else "",
            "current": number == page.number,
        }
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]
    previous = _with(request, **{parameter: str(page.previous_page_number())}) if page.has_previous() else ""
    following = _with(request, **{parameter: str(page.next_page_number())}) if page.has_next() else ""
    return {"page": page, "numbers": numbers, "previous": previous, "following": following}


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: RequestContext, name: str, label: object, numeric: bool = False
) -> dict[str, object]:
    """A column heading that sorts by link: `?sort=name`, then `?sort=-name`."""
    request = context["request"]
    now = request.GET.get("sort", "")
    state = "ascending" if now == name else "descending" if now == f"-{name}" else ""
    following = f"-{name}" if now == name else name
    return {
        "label": label,
        "numeric": numeric,
        "state": state,
        "url": _with(request, sort=following, page=""),
    }


# --- forms ---------------------------------------------------------------------------------------


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: object = "") -> dict[str, object]:
    """A form field with label, hint and error, tied together for screen readers."""
    return {"field": bound, "hint": hint or bound.help_text, "kind": _kind(bound)}


def _kind(bound: BoundField) -> str:
    """How a widget is laid out: one box (check), several (choices), or a plain input."""
    widget = bound.field.widget
    if getattr(widget, "input_type", "") == "checkbox" and not bound.use_fieldset:
        return "check"
    return "choices" if bound.use_fieldset else "input"


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, object]:
    """Every field of a form, hidden ones included, with the summary of errors above."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """What is wrong in this form, each line leading to its field."""
    errors = [
        {"id": bound.id_for_label or f"id_{bound.html_name}", "label": bound.label, "text": text}
        for bound in form
        for text in bound.errors
    ]
    return {"errors": errors, "general": form.non_field_errors()}


@register.inclusion_tag("components/search_form.html", takes_context=True)
def search_form(
    context: RequestContext,
    *,
    action: str = "",
    label: object = "",
    name: str = "q",
    placeholder: object = "",
    id: str = "",  # noqa: A002
) -> dict[str, object]:
    """A search box that keeps its word."""
    return {
        "action": action,
        "label": label or _("Search"),
        "name": name,
        "placeholder": placeholder,
        "id": id or f"search-{name}",
        "value": context["request"].GET.get(name, ""),
    }


@register.simple_block_tag(takes_context=True)
def filter_form(context: RequestContext, content: str, label: object = "", action: str = "") -> str:
    """Fields that narrow a list (GET); the block holds the fields."""
    request: HttpRequest = context["request"]
    return render_to_string(
        "components/filter_form.html",
        {
            "body": _inside(content),
            "label": label or _("Narrow the list"),
            "action": action or request.path,
            "active": bool(request.GET),
        },
    )

"""How facts of a plan are shown."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yunghap.core import money
from yunghap.core.language import said
from yunghap.core.numbers import shortest
from yunghap.plan.contracts import Comparison, Quantity, Role, YearBasis, bounded
from yunghap.plan.queries.compare import Change
from yunghap.plan.queries.findings import FindingRow
from yunghap.plan.queries.values import EditionView, IndicatorValue
from yunghap.plan.web.reads import EditionRef, Sourced

register = template.Library()
BILLION = 10**9


@register.filter
def in_column(krw: int | None) -> str:
    """Won as columns show it, without the unit: 3268270000000 -> 32,682.70 (억원), in English 3,268.270 (billions)."""
    return "–" if krw is None else f"{money.in_column(krw, get_language() or ''):,f}"


@register.filter
def column_or(krw: int | None, printed: str) -> str:
    """An amount as printed; for readers of English as columns show it, where it is known in won."""
    return printed if krw is None or get_language() != "en" else in_column(krw)


@register.filter
def won(krw: int | None) -> str:
    """Won in a sentence, to the last digit of the plan: 28711000000 -> 287.11억원, KRW 28.711 billion."""
    if krw is None:
        return "–"
    return f"KRW {in_column(krw)} billion" if get_language() == "en" else f"{in_column(krw)}억원"


@register.filter
def percent(value: Decimal | float | None) -> str:
    """Two places, as the tables of the plan print it."""
    return "–" if value is None else f"{value:,.2f}"


def _is_told_in_english(fact: Quantity) -> bool:
    """Money that a reader of English gets in billions: one amount, no bound and no range."""
    return (
        get_language() == "en"
        and fact.krw is not None
        and fact.value_to is None
        and fact.comparison is Comparison.EQUAL
    )


def _leading(ref: EditionRef, fact_id: str, fact: Quantity, shown: str) -> SafeString:
    """What is shown, leading to its source; the printed figure is at hand where something else is shown."""
    title = _("Source: line %(line)s") % {"line": fact.line}
    if shown != fact.text:
        title += " · " + _("as printed: %(text)s") % {"text": fact.text}
    address = reverse("plan:fact", args=[ref.slug, fact_id])
    return format_html('<a class="sourced" href="{}" title="{}">{}</a>', address, title, shown)


@register.simple_tag
def amount(ref: EditionRef, data: EditionView, fact_id: str, unit: bool = False) -> SafeString:
    """Money in a column or a large figure: as printed, in English in billions of won; with its `unit` where asked."""
    fact = data.facts[fact_id]
    english = _is_told_in_english(fact)
    shown = _leading(ref, fact_id, fact, column_or(fact.krw, fact.text) if english else fact.text)
    if not unit or (not english and fact.unit in fact.text):
        return shown
    name = "KRW billion" if english else fact.unit
    return format_html('{}<span class="figures__unit">{}</span>', shown, name)


@register.simple_tag
def told(ref: EditionRef, data: EditionView, fact_id: str) -> SafeString:
    """A number in a list or table: as printed; money in English as KRW 1.2 billion."""
    fact = data.facts[fact_id]
    if fact.krw is None or not _is_told_in_english(fact):
        return _leading(ref, fact_id, fact, fact.text)
    unit = "billion" if abs(fact.krw) >= BILLION else "million"
    return _leading(ref, fact_id, fact, money.format_money(fact.krw, unit, language="en"))


@register.simple_tag
def sourced(ref: EditionRef, data: EditionView, fact_id: str, shown: str | None = None) -> SafeString:
    """The number as printed, leading to its source."""
    fact = data.facts[fact_id]
    return _leading(ref, fact_id, fact, shown or fact.text)


@register.simple_tag
def sourced_number(ref: EditionRef, number: Sourced, shown: str = "") -> SafeString:
    """The number as printed (or as `shown`), leading to its source."""
    return _leading(ref, number.id, number.fact, shown or number.fact.text)


@register.simple_tag
def sourced_first(ref: EditionRef, known: dict[str, Sourced], facts: tuple[str, ...], shown: str) -> str:
    """What is shown, leading to the source of the first of its facts where there is one."""
    number = known.get(facts[0]) if facts else None
    return sourced_number(ref, number, shown) if number and shown else shown


@register.filter
def shown_amounts(change: Change) -> tuple[str, str, str]:
    """What a change shows before and after, and the difference; money in English as KRW 1.2 billion."""
    before, after = change.krw_before, change.krw_after
    if get_language() != "en" or (before is None and after is None):
        return change.shown_before, change.shown_after, change.difference
    gap = ""
    if before is not None and after is not None:
        gap = ("+" if after > before else "") + won(after - before)
    return (
        won(before) if before is not None else change.shown_before,
        won(after) if after is not None else change.shown_after,
        gap,
    )


@register.filter
def other_fields(change: Change) -> list[tuple[str, str, str]]:
    """(name, before, after) of what changed beside the number shown."""
    if change.kind not in {"CHANGED", "RENAMED"} or change.shown_before != change.shown_after:
        return []
    lines = {role.value for role in Role} if change.subject == "PROGRAMME" else set()
    shown = {key: _won if key.partition(":")[0] in lines else _field_value for key in change.fields}
    return [(field_name(key), shown[key](was), shown[key](now)) for key, (was, now) in change.fields.items()]


def field_name(key: str) -> str:
    """`budget:national:+0..+4` in words: years count from the edition's."""
    names = {
        "ministries": _("ministries"),
        "areas": _("area"),
        "tasks": _("task"),
        "national": _("national"),
        "local": _("local"),
        "private": _("private"),
        **{role.value: role_name(role) for role in Role},
    }
    return ", ".join(names.get(part) or _years(part) for part in key.split(":"))


def _years(offsets: str) -> str:
    """`+0` or `-1..+2`, counted from the plan year, in words; anything else as it is."""
    return " – ".join(
        _year(int(one)) if one[:1] in "+-" and one[1:].isdecimal() else one for one in offsets.split("..")
    )


def _year(offset: int) -> str:
    if not offset:
        return _("plan year")
    if offset > 0:
        return ngettext("%(count)s year later", "%(count)s years later", offset) % {"count": offset}
    return ngettext("%(count)s year before", "%(count)s years before", -offset) % {"count": -offset}


def _won(value: str) -> str:
    return won(int(value)) if value else ""


def _field_value(value: str) -> str:
    return f"{int(value):,}" if value.isdecimal() and len(value) > 3 else value


@register.filter
def plain_number(value: Decimal | None) -> str:
    """With grouping, without a unit and without zeros behind: 1234.500000 -> 1,234.5."""
    return "–" if value is None else f"{shortest(value):,f}"


@register.filter
def hundredfold(value: Decimal | None) -> Decimal | None:
    """A ratio as per cent."""
    return None if value is None else value * 100


@register.filter
def number(fact: Quantity) -> str:
    """The value with its bound and unit, for columns: `≥ 10 개`, `10–15 개`."""
    return f"{bounded(fact.comparison, fact.value, fact.value_to)} {fact.unit}".strip()


@register.filter
def role_name(role: Role | str) -> str:
    """The word for a role."""
    names = {
        Role.BUDGET: _("budget"),
        Role.TARGET: _("target"),
        Role.ACTUAL: _("actual"),
        Role.BASELINE: _("baseline"),
    }
    return names[Role(role)]


@register.filter
def role_tone(role: Role | str) -> str:
    """The badge for a role."""
    tones = {
        Role.BUDGET: "primary",
        Role.TARGET: "information",
        Role.ACTUAL: "success",
        Role.BASELINE: "outline",
    }
    return tones[Role(role)]


@register.filter
def basis_name(basis: YearBasis) -> str:
    """How the year is known, in words."""
    names = {
        YearBasis.EXPLICIT: _("printed beside the number"),
        YearBasis.COLUMN: _("printed in the table's header or caption"),
        YearBasis.SECTION: _("the section's year"),
        YearBasis.NONE: _("not known"),
    }
    return names[basis]


@register.filter
def period(value: Quantity) -> str:
    """`2023`, `2023–2028`, `1 Mar 2023 – 31 Aug 2023`, `until 2022`."""
    return period_text(value.period_start, value.period_end) or (str(value.year) if value.year else "–")


def period_text(start: date | None, end: date | None) -> str:
    """A period as short as it can be said."""
    if start is None:
        return _("until %(year)s") % {"year": end.year} if end else ""
    if end is None:
        return _("from %(year)s") % {"year": start.year}
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start == end:
        return date_format(start)
    return f"{date_format(start)} – {date_format(end)}"


@register.filter
def said_once(values: Iterable[IndicatorValue], data: EditionView) -> list[IndicatorValue]:
    """Values of a cell; a number that the document prints again for the same year stands there once."""
    once: dict[object, IndicatorValue] = {}
    for value in values:
        once.setdefault((data.facts[value.fact].text, value.year), value)
    return list(once.values())


@register.filter
def most_exact(numbers: Iterable[Sourced]) -> list[Sourced]:
    """Of numbers that tell the same quantity, as the text and the table do, the one printed with most digits."""
    best: dict[object, Sourced] = {}
    for number in numbers:
        fact = number.fact
        key = (fact.role, fact.unit, fact.year, fact.period_start, fact.period_end)
        if key not in best or _digits(number) > _digits(best[key]):
            best[key] = number
    return list(best.values())


def _digits(number: Sourced) -> int:
    return sum(letter.isdigit() for letter in number.fact.text)


@register.filter
def called(name: str, names: Mapping[str, str] | str = "") -> str:
    """What the reader's language calls a ministry, by its short name."""
    return names.get(name, name) if isinstance(names, Mapping) else name


@register.filter
def joined(ministries: tuple[str, ...], names: Mapping[str, str] | str = "") -> str:
    """Ministries in printed order."""
    between = " · " if names else "·"
    return between.join(called(one, names) for one in ministries) or "–"


@register.filter
def local_name(node: object) -> str:
    """The name of a node in the reader's language, Korean where there is no English."""
    return said(str(getattr(node, "name", node)), getattr(node, "name_en", ""))


@register.filter
def message_text(message: object) -> str:
    """A bilingual message in the reader's language."""
    return str(getattr(message, "en" if get_language() == "en" else "ko"))


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """The page's query string with some values changed; an empty value drops the key."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def get_item(mapping: object, key: str) -> object:
    """A value of a dictionary, or nothing."""
    return mapping.get(key) if isinstance(mapping, dict) else None


@register.filter
def finding_text(finding: FindingRow) -> str:
    """What a check found, in the reader's language."""
    return finding.message(get_language() or "ko")

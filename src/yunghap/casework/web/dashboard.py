"""The office at a glance: lead time and lateness, load, what ends when, and statutory days that come."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunghap.casework import rules
from yunghap.casework.queries import figures
from yunghap.casework.queries.figures import Alert, Scope
from yunghap.casework.registry import all_kinds
from yunghap.casework.roles import APPLICANT, APPROVER, CONSULTED, HANDLER, SECRETARY
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.documents import service as documents
from yunghap.documents.blocks import Cell, Table, Value
from yunghap.documents.charts import Picture, Series, grouped_bar_chart, in_two_widths
from yunghap.documents.charts.canvas import Number
from yunghap.identity import service as identity

OFFICES = (rules.HANDLE, rules.DECIDE)
MOST_BARS = 15


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the page: its table, and the picture of it where there is one. `links` are by row, or empty."""

    id: str
    title: str
    lead: str
    table: Table
    picture: Picture | None = None
    nothing: str = ""
    links: tuple[str, ...] = field(default=())

    @property
    def heads(self) -> list[tuple[Cell, bool]]:
        """Each heading, and whether numbers stand under it."""
        return [
            (cell, align == "right") for cell, align in zip(self.table.header, self.table.align, strict=True)
        ]

    @property
    def lines(self) -> list[tuple[str, Sequence[Cell]]]:
        """Each row of the table with its link."""
        links = self.links or ("",) * len(self.table.rows)
        return list(zip(links, self.table.rows, strict=True))


def _scope(request: HttpRequest) -> tuple[Scope, Actor]:
    """The cases of the offices one works in; all of them for auditors. 404 for everybody else."""
    by = identity.actor_of(request)
    handlers: frozenset[str] | None = frozenset()
    for permission in OFFICES:
        where = identity.organisations_where(by, permission)
        handlers = None if where is None or handlers is None else handlers | where
    if identity.can(by, rules.AUDIT):
        handlers = None
    if handlers is not None and not handlers:
        raise Http404
    procedure = request.GET.get("procedure", "")
    known = procedure if procedure in {kind.id for kind in all_kinds()} else ""
    return Scope(handlers, known, _day(request, "since"), _day(request, "until")), by


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None  # an unfinished or odd date does not narrow


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Every figure with its table."""
    scope, by = _scope(request)
    context = {
        "has_inbox": any(identity.can(by, permission) for permission in rules.HAS_INBOX),
        "panels": [make(scope) for make in PANELS.values()],
        "scope": scope,
        "kinds": list(all_kinds()),
        "query": request.GET.urlencode(),
    }
    return render(request, "casework/dashboard.html", context)


@require_safe
def figures_csv(request: HttpRequest, part: str) -> HttpResponse:
    """The table of one part, narrowed as the page is, as CSV."""
    scope, _by = _scope(request)
    if part not in PANELS:
        raise Http404
    table = PANELS[part](scope).table
    response = HttpResponse(documents.write_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cases-{part}.csv"'
    return response


def _names() -> dict[str, str]:
    return {kind.id: str(kind.name) for kind in all_kinds()}


def _chart(title: str, names: Sequence[str], series: Sequence[Series], unit: str) -> Picture | None:
    """The bars of the first rows; None where every bar would be empty."""
    if not any(value for one in series for value in one.values):
        return None
    return in_two_widths(
        grouped_bar_chart,
        title=title,
        description=_("Longer bars are more; the table below holds the values."),
        categories=list(names[:MOST_BARS]),
        series=[Series(one.name, one.values[:MOST_BARS]) for one in series],
        unit=unit,
        language="en" if get_language() == "en" else "ko",
    )


def _number(value: float | None) -> Value:
    return "–" if value is None else _tenths(value)


def _tenths(value: float) -> Decimal:
    return Decimal(f"{value:.1f}")


def _alerts(scope: Scope) -> Panel:
    rows = figures.alerts(scope, clock.now())
    head = [_("Last day"), _("Days left"), _("Statutory term"), _("Case"), _("Title"), _("Article")]
    return Panel(
        "alerts",
        _("Statutory days that come"),
        _("Terms that have passed, and those that end within %(days)d days.") % {"days": figures.SOON},
        Table("", head, [_alert(row) for row in rows]),
        nothing=_("No term ends soon."),
        links=tuple(reverse("casework:deadline", args=[row.case.pk, row.number]) for row in rows),
    )


def _alert(row: Alert) -> list[Value]:
    return [
        row.due.isoformat(),
        Cell(_left(row.days_left), number=row.days_left),
        row.name,
        row.case.number or "",
        row.case.title,
        row.article,
    ]


def _left(days: int) -> str:
    """How far a day is, in words; the file holds the number, below zero when late."""
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if not days:
        return _("due today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def _procedures(scope: Scope) -> Panel:
    rows, names = figures.by_procedure(scope), _names()
    labels = [names.get(row.procedure, row.procedure) for row in rows]
    title = _("Lead time by procedure")
    days: list[Number | None] = [None if row.days is None else _tenths(row.days) for row in rows]
    return Panel(
        "procedures",
        title,
        _("Mean days from filing to the decision, of cases filed in the period."),
        Table(
            "",
            [_("Procedure"), _("Filed"), _("Under way"), _("Decided"), _("Days to the decision")],
            [
                [label, row.filed, row.under_way, row.decided, _number(row.days)]
                for label, row in zip(labels, rows, strict=True)
            ],
        ),
        picture=_chart(title, labels, [Series("", days)], _("days")),
        nothing=_("No case was filed in this period."),
    )


def _steps(scope: Scope) -> Panel:
    rows, names = figures.by_step(scope, clock.now()), _names()
    title = _("Time and lateness by step")
    done = [row for row in rows if row.days is not None]
    return Panel(
        "steps",
        title,
        _(
            "Mean days that work of people was open, of cases filed in the period; late is done after its term."
        ),
        Table(
            "",
            [
                _("Procedure"),
                _("Step"),
                _("Done"),
                pgettext("cases", "Days"),
                _("Done late"),
                _("Open now"),
                _("Late"),
            ],
            [
                [
                    names.get(row.procedure, row.procedure),
                    row.name,
                    row.done,
                    _number(row.days),
                    row.late,
                    row.open,
                    row.overdue,
                ]
                for row in rows
            ],
        ),
        picture=_chart(
            title,
            [row.name for row in done],
            [Series("", [_tenths(row.days or 0) for row in done])],
            _("days"),
        ),
        nothing=_("No work was done in cases of this period."),
    )


def _bodies(scope: Scope) -> Panel:
    rows = figures.by_body(scope, clock.today())
    title = _("Opinions by body")
    series = [
        Series(_("Answered in time"), [row.in_time for row in rows]),
        Series(_("Late or silent"), [row.late + row.silent + row.overdue for row in rows]),
    ]
    return Panel(
        "bodies",
        title,
        _("What other bodies were asked in cases filed in the period, and how they answered."),
        Table(
            "",
            [
                _("Body"),
                _("Times asked"),
                _("Answered in time"),
                _("Answered late"),
                _("Silent"),
                _("Waiting"),
                _("Overdue"),
                _("Days to the answer"),
            ],
            [
                [
                    row.body,
                    row.asked,
                    row.in_time,
                    row.late,
                    row.silent,
                    row.waiting,
                    row.overdue,
                    _number(row.days),
                ]
                for row in rows
            ],
        ),
        picture=_chart(title, [row.body for row in rows], series, _("opinions")),
        nothing=_("No other body was asked."),
    )


def _load(scope: Scope) -> Panel:
    rows = figures.load(scope, clock.now())
    bodies = identity.organisations_by_ids({row.organisation for row in rows if row.organisation})
    names = {body.pk: body.short_name for body in bodies}
    people = identity.names_of_people({row.assignee for row in rows if row.assignee})
    labels = [
        _holder(row.role, names.get(row.organisation, ""), people.get(row.assignee, "")) for row in rows
    ]
    title = _("Open work")
    series = [
        Series(_("Open now"), [row.open for row in rows]),
        Series(_("Late"), [row.overdue for row in rows]),
    ]
    return Panel(
        "load",
        title,
        _("What is open now and with whom, whenever its case was filed."),
        Table(
            "",
            [_("With whom"), _("Open now"), _("Late"), _("Due within a week")],
            [
                [label, row.open, row.overdue, row.within_week]
                for label, row in zip(labels, rows, strict=True)
            ],
        ),
        picture=_chart(title, labels, series, _("pieces of work")),
        nothing=_("Nothing is open."),
    )


def _holder(role: str, body: str, person: str) -> str:
    """Who has the work: its role, the body that is named, and the person who took it."""
    roles = {
        APPLICANT: _("Applicants"),
        HANDLER: _("Office in charge, handling"),
        APPROVER: _("Office in charge, deciding"),
        SECRETARY: _("Secretariat of the committee"),
        CONSULTED: _("Bodies asked"),
    }
    return " · ".join(part for part in (body or roles.get(role, role), person) if part)


def _expiries(scope: Scope) -> Panel:
    rows = figures.expiries(scope, clock.today())
    title = _("Grants that end, by month")
    months = [f"{month:%Y-%m}" for month, _number in rows]
    some = any(number for _month, number in rows)
    table = Table(
        "",
        [_("Month"), _("Grants that end")],
        [[name, number] for name, (_month, number) in zip(months, rows, strict=True)] if some else [],
        align=("left", "right"),
    )
    return Panel(
        "expiries",
        title,
        _("Terms of grants in force that end in the next twelve months."),
        table,
        picture=_chart(title, months, [Series("", [number for _month, number in rows])], _("grants")),
        nothing=_("No grant ends in the next twelve months."),
    )


PANELS = {
    "alerts": _alerts,
    "procedures": _procedures,
    "steps": _steps,
    "bodies": _bodies,
    "load": _load,
    "expiries": _expiries,
}

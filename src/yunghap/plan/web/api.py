"""The open plan over HTTP: editions, facts, programmes, indicators, totals, findings, files."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema

from yunghap.core.errors import NotFound
from yunghap.plan.contracts import Quantity
from yunghap.plan.enums import CheckOutcome
from yunghap.plan.exports.write import FORMATS, edition_file
from yunghap.plan.queries.edition import fill, read_edition
from yunghap.plan.queries.findings import findings_of

from . import reads

router = Router(tags=["plan"], auth=None)
MOST = 500


class EditionOut(Schema):
    """One year's action plan."""

    slug: str
    year: int
    seq: int
    title: str
    status: str
    generated: bool
    published_on: date | None
    document_sha256: str


class FactOut(Schema):
    """A number and where it is printed. `value` keeps every digit as text; `amount_krw` is won for plain money."""

    id: str
    line: int
    start: int
    end: int
    text: str
    value: str
    value_to: str | None
    comparison: str
    unit: str
    amount_krw: int | None
    role: str
    year: int | None
    period_start: date | None
    period_end: date | None
    year_basis: str
    ministries: list[str]
    subject: str
    section: list[str]
    rules: dict[str, str]


class FactPage(Schema):
    """A page of facts in reading order."""

    total: int
    items: list[FactOut]


class LineOut(Schema):
    """Money of one period; a total over several years has different first and last years."""

    first_year: int | None
    last_year: int | None
    role: str
    source: str
    amount_krw: int
    fact: str


class ProgrammeOut(Schema):
    """A programme, its ministries in printed order, its places and money."""

    id: str
    name: str
    ministries: list[str]
    task: str | None
    area: str | None
    lines: list[LineOut]


class ProgrammePage(Schema):
    """A page of programmes in printed order."""

    total: int
    items: list[ProgrammeOut]


class ValueOut(Schema):
    """One value of an indicator."""

    role: str
    year: int | None
    value: str
    fact: str


class IndicatorOut(Schema):
    """An indicator and its values."""

    id: str
    name: str
    unit: str
    ministries: list[str]
    task: str | None
    values: list[ValueOut]


class IndicatorPage(Schema):
    """A page of indicators in printed order."""

    total: int
    items: list[IndicatorOut]


class TotalOut(Schema):
    """A printed total or share of the plan, an area or a ministry."""

    subject: str
    key: str
    fact: FactOut


class FindingOut(Schema):
    """What a check found."""

    id: str
    message_ko: str
    message_en: str
    lines: list[int]
    waived: bool
    waiver_reason: str


class Window(Schema):
    """Which part of a list."""

    offset: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = 100

    @property
    def part(self) -> slice:
        """As a slice."""
        return slice(self.offset, self.offset + self.limit)


class FactFilter(Window):
    """Which facts."""

    ministry: str = ""
    role: str = ""
    line: int | None = None


def _found(request: HttpRequest, edition: str) -> reads.EditionRef:
    reference = reads.find_edition(edition, by=reads.actor(request))
    if reference is None:
        raise NotFound(_("There is no such edition."))
    return reference


def _edition(reference: reads.EditionRef) -> EditionOut:
    return EditionOut(
        slug=reference.slug,
        year=reference.year,
        seq=reference.seq,
        title=reference.title,
        status=reference.status,
        generated=reference.generated,
        published_on=reference.published_on,
        document_sha256=reference.sha256,
    )


def _fact(key: str, fact: Quantity) -> FactOut:
    return FactOut(
        id=key,
        line=fact.line,
        start=fact.start,
        end=fact.end,
        text=fact.text,
        value=f"{fact.value:f}",
        value_to=None if fact.value_to is None else f"{fact.value_to:f}",
        comparison=fact.comparison.value,
        unit=fact.unit,
        amount_krw=fact.krw,
        role=fact.role.value,
        year=fact.year,
        period_start=fact.period_start,
        period_end=fact.period_end,
        year_basis=fact.year_basis.value,
        ministries=list(fact.ministry),
        subject=fact.programme,
        section=list(fact.section),
        rules=fact.rules,
    )


@router.get("/editions", response=list[EditionOut], summary="Editions, newest first")
def editions(request: HttpRequest) -> list[EditionOut]:
    """Published editions; those who work on others see these too."""
    return [_edition(reference) for reference in reads.visible_editions(by=reads.actor(request))]


@router.get("/editions/{edition}", response=EditionOut, summary="One edition")
def edition(request: HttpRequest, edition: str) -> EditionOut:
    """`2023` is the newest edition of that year, `2023-1` a certain one."""
    return _edition(_found(request, edition))


@router.get("/editions/{edition}/facts", response=FactPage, summary="Every number")
def facts(request: HttpRequest, edition: str, wanted: Query[FactFilter]) -> FactPage:
    """In reading order, each with its line, characters and the rules that read it."""
    reference = _found(request, edition)
    line = "" if wanted.line is None else str(wanted.line)
    found = reads.find_numbers(reference, ministry=wanted.ministry, role=wanted.role, line=line)
    page = reads.sourced(reference, found[wanted.part])
    return FactPage(total=len(found), items=[_fact(one.id, one.fact) for one in page])


@router.get("/editions/{edition}/facts/{fact}", response=FactOut, summary="One number")
def fact(request: HttpRequest, edition: str, fact: str) -> FactOut:
    """Where it is printed and how it was read."""
    for one in reads.sourced(_found(request, edition), [fact]):
        return _fact(one.id, one.fact)
    raise NotFound(_("There is no such number."))


@router.get("/editions/{edition}/programmes", response=ProgrammePage, summary="Programmes and their money")
def programmes(request: HttpRequest, edition: str, wanted: Query[Window]) -> ProgrammePage:
    """Shares of joint ministries are not stated, so money is not divided."""
    data = reads.outline(_found(request, edition), indicators=())
    items = [
        ProgrammeOut(
            id=item.id,
            name=item.name,
            ministries=list(item.ministries),
            task=item.nodes.get("tasks"),
            area=item.nodes.get("areas"),
            lines=[
                LineOut(
                    first_year=line.first_year,
                    last_year=line.last_year,
                    role=line.role.value,
                    source=line.source,
                    amount_krw=line.krw,
                    fact=line.fact,
                )
                for line in item.lines
            ],
        )
        for item in data.programmes[wanted.part]
    ]
    return ProgrammePage(total=len(data.programmes), items=items)


@router.get("/editions/{edition}/indicators", response=IndicatorPage, summary="Indicators and their values")
def indicators(request: HttpRequest, edition: str, wanted: Query[Window]) -> IndicatorPage:
    """Baselines, actuals and targets as printed."""
    data = reads.outline(_found(request, edition), programmes=())
    data = fill(data, indicators=data.indicators[wanted.part])
    items = [
        IndicatorOut(
            id=item.id,
            name=item.name,
            unit=item.unit,
            ministries=list(item.ministries),
            task=item.nodes.get("tasks"),
            values=[
                ValueOut(role=value.role.value, year=value.year, value=f"{value.value:f}", fact=value.fact)
                for value in item.values
            ],
        )
        for item in data.indicators[wanted.part]
    ]
    return IndicatorPage(total=len(data.indicators), items=items)


@router.get("/editions/{edition}/totals", response=list[TotalOut], summary="Printed totals and shares")
def totals(request: HttpRequest, edition: str) -> list[TotalOut]:
    """Of the plan, its areas and its ministries, as printed."""
    data = reads.outline(_found(request, edition), programmes=(), indicators=())
    return [
        TotalOut(subject=total.subject, key=total.key, fact=_fact(total.fact, data.facts[total.fact]))
        for total in data.totals
    ]


@router.get("/editions/{edition}/findings", response=list[FindingOut], summary="What the checks found")
def findings(request: HttpRequest, edition: str) -> list[FindingOut]:
    """Failures of the last run, those not waived first."""
    reference = _found(request, edition)
    return [
        FindingOut(
            id=row.id,
            message_ko=row.message_ko,
            message_en=row.message_en,
            lines=list(row.lines),
            waived=row.waived_at is not None,
            waiver_reason=row.waiver_reason,
        )
        for row in findings_of(reads.row_of(reference), outcome=CheckOutcome.FAIL)
    ]


@router.get("/editions/{edition}/files/{code}", summary="The edition in a format")
def file(request: HttpRequest, edition: str, code: str, language: str = "ko") -> HttpResponse:
    """Formats: hwpx pdf xlsx csv json fiscal stratml. The same edition gives the same bytes."""
    reference = _found(request, edition)
    if code not in FORMATS:
        raise NotFound(_("There is no such format."))
    data = read_edition(reads.row_of(reference))
    content = edition_file(data, code, "en" if language == "en" else "ko")
    return HttpResponse(content, content_type=FORMATS[code].media_type)

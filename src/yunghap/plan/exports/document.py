"""The plan document, made from the data: our own layout, no number that is not a fact.

The table of facts at the end has the columns of `rows.COLUMNS` in both languages: importing the document gives the same
facts again.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from yunghap.core.money import EOK
from yunghap.documents.blocks import Block, Bullets, Document, Heading, Note, Paragraph, Table
from yunghap.plan.contracts import Message, Quantity, Role, english_title
from yunghap.plan.fact_rows import COLUMNS, to_row
from yunghap.plan.queries import figures
from yunghap.plan.queries.values import EditionView, Indicator, Programme

WORDS = {
    "glance": Message("한눈에 보기", "At a glance"),
    "money": Message("재정투자", "Money"),
    "directions": Message("추진방향과 정책과제", "Directions and tasks"),
    "ministries": Message("부처별 추진계획", "Plans by ministry"),
    "facts": Message("수치와 출처", "Numbers and their sources"),
    "unplaced": Message("과제에 배치되지 않음", "Placed in no task"),
    "area": Message("분야", "Area"),
    "ministry": Message("부처", "Ministry"),
    "amount": Message("금액(억원)", "Amount (100 million won)"),
    "share": Message("비중(%)", "Share (%)"),
    "total": Message("합계", "Total"),
    "programme": Message("사업", "Programme"),
    "indicator": Message("지표", "Indicator"),
    "actual": Message("실적", "Actual"),
    "target": Message("목표", "Target"),
    "budget": Message("예산", "Budget"),
    "several": Message("다년도 총액", "Total over several years"),
    "source": Message("출처(줄:칸)", "Source (line:column)"),
    "baseline": Message("기준치", "Baseline"),
    "printed": Message("인쇄된 값", "As printed"),
    "kind": Message("구분", "Kind"),
    "year": Message("연도", "Year"),
    "subject": Message("대상", "Subject"),
    "generated": Message(
        "이 문서의 수치는 예시로 생성한 것입니다.", "The numbers of this document are generated."
    ),
    "about": Message(
        "이 문서는 데이터에서 만들어졌으며 모든 수치의 출처가 끝의 표에 있습니다.",
        "This document is made from data; the table at its end gives the source of every number.",
    ),
}


class _Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __getitem__(self, key: str) -> str:
        message = WORDS[key]
        return message.en if self.language == "en" else message.ko

    def name(self, node: object) -> str:
        english = getattr(node, "name_en", "")
        return english if self.language == "en" and english else str(getattr(node, "name", ""))


def plan_document(edition: EditionView, language: str = "ko", *, to_import: bool = True) -> Document:
    """The edition as blocks, for every writer alike.

    `to_import` ends it with the complete fact table; without, that table has what a reader of paper needs.
    """
    words = _Words(language)
    title = english_title(edition.title_en, edition.year) if language == "en" else edition.title
    blocks: list[Block] = [Note(words["about"])]
    if edition.generated:
        blocks.append(Note(words["generated"]))
    blocks += [*_money(edition, words), *_directions(edition, words), *_ministries(edition, words)]
    blocks += [
        Heading(1, words["facts"]),
        _fact_table(edition) if to_import else _source_table(edition, words),
    ]
    return Document(title=title, language="en" if language == "en" else "ko", blocks=tuple(blocks))


def _money(edition: EditionView, words: _Words) -> Iterable[Block]:
    yield Heading(1, words["money"])
    for role, year in ((Role.BUDGET, edition.year), (Role.ACTUAL, edition.year - 1)):
        for subject in ("area", "ministry"):
            table = figures.printed_table(edition, subject, year=year, role=role)
            if table is None:
                continue
            rows = [
                (
                    row.name,
                    _plain_amount(edition.facts[row.amount]),
                    "" if row.share is None else f"{edition.facts[row.share].value:f}",
                    _places(edition, [row.amount, *([row.share] if row.share else [])]),
                )
                for row in table.rows
            ]
            if table.total is not None:
                amount = _plain_amount(edition.facts[table.total])
                rows.append((words["total"], amount, "", _places(edition, [table.total])))
            yield Table(
                caption=f"{year} {words[role.value]} · {words[subject]}",
                header=(words[subject], words["amount"], words["share"], words["source"]),
                rows=tuple(rows),
                align=("left", "right", "right", "right"),
                widths=(3, 1.5, 1, 1),
            )


def _plain_amount(fact: Quantity) -> str:
    """In 억원 with every printed digit."""
    if fact.krw is None:
        return f"{fact.value:,f}"
    amount = Decimal(fact.krw) / EOK
    return f"{amount.normalize():,f}" if fact.unit != "억원" else f"{fact.value:,f}"


def _places(edition: EditionView, facts: Iterable[str]) -> str:
    """Where the facts stand, as the table at the end names each: by which every number here is bound to its fact."""
    return ", ".join(_place(edition.facts[fact]) for fact in facts)


def _place(fact: Quantity) -> str:
    return f"{fact.line}:{fact.start}"


def _directions(edition: EditionView, words: _Words) -> Iterable[Block]:
    """Every programme and indicator once, under the node that it is placed in; last what is placed in none."""
    yield Heading(1, words["directions"])
    for direction in edition.scheme("tasks", parent=""):
        yield Heading(2, f"{direction.code}. {words.name(direction)}")
        yield from _placed(edition, direction.code, words)
        for task in edition.scheme("tasks", parent=direction.code):
            yield Heading(3, f"{task.code} {words.name(task)}")
            yield from _placed(edition, task.code, words)
    rest = tuple(_placed(edition, "", words))
    if rest:
        yield Heading(2, words["unplaced"])
        yield from rest


def _placed(edition: EditionView, code: str, words: _Words) -> Iterable[Block]:
    yield from _programmes(
        edition, [one for one in edition.programmes if one.nodes.get("tasks", "") == code], words
    )
    yield from _indicators(
        edition, [one for one in edition.indicators if one.nodes.get("tasks", "") == code], words
    )


def _programmes(edition: EditionView, programmes: Sequence[Programme], words: _Words) -> Iterable[Block]:
    if not programmes:
        return
    rows = []
    for item in programmes:
        annual = figures.annual_lines(item, edition.year)
        several = figures.multi_year_lines(item)
        facts = [line.fact for line in (*annual, *several)]
        rows.append(
            (
                item.name,
                "·".join(item.ministries),
                ", ".join(edition.facts[line.fact].text for line in annual),
                ", ".join(
                    f"{edition.facts[one.fact].text} ({one.first_year}–{one.last_year})" for one in several
                ),
                _places(edition, facts),
            )
        )
    yield Table(
        caption=words["programme"],
        header=(
            words["programme"],
            words["ministry"],
            f"{edition.year} {words['budget']}",
            words["several"],
            words["source"],
        ),
        rows=tuple(rows),
        align=("left", "left", "right", "right", "right"),
        widths=(3, 1.3, 1.3, 1.6, 1),
    )


def _indicators(edition: EditionView, indicators: Sequence[Indicator], words: _Words) -> Iterable[Block]:
    if not indicators:
        return
    rows = []
    for item in indicators:
        shown = {
            role: [value for value in item.values if value.role is role]
            for role in (Role.ACTUAL, Role.TARGET)
        }
        rows.append(
            (
                item.name,
                "·".join(item.ministries),
                *(
                    ", ".join(
                        f"{edition.facts[value.fact].text}{f' ({value.year})' if value.year else ''}"
                        for value in shown[role]
                    )
                    for role in (Role.ACTUAL, Role.TARGET)
                ),
                _places(edition, [value.fact for role in shown for value in shown[role]]),
            )
        )
    yield Table(
        caption=words["indicator"],
        header=(words["indicator"], words["ministry"], words["actual"], words["target"], words["source"]),
        rows=tuple(rows),
        align=("left", "left", "right", "right", "right"),
        widths=(3, 1.3, 1.3, 1.6, 1),
    )


def _ministries(edition: EditionView, words: _Words) -> Iterable[Block]:
    yield Heading(1, words["ministries"])
    for name in figures.ministry_keys(edition):
        yield Heading(2, name)
        for word, items in (("programme", edition.programmes), ("indicator", edition.indicators)):
            names = tuple(item.name for item in items if name in item.ministries)
            if names:
                yield Paragraph(words[word])
                yield Bullets(names)


def _fact_table(edition: EditionView) -> Table:
    return Table(
        caption="",
        header=COLUMNS,
        rows=tuple(to_row(fact) for fact in edition.facts.values()),
        align=tuple("left" for _column in COLUMNS),
    )


def _source_table(edition: EditionView, words: _Words) -> Table:
    rows = [
        (
            _place(fact),
            fact.text,
            words[fact.role.value],
            "" if fact.year is None else str(fact.year),
            "·".join(fact.ministry),
            fact.programme,
        )
        for fact in edition.facts.values()
    ]
    header = (
        words["source"],
        words["printed"],
        words["kind"],
        words["year"],
        words["ministry"],
        words["subject"],
    )
    return Table(
        caption="",
        header=header,
        rows=tuple(rows),
        align=("left", "right", "left", "right", "left", "left"),
        widths=(1, 1.4, 0.8, 0.7, 1.2, 4),
    )

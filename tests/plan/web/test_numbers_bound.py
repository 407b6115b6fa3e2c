"""No number of a generated document is unbound: each is a fact's, and the document itself says which.

The edition is masked first: every name loses its digits, and every fact states a number that nothing else in the
edition could give. The document made of it is then read back like anybody's, and each number in it must be one of
those facts, cited in the same row by its place, or a period of that fact.
"""

import csv
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from tests.plan.queries.example import edition as example
from yunghap.documents import service as documents
from yunghap.documents.blocks import lines as block_lines
from yunghap.plan.contracts import Quantity
from yunghap.plan.exports.document import WORDS, plan_document
from yunghap.plan.exports.write import FORMATS
from yunghap.plan.fact_rows import COLUMNS, find_fact_rows, from_row
from yunghap.plan.queries.edition import read_edition
from yunghap.plan.queries.values import BudgetLine, EditionView, IndicatorValue

pytestmark = [pytest.mark.django_db]
FIRST = 900_001  # larger than any line, year or page
NUMBER = re.compile(r"\d[\d,.]*(?::\d+)?")
DIGITS = str.maketrans("0123456789", "가나다라마바사아자차")
EOK = 10**8


def masked(view: EditionView) -> EditionView:
    """The edition with names without digits and, for the n-th fact, the number 900,000 + n and line n."""
    numbers = {key: FIRST + index for index, key in enumerate(view.facts)}

    def fact(key: str, old: Quantity) -> Quantity:
        number = numbers[key]
        return replace(
            old,
            text=f"{number:,}{old.unit.translate(DIGITS)}",
            unit=old.unit.translate(DIGITS),
            value=Decimal(number),
            value_to=None,
            krw=None if old.krw is None else number * EOK,
            line=number - FIRST + 1,
            programme=old.programme.translate(DIGITS),
            section=tuple(name.translate(DIGITS) for name in old.section),
        )

    def line(old: BudgetLine) -> BudgetLine:
        return replace(old, krw=numbers[old.fact] * EOK)

    def value(old: IndicatorValue) -> IndicatorValue:
        return replace(old, value=Decimal(numbers[old.fact]))

    def places(nodes: dict[str, str]) -> dict[str, str]:
        return {scheme: code.translate(DIGITS) for scheme, code in nodes.items()}

    return replace(
        view,
        title="계획",
        title_en="Plan",
        facts={key: fact(key, old) for key, old in view.facts.items()},
        nodes=tuple(
            replace(
                node,
                code=node.code.translate(DIGITS),
                parent=node.parent.translate(DIGITS),
                name=node.name.translate(DIGITS),
                name_en=node.name_en.translate(DIGITS),
            )
            for node in view.nodes
        ),
        totals=tuple(replace(total, key=total.key.translate(DIGITS)) for total in view.totals),
        programmes=tuple(
            replace(
                item,
                name=item.name.translate(DIGITS),
                nodes=places(item.nodes),
                lines=tuple(map(line, item.lines)),
            )
            for item in view.programmes
        ),
        indicators=tuple(
            replace(
                item,
                name=item.name.translate(DIGITS),
                unit=item.unit.translate(DIGITS),
                nodes=places(item.nodes),
                values=tuple(map(value, item.values)),
            )
            for item in view.indicators
        ),
    )


def years_of(fact: Quantity) -> set[str]:
    """The years that may stand beside a fact's number."""
    days = (fact.period_start, fact.period_end)
    return {str(year) for year in (fact.year, *(day.year for day in days if day)) if year is not None}


def bare(view: EditionView, language: str) -> set[str]:
    """What may stand without a fact: the unit in a header, and the years of the tables in captions and headers."""
    words = " ".join(message.en if language == "en" else message.ko for message in WORDS.values())
    return {*NUMBER.findall(words), str(view.year), str(view.year - 1)}


def unbound(lines: list[str], view: EditionView, language: str) -> list[str]:
    """Lines in whose numbers something is no fact's, or a fact's that the line does not cite, or cited and not there."""
    facts = {FIRST + index: fact for index, fact in enumerate(view.facts.values())}
    places = {f"{fact.line}:{fact.start}": number for number, fact in facts.items()}
    wrong = []
    for text in lines:
        found = NUMBER.findall(text)
        stated = {
            int(one.replace(",", "")) for one in found if one.replace(",", "").isdecimal()
        } & facts.keys()
        cited = {places[one] for one in found if one in places}
        years = {year for number in stated for year in years_of(facts[number])}
        others = {one for one in found if one not in places} - {f"{number:,}" for number in stated}
        others -= {str(number) for number in stated}
        if stated != cited or others - (years if stated else bare(view, language)):
            wrong.append(text)
    return wrong


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_number_of_the_document_is_a_fact_that_its_row_cites(shipped, language):
    for view in (masked(read_edition(shipped)), masked(example())):
        read = documents.read_document(FORMATS["hwpx"].write(view, language)).lines
        table = next(number for number, line in enumerate(read) if tuple(line.split("\t")) == COLUMNS)
        text, rows = list(read[:table]), find_fact_rows(line.split("\t") for line in read[table:])
        assert unbound(text, view, language) == []
        assert [from_row(row) for _number, row in rows or ()] == list(view.facts.values())
        amounts = {one for line in text for one in re.findall(r"\d{3},\d{3}(?![\d,])", line)}
        assert len(amounts) > len([one for item in view.programmes for one in item.lines]) // 2


def test_unbound_number_would_be_found():
    view = masked(example())
    place = "1:2"
    assert unbound([f"사업\t900,001억원\t{place}", f"사업\t900,001억원 (2031)\t{place}"], view, "ko") == []
    for line in ("사업 12", "사업\t900,001억원", f"사업\t900,002억원\t{place}", f"사업\t{place}",
                 f"사업\t900,001억원 (1999)\t{place}", f"사업\t900,001억원, 12건\t{place}"):  # fmt: skip
        assert unbound([line], view, "ko") == [line]


def test_printed_document_has_no_number_that_its_blocks_have_not(shipped):
    """The PDF wraps cells, so its lines are no rows; its table of sources has a row a fact in place of the fact table."""
    view = masked(read_edition(shipped))
    blocks = list(block_lines(plan_document(view, to_import=False)))
    table = max(number for number, line in enumerate(blocks) if line == WORDS["facts"].ko)
    assert unbound(blocks[:table], view, "ko") == []
    assert len(blocks) - table - 2 == len(view.facts)
    known = {one for line in blocks for one in re.findall(r"\d+", line)}
    printed = "\n".join(documents.read_document(FORMATS["pdf"].write(view, "ko")).lines)
    pages = {str(number) for number in range(1, 200)}
    assert set(re.findall(r"\d+", printed)) - known - pages == set()


def test_every_number_of_the_data_files_names_its_fact(shipped):
    view = masked(read_edition(shipped))
    by_line = {str(fact.line): str(FIRST + index) for index, fact in enumerate(view.facts.values())}
    archive = zipfile.ZipFile(io.BytesIO(FORMATS["fiscal"].write(view, "ko")))
    budget = list(csv.DictReader(io.StringIO(archive.read("budget.csv").decode(), newline="")))
    assert budget
    assert [row["amount"] for row in budget] == [f"{by_line[row['line']]}00000000" for row in budget]
    assert [view.facts[row["fact"]].line for row in budget] == [int(row["line"]) for row in budget]
    tree = etree.fromstring(FORMATS["stratml"].write(view, "ko"))
    results = list(tree.iter("{*}TargetResult", "{*}ActualResult"))
    assert results
    for one in results:
        number, said = one.findtext("{*}NumberOfUnits"), one.findtext("{*}Description")
        (line,) = re.findall(r"line (\d+):", said)
        assert number.removesuffix("00000000") == by_line[line]
    sheets = documents.read_document(FORMATS["xlsx"].write(view, "ko")).lines
    rows = [line.split("\t") for line in sheets]
    money = [row for row in rows if len(row) == 10 and row[-1].isdecimal()]
    values = [row for row in rows if len(row) == 9 and row[-1].isdecimal()]
    assert money
    assert values
    assert [row[8].replace(",", "") for row in money] == [f"{by_line[row[9]]}00000000" for row in money]
    assert [row[6].replace(",", "") for row in values] == [by_line[row[8]] for row in values]

import csv
import dataclasses
import io

from tests.plan.queries.example import edition
from yunghap.documents.service import write_csv as write_table
from yunghap.plan.exports import changes
from yunghap.plan.exports.table import HEADER, HEADER_KO, write_csv
from yunghap.plan.queries.compare import compare


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_a_row_for_every_fact():
    table = rows(write_csv(edition()))
    assert tuple(table[0]) == HEADER
    assert [row[0] for row in table[1:]] == list(edition().facts)


def test_headers_have_both_languages():
    assert len(HEADER) == len(HEADER_KO)
    assert tuple(rows(write_csv(edition(), korean=True))[0]) == HEADER_KO


def test_negative_number_stays_a_number():
    row = rows(write_csv(edition()))[4]
    assert row[HEADER.index("value")] == "-240"


def test_text_like_a_formula_is_disarmed():
    plan = edition()
    fact = dataclasses.replace(plan.facts["F1"], programme='=HYPERLINK("x")')
    table = rows(write_csv(dataclasses.replace(plan, facts={"F1": fact})))
    assert table[1][HEADER.index("subject")] == '\'=HYPERLINK("x")'


def test_file_begins_with_the_mark_spreadsheets_need():
    assert write_csv(edition()).startswith(b"\xef\xbb\xbf")


def test_changes_have_a_row_each_with_what_differs():
    before = edition()
    after = dataclasses.replace(before, programmes=before.programmes[1:], year=before.year)
    table = rows(write_table(changes.change_table(compare(before, after))))
    assert tuple(table[0]) == changes.HEADER
    assert len(changes.HEADER) == len(changes.HEADER_KO)
    (dropped,) = [dict(zip(changes.HEADER, row, strict=True)) for row in table[1:] if row[1] == "PROGRAMME"]
    gone = before.programmes[0]
    assert (dropped["kind"], dropped["name_before"], dropped["name_after"]) == (
        "DROPPED",
        f"'{gone.name}",
        "",
    )
    assert "→" in dropped["fields"]
    assert dropped["facts_before"].split()

import csv
import io
import json
import zipfile

from tests.plan.exports.fiscal_types import faults
from tests.plan.queries.example import edition
from yunghap.plan.exports.fiscal import FIELDS, write_fiscal_data_package


def opened() -> tuple[dict, list[dict[str, str]]]:
    archive = zipfile.ZipFile(io.BytesIO(write_fiscal_data_package(edition())))
    rows = list(csv.DictReader(io.StringIO(archive.read("budget.csv").decode(), newline="")))
    return json.loads(archive.read("datapackage.json")), rows


def test_descriptor_matches_the_table():
    descriptor, rows = opened()
    resource = descriptor["resources"][0]
    assert [field["name"] for field in resource["schema"]["fields"]] == list(rows[0])
    assert [field["name"] for field in resource["schema"]["fields"]] == [name for name, *_ in FIELDS]
    key = resource["schema"]["primaryKey"]
    assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)


def test_column_types_are_those_of_the_standard():
    descriptor, rows = opened()
    assert faults(descriptor) == []
    constants = {one["name"]: one["constant"] for one in descriptor["resources"][0]["schema"]["extraFields"]}
    assert constants == {"currency": "KRW", "direction": "expenditure"}
    assert not constants.keys() & rows[0].keys()
    schema = descriptor["resources"][0]["schema"]
    schema["fields"][0] |= {"columnType": "date:fiscal-jahr"}
    schema["fields"][5] |= {"type": "integer"}
    del schema["fields"][4]["columnType"], schema["extraFields"][0]["constant"]
    assert faults(descriptor) == [
        "year: no such column type as date:fiscal-jahr",
        "area_name: functional-classification:generic:level1:label is string, not integer",
        "area_name: labels functional-classification:generic:level1:code, which is no column",
        "currency: a constant that is not stated",
        "no column is date:fiscal-year",
    ]


def test_model_of_the_published_profile_names_columns_of_the_file():
    descriptor, rows = opened()
    model, columns = descriptor["model"], set(rows[0])
    assert {one["source"] for one in model["measures"].values()} == {"amount"}
    assert {one["currency"] for one in model["measures"].values()} == {"KRW"}
    named = [
        (attribute["source"], attribute.get("labelfor"), one["primaryKey"])
        for one in model["dimensions"].values()
        for attribute in one["attributes"].values()
    ]
    assert {source for source, _label, _key in named} == columns - {"amount", "fact", "line"}
    assert all(label in {None, key} for _source, label, key in named)
    assert sorted(source for source, label, _key in named if label) == [
        "area_name",
        "programme_name",
        "task_name",
    ]


def test_amounts_are_won_and_lead_to_their_line():
    _, rows = opened()
    assert [(row["amount"], row["phase"], row["line"]) for row in rows] == [
        ("5920000000", "planned", "3"),
        ("309650000000", "planned", "4"),
    ]


def test_multi_year_money_says_its_last_year():
    _, rows = opened()
    assert (rows[1]["year"], rows[1]["last_year"]) == ("2031", "2036")


def test_joint_ministries_are_not_split():
    _, rows = opened()
    assert rows[1]["ministry"] == "과기부·산업부"


def test_name_that_looks_like_a_formula_is_disarmed():
    _, rows = opened()
    assert rows[0]["programme_name"] == "'=로봇 실증"


def test_same_edition_gives_same_bytes():
    assert write_fiscal_data_package(edition()) == write_fiscal_data_package(edition())

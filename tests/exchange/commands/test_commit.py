"""`yunghap exchange commit` needs no database."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from yunghap.core.errors import InvalidInput
from yunghap.exchange.commands.commit import commit
from yunghap.exchange.commitments import digest_of, key_digest


def run(path: Path, text: str, *more: str) -> str:
    file = path / "records.csv"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        commit, [str(file), "--issuer", "test", "--out", str(path / "out"), *more], catch_exceptions=False
    )
    assert done.exit_code == 0
    return done.output


def test_commitments_and_what_holders_get(tmp_path: Path) -> None:
    assert json.loads(run(tmp_path, "number,name\n1,가나다\n2,라마바\n", "--json"))["records"] == 2
    with (tmp_path / "out" / "commitments.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    held = [json.loads(line) for line in (tmp_path / "out" / "holders.jsonl").read_text().splitlines()]
    for row, one in zip(rows, held, strict=True):
        document = one["document"]
        assert row["digest"] == digest_of("test", document["record"], document["salt"])
        assert row["holder_digest"] == key_digest(one["holder_key"])
    assert "가나다" not in (tmp_path / "out" / "commitments.csv").read_text()
    assert "2 records" in run(tmp_path, "number,name\n1,가나다\n2,라마바\n")


@pytest.mark.parametrize("text", ["number,name\n", "number,number\n1,2\n", "number,\n1,2\n"])
def test_tables_without_records_or_names(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput):
        run(tmp_path, text)

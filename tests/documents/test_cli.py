"""`yunghap documents read`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories.documents import make_document
from yunghap.documents.blocks import lines
from yunghap.documents.cli import documents
from yunghap.documents.service import write_hwpx


def test_read_prints_lines_and_remarks_apart(tmp_path: Path) -> None:
    path = tmp_path / "plan.hwpx"
    path.write_bytes(write_hwpx(make_document()))
    done = CliRunner().invoke(documents, ["read", str(path)])
    assert done.exit_code == 0
    assert tuple(done.stdout.splitlines()) == lines(make_document())
    assert done.stderr.split("\t")[0] == "application/hwp+zip"


def test_read_as_json_gives_one_object_per_line() -> None:
    done = CliRunner().invoke(documents, ["read", "--json", "-"], input="가 \u2028 나\r\n\n다".encode())
    assert [json.loads(line) for line in done.stdout.split("\n")[:-1]] == [
        {"line": 1, "text": "가 \u2028 나"},
        {"line": 2, "text": ""},
        {"line": 3, "text": "다"},
    ]


def test_file_that_cannot_be_read_ends_with_status_2(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    done = CliRunner().invoke(documents, ["read", str(path)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "스캔" in done.stderr or "scan" in done.stderr


@pytest.mark.django_db
def test_sweep_tells_how_many_files_it_removed(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    done = CliRunner().invoke(documents, ["sweep"])
    assert (done.exit_code, done.stderr.strip()) == (0, "0")

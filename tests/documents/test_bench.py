"""The benchmark measures what it says."""

import pytest

from yunghap.documents import bench
from yunghap.documents.blocks import Document


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PARAGRAPHS", "TABLES", "ROWS"):
        monkeypatch.setattr(bench, name, 2)


def test_every_format_is_measured(small: None) -> None:
    rows = {row.name: row for row in bench.bench(repeat=1)}
    for name in ("hwpx", "xlsx", "pdf"):
        assert rows[f"documents.{name}.write"].value > 0
        assert rows[f"documents.{name}.read"].unit == "s"
        assert rows[f"documents.{name}.size"].value > 1000
    assert rows["documents.hwpx.write.times-faster"].value > 1


def test_comparison_can_be_left_out(small: None) -> None:
    assert not any("python-hwpx" in row.name for row in bench.bench(repeat=1, library=False))


def test_sample_has_the_size_of_a_plan() -> None:
    document = bench.sample()
    assert isinstance(document, Document)
    assert (len(document.blocks), len(document.tables)) == (640, 40)
    assert (document.tables[0].row_count, document.tables[0].column_count) == (12, 6)

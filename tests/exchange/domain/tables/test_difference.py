"""What changed between two versions."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from yunghap.exchange.domain.tables import compare_tables

rows = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["가", "나", ""])), max_size=12)


def _write(folder: Path, name: str, found: list[tuple[int, str]], head: str = "k,v") -> tuple[Path, str]:
    path = folder / name
    path.write_text("\n".join([head, *(f"{key},{value}" for key, value in found)]) + "\n", encoding="utf-8")
    return path, "text/csv"


@settings(max_examples=40, deadline=None)
@given(rows, rows)
def test_rows_are_counted_as_often_as_they_stand(
    old: list[tuple[int, str]], new: list[tuple[int, str]]
) -> None:
    with TemporaryDirectory() as folder:
        found = compare_tables(_write(Path(folder), "a", old), _write(Path(folder), "b", new))
    assert found.added == (Counter(new) - Counter(old)).total()
    assert found.removed == (Counter(old) - Counter(new)).total()
    assert (found.rows_before, found.rows_after, found.changed) == (len(old), len(new), 0)


def test_a_key_tells_changes_apart(tmp_path: Path) -> None:
    before = _write(tmp_path, "a", [(1, "가"), (2, "나"), (4, "라")], head="k,v")
    after = _write(tmp_path, "b", [(1, "가"), (2, "바"), (3, "다")], head="k,v")
    found = compare_tables(before, after, key=("k",))
    assert (found.added, found.removed, found.changed) == (1, 1, 1)
    assert found.examples == (
        ("changed", ("2", "바")),
        ("added", ("3", "다")),
        ("removed", ("4", "라")),
    )


def test_columns_that_came_and_went(tmp_path: Path) -> None:
    before = _write(tmp_path, "a", [(1, "가")], head="k,v")
    found = compare_tables(before, _write(tmp_path, "b", [(1, "가")], head="k,w"), key=("x",))
    assert (found.added_columns, found.dropped_columns, found.columns, found.key) == (
        ("w",),
        ("v",),
        ("k",),
        (),
    )
    apart = compare_tables(before, _write(tmp_path, "c", [(1, "가")], head="x,y"))
    assert (apart.added, apart.removed, apart.columns) == (0, 0, ())

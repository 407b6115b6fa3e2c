from pathlib import Path

from yunghap.core.folders import private_folder


def test_each_folder_that_is_made_is_for_its_owner_only(tmp_path: Path):
    outer = tmp_path / "keys"
    made = private_folder(outer / "ledger")
    assert [oct(one.stat().st_mode & 0o777) for one in (outer, made)] == ["0o700", "0o700"]


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path):
    there = tmp_path / "open"
    there.mkdir(mode=0o755)
    there.chmod(0o755)
    assert private_folder(there) == there
    assert there.stat().st_mode & 0o777 == 0o755

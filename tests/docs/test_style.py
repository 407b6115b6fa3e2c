"""What the texts of the project keep to."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked(*patterns: str) -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]


def test_every_decision_has_a_number_of_its_own():
    numbers = [file.name.split("-")[0] for file in (ROOT / "docs" / "adr").glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers))


def test_nothing_is_left_unfinished():
    pattern = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b|raise NotImpl" + r"emented")
    assert [
        file.name
        for file in tracked("*.py", "*.html", "*.js", "*.sh")
        if pattern.search(file.read_text("utf-8"))
    ] == []

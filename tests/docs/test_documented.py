"""Every command, option and setting is in the reference; every link between pages leads somewhere."""

import re
from pathlib import Path

import click
import pytest

from yunghap.config.cli import yunghap
from yunghap.measures.service import all_measures

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
SETTINGS_FILES = [*(ROOT / "src" / "yunghap").rglob("*.py"), *(ROOT / "bin").iterdir()]


def commands(group: click.Command, path: str = "yunghap") -> list[tuple[str, click.Command]]:
    found = [(path, group)]
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            child = group.get_command(context, name)
            assert child is not None
            found.extend(commands(child, f"{path} {name}"))
    return found


def test_every_command_and_option_is_documented():
    text = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    missing = []
    for path, command in commands(yunghap):
        if not isinstance(command, click.Group) and f"`{path}" not in text:
            missing.append(path)
        section = text.split(f"`{path}", 1)[-1].split("\n## ", 1)[0]
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name != "version":
                missing.extend(
                    f"{path} {flag}"
                    for flag in parameter.opts
                    if flag.startswith("--") and flag not in section
                )
    assert missing == []


def test_every_setting_is_documented():
    text = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    names = {
        name
        for file in SETTINGS_FILES
        if file.is_file()
        for name in re.findall(r"\bYUNGHAP_[A-Z_]+\b", file.read_text(encoding="utf-8"))
    }
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_every_measure_is_documented():
    text = (REFERENCE / "measures.md").read_text(encoding="utf-8")
    ours = [one.code for one in all_measures() if one.code.startswith(("cases.", "casework.", "exchange."))]
    assert ours
    assert [code for code in ours if f"`{code}`" not in text] == []


@pytest.mark.parametrize("page", [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")], ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    broken = [
        target for target in targets if "://" not in target and not (page.parent / target).resolve().exists()
    ]
    assert broken == []


def test_the_four_kinds_of_documentation_exist():
    for kind in ("tutorials", "howto", "reference", "explanation"):
        assert list((ROOT / "docs" / kind).glob("*.md")), kind

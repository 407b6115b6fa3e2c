"""Every English sentence of every module has its Korean one, and two modules never disagree about it."""

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "yunghap"
MODULES = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))
SOURCES = (".py", ".html", ".txt", ".xml")


def key(message: object) -> tuple[str, str]:
    """Context and English text; of a plural the singular."""
    text = message.id if isinstance(message.id, str) else message.id[0]  # type: ignore[attr-defined]
    return (message.context or "", text)  # type: ignore[attr-defined]


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="ko")


def translations(module: str) -> dict[tuple[str, str], str]:
    """What the module's catalogue says, without empty and doubtful entries."""
    path = PACKAGE / module / "locale" / "ko" / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return {}
    found = {}
    for message in catalogue(path):
        text = message.string if isinstance(message.string, str) else message.string[0]
        if message.id and text.strip() and not message.fuzzy:
            found[key(message)] = text
    return found


def extracted(folder: Path) -> dict[str, set[tuple[str, str]]]:
    """Every message in each module's sources, found anew: makemessages files them under the nearest locale folder."""
    for module in MODULES:
        (folder / module / "locale").mkdir(parents=True)
        for path in (PACKAGE / module).rglob("*"):
            if path.suffix in SOURCES and "locale" not in path.parts:
                target = folder / path.relative_to(PACKAGE)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    admin = Path(sys.executable).with_name("django-admin")
    command = [admin, "makemessages", "-l", "ko", "-e", "html,txt,py,xml", "--no-location", "-v", "0"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    paths = {module: folder / module / "locale" / "ko" / "LC_MESSAGES" / "django.po" for module in MODULES}
    return {
        module: {key(message) for message in catalogue(path) if message.id}
        for module, path in paths.items()
        if path.exists()
    }


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs xgettext (apt-get install gettext)")
def test_every_message_has_a_korean_text(tmp_path: Path) -> None:
    found = extracted(tmp_path)
    assert {"core", "plan", "casework", "config"} <= found.keys()
    lacking = {module: messages - set(translations(module)) for module, messages in found.items()}
    assert not any(lacking.values()), "\n".join(
        f"{module}: no Korean text for {sorted(missing)}" for module, missing in lacking.items() if missing
    )


def test_modules_agree_about_the_korean_of_a_message() -> None:
    """Django merges the catalogues: of two texts for one message only one would ever be seen."""
    texts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for module in MODULES:
        for message, text in translations(module).items():
            texts[message][module] = text
    differing = {message: told for message, told in texts.items() if len(set(told.values())) > 1}
    assert not differing, "\n".join(f"{message[1]!r}: {told}" for message, told in sorted(differing.items()))


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = [
        f"{module}: {english!r} -> {korean!r}"
        for module in MODULES
        for (_, english), korean in translations(module).items()
        if sorted(placeholders(english)) != sorted(placeholders(korean))
    ]
    assert not wrong, "\n".join(wrong)


def placeholders(text: str) -> set[str]:
    """`%(name)s` and `{name}` of a text."""
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))

"""import-linter does not see foreign keys given as strings: they too point only downwards."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def layers() -> dict[str, int]:
    """Module -> height, read from the import-linter contract."""
    text = (ROOT / ".importlinter").read_text(encoding="utf-8")
    block = re.search(r"contract:house\].*?layers =\n(.*?)\ncontainers", text, re.DOTALL)
    assert block
    rows = [line.strip() for line in block.group(1).splitlines() if line.strip()]
    return {
        module.strip(): height
        for height, row in enumerate(reversed(rows))
        for module in re.split(r"[|:]", row)
    }


def test_foreign_keys_point_downwards():
    heights = layers()
    wrong = []
    for model in apps.get_models():
        if model._meta.app_label not in heights:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None or target._meta.app_label not in heights:
                continue
            mine, theirs = model._meta.app_label, target._meta.app_label
            if mine != theirs and heights[theirs] >= heights[mine]:
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert wrong == []


def test_every_module_has_its_place():
    heights = layers()
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("yunghap.")}
    assert ours <= set(heights)


def test_no_file_is_too_long_to_read():
    long = {
        str(file.relative_to(ROOT)): count
        for file in (ROOT / "src").rglob("*.py")
        if "migrations" not in file.parts
        and (count := len(file.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert long == {}

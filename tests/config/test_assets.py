"""The front-end files: an allow-list, from the lock, without a word of another site."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src" / "yunghap" / "config" / "static"


@pytest.fixture(scope="module")
def assets() -> ModuleType:
    """bin/assets.py as a module."""
    spec = importlib.util.spec_from_file_location("assets", ROOT / "bin" / "assets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_lock_pins_every_package_by_hash_and_names_no_host() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    wanted = {"@fontsource-variable/noto-sans-kr", "axe-core", "bpmn-js", "htmx.org", "krds-uiux"}
    # What bpmn-js is built from; its one file holds all of it.
    parts = {
        "@bpmn-io/diagram-js-ui",
        "bpmn-moddle",
        "clsx",
        "diagram-js",
        "diagram-js-direct-editing",
        "didi",
        "domify",
        "htm",
        "ids",
        "inherits-browser",
        "min-dash",
        "min-dom",
        "moddle",
        "moddle-xml",
        "object-refs",
        "path-intersection",
        "preact",
        "saxen",
        "tiny-svg",
    }
    assert {name.removeprefix("node_modules/") for name in packages} == wanted | parts
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
    assert "://" not in json.dumps(lock)


def test_only_the_allow_list_is_served(assets: ModuleType) -> None:
    vendor = STATIC / "vendor"
    served = {str(path.relative_to(vendor)) for path in vendor.rglob("*") if path.is_file()} - {".stamp"}
    sets = {
        path for path in served if any(path.startswith(f"{one}/") for one in assets.ALLOWED_SETS.values())
    }
    assert served - sets == set(assets.ALLOWED.values()) - sets
    symbols = {path for path in sets if path.startswith("bpmn-js/")}
    assert {Path(path).suffix for path in sets - symbols} == {".woff2", ".json"}
    assert {Path(path).stem for path in symbols} == {"bpmn"}


def test_no_file_of_ours_loads_from_another_site() -> None:
    for path in (STATIC / "yunghap").rglob("*"):
        if path.suffix in {".css", ".js", ".svg"}:
            text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
            assert "://" not in text, path
            assert not re.search(r"@import|url\(\s*[\"']?//", text), path


def test_static_files_can_be_hashed(tmp_path: Path) -> None:
    """A style sheet that names a file which is not there makes this fail."""
    storages = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": f"{ManifestStaticFilesStorage.__module__}.{ManifestStaticFilesStorage.__name__}"
        }
    }
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


def test_a_forbidden_word_stops_the_copy(
    assets: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "modules" / "x.css"
    source.parent.mkdir()
    source.write_text("@import url(elsewhere.css);", encoding="utf-8")
    monkeypatch.setattr(assets, "MODULES", source.parent)
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(assets, "ALLOWED", {"x.css": "x.css"})
    monkeypatch.setattr(assets, "ALLOWED_SETS", {})
    with pytest.raises(assets.AssetError, match="must not be served"):
        assets.copy()
    assert not (tmp_path / "vendor").exists()


def test_templates_hold_no_inline_script_style_or_handler() -> None:
    for path in (ROOT / "src" / "yunghap").glob("*/templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle\s*=", text), path
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), path
        # Data for machines is no script: nothing runs it.
        assert not re.search(r'<script(?![^>]*\bsrc=)(?! type="application/ld\+json")', text), path
        assert not re.search(r"<style\b", text), path

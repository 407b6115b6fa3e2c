#!/bin/sh
# The wheel installs and runs in an empty environment without Node.
set -eu
cd "$(dirname "$0")/.."
source=$PWD/src/yunghap
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.venv/bin/uv build --quiet --wheel --out-dir "$folder"
.venv/bin/uv venv --quiet --python .venv/bin/python "$folder/venv"
.venv/bin/uv export --quiet --frozen --no-dev --no-emit-project --no-hashes > "$folder/requirements.txt"
.venv/bin/uv pip install --quiet --python "$folder/venv/bin/python" -r "$folder/requirements.txt" "$folder"/*.whl
cd "$folder"
alone="env -i PATH=/nonexistent HOME=$folder YUNGHAP_DATA_DIR=$folder/var"
$alone "$folder/venv/bin/python" - "$source" <<'P'
import sys
from importlib.resources import files
from pathlib import Path

source, package = Path(sys.argv[1]), Path(str(files("yunghap")))
assert package != source, "the sources themselves are imported"
wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
wanted |= {path.with_suffix(".mo") for path in wanted if path.suffix == ".po"}
missing = sorted(str(path) for path in wanted if not (package / path).is_file())
assert not missing, f"not in the wheel: {missing}"
assert any((package / "config/static/vendor").rglob("*.js")), "no front-end files in the wheel"
P
$alone "$folder/venv/bin/yunghap" migrate
$alone "$folder/venv/bin/yunghap" check
echo "wheel: installs, migrates and checks without Node"

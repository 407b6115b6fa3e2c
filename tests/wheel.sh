#!/bin/sh
# The wheel installs and runs in an empty environment without Node.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.venv/bin/uv build --quiet --wheel --out-dir "$folder"
.venv/bin/uv venv --quiet --python .venv/bin/python "$folder/venv"
.venv/bin/uv export --quiet --frozen --no-dev --no-emit-project --no-hashes > "$folder/requirements.txt"
.venv/bin/uv pip install --quiet --python "$folder/venv/bin/python" -r "$folder/requirements.txt" "$folder"/*.whl
cd "$folder"
alone="env -i PATH=/nonexistent HOME=$folder YUNGHAP_DATA_DIR=$folder/var"
$alone "$folder/venv/bin/python" - <<'P'
from importlib.resources import files
from pathlib import Path

package = Path(str(files("yunghap")))
assert any((package / "config/static/vendor").rglob("*.js")), "no front-end files in the wheel"
assert list(package.rglob("*.mo")), "no message catalogues in the wheel"
P
$alone "$folder/venv/bin/yunghap" migrate
$alone "$folder/venv/bin/yunghap" check
echo "wheel: installs, migrates and checks without Node"

"""Puts the prebuilt front-end files and compiled message catalogues into the wheel, so that users need no Node."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndHook(BuildHookInterface):
    """Runs bin/assets before a wheel is built; an editable install does without."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if version == "editable":
            return
        root = Path(self.root)
        subprocess.run([sys.executable, root / "bin" / "assets.py"], check=True, cwd=root)  # noqa: S603

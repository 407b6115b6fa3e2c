"""Help of what sets Django up by itself, in a process where nothing is set up yet."""

import subprocess
import sys
from pathlib import Path

import pytest

from yunghap.config.cli import LIGHT

PROGRAM = Path(sys.executable).with_name("yunghap")


@pytest.mark.parametrize("name", sorted(LIGHT))
def test_light_commands_show_their_help(name: str) -> None:
    told = subprocess.run([PROGRAM, name, "--help"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert f"yunghap {name}" in told.stdout

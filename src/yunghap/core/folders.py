"""Folders that only the installation's own user may look into."""

from pathlib import Path


def private_folder(folder: Path) -> Path:
    """The folder, made where it is not there, as those above it: for nobody else (`parents` opens all but the last)."""
    if not folder.is_dir():
        for part in (*reversed(folder.parents), folder):
            part.mkdir(exist_ok=True, mode=0o700)
    return folder

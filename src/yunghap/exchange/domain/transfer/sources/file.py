"""A file that is kept here under the hash of its content: {"document": sha256}."""

from pathlib import Path

from .kinds import Fetched, Place, Source, check_local, local_file


def fetch(place: Place, into: Path) -> Fetched:  # noqa: ARG001 - nothing is copied
    """The file itself."""
    return Fetched(local_file(place), ours=False)


SOURCE = Source(check=check_local, fetch=fetch)

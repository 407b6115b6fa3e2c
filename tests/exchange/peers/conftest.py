"""A provider and a consumer, each an installation with a server of its own, that have each other in their rosters."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from tests.installation import Installation, _migrated, _new, database_server
from tests.sites import Site, served

__all__ = ["_migrated", "database_server"]


@dataclass
class Side:
    """A site and what its preset said of it."""

    site: Site
    knows: dict[str, Any]

    def ask(self, code: str) -> Any:
        """What a piece of Python, run in the installation, prints as JSON."""
        return json.loads(self.site.installation.shell("import json\n" + code))

    def yunghap(self, *arguments: str) -> list[dict[str, Any]]:
        """The objects that a command prints."""
        lines = self.site.installation.run(*arguments, "--json").stdout.splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


@dataclass
class Pair:
    """Both sides."""

    provider: Side
    consumer: Side

    def negotiate(self) -> dict[str, Any]:
        """Ask for a contract at the consumer's command line and wait for the outcome."""
        peer = ("--peer", self.provider.knows["key"])
        asked = ("exchange", "negotiate", self.provider.knows["product"], *peer)
        return self.consumer.yunghap(*asked, "--as", "consumer", "--wait", "120")[0]


@pytest.fixture(scope="module")
def pair(_migrated: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both sides, serving."""
    with ExitStack() as stack:
        made = []
        for name in ("provide", "consume"):
            folder = tmp_path_factory.mktemp(name) / "data"
            shutil.copytree(_migrated.folder, folder)
            installation = stack.enter_context(_new(folder, _migrated.database))
            site = stack.enter_context(served(installation))
            ask = f"import json; from tests.exchange.peers import preset; print(json.dumps(preset.{name}()))"
            said = installation.shell(ask)
            made.append(Side(site, json.loads(said.splitlines()[-1])))
        both = Pair(*made)
        for one, other in ((both.provider, both.consumer), (both.consumer, both.provider)):
            _introduce(one, other)
            one.site.begin()
        for one in made:
            one.site.wait()
        yield both


def _introduce(one: Side, other: Side) -> None:
    """Each side has the other in its roster, with its key."""
    knows = {name: other.knows[name] for name in ("key", "address", "public_key")}
    one.site.installation.shell(f"from tests.exchange.peers import preset; preset.introduce(**{knows!r})")

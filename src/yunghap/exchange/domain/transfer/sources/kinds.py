"""What a kind of source is."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.registry import Registry
from yunghap.documents import service as documents
from yunghap.exchange.domain.tables.limits import TooMuch
from yunghap.exchange.domain.transfer.tables import SECONDS, Format, Written
from yunghap.exchange.domain.transfer.views import View


@dataclass(frozen=True, slots=True)
class Place:
    """A source with everything that is needed to read it. `owner` is the id of the organisation that provides it.

    `largest` is how many bytes are taken from it, LARGEST_SOURCE where nothing is said, and `seconds` how long a query
    may take.
    """

    where: Mapping[str, Any]
    media_type: str
    owner: str
    secret: Mapping[str, str] = field(default_factory=dict)
    largest: int | None = None
    seconds: float = SECONDS

    def text(self, name: str, default: str | None = None) -> str:
        """A word of `where`; raises InvalidInput where it is missing or no text."""
        value = self.where.get(name, default)
        if not isinstance(value, str) or (not value and default is None):
            raise InvalidInput(sentence(_("The source lacks “%(name)s”."), name=name), field=name)
        return value

    @property
    def cursor(self) -> str:
        """The column by which a source grows, empty where it does not."""
        return self.text("cursor", "")


class Fetched(NamedTuple):
    """Bytes of a source in a file; `ours` says that the file was made for this and may be moved."""

    path: Path
    ours: bool


@dataclass(frozen=True, slots=True)
class Source:
    """How a kind is read: either its bytes (`fetch`) or, where it is a query, the view of its rows (`query`).

    `check(place)` raises InvalidInput where `where` lacks something, and calls nobody. Both others may call another
    server through `core.gate`, may take long, and raise errors of `core.errors`. `first` narrows a place to a part that
    comes quickly, where the kind has such a part.
    """

    check: Callable[[Place], None]
    fetch: Callable[[Place, Path], Fetched] | None = None
    query: Callable[[Place, View, Format, Path], Written] | None = None
    first: Callable[[Place], Place] | None = None


kinds: Registry[Source] = Registry("kinds of sources")


def write_pieces(pieces: Iterable[bytes], into: Path, *, largest: int | None = None) -> str:
    """Write bytes as they come and give their SHA-256. Raises TooMuch beyond `largest` bytes."""
    limit = settings.LARGEST_SOURCE if largest is None else largest
    digest, size = hashlib.sha256(), 0
    with into.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > limit:
                raise TooMuch(limit)
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def local_file(place: Place) -> Path:
    """The file that `where` names: one that is kept here (`document`), or one of its owner's folder (`path`).

    The operator puts folders there: SOURCES_DIR/<id of the organisation>. Raises InvalidInput for any other.
    """
    if place.where.get("document"):
        return documents.original_path(place.text("document"))
    folder = settings.SOURCES_DIR
    if folder is None:
        raise InvalidInput(_("Files of the server are not a source here."), field="path")
    home = (Path(folder) / place.owner).resolve()
    path = (home / place.text("path")).resolve()
    if not path.is_relative_to(home) or not path.is_file():
        raise InvalidInput(_("There is no such file in your folder."), field="path")
    return path


def check_local(place: Place) -> None:
    """Whether a file is named at all."""
    if not place.where.get("document"):
        place.text("path")

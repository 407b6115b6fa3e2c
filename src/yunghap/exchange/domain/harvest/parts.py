"""A catalogue in several files of one archive: each is read as a document of its own."""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace

from django.utils.translation import gettext_noop

from .documents import Document, Documents
from .packed import is_beside
from .records import Adapter, Broken, Found, Read, Refused, WrongKind

ENDED = gettext_noop("A document ended before its end.")
OTHER_KIND = gettext_noop("This file of the archive is no catalogue of this kind.")


class _Watched:
    """Documents, with the further files of archives put aside and damage remembered."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.is_live = documents.is_live
        self.others: list[Document] = []
        self.seen: list[Document] = []

    def first(self) -> Document:
        """The document a reading begins with."""
        return self._watch(self.documents.first())

    def follow(self, address: str, *, body: bytes | None = None) -> Document | None:
        """Another one."""
        found = self.documents.follow(address, body=body)
        return None if found is None else self._watch(found)

    def _watch(self, document: Document) -> Document:
        self.others += document.others
        self.seen = [*(one for one in self.seen if one.is_damaged), document]
        return document


class _Alone(_Watched):
    """One file of an archive; pages that it names are followed as from any document."""

    def __init__(self, document: Document, documents: Documents) -> None:
        super().__init__(documents)
        self.document = document

    def first(self) -> Document:
        """That file."""
        return self._watch(replace(self.document, others=[]))


def read_all(adapter: Adapter, documents: Documents) -> Iterator[Found]:
    """What the documents hold, those of archives file by file.

    A file of another kind beside a catalogue is told of, unless its name says that it only explains something. Raises
    WrongKind where none is of the adapter's kind.
    """
    watched = _Watched(documents)
    wrong: list[tuple[Document, WrongKind]] = []
    usable = False
    try:
        try:
            yield from adapter(watched)
            usable = True
        except WrongKind as error:
            if not watched.others:
                raise
            wrong.append((watched.seen[0], error))
        while watched.others:
            document = watched.others.pop(0)
            with closing(document.file):
                part = _Alone(document, documents)
                try:
                    yield from _named(adapter(part), document.member)
                    usable = True
                except WrongKind as error:
                    wrong.append((document, error))
            watched.seen += part.seen
    finally:
        for document in watched.others:
            with suppress(OSError):
                document.file.close()
    if wrong and not usable:
        raise wrong[0][1]
    yield from (
        Refused(document.member[:200], OTHER_KIND)
        for document, _why in wrong
        if not is_beside(document.member)
    )
    if any(document.is_damaged for document in watched.seen):
        yield Broken("", ENDED)


def _named(found: Iterator[Found], member: str) -> Iterator[Found]:
    for item in found:
        if isinstance(item, Read | Refused):
            item.place = f"{member}, {item.place}"[:200]
        yield item

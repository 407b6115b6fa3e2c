"""Originals: kept once, found again, checked, swept."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from tests.factories.documents import make_document
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput, NotFound
from yunghap.documents import store
from yunghap.documents.invariants import originals_hash_to_their_name
from yunghap.documents.models import File
from yunghap.documents.readers.errors import Damaged
from yunghap.documents.readers.lines import MAX_BYTES
from yunghap.documents.service import (
    discard_original,
    get_file,
    keep_original,
    open_original,
    read_original,
    sweep_strays,
    write_hwpx,
)
from yunghap.ledger.service import entries_for

pytestmark = pytest.mark.django_db
TEXT = "산업융합 59.2억원\n".encode()


@pytest.fixture(autouse=True)
def store_folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def test_original_is_kept_under_its_hash_and_read_again(store_folder: Path) -> None:
    file = keep_original(data=TEXT, name="C:\\제출\\../계획.txt", by=SYSTEM)
    assert (file.name, file.media_type, file.size) == ("계획.txt", "text/plain", len(TEXT))
    assert (file.kept_by, str(file)) == ("system:system", "계획.txt")
    assert open_original(file.sha256) == TEXT
    assert read_original(file.sha256).lines == ("산업융합 59.2억원",)
    assert [path.name for path in store_folder.rglob("*") if path.is_file()] == [file.sha256]
    assert store.path_of(file.sha256).stat().st_mode & 0o077 == 0
    assert [entry.action for entry in entries_for(f"file:{file.sha256}")] == ["documents.file.kept"]


def test_same_bytes_are_one_file_and_one_entry() -> None:
    first = keep_original(data=TEXT, name="a.txt", by=SYSTEM)
    second = keep_original(data=TEXT, name="b.txt", by=SYSTEM)
    assert first.pk == second.pk
    assert second.name == "a.txt"
    assert len(list(entries_for(f"file:{first.sha256}"))) == 1


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n", "application/octet-stream"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
        (b"PK\x03\x04broken", "application/octet-stream"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken", "application/octet-stream"),
        (b"%PDF-1.7", "application/pdf"),
        (write_hwpx(make_document()), "application/hwp+zip"),
    ],
)
def test_media_type_is_told_by_content(data: bytes, media_type: str) -> None:
    assert keep_original(data=data, by=SYSTEM).media_type == media_type


@pytest.mark.parametrize("data", [b"", bytes(MAX_BYTES + 1)], ids=["nothing", "too much"])
def test_nothing_and_too_much_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        keep_original(data=data, by=SYSTEM)
    assert not File.objects.exists()


def test_file_that_is_not_there_is_not_found() -> None:
    for call in (get_file, open_original, read_original):
        with pytest.raises(NotFound):
            call("0" * 64)


def test_bytes_that_went_bad_are_never_handed_out() -> None:
    sha256 = keep_original(data=TEXT, by=SYSTEM).sha256
    assert list(originals_hash_to_their_name()) == []
    path = store.path_of(sha256)
    path.write_bytes(b"changed")
    with pytest.raises(Damaged):
        open_original(sha256)
    assert list(originals_hash_to_their_name()) == [f"file {sha256} is missing or changed"]
    path.unlink()
    with pytest.raises(Damaged):
        open_original(sha256)
    keep_original(data=TEXT, by=SYSTEM)
    assert open_original(sha256) == TEXT, "bringing the original again heals the store"


def test_size_in_the_row_is_checked() -> None:
    file = keep_original(data=TEXT, by=SYSTEM)
    File.objects.update(size=5)
    assert list(originals_hash_to_their_name()) == [
        f"file {file.sha256} has {len(TEXT)} bytes, its row says 5"
    ]


def test_original_is_discarded_with_a_reason(django_capture_on_commit_callbacks: Callable) -> None:
    sha256 = keep_original(data=TEXT, by=SYSTEM).sha256
    with pytest.raises(InvalidInput):
        discard_original(sha256=sha256, reason=" ", by=SYSTEM)
    with django_capture_on_commit_callbacks(execute=True):
        discard_original(sha256=sha256, reason="잘못 올림", by=SYSTEM)
    assert not store.path_of(sha256).exists()
    assert not File.objects.exists()
    assert [entry.action for entry in entries_for(f"file:{sha256}")][-1] == "documents.file.discarded"


def test_discarding_that_fails_leaves_the_bytes() -> None:
    sha256 = keep_original(data=TEXT, by=SYSTEM).sha256
    with transaction.atomic():
        discard_original(sha256=sha256, reason="a", by=SYSTEM)
        transaction.set_rollback(True)
    assert open_original(sha256) == TEXT


def test_strays_are_swept_after_a_day_and_rows_never(store_folder: Path) -> None:
    kept = keep_original(data=TEXT, by=SYSTEM).sha256
    stray = store.put(b"rolled back")
    (store_folder / "incoming" / "half").write_bytes(b"x")
    assert sweep_strays() == 0
    tomorrow = clock.now() + timedelta(days=1, hours=1)
    assert sweep_strays(at=tomorrow) == 2
    assert not store.path_of(stray).exists()
    assert open_original(kept) == TEXT


def test_content_brought_again_is_fresh_for_the_sweep() -> None:
    sha256 = store.put(b"once")
    old = clock.now().timestamp() - 200_000
    os.utime(store.path_of(sha256), (old, old))
    store.put(b"once")
    assert sweep_strays() == 0


def test_write_that_fails_leaves_nothing_behind(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep_original(data=TEXT, by=SYSTEM)
    assert [path for path in store_folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "wrong", [{"sha256": "x" * 64}, {"sha256": "a" * 63}, {"size": 0}, {"media_type": ""}, {"kept_by": ""}]
)
def test_database_refuses_rows_that_cannot_be(wrong: dict[str, object]) -> None:
    right = {
        "sha256": "a" * 64,
        "size": 1,
        "media_type": "a/b",
        "kept_by": "system:system",
        "kept_at": clock.now(),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        File.objects.create(**{**right, **wrong})
    assert str(File(**right)) == "a" * 12

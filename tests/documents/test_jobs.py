"""The daily sweep."""

from datetime import timedelta
from pathlib import Path

import pytest

from yunghap.core import clock
from yunghap.documents import store
from yunghap.documents.jobs import sweep_store


@pytest.mark.django_db
def test_sweep_removes_what_no_row_knows(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    path = store.path_of(store.put(b"stray"))
    sweep_store.func()
    assert path.exists()
    later = clock.now() + timedelta(days=2)
    with clock.use(lambda: later):
        sweep_store.func()
    assert not path.exists()

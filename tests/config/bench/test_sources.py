"""What the benchmark of large sources generates is what its offers name."""

import urllib.request
from pathlib import Path

import pytest

from yunghap.config.bench.sites import sources
from yunghap.core.fetch import Unreachable
from yunghap.exchange.domain.transfer.sources import Place, kinds
from yunghap.exchange.domain.transfer.tables import Format
from yunghap.exchange.domain.transfer.views import Condition, View


def test_each_kind_gives_the_same_rows(tmp_path: Path, settings) -> None:
    settings.SOURCES_DIR = tmp_path
    home = tmp_path / sources.OWNER
    home.mkdir()
    sources._generate(home, 100)
    found = []
    with sources._served(home) as address:
        for name in ("DUCKDB", "SQLITE"):
            told = sources._place(name, 100, address)
            place = Place(where=told["where"], media_type=told["media_type"], owner=sources.OWNER)
            query = kinds.get(told["kind"]).query
            assert query is not None
            view = View(("id", "site", "moment", "reading"), (Condition("reading", "lt", "900"),))
            found.append(query(place, view, Format.PARQUET, tmp_path / name).rows)
        for name in ("PARQUET", "CSV"):
            told = sources._place(name, 100, address)
            assert (home / told["where"]["path"]).is_file()
        with urllib.request.urlopen(
            sources._place("HTTP", 100, address)["where"]["url"], timeout=5
        ) as answer:
            assert answer.read().count(b"\n") == 101
    assert found[0] == found[1] > 0


def test_a_bucket_asks_for_a_signature_and_an_api_gives_every_page(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sources, "PAGE", 2)
    sources._page_of.cache_clear()
    (tmp_path / "100.csv").write_bytes(b"id,site\n1,a\n")
    with sources._served(tmp_path) as address:
        for name, wanted in (("S3", 2), ("PAGES", 100 // sources.PAGED)):
            told = sources._place(name, 100, address)
            place = Place(
                where=told["where"], secret=told.get("secret", {}), media_type=told["media_type"], owner=""
            )
            fetched = kinds.get(told["kind"]).fetch(place, tmp_path / name)
            assert fetched.path.read_bytes().count(b"\n") == wanted
        for keys in ({}, {"access_key": "other", "secret_key": "x"}, {**sources.KEYS, "secret_key": "x"}):
            place = Place(
                where=sources._place("S3", 100, address)["where"],
                secret=keys,
                media_type="text/csv",
                owner="",
            )
            with pytest.raises(Unreachable):
                kinds.get("S3").fetch(place, tmp_path / "refused")
    sources._page_of.cache_clear()

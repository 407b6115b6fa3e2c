"""What the benchmark of large sources generates is what its offers name."""

import urllib.request
from pathlib import Path

from yunghap.config.bench.sites import sources
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

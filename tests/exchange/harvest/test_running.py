"""Reading a source: what is counted, what is missing, what survives faults of the source and of ours."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.exchange.domain.harvest import running
from yunghap.exchange.domain.harvest.documents import NotAnswered
from yunghap.exchange.domain.harvest.records import WrongKind
from yunghap.exchange.domain.harvest.running import confirm_missing, harvest
from yunghap.exchange.domain.harvest.sources import (
    add_source,
    ask_for_run,
    due_sources,
    find_or_add_source,
    pause_source,
    resume_source,
    schedule_source,
    take_turn,
)
from yunghap.exchange.enums import RunState
from yunghap.exchange.models import HarvestRecord, HarvestRefusal, HarvestRun, HarvestSource
from yunghap.exchange.queries.entries import get_entry, iterate_entries

from . import samples
from .server import Server, serving

pytestmark = pytest.mark.django_db

COUNTS = ("read", "added", "changed", "same", "reappeared", "refused", "missing")


def counts(run: HarvestRun) -> dict[str, int]:
    """What is not nought."""
    return {name: getattr(run, name) for name in COUNTS if getattr(run, name)}


def source_of(path: Path | str, kind: str = "ckan") -> HarvestSource:
    return find_or_add_source(kind=kind, address=str(path), by=SYSTEM)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with thirty packages."""
    path = tmp_path / "packages.json"
    path.write_bytes(samples.dumps([samples.package(number) for number in range(30)]))
    return path


def write(path: Path, numbers: Iterator[int] | range | list[int], **changes: object) -> None:
    path.write_bytes(samples.dumps([samples.package(number, **changes) for number in numbers]))


@pytest.mark.parametrize(("kind", "name"), samples.WHOLE)
def test_a_second_reading_finds_all_the_same(kind: str, name: str, tmp_path: Path) -> None:
    data, read, refused = samples.WHOLE[kind, name]
    path = tmp_path / "catalogue"
    path.write_bytes(data)
    first, second = harvest(source=source_of(path, kind)), harvest(source=source_of(path, kind))
    assert (first.read, first.added, first.refused) == (read + refused, read, refused)
    assert (second.read, second.same, second.refused) == (read + refused, read, refused)
    assert first.missing == second.missing == 0
    assert HarvestRefusal.objects.filter(run=second.pk).count() == refused
    assert len(list(iterate_entries())) == read
    assert not HarvestSource.objects.exclude(kind=kind).exists()


def test_what_changes_vanishes_and_comes_back(file: Path) -> None:
    source = source_of(file)
    assert counts(harvest(source=source)) == {"read": 30, "added": 30}
    write(file, range(25))
    assert counts(harvest(source=source)) == {"read": 25, "same": 25, "missing": 5}
    write(file, range(28), notes="neu")
    assert counts(harvest(source=source)) == {"read": 28, "changed": 25, "reappeared": 3, "missing": 2}
    assert HarvestRecord.objects.count() == 30


def test_nothing_is_missing_when_too_much_is(file: Path) -> None:
    source = source_of(file)
    harvest(source=source)
    write(file, range(3))
    run = harvest(source=source)
    assert counts(run) == {"read": 3, "same": 3}
    assert (run.held_back, run.state) == (27, RunState.COMPLETE)
    assert confirm_missing(source=source, run=run, by=SYSTEM) == 27
    run.refresh_from_db()
    assert (run.held_back, run.missing) == (0, 27)
    file.write_bytes(samples.dumps(samples.search([])))
    assert harvest(source=source).held_back == 3, "an empty catalogue proves nothing"


def test_nothing_is_missing_after_a_cut(file: Path) -> None:
    source = source_of(file)
    harvest(source=source)
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])
    run = harvest(source=source)
    assert run.state == RunState.PARTIAL
    assert (run.missing, run.refused, run.added) == (0, 1, 0)
    [refusal] = HarvestRefusal.objects.filter(run=run.pk)
    assert refusal.reason == "The file ends in the middle of this record."
    assert bytes(refusal.raw)


def test_a_record_that_breaks_is_not_missing(file: Path) -> None:
    source = source_of(file)
    harvest(source=source)
    file.write_bytes(file.read_bytes().replace(b'"pkg-7"', b'"pkg-7'))
    assert counts(harvest(source=source)) == {"read": 30, "same": 29, "refused": 1}


def test_an_identifier_that_stands_twice(file: Path) -> None:
    twice = [samples.package(1), samples.package(1), samples.package(1, notes="other")]
    file.write_bytes(samples.dumps(twice))
    source = source_of(file)
    assert counts(harvest(source=source)) == {"read": 3, "added": 1, "same": 1, "refused": 1}
    assert counts(harvest(source=source)) == {"read": 3, "same": 2, "refused": 1}


def test_many_batches_are_one_run(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 7)
    write(file, [*range(30), 3])
    assert counts(harvest(source=source_of(file))) == {"read": 31, "added": 30, "same": 1}


def test_what_is_no_catalogue_leaves_a_failed_run(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"hello")
    source = source_of(path)
    with pytest.raises(WrongKind):
        harvest(source=source)
    run = HarvestRun.objects.get()
    assert (run.state, bool(run.remark)) == (RunState.FAILED, True)
    path.unlink()
    with pytest.raises(InvalidInput):
        harvest(source=source)
    with pytest.raises(InvalidInput):
        source_of(path)


def test_one_reading_at_a_time(file: Path) -> None:
    source = source_of(file)
    other = HarvestRun.objects.create(source=source.pk, number=999, process=f"elsewhere:{os.getpid()}")
    with pytest.raises(Conflict):
        harvest(source=source)
    HarvestRun.objects.filter(pk=other.pk).update(beat_at=clock.now() - running.DEAD_AFTER)
    assert harvest(source=source).added == 30
    other.refresh_from_db()
    assert other.state == RunState.FAILED


# --- from a server


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


def test_a_live_ckan_is_read_page_by_page(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = [samples.package(number) for number in range(25)]

    def answer(path: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if path == "/":
            return 200, {"Content-Type": "text/html"}, b"<!doctype html><title>CKAN</title>"
        assert path == "/api/3/action/package_search"
        start = int(query["start"])
        return 200, {}, samples.dumps(samples.search(packages[start : start + 10], count=25))

    server.answer = answer
    source = source_of(f"{server.address}/")
    assert counts(harvest(source=source)) == {"read": 25, "added": 25}
    assert counts(harvest(source=source)) == {"read": 25, "same": 25}


def test_a_page_that_fails_is_asked_for_again_and_then_given_up(server: Server, waits: list[float]) -> None:
    pages = {"0": samples.dumps(samples.search([samples.package(n) for n in range(10)], count=20))}
    tries: list[str] = []

    def answer(path: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        start = query.get("start", "0")
        tries.append(start)
        if start in pages:
            return 200, {}, pages[start]
        return 503, {"Retry-After": "7"}, b""

    server.answer = answer
    source = source_of(f"{server.address}/api/3/action/package_search?rows=10")
    run = harvest(source=source)
    assert (run.state, run.read, run.missing) == (RunState.PARTIAL, 10, 0)
    assert "503" in run.values["why"]
    assert waits.count(7.0) == 4
    assert tries == ["0", *["10"] * 5]
    pages["10"] = samples.dumps(samples.search([samples.package(n) for n in range(10, 20)], count=20))
    assert counts(harvest(source=source)) == {"read": 20, "added": 10, "same": 10}


def test_a_server_that_never_answers_fails_the_run(server: Server, waits: list[float]) -> None:
    server.answer = lambda _path, _query: (404, {}, b"")
    source = source_of(f"{server.address}/x", "dcat")
    with pytest.raises(NotAnswered):
        harvest(source=source)
    assert HarvestRun.objects.get().state == RunState.FAILED


def test_what_has_not_changed_is_not_fetched(server: Server) -> None:
    data = samples.dumps({"dataset": [samples.data_set(number) for number in range(4)]})

    def answer(_path: str, _query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if server.headers.get("if-none-match") == '"a"':
            return 304, {}, b""
        return 200, {"ETag": '"a"'}, data

    server.answer = answer
    source = source_of(f"{server.address}/data.json", "data-json")
    assert counts(harvest(source=source)) == {"read": 4, "added": 4}
    source.refresh_from_db()
    run = harvest(source=source)
    assert (run.state, counts(run)) == (RunState.UNCHANGED, {"read": 4, "same": 4})


def test_pages_of_rdf_are_followed_once_each(server: Server) -> None:
    def page(number: int) -> bytes:
        return (
            "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
            "@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n"
            f'<http://d/{number}> a dcat:Dataset ; dct:title "D {number}"@en .\n'
            f"<?page={number}> a hydra:PartialCollectionView ; hydra:next <?page={number % 3 + 1}> .\n"
        ).encode()

    server.answer = lambda _path, query: (
        200,
        {"Content-Type": "text/turtle"},
        page(int(query.get("page", "1"))),
    )
    assert harvest(source=source_of(f"{server.address}/catalog?page=1", "dcat")).added == 3


def test_pages_of_the_korean_portal(server: Server) -> None:
    def answer(_path: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        page = int(query.get("page", "1"))
        rows = samples.JSON_ROWS[(page - 1) * 20 : page * 20]
        return 200, {}, samples.dumps({"page": page, "perPage": 20, "totalCount": 53, "data": rows})

    server.answer = answer
    assert counts(harvest(source=source_of(f"{server.address}/list?perPage=20", "data-go-kr"))) == {
        "read": 53,
        "added": 53,
    }


def test_a_connector_is_asked_as_the_protocol_says(server: Server) -> None:
    def answer(path: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        assert json.loads(server.body)["@type"] == "CatalogRequestMessage"
        if "after" in query:
            return 200, {}, samples.dumps(samples.catalogue(samples.offered(2)))
        link = f'<{server.address}{path}?after=1>; rel="next"'
        return 200, {"Link": link}, samples.dumps(samples.catalogue(samples.offered(1)))

    server.answer = answer
    assert harvest(source=source_of(f"{server.address}/dsp/catalog/request", "dsp")).added == 2


def test_a_killed_reading_goes_on_where_it_was(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 4)
    asked: list[str] = []

    def answer(_path: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        start = int(query.get("start", "0"))
        asked.append(str(start))
        packages = [samples.package(number) for number in range(start, start + 10)]
        return 200, {}, samples.dumps(samples.search(packages, count=30))

    server.answer = answer
    source = source_of(f"{server.address}/api/3/action/package_search?rows=10")
    kept = running._keep

    def killed(*arguments: object) -> None:
        kept(*arguments)  # type: ignore[arg-type]
        if arguments[1].read == 16:  # type: ignore[attr-defined]
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "_keep", killed)
    with pytest.raises(KeyboardInterrupt):
        harvest(source=source)
    monkeypatch.setattr(running, "_keep", kept)
    run = harvest(source=source)
    assert counts(run) == {"read": 30, "added": 30}
    assert run.state == RunState.COMPLETE
    assert HarvestRun.objects.count() == 1
    assert asked == ["0", "10", "10", "20"]


def _trees(address: str) -> dict[str, bytes]:
    """A root that leads to two leaves, and an archive whose first file has a further page."""
    heads = (
        "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
        "@prefix hydra: <http://www.w3.org/ns/hydra/core#> . @prefix tree: <https://w3id.org/tree#> .\n"
    )

    def page(number: int, more: str = "") -> bytes:
        return f'{heads}<http://d/{number}> a dcat:Dataset ; dct:title "D {number}" .\n{more}'.encode()

    return {
        "/tree": page(1, "<> tree:relation [ tree:node </2> ], [ tree:node </3> ] ."),
        "/archive": samples.archive(a__ttl=page(1, f"<> hydra:next <{address}/2> ."), b__ttl=page(3)),
        "/2": page(2),
        "/3": page(3),
    }


@pytest.mark.parametrize("path", ["/tree", "/archive"])
def test_a_killed_reading_begins_anew_where_other_pages_were_waiting(
    server: Server, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(running, "BATCH", 1)
    pages = _trees(server.address)
    server.answer = lambda path, _query: (200, {}, pages[path])
    source = source_of(f"{server.address}{path}", "dcat")
    assert counts(harvest(source=source)) == {"read": 3, "added": 3}
    kept = running._keep

    def killed(*arguments: object) -> None:
        kept(*arguments)  # type: ignore[arg-type]
        if arguments[1].read == 2:  # type: ignore[attr-defined]
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "_keep", killed)
    with pytest.raises(KeyboardInterrupt):
        harvest(source=source)
    monkeypatch.setattr(running, "_keep", kept)
    run = harvest(source=source)
    assert (run.state, counts(run)) == (RunState.COMPLETE, {"read": 3, "same": 3})
    assert HarvestRun.objects.filter(state=RunState.FAILED).count() == 1


def test_nothing_is_missing_where_a_named_page_is_not_there(tmp_path: Path) -> None:
    pages = _trees("")
    (tmp_path / "a.ttl").write_bytes(pages["/tree"].replace(b"</2>", b"<2.ttl>").replace(b"</3>", b"<3.ttl>"))
    for number in "23":
        (tmp_path / f"{number}.ttl").write_bytes(pages[f"/{number}"])
    source = source_of(tmp_path / "a.ttl", "dcat")
    assert harvest(source=source).state == RunState.COMPLETE
    (tmp_path / "2.ttl").unlink()
    run = harvest(source=source)
    assert (run.state, counts(run)) == (RunState.PARTIAL, {"read": 2, "same": 2})


@pytest.mark.parametrize("more", ["http://[x", "http://x:99999/"])
def test_an_address_that_is_none_breaks_the_reading_off(server: Server, more: str) -> None:
    pages = _trees(server.address)
    page = pages["/tree"].replace(b"</2>", f"<{more}>".encode())
    server.answer = lambda _path, _query: (200, {"Link": f'<{more}>; rel="next"'}, page)
    assert harvest(source=source_of(f"{server.address}/tree", "dcat")).state == RunState.PARTIAL


@pytest.mark.parametrize("bad", ["http://[x", "http://x:99999/", "ftp://x/y", "/gone"])
def test_a_branch_that_cannot_be_had_is_refused_and_the_others_are_read(server: Server, bad: str) -> None:
    pages = _trees(server.address)
    pages["/tree"] = pages["/tree"].replace(b"</2>", f"<{bad}>".encode())
    server.answer = lambda path, _query: (200, {}, pages[path]) if path in pages else (404, {}, b"")
    run = harvest(source=source_of(f"{server.address}/tree", "dcat"))
    assert (run.state, counts(run)) == (RunState.PARTIAL, {"read": 3, "added": 2, "refused": 1})
    [refusal] = HarvestRefusal.objects.all()
    assert refusal.place.endswith(bad)


def test_a_server_that_gives_no_branch_is_left_alone(server: Server) -> None:
    pages = _trees(server.address)
    branches = ", ".join(f"[ tree:node </gone/{number}> ]" for number in range(9))
    pages["/tree"] = pages["/tree"].replace(b"[ tree:node </2> ]", branches.encode())
    asked: list[str] = []

    def answer(path: str, _query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        return (200, {}, pages[path]) if path in pages else (404, {}, b"")

    server.answer = answer
    run = harvest(source=source_of(f"{server.address}/tree", "dcat"))
    assert run.state == RunState.PARTIAL
    assert len([one for one in asked if "gone" in one]) == 3


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Waits are noted, not waited for."""
    noted: list[float] = []
    before = running.documents_of
    monkeypatch.setattr(
        running,
        "documents_of",
        lambda source, address="", **options: before(source, address, wait=noted.append, **options),
    )
    return noted


# --- sources


def test_a_source_has_its_turn(file: Path) -> None:
    now = clock.now()
    source = add_source(name="도시", kind="ckan", address=str(file), every_hours=24, by=SYSTEM, at=now)
    with pytest.raises(Conflict):
        add_source(name="도시", kind="ckan", address=str(file), by=SYSTEM)
    assert due_sources(now) == [source]
    assert take_turn(source, now)
    assert not take_turn(source, now), "another worker has it"
    assert due_sources(now) == []
    source.refresh_from_db()
    ask_for_run(source=source, by=SYSTEM, at=now)
    assert due_sources(now) == [source]
    pause_source(source=source, by=SYSTEM)
    assert due_sources(now) == []
    with pytest.raises(Conflict):
        ask_for_run(source=source, by=SYSTEM)
    resume_source(source=source, by=SYSTEM, at=now)
    schedule_source(source=source, every_hours=None, by=SYSTEM)
    assert source.next_at is None


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "x"}, {"address": "ftp://x"}, {"address": "/nowhere/x"}, {"every_hours": 0}, {"name": " "}],
)
def test_what_is_no_source(file: Path, wrong: dict[str, object]) -> None:
    given: dict[str, object] = {"name": "a", "kind": "ckan", "address": str(file)} | wrong
    with pytest.raises(InvalidInput):
        add_source(**given, by=SYSTEM)  # type: ignore[arg-type]


def test_the_next_state_of_a_named_source_may_lie_elsewhere(file: Path, tmp_path: Path) -> None:
    first = find_or_add_source(kind="ckan", address=str(file), name="월간", by=SYSTEM)
    harvest(source=first)
    later = tmp_path / "later.json"
    write(later, range(29))
    second = find_or_add_source(kind="ckan", address=str(later), name="월간", by=SYSTEM)
    assert second.pk == first.pk
    run = harvest(source=second)
    assert counts(run) == {"read": 29, "same": 29, "missing": 1}
    missing = HarvestRecord.objects.get(state="MISSING")
    entry = get_entry(missing.id)
    assert entry is not None
    assert entry.state == "MISSING"

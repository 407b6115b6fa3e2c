"""Records of two sources that look alike come before a person; nobody merges them."""

from pathlib import Path
from typing import Any

import pytest

from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict
from yunghap.exchange.domain.harvest import running
from yunghap.exchange.domain.harvest.duplicates import decide_pair, find_duplicates
from yunghap.exchange.domain.harvest.running import harvest
from yunghap.exchange.domain.harvest.sources import find_or_add_source
from yunghap.exchange.enums import PairState, RunState
from yunghap.exchange.jobs import harvest_due, look_for_duplicates
from yunghap.exchange.models import DuplicatePair, HarvestRun, HarvestSource
from yunghap.exchange.queries.entries import get_entry

from . import samples

pytestmark = pytest.mark.django_db

TITLES = [
    "부산광역시 시내버스 노선 정보",
    "서울특별시 미세먼지 측정소 현황",
    "제조 공정 온도 관측 자료",
    "전국 전통시장 표준 데이터",
]


def two_sources(folder: Path) -> None:
    here = [samples.package(number, title=title) for number, title in enumerate(TITLES)]
    there = [samples.package(90 + number, title=f"{title} ") for number, title in enumerate(TITLES[:2])]
    there.append(samples.package(99, title="울산항 선박 입출항 신고"))
    for name, packages in (("here", here), ("there", there)):
        path = folder / f"{name}.json"
        path.write_bytes(samples.dumps(packages))
        harvest(source=find_or_add_source(kind="ckan", address=str(path), by=SYSTEM))


def test_look_alikes_of_two_sources_wait_for_a_person(tmp_path: Path) -> None:
    two_sources(tmp_path)
    assert find_duplicates() == 2
    assert find_duplicates() == 0, "each pair once"
    pair = DuplicatePair.objects.first()
    assert pair is not None
    left, right = get_entry(pair.left), get_entry(pair.right)
    assert left is not None
    assert right is not None
    assert left.source != right.source
    assert left.title == right.title
    assert pair.likeness == 1_000
    decided = decide_pair(pair=pair, state=PairState.SAME, note="같음", by=SYSTEM)
    assert decided.decided_at
    with pytest.raises(Conflict):
        decide_pair(pair=pair, state=PairState.DIFFERENT, by=SYSTEM)
    look_for_duplicates.func()
    assert DuplicatePair.objects.filter(state=PairState.OPEN).count() == 1


def test_what_is_due_is_read_and_a_broken_source_keeps_nobody_waiting(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(samples.dumps(samples.PACKAGES))
    source = find_or_add_source(kind="ckan", address=str(path), by=SYSTEM)
    broken = HarvestSource.objects.create(name="갈 수 없는 곳", kind="dcat", address="/nowhere")
    HarvestSource.objects.update(asked_at=source.created_at)
    harvest_due.func()
    assert HarvestRun.objects.get(source=source.pk).added == 34
    assert HarvestRun.objects.get(source=broken.pk).remark
    assert not HarvestSource.objects.exclude(asked_at=None).exists()


def test_an_unexpected_fault_of_one_source_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = []
    for name in "ab":
        path = tmp_path / f"{name}.json"
        path.write_bytes(samples.dumps(samples.PACKAGES))
        sources.append(find_or_add_source(kind="ckan", address=str(path), by=SYSTEM))
    HarvestSource.objects.update(asked_at=sources[0].created_at)
    kept = running._keep

    def faulty(source: HarvestSource, *arguments: Any) -> None:
        if source.pk == sources[0].pk:
            raise ZeroDivisionError
        kept(source, *arguments)

    monkeypatch.setattr(running, "_keep", faulty)
    harvest_due.func()
    assert HarvestRun.objects.get(source=sources[0].pk).state == RunState.FAILED
    assert HarvestRun.objects.get(source=sources[1].pk).added == 34

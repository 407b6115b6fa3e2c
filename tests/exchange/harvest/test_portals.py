"""What portals write is read to the last record, or refused with a reason."""

from pathlib import Path

import pytest

from yunghap.exchange.domain.harvest.documents import FileDocuments
from yunghap.exchange.domain.harvest.formats import adapters
from yunghap.exchange.domain.harvest.parts import read_all
from yunghap.exchange.domain.harvest.records import Read, Refused
from yunghap.exchange.domain.harvest.running import harvest
from yunghap.exchange.models import HarvestRecord, HarvestRefusal

from .portals import PORTALS
from .test_running import source_of


@pytest.mark.parametrize("name", PORTALS)
def test_every_record_of_a_portal_is_read_or_refused(name: str, tmp_path: Path) -> None:
    portal = PORTALS[name]
    (tmp_path / "catalogue").write_bytes(portal.data)
    found = list(read_all(adapters.get(portal.kind), FileDocuments(tmp_path / "catalogue")))
    entries = [item.make() for item in found if isinstance(item, Read)]
    refused = [item for item in found if isinstance(item, Refused)]
    assert sorted(one.title for one in entries) == sorted(portal.titles)
    assert all(item.place and item.reason % dict(item.values) for item in refused)
    assert len(refused) == portal.refused, [item.reason % dict(item.values) for item in refused]


@pytest.mark.django_db
def test_what_portals_write_adds_up_when_it_is_kept(tmp_path: Path) -> None:
    for number, portal in enumerate(PORTALS.values()):
        path = tmp_path / f"catalogue-{number}"
        path.write_bytes(portal.data)
        source = source_of(path, portal.kind)
        run, again = harvest(source=source), harvest(source=source)
        assert run.read == run.added + run.changed + run.same + run.reappeared + run.refused
        assert (run.read, run.added) == (len(portal.titles) + portal.refused, len(set(portal.titles)))
        assert (again.added, again.same, again.refused) == (0, run.added + run.same, run.refused)
        assert HarvestRefusal.objects.filter(run=run.pk).count() == run.refused
        assert HarvestRecord.objects.filter(source=source.pk).count() == run.added

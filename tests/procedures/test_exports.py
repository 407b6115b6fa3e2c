"""Journals as XES and OCEL."""

import io
import json

import pytest
from click.testing import CliRunner
from lxml import etree

from tests.factories.procedures import AT, OFFICER, start
from tests.procedures.domain.test_running import CHOICE
from yunghap.config.cli import yunghap
from yunghap.procedures import service
from yunghap.procedures.exports.log import traces
from yunghap.procedures.exports.ocel import write_ocel
from yunghap.procedures.exports.xes import write_xes

pytestmark = pytest.mark.django_db


@pytest.fixture
def instance() -> str:
    code = start(CHOICE, reference="case:1").instance
    service.claim_item(instance=code, item=1, by=OFFICER, at=AT)
    service.complete_item(instance=code, item=1, values={"complete": True}, by=OFFICER, at=AT)
    service.cancel_instance(instance=code, reason="취하", by=OFFICER, at=AT)
    return code


def test_a_trace_has_every_piece_of_work(instance):
    [trace] = traces([instance])
    assert [(event.name, event.transition) for event in trace.events] == [
        ("요건 검토", "start"),
        ("요건 검토", "assign"),
        ("요건 검토", "complete"),
        ("yes", "start"),
        ("yes", "pi_abort"),
    ]


def test_xes_is_well_formed(instance):
    stream = io.BytesIO()
    assert write_xes(stream, traces()) == 1
    log = etree.fromstring(stream.getvalue())
    names = [one.get("value") for one in log.findall("trace/event/string[@key='concept:name']")]
    assert names[:3] == ["요건 검토"] * 3
    assert log.find("trace/string[@key='concept:name']").get("value") == instance


def test_ocel_relates_events_and_objects(instance):
    stream = io.StringIO()
    assert write_ocel(stream, traces()) == 1
    log = json.loads(stream.getvalue())
    ids = {one["id"] for one in log["objects"]}
    assert {instance, f"{instance}/1", OFFICER.organisation} <= ids
    assert all(relation["objectId"] in ids for event in log["events"] for relation in event["relationships"])
    kinds = {one["name"] for one in log["eventTypes"]}
    assert {event["type"] for event in log["events"]} == kinds


@pytest.mark.parametrize("form", ["xes", "ocel"])
def test_the_command_writes_a_file(instance, tmp_path, form):
    target = tmp_path / "log"
    result = CliRunner().invoke(yunghap, ["procedure", "export", "--format", form, "-o", str(target)])
    assert result.exit_code == 0, result.output
    assert instance in target.read_text(encoding="utf-8")

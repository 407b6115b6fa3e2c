"""Journals as XES and OCEL."""

import io
import json
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from tests.factories.procedures import AT, OFFICER, start
from tests.procedures.domain.test_running import CHOICE
from tests.procedures.mining import problems_of_ocel, problems_of_xes
from yunghap.config.bench.reference import install, run_case
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


def test_xes_says_what_happened(instance):
    log = as_xes()
    names = [one.get("value") for one in log.findall("trace/event/string[@key='concept:name']")]
    assert names[:3] == ["요건 검토"] * 3
    assert log.find("trace/string[@key='concept:name']").get("value") == instance


def test_ocel_relates_events_and_objects(instance):
    log = as_ocel()
    objects = {one["id"]: one for one in log["objects"]}
    assert {instance, f"{instance}/1", OFFICER.organisation} <= set(objects)
    assert {event["type"] for event in log["events"]} == {one["name"] for one in log["eventTypes"]}
    attributes = objects[instance]["attributes"]
    assert [one["value"] for one in attributes if one["name"] == "status"] == ["running", "cancelled"]


@pytest.fixture
def many(instance) -> list[str]:
    """Instances in every condition: over, running, erased, and the reference procedure with its parallel parts."""
    running = start(CHOICE).instance
    erased = start(CHOICE).instance
    service.cancel_instance(instance=erased, reason="취하", by=OFFICER, at=AT)
    service.erase_instance(instance=erased, reason="보존 기간 만료", by=OFFICER, at=AT)
    install("test.fast-track", AT)
    *_before, done = run_case("test.fast-track", AT, 1)
    return [instance, running, erased, done.instance]


def test_files_are_what_the_standards_demand(many):
    log = as_xes()
    assert list(problems_of_xes(log)) == []
    assert len(log.findall("trace")) == len(many)
    assert list(problems_of_ocel(as_ocel())) == []


def as_xes() -> etree._Element:
    stream = io.BytesIO()
    write_xes(stream, traces())
    return etree.fromstring(stream.getvalue())


def as_ocel() -> Any:
    stream = io.StringIO()
    write_ocel(stream, traces())
    return json.loads(stream.getvalue())


def test_what_is_no_log_is_found(many):
    log = as_xes()
    log.set("xes.version", "1849-2016")
    assert list(problems_of_xes(log))
    ocel = as_ocel()
    ocel["objects"][0]["attributes"][0]["time"] = ""
    assert list(problems_of_ocel(ocel))
    ocel = as_ocel()
    ocel["events"][0]["relationships"][0]["objectId"] = "x"
    assert list(problems_of_ocel(ocel))


@pytest.mark.parametrize("form", ["xes", "ocel"])
def test_the_command_writes_a_file(instance, tmp_path, form):
    target = tmp_path / "log"
    result = CliRunner().invoke(yunghap, ["procedure", "export", "--format", form, "-o", str(target)])
    assert result.exit_code == 0, result.output
    assert instance in target.read_text(encoding="utf-8")

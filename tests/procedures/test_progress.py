"""An instance in its diagram: where it stands, what is done, which way it went, what is late."""

from datetime import timedelta

import pytest
from django.utils import translation
from lxml import etree

from tests.factories.procedures import AT, OFFICER, start
from tests.procedures.diagrams import diagram
from yunghap.core.errors import NotFound
from yunghap.procedures import service

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"

CHOICE = diagram(
    '<startEvent id="s"/><userTask id="review" name="요건 검토" y:name_en="Check" y:deadline="reply"/>'
    '<exclusiveGateway id="g" default="g_no"/><userTask id="yes" name="발급"/><userTask id="no" name="보완"/><endEvent id="e"/>',
    """s -> review
    review -> g
    g -> no
    g -> yes [complete = true]
    yes -> e
    no -> e""",
)
REPLY = [{"id": "reply", "counting": "civil-act", "term": "P10D", "article": "§1"}]


def titles(svg: str) -> set[str]:
    return {str(title.text) for title in etree.fromstring(svg.encode()).iter(f"{SVG}title")}


def test_the_picture_follows_the_instance() -> None:
    done = start(CHOICE, deadlines=REPLY)
    with translation.override("en"):
        assert any("Check" in said for said in titles(service.draw_instance(done.instance, at=AT)))
        assert [item.name for item in done.opened] == ["Check"]
    with translation.override("ko"):
        svg = service.draw_instance(done.instance, at=AT, links={1: "/work/1"})
        assert {"사용자 작업: 요건 검토, 현재 1건, 기한: 9. 17.", "시작 이벤트, 완료"} <= titles(svg)
        assert 'href="/work/1"' in svg
        late = service.draw_instance(done.instance, at=AT + timedelta(days=13))
        assert "사용자 작업: 요건 검토, 현재 1건, 기한 지남: 9. 17. (3일 지남)" in titles(late)
    service.complete_item(instance=done.instance, item=1, values={"complete": True}, by=OFFICER, at=AT)
    with translation.override("en"):
        svg = service.draw_instance(done.instance, at=AT, title="신청 1호")
    assert {
        "신청 1호",
        "user task: Check, done",
        "user task: 발급, now here: 1",
        "user task: 보완",
    } <= titles(svg)
    taken = etree.fromstring(svg.encode()).xpath("//*[@stroke-width='3.2']")
    assert len(taken) == 3  # to the review, to the gateway, to the certificate


def test_many_at_one_step_and_parts_that_are_open() -> None:
    many = diagram(
        '<startEvent id="s"/><userTask id="ask" name="회신"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>'
        '</multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>',
        """s -> ask
        ask -> e""",
    )
    done = start(many)
    service.complete_item(instance=done.instance, item=done.opened[0].number, by=OFFICER, at=AT)
    with translation.override("en"):
        assert "user task: 회신, now here: 2" in titles(service.draw_instance(done.instance, at=AT))


def test_nothing_to_draw_of_what_is_not_there() -> None:
    with pytest.raises(NotFound):
        service.draw_instance("01HZ" + "Q" * 22, at=AT)

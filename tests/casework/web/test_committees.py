"""Committees through the pages: set up, seated, a session held by the secretary for members in the room."""

import pytest

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework.models import Panel
from yunghap.core import clock
from yunghap.identity.enums import OrganisationKind, Role

pytestmark = pytest.mark.django_db


def test_a_committee_is_set_up_and_a_seat_ended() -> None:
    officer = make.member(make.handler(), Role.MINISTRY_OFFICER)
    client, office = client_of(officer), str(officer.organisation)
    assert "is set up already" in text_of(client.get("/en/committees/set-up/"))
    body = people.make_organisation(OrganisationKind.COMMITTEE)
    person = people.make_member(body, Role.COMMITTEE_MEMBER)
    told = {"organisation": body.pk, "secretariat": office, "seats": 3, "notice_days": 5, "article": "제8조"}
    made = client.post("/en/committees/set-up/", told)
    panel = Panel.objects.get(organisation=body)
    assert made["Location"] == f"/en/committees/{panel.pk}/"
    planned = client.post(
        f"/en/committees/{panel.pk}/meetings/", {"starts_at": "2099-01-05T14:00", "place": "회의실"}
    )
    assert planned["Location"] == f"/en/meetings/{panel.meetings.get().pk}/"
    assert (panel.seats, panel.notice_days, panel.recusal_lowers_base) == (3, 5, False)
    today = clock.today().isoformat()
    client.post(f"/en/committees/{panel.pk}/seats/", {"person": person.pk, "starts_on": today})
    member = panel.members.get()
    assert "End the seat" in text_of(client.get(f"/en/committees/{panel.pk}/"))
    end = f"/en/committees/{panel.pk}/seats/{member.pk}/end/"
    assert client.post(end, {"on": today, "reason": ""}).status_code == 422
    assert client.post(end, {"on": today, "reason": "사임"}).status_code == 302
    assert client.get(end).status_code == 404


def test_the_secretary_enters_votes_settles_and_closes() -> None:
    group, parties = make.committee(4), make.filed()
    meeting, item = make.in_session(group, parties.case)
    client = client_of(group.secretary)
    at = f"/en/meetings/{meeting.pk}"
    names = [member.person.name for member in group.members]
    assert f"Have not voted</strong> {', '.join(names)}" in text_of(client.get(f"{at}/"))
    there = {"present": [member.pk for member in group.members[:3]], "version": meeting.version}
    assert client.post(f"{at}/steps/attendance/", there).status_code == 302
    enter = f"/en/agenda/{item.pk}/votes/"
    assert names[3] not in text_of(client.get(enter))
    said = {group.members[0].pk: "ASIDE", "rest": "FOR"}
    assert client.post(enter, said).status_code == 422
    assert client.post(enter, said | {"reason": "가족"}).status_code == 302
    item.refresh_from_db()
    client.post(f"/en/agenda/{item.pk}/outcome/", {"resolution": "의결", "version": item.version})
    item.refresh_from_db()
    assert (item.outcome, item.base, item.present, item.votes_for) == ("PASSED", 3, 2, 2)
    page = text_of(client.get(f"{at}/steps/close/"))
    assert f"Stand aside: {names[0]}" in page


def test_a_matter_takes_the_title_of_its_case() -> None:
    group, parties = make.committee(1), make.filed()
    meeting, _item = make.planned(group)
    client, at = client_of(group.secretary), f"/en/meetings/{meeting.pk}/agenda/"
    assert "Give a title" in text_of(client.post(at, {"kind": "DECISION"}))
    assert client.post(at, {"kind": "REPORT", "case": parties.case.pk}).status_code == 302
    assert meeting.agenda.last().title == parties.case.title

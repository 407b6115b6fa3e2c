"""Work is handed over within the office: several pieces at once, to somebody who may do them, and to nobody else."""

import pytest

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework import service as casework
from yunghap.casework.domain.handing_over import hand_over
from yunghap.core.errors import InvalidInput, NotAllowed
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Notification

pytestmark = pytest.mark.django_db


def test_several_pieces_at_once_through_the_inbox() -> None:
    first, second = make.filed(), make.filed()
    colleague = make.member(make.handler(), Role.MINISTRY_OFFICER)
    client = client_of(first.officer)
    assert "Hand over what is chosen" in text_of(client.get("/en/work/"))
    work = "&".join(f"work={one.case.pk}.{casework.work_of(one.case)[0].number}" for one in (first, second))
    address = f"/en/work/hand-over/?{work}"
    assert first.case.number in text_of(client.get(address))
    assert client.post(address, {"to": "", "reason": ""}).status_code == 422
    assert client.post(address, {"to": colleague.id, "reason": "휴가"}).status_code == 302
    for one in (first, second):
        assert [item.assignee for item in casework.work_of(one.case)] == [colleague.id]
    assert Notification.objects.filter(person_id=colleague.id, link="/work/").count() == 1


def test_only_ones_own_offices_work_and_to_who_may_do_it() -> None:
    parties = make.filed()
    [item] = casework.work_of(parties.case)
    stranger = make.member(people.make_organisation(OrganisationKind.MINISTRY), Role.MINISTRY_OFFICER)
    with pytest.raises(NotAllowed):
        hand_over(work=[(parties.case, item)], to=parties.officer.id, reason="", by=parties.company)
    for nobody in (stranger.id, parties.company.id):
        with pytest.raises(InvalidInput, match="may not do"):
            hand_over(work=[(parties.case, item)], to=nobody, reason="", by=parties.officer)
    with pytest.raises(InvalidInput):
        hand_over(work=[], to=parties.officer.id, reason="", by=parties.officer)
    client = client_of(stranger)
    assert client.get("/en/work/hand-over/").status_code == 302
    assert client.get(f"/en/work/hand-over/?work={parties.case.pk}.{item.number}").status_code == 404
    mine = client_of(parties.officer)
    for bad in (f"{parties.case.pk}.999", f"{parties.case.pk}.x", "x"):
        assert mine.get(f"/en/work/hand-over/?work={bad}").status_code == 404

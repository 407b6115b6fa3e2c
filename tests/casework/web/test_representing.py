"""The applicant chooses who speaks for it: one of those who apply for the organisation."""

import pytest

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from yunghap.casework.domain.representing import name_representative
from yunghap.core.errors import InvalidInput, NotAllowed
from yunghap.identity.enums import Role
from yunghap.identity.models import Notification

pytestmark = pytest.mark.django_db


def test_one_of_the_applicants_people_is_chosen_and_told() -> None:
    parties = make.filed()
    case = parties.case
    other = make.member(case.applicant, Role.COMPANY_MEMBER)
    client, address = client_of(parties.company), f"/en/cases/{case.pk}/representative/"
    assert client_of(parties.officer).get(address).status_code == 404
    assert other.id in text_of(client.get(address))
    assert client.post(address, {"person": parties.officer.id}).status_code == 422
    assert client.post(address, {"person": other.id}).status_code == 302
    case.refresh_from_db()
    assert case.representative == other.id
    assert Notification.objects.filter(person=other.id, link=f"/cases/{case.pk}/").exists()
    with pytest.raises(InvalidInput):
        name_representative(case=case, person=parties.officer.id, by=parties.company)
    with pytest.raises(NotAllowed):
        name_representative(case=case, person=other.id, by=parties.officer)

"""A letter by hand: written by the office, served by post with its proof or on this site, opened by the applicant."""

import pytest

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from yunghap.casework.models import EarlierDecision
from yunghap.core import clock
from yunghap.ledger.service import entries_for

pytestmark = pytest.mark.django_db


def test_a_letter_by_hand_is_served_by_post_with_its_proof() -> None:
    parties = make.filed()
    office, company = client_of(parties.officer), client_of(parties.company)
    at = f"/en/cases/{parties.case.pk}"
    assert "No letters yet." in text_of(office.get(f"{at}/"))
    assert company.get(f"{at}/letters/write/").status_code == 404
    assert "put above it" in text_of(office.get(f"{at}/letters/write/"))
    assert office.post(f"{at}/letters/write/", {"title": "안내", "text": "\u200b"}).status_code == 422
    written = office.post(
        f"{at}/letters/write/", {"title": "현장 확인 안내", "text": "{둘째} 날에 갑니다.\n준비"}
    )
    [letter] = parties.case.letters.all()
    assert written.url == f"{at}/letters/{letter.pk}/service/"
    assert "현장 확인 안내" not in text_of(company.get(f"{at}/"))
    assert "not served yet" in text_of(office.get(f"{at}/"))
    lacking = text_of(office.post(written.url, {"how": "registered post"}))
    assert lacking.count("needed for service by other ways") >= 2
    later = {"how": "registered post", "served_at": "2999-01-01T10:00", "proof": "등기 1"}
    assert "lies in the future" in text_of(office.post(written.url, later))
    done = office.post(written.url, later | {"served_at": "2026-01-05T10:00", "proof": "등기 12345"})
    assert done.url == f"{at}/#letters"
    page = text_of(company.get(f"{at}/"))
    assert "served 5\u00a0Jan\u00a02026\u00a010:00 (registered post: 등기 12345)" in page
    assert company.get(f"{at}/letters/{letter.pk}.pdf").content.startswith(b"%PDF")
    assert office.get(written.url).status_code == 404
    actions = [entry.action for entry in entries_for(f"case:{parties.case.pk}")]
    assert actions[-3:] == ["casework.letter.written", "casework.letter.served", "casework.letter.opened"]


def test_a_letter_by_hand_is_served_here_and_now() -> None:
    parties = make.filed()
    office, at = client_of(parties.officer), f"/en/cases/{parties.case.pk}"
    office.post(f"{at}/letters/write/", {"title": "안내", "text": "본문"})
    [letter] = parties.case.letters.all()
    office.post(f"{at}/letters/{letter.pk}/service/", {"how": "on this site", "proof": "x"})
    letter.refresh_from_db()
    assert (letter.served_how, letter.served_proof) == ("on this site", "")
    assert "(on this site)" in text_of(client_of(parties.company).get(f"{at}/"))
    draft = make.draft().case
    assert office.get(f"/en/cases/{draft.pk}/letters/write/").status_code == 404


def test_what_an_earlier_decision_kept_is_on_the_page_of_the_case() -> None:
    parties = make.granted()
    now = clock.now()
    EarlierDecision.objects.create(
        case=parties.case,
        because=parties.case,
        outcome="CONDITIONAL",
        decided_on=clock.today(),
        decided_by="x",
        reasons="안전",
        revoked_on=clock.today(),
        revoked_reason="되풀이",
        conditions=[
            {"text": "책임보험", "due_on": None, "met_at": now.isoformat(), "met_by": "x", "note": ""}
        ],
        replaced_on=clock.today(),
        replaced_by="x",
        created_at=now,
    )
    page = text_of(client_of(parties.officer).get(f"/en/cases/{parties.case.pk}/"))
    assert "되풀이" in page
    assert "책임보험" in page
    assert "Met" in page

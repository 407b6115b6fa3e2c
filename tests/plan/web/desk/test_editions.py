from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import plan as factory
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.identity.models import Organisation
from yunghap.plan import service as plan
from yunghap.plan.models import CheckRun, Edition, Finding

pytestmark = pytest.mark.django_db

DOCUMENT = "2025년 산업융합 실행계획\n\n1. 예산\n산업부는 2025년 12억원을 지원한다.\n".encode()


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_open_for_the_compiling_officer_only(desk, language):
    here = f"{language}/desk/editions/"
    for page in ("", "open/", "import/", "2027-1/", "2027/", "2027-1/amend/", "2027-1/targets/"):
        assert desk.compiler.get(here + page).status_code == 200
        if "targets" not in page:
            assert desk.officer.get(here + page).status_code == 404
    for page in ("1999/", "2027-2/", "x/"):
        assert desk.compiler.get(here + page).status_code == 404


def test_edition_is_opened_on_the_nodes_of_another(desk):
    data = {"year": "2028", "title": "2028 계획", "nodes_from": desk.edition.pk}
    assert desk.compiler.post("/desk/editions/open/", data).status_code == 302
    made = Edition.objects.get(year=2028)
    assert (made.status, made.title_en) == ("COLLECTING", "")
    assert "2028 Action Plan" in desk.compiler.get("/en/desk/editions/2028-1/").content.decode()
    again = desk.compiler.post("/desk/editions/open/", data)
    assert again.status_code == 422


def test_document_is_imported(desk):
    file = SimpleUploadedFile("plan.txt", DOCUMENT)
    response = desk.compiler.post("/desk/editions/import/", {"file": file, "year": "2025"})
    assert response.headers["Location"] == "/desk/editions/2025-1/"
    assert Edition.objects.get(year=2025).observations.exists()
    bad = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 nothing")
    assert desk.compiler.post("/desk/editions/import/", {"file": bad}).status_code == 422


def step(client, name, edition=None):
    data = {"version": edition.version} if edition else {}
    response = client.post(f"/desk/editions/2027-1/steps/{name}/", data)
    if edition:
        edition.refresh_from_db()
    return response.status_code


def test_edition_goes_from_collecting_to_published(desk):
    part = desk.part(submitted=True)
    desk.compiler.post(f"/desk/submissions/{part.pk}/accept/", {"version": part.version})
    edition = desk.edition
    assert step(desk.compiler, "finalise", edition) == 409
    assert step(desk.compiler, "begin-review", edition) == 302
    assert step(desk.compiler, "finalise", edition) == 409
    assert step(desk.compiler, "check") == 302
    Organisation.objects.filter(pk=desk.other.pk).update(plan_order=2)
    page = desk.compiler.get("/desk/editions/2027-1/").content.decode()
    assert desk.other.short_name in page
    assert "/steps/finalise-without/" in page
    assert step(desk.compiler, "finalise", edition) == 409
    assert step(desk.compiler, "finalise-without", edition) == 302
    assert step(desk.compiler, "approve") == 302
    assert "/steps/publish/" not in desk.compiler.get("/desk/editions/2027-1/").content.decode()
    assert step(desk.compiler, "publish", edition) == 403
    assert step(desk.second, "approve") == 302
    page = desk.compiler.get("/desk/editions/2027-1/").content.decode()
    assert "/steps/publish/" in page
    assert "/steps/approve/" not in page
    assert step(desk.compiler, "publish", edition) == 302
    assert edition.status == "PUBLISHED"
    assert step(desk.compiler, "nothing") == 404
    assert step(desk.officer, "publish") == 404
    assert desk.compiler.post("/desk/editions/2027-1/amend/", {"reason": ""}).status_code == 422
    done = desk.compiler.post("/desk/editions/2027-1/amend/", {"reason": "예산 조정"})
    assert done.headers["Location"] == "/desk/editions/2027-2/"
    assert "예산 조정" in desk.compiler.get("/desk/editions/2027-2/").content.decode()


def finding(desk):
    """An open failure of a check on the edition."""
    run = CheckRun.objects.create(
        edition=desk.edition, number=1, run_at=clock.now(), run_by="x", created_at=clock.now()
    )
    return Finding.objects.create(
        run=run,
        check_id="area-sum",
        check_version=1,
        outcome="FAIL",
        position=1,
        message_ko="합이 다릅니다",
        message_en="The sum differs",
        fingerprint="0" * 64,
        created_at=clock.now(),
    )


def test_finding_is_waived_with_a_reason_and_opened_again(desk):
    row = finding(desk)
    here = f"/desk/findings/{row.pk}/"
    assert desk.officer.get(here + "waive/").status_code == 404
    assert desk.compiler.get("/desk/findings/x/waive/").status_code == 404
    assert "The sum differs" in desk.compiler.get(f"/en{here}waive/").content.decode()
    assert desk.compiler.post(here + "waive/", {"reason": "", "version": "1"}).status_code == 422
    assert desk.compiler.post(here + "waive/", {"reason": "반올림", "version": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.waiver_reason == "반올림"
    assert "반올림" in desk.compiler.get("/desk/editions/2027-1/").content.decode()
    assert desk.compiler.post(here + "reopen/", {"version": row.version}).status_code == 302
    row.refresh_from_db()
    assert row.waived_at is None


def test_change_of_an_amendment_goes_to_the_committee_and_its_decision_is_public(desk, client):
    edition = factory.edition(**factory.programme_facts(), year=2028)
    new = plan.amend_edition(edition=edition, reason="예산 조정", by=SYSTEM)
    row = new.observations.first()
    item = plan.amend_value(observation=row, value=Decimal(8), reason="감액", expected=row.version, by=SYSTEM)
    here = f"/desk/amendments/{item.pk}/"
    page = desk.compiler.get("/desk/editions/2028-2/").content.decode()
    assert "감액" in page
    assert here + "refer/" in page
    assert desk.compiler.post(here + "refer/", {"version": item.version}).status_code == 302
    assert here + "committee/" in desk.compiler.get("/desk/editions/2028-2/").content.decode()
    decision = {"on": "2026-01-15", "decision": "원안 가결", "version": item.version + 1}
    assert desk.compiler.post(here + "committee/", {**decision, "decision": ""}).status_code == 422
    assert desk.compiler.post(here + "committee/", decision).status_code == 302
    assert desk.officer.get(here + "committee/").status_code == 404
    assert desk.compiler.get("/desk/amendments/x/committee/").status_code == 404
    assert "원안 가결" in desk.compiler.get("/desk/editions/2028-2/").content.decode()
    Edition.objects.filter(pk=new.pk).update(status="PUBLISHED", published_at=clock.now(), published_by="x")
    public = client.get("/plans/2028-2/changes/").content.decode()
    assert "예산 조정" in public
    assert "원안 가결" in public


@pytest.mark.parametrize("language", ["", "/en"])
def test_programmes_of_an_amendment_are_added_and_dropped(desk, language):
    edition = factory.edition(**factory.programme_facts(), year=2028)
    new = plan.amend_edition(edition=edition, reason="예산 조정", by=SYSTEM)
    here = f"{language}/desk/editions/2028-2/"
    add, drop = f"{here}change/add-programme/", f"{here}change/drop-programme/"
    page = desk.compiler.get(here).content.decode()
    assert add in page
    assert drop in page
    row = {
        "programme_name": "새 사업", "value": "１,２00", "unit": "백만원", "year": "2028", "source": "ALL",
        "joint_ministries": "산업부", "reason": "국회 증액",
    }  # fmt: skip
    for sender in (desk.officer, desk.nobody):
        assert sender.get(add).status_code == 404
        assert sender.post(drop, {}).status_code == 404
    assert desk.compiler.get(add).status_code == 200
    assert desk.compiler.post(add, {**row, "reason": ""}).status_code == 422
    assert desk.compiler.post(add, {**row, "joint_ministries": "없는부"}).status_code == 422
    assert desk.compiler.post(add, row).status_code == 302
    added = new.amendment_items.get()
    assert (added.label, added.after["value"]) == ("새 사업", "1200")
    old = next(one for one in factory.programmes(new) if one.name != "새 사업")
    assert old.name in desk.compiler.get(drop).content.decode()
    assert desk.compiler.post(drop, {"programme": old.id, "reason": "종료"}).status_code == 302
    assert [one.name for one in factory.programmes(new)] == ["새 사업"]
    assert "국회 증액" in desk.compiler.get(here).content.decode()
    assert desk.compiler.get(f"{language}/desk/editions/2028-1/change/add-programme/").status_code == 404


@pytest.mark.parametrize("language", ["", "/en"])
def test_amendment_is_changed_and_changes_are_taken_back_on_pages(desk, client, language):
    edition = factory.edition(**factory.programme_facts(), year=2028)
    new = plan.amend_edition(edition=edition, reason="예산 조정", by=SYSTEM)
    here = f"{language}/desk/editions/2028-2/"
    forms = {
        "add-task": {"scheme": "AREAS", "code": "C", "name_ko": "분야 다"},
        "drop-task": {"node": "AREAS/B"},
        "add-indicator": {
            "indicator_name": "상담", "kind": "BASELINE", "value": "3", "unit": "건", "year": "2028",
            "joint_ministries": "산업부", "better": "UP",
        },
        "add-number": {"subject": "TOTAL:", "kind": "BUDGET", "value": "7", "unit": "억원", "year": "2028"},
    }  # fmt: skip
    page = desk.compiler.get(here).content.decode()
    for way, data in forms.items():
        assert f"{here}change/{way}/" in page
        assert desk.officer.get(f"{here}change/{way}/").status_code == 404
        assert desk.compiler.get(f"{here}change/{way}/").status_code == 200
        assert desk.compiler.post(f"{here}change/{way}/", data).status_code == 422
        sent = desk.compiler.post(f"{here}change/{way}/", {**data, "reason": f"사유 {way}"})
        assert sent.status_code == 302, sent.content.decode()
    assert desk.compiler.get(f"{here}change/other/").status_code == 404
    (indicator,) = factory.indicators(new)
    move = {"subject": f"INDICATOR:{indicator.id}", "node": "AREAS/C", "reason": "이관"}
    assert "C 분야 다" in desk.compiler.get(f"{here}change/move/").content.decode()
    assert desk.compiler.post(f"{here}change/move/", move).status_code == 302
    assert desk.compiler.post(f"{here}change/move/", move).status_code == 422
    moved = new.amendment_items.get(reason="이관")
    assert desk.compiler.post(f"{here}undo/{moved.pk}/", {"reason": "되돌림"}).status_code == 302
    drop = {"indicator": indicator.id, "reason": "폐지"}
    assert desk.compiler.post(f"{here}change/drop-indicator/", drop).status_code == 302
    number = new.observations.filter(status="CONFIRMED", subject="TOTAL").get()
    one = f"{here}numbers/{number.pk}/"
    assert f"{one}drop/" in desk.compiler.get(one).content.decode()
    for reason, there in (("", one), ("삭감", here)):
        sent = desk.compiler.post(f"{one}drop/", {"version": number.version, "reason": reason})
        assert (sent.status_code, sent.headers["Location"]) == (302, there)
    assert desk.compiler.post(f"{here}numbers/x/drop/", {}).status_code == 404
    item = new.amendment_items.last()
    undo = f"{here}undo/{item.pk}/"
    assert undo in desk.compiler.get(here).content.decode()
    assert "7 억원" in desk.compiler.get(undo).content.decode()
    assert desk.compiler.post(undo, {"reason": "되살림"}).status_code == 302
    assert desk.compiler.post(undo, {"reason": "또"}).status_code == 422
    assert undo not in desk.compiler.get(here).content.decode()
    Edition.objects.filter(pk=new.pk).update(status="PUBLISHED", published_at=clock.now(), published_by="x")
    further = plan.amend_edition(edition=Edition.objects.get(pk=new.pk), reason="재조정", by=SYSTEM)
    Edition.objects.filter(pk=further.pk).update(
        status="PUBLISHED", published_at=clock.now(), published_by="x"
    )
    public = client.get(f"{language}/plans/2028-3/changes/").content.decode()
    for text in ("재조정", "예산 조정", "사유 add-task", "되살림"):
        assert text in public

"""What people do on the pages, from the first click to the record."""

import io
import logging
import logging.config
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.identity import (
    PASSWORD,
    actor,
    make_administrator,
    make_grant,
    make_member,
    make_organisation,
    make_person,
    membership_of,
    signed_in,
)
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.logging import configure
from yunghap.identity import queries, service
from yunghap.identity.domain.notifications import preference_of, renew_calendar
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import (
    ApiClient,
    Deputy,
    Invitation,
    Notification,
    Organisation,
    PersonalAccess,
    User,
)
from yunghap.identity.roles import READ_MEMBERS

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def ministry_with_manager() -> tuple[Organisation, User, Client]:
    ministry = make_organisation()
    manager = make_member(ministry, Role.ORGANISATION_MANAGER)
    return ministry, manager, signed_in(manager)


# --- coming in ------------------------------------------------------------------------------------


def test_invited_person_follows_the_link_and_is_in() -> None:
    ministry, _manager, browser = ministry_with_manager()
    page = reverse("identity:invite", args=[ministry.pk])
    assert browser.get(page).status_code == 200
    answer = browser.post(
        page,
        {"email": "new@example.org", "name": "새 사람", "roles": [Role.MINISTRY_OFFICER], "reason": "발령"},
    )
    assert answer.status_code == 302
    (message,) = mail.outbox
    link, english = re.findall(r"http://testserver(/\S+)", message.body)
    assert english == f"/en{link}"
    assert f"invited to {ministry.name_on().english}" in message.body
    link = (english, link)
    guest = Client(HTTP_USER_AGENT="Firefox")
    assert "새 사람" in text_of(guest.get(link[1]))
    bad = guest.post(link[1], {"name": "새 사람", "password": PASSWORD, "again": "other"})
    assert bad.status_code == 422
    weak = guest.post(link[1], {"name": "새 사람", "password": "short", "again": "short"})
    assert weak.status_code == 422
    done = guest.post(link[1], {"name": "새 사람", "password": PASSWORD, "again": PASSWORD})
    assert done.headers["Location"] == "/account/"
    assert "부처 담당" in text_of(guest.get("/account/"))
    assert "Firefox" in text_of(guest.get("/account/sessions/"))
    assert Client().get(link[1]).status_code == 404


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What is logged in production meanwhile."""
    stream, config = io.StringIO(), configure("production")
    config["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(config)
    yield stream
    logging.config.dictConfig(configure(settings.PROFILE, level="WARNING"))


def test_what_lets_somebody_in_stands_in_no_log(logged: io.StringIO) -> None:
    ministry, manager, browser = ministry_with_manager()
    browser.post(
        reverse("identity:invite", args=[ministry.pk]),
        {"email": "new@example.org", "name": "새 사람", "reason": "발령"},
    )
    Client().post(reverse("account_reset_password"), {"email": manager.email})
    links = [re.search(r"http://testserver(/\S+)", message.body) for message in mail.outbox]
    secrets = [link[1].rstrip("/").rpartition("/")[2] for link in links if link]
    for link in filter(None, links):
        assert Client().post(link[1], {"name": ""}).status_code in {302, 422}
    secrets.append(renew_calendar(person=manager, by=actor(manager)))
    assert Client().get(reverse("identity:calendar", args=[secrets[-1]])).status_code == 200
    lines = logged.getvalue()
    assert lines.count("/invitations/…/") == 2  # that it was asked, and that it was refused
    assert [secret for secret in secrets if secret in lines] == []
    assert len(secrets) == 3


def test_invited_person_with_an_account_signs_in_and_confirms() -> None:
    ministry, _manager, browser = ministry_with_manager()
    person = make_person(email="known@example.org")
    browser.post(
        reverse("identity:invite", args=[ministry.pk]),
        {"email": person.email, "name": person.name, "reason": "발령"},
    )
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)
    assert link is not None
    assert "/account/login/?next=" in text_of(Client().get(link[1]))
    assert "/account/login/?next=" in text_of(browser.post(link[1]))
    known = signed_in(person)
    assert known.get(link[1]).status_code == 200
    assert known.post(link[1]).headers["Location"] == "/account/"
    assert queries.is_member(person.pk, ministry.pk)


def test_invitation_whose_inviter_lost_the_right_says_so() -> None:
    ministry, manager, browser = ministry_with_manager()
    person = make_person(email="known@example.org")
    browser.post(
        reverse("identity:invite", args=[ministry.pk]),
        {"email": person.email, "name": person.name, "reason": "발령"},
    )
    manager.grants.all().delete()
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)
    assert link is not None
    answer = signed_in(person).post(link[1], follow=True)
    assert "더 이상 권한이 없습니다" in text_of(answer)
    assert not queries.is_member(person.pk, ministry.pk)


def test_invitation_is_withdrawn_and_asked_again() -> None:
    ministry, _manager, browser = ministry_with_manager()
    page = reverse("identity:invite", args=[ministry.pk])
    values = {"email": "new@example.org", "name": "새 사람", "reason": "발령"}
    browser.post(page, values)
    assert "기다리고 있습니다" in text_of(browser.post(page, values))
    row = Invitation.objects.get()
    browser.post(reverse("identity:withdraw_invitation", args=[ministry.pk, row.pk]))
    assert browser.post(page, values).status_code == 302


def test_person_signs_in_with_the_password_and_sees_the_session() -> None:
    person = make_person(PASSWORD)
    browser = Client(HTTP_USER_AGENT="Firefox")
    wrong = browser.post("/account/login/", {"login": person.email, "password": "wrong"})
    assert wrong.status_code == 200
    answer = browser.post("/account/login/", {"login": person.email.upper(), "password": PASSWORD})
    assert answer.status_code == 302
    assert "Firefox" in text_of(browser.get("/account/sessions/"))


def test_sign_in_is_slowed_down_after_failures() -> None:
    person = make_person(PASSWORD)
    browser = Client()
    for _attempt in range(12):
        answer = browser.post("/account/login/", {"login": person.email, "password": "wrong"})
    answer = browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code != 302


def test_nobody_signs_up_by_themselves() -> None:
    Client().post("/account/signup/", {"email": "a@example.org", "password1": PASSWORD})
    assert not User.objects.exists()


def test_forgotten_password_is_reset_by_mail() -> None:
    person = make_person(PASSWORD)
    browser = Client()
    browser.post("/account/password/reset/", {"email": person.email})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body)
    assert link is not None
    form = browser.get(link[1], follow=True)
    target = form.redirect_chain[-1][0]
    fresh = "전혀 다른 새로운 문장이다"
    browser.post(target, {"password1": fresh, "password2": fresh})
    person.refresh_from_db()
    assert person.check_password(fresh)


def test_unknown_address_gets_the_same_answer() -> None:
    answers = [
        Client().post("/account/password/reset/", {"email": email}).headers["Location"]
        for email in (make_person(PASSWORD).email, "nobody@example.org")
    ]
    assert len(set(answers)) == 1


# --- the second factor ----------------------------------------------------------------------------


def test_officer_without_second_factor_is_sent_to_set_one_up(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    ministry = make_organisation()
    officer = make_member(ministry, Role.MINISTRY_OFFICER)
    browser = signed_in(officer)
    answer = browser.get("/notifications/")
    assert answer.headers["Location"] == "/account/two-factor/"
    for path in ("/account/", "/", "/organisations/", "/account/sessions/"):
        assert browser.get(path).status_code == 200, path
    Authenticator.objects.create(
        user=officer, type=Authenticator.Type.TOTP, data={"secret": "not a real one"}
    )
    assert browser.get("/notifications/").status_code == 200


def test_company_member_needs_no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    member = make_member(make_organisation(OrganisationKind.COMPANY), Role.COMPANY_MEMBER)
    assert signed_in(member).get("/notifications/").status_code == 200
    assert Client().get("/notifications/").status_code == 302


# --- my account -----------------------------------------------------------------------------------


def test_profile_is_saved_and_a_lost_race_is_told() -> None:
    person = make_person()
    browser = signed_in(person)
    values = {"name": "홍길순", "language": "en", "version": 1}
    assert browser.post("/account/", values).status_code == 302
    late = browser.post("/account/", {**values, "name": "홍"})
    assert late.status_code == 422
    person.refresh_from_db()
    assert person.name == "홍길순"


def test_account_shows_roles_of_ones_own_and_as_a_deputy() -> None:
    ministry = make_organisation()
    principal, deputy = make_member(ministry, Role.MINISTRY_APPROVER), make_member(ministry)
    signed_in(principal).post(
        reverse("identity:appoint_deputy", args=[ministry.pk]),
        {
            "principal": principal.pk,
            "deputy": deputy.pk,
            "starts_on": clock.today(),
            "ends_on": clock.today() + DAY,
            "reason": "출장",
        },
    )
    page = text_of(signed_in(deputy).get("/account/"))
    assert f"{principal.name} 대리" in page
    assert deputy.name in text_of(signed_in(principal).get("/account/"))


def test_person_switches_the_organisation_they_act_for() -> None:
    one, two = make_organisation(), make_organisation()
    person = make_member(two, person=make_member(one))
    browser = signed_in(person)
    assert browser.get("/organisation/").headers["Location"].endswith(f"{one.pk}/members/")
    browser.post("/account/acting/", {"organisation": two.pk})
    assert browser.get("/organisation/").headers["Location"].endswith(f"{two.pk}/members/")
    assert browser.get("/organisation/clients/").headers["Location"].endswith(f"{two.pk}/clients/")
    foreign = browser.post("/account/acting/", {"organisation": make_organisation().pk})
    assert foreign.status_code == 400
    nobody = signed_in(make_person())
    for path in ("/organisation/", "/organisation/clients/"):
        assert nobody.get(path).status_code == 200


def test_sessions_are_ended_one_by_one_and_all_at_once() -> None:
    person = make_person(PASSWORD)
    browsers = [Client() for _n in range(3)]
    for browser in browsers:
        browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
        browser.get("/account/")
    assert UserSession.objects.count() == 3
    second = UserSession.objects.get(session_key=browsers[1].session.session_key)
    assert browsers[0].post(f"/account/sessions/{second.pk}/end/").status_code == 302
    assert browsers[1].get("/account/").status_code == 302
    browsers[0].post("/account/sessions/")
    assert browsers[2].get("/account/").status_code == 302
    own = UserSession.objects.get()
    assert browsers[0].post(f"/account/sessions/{own.pk}/end/").headers["Location"] == "/"
    stranger = signed_in(make_person())
    assert stranger.post(f"/account/sessions/{own.pk}/end/").status_code == 404


def test_preferences_and_calendar_are_ones_own() -> None:
    person = make_person()
    browser = signed_in(person)
    assert browser.post("/account/preferences/", {"delivery": "PIGEON"}).status_code == 422
    browser.post("/account/preferences/", {"delivery": "DAILY"})
    assert preference_of(person).delivery == "DAILY"
    service.notify(
        to=person.pk,
        subject="제출 기한",
        text="내용",
        link="/plan/",
        due_on=clock.today() + DAY,
        by=SYSTEM,
    )
    service.notify(to=person.pk, subject="기한 없음", by=SYSTEM)
    service.notify(to=person.pk, subject="그냥 기한", due_on=clock.today(), by=SYSTEM)
    page = text_of(browser.post("/account/calendar/renew/"))
    link = re.search(r"http://testserver(/calendar/[^<\s]+\.ics)", page)
    assert link is not None
    book = Client().get(link[1])
    assert book.headers["Content-Type"].startswith("text/calendar")
    assert "제출 기한" in text_of(book)
    assert "기한 없음" not in text_of(book)
    browser.post("/account/calendar/close/")
    assert Client().get(link[1]).status_code == 404


# --- notifications --------------------------------------------------------------------------------


def test_notifications_are_read_followed_and_undone() -> None:
    person = make_person()
    browser = signed_in(person)
    service.notify(to=person.pk, subject="하나", link="/organisations/", by=SYSTEM)
    service.notify(to=person.pk, subject="둘", by=SYSTEM)
    one, two = Notification.objects.order_by("created_at", "pk")
    assert "하나" in text_of(browser.get("/notifications/?show=unread"))
    assert browser.post(f"/notifications/{one.pk}/follow/").headers["Location"] == "/organisations/"
    assert browser.post(f"/en/notifications/{one.pk}/follow/").headers["Location"] == "/en/organisations/"
    assert browser.post(f"/notifications/{two.pk}/follow/").headers["Location"] == "/notifications/"
    browser.post("/notifications/unread/", {"id": [one.pk, two.pk]})
    page = text_of(browser.post("/notifications/read/", follow=True))
    assert "2건을 읽음으로 표시했습니다" in page
    assert "/notifications/unread/" in page
    assert "하나" not in text_of(browser.get("/notifications/?show=unread"))
    browser.post("/notifications/unread/")
    assert Notification.objects.filter(read_at__isnull=True).count() == 2
    browser.post("/notifications/read/", {"id": one.pk})
    assert Notification.objects.filter(read_at__isnull=True).count() == 1
    browser.post("/notifications/read/", {"id": one.pk})


# --- inside an organisation -----------------------------------------------------------------------


def test_manager_gives_and_takes_back_a_role_and_ends_a_membership() -> None:
    ministry, manager, browser = ministry_with_manager()
    officer = make_member(ministry)
    page = reverse("identity:member", args=[ministry.pk, membership_of(officer).pk])
    today = clock.today()
    values = {"role": Role.MINISTRY_OFFICER, "starts_on": today, "reason": "발령"}
    assert browser.post(page, values).status_code == 302
    assert browser.post(page, values).status_code == 422
    grant = officer.grants.get()
    assert manager.name in text_of(browser.get(page))
    revoke = reverse("identity:revoke_role", args=[ministry.pk, grant.pk])
    assert browser.get(revoke).status_code == 200
    assert browser.post(revoke).status_code == 422
    assert browser.post(revoke, {"reason": "전보"}).status_code == 302
    assert browser.post(revoke, {"reason": "전보"}).status_code == 422
    assert queries.held_by(officer.pk) == frozenset()
    end = reverse("identity:end_membership", args=[ministry.pk, membership_of(officer).pk])
    assert browser.get(end).status_code == 200
    assert browser.post(end, {"on": today - DAY}).status_code == 422
    assert browser.post(end, {"on": today}).status_code == 302
    assert not queries.is_member(officer.pk, ministry.pk, today + DAY)
    own = reverse("identity:member", args=[ministry.pk, membership_of(manager).pk])
    assert "자신에게 역할을 부여할 수 없습니다" in text_of(browser.get(own))


def test_list_of_members_shows_addresses_to_managers_only_and_records_it() -> None:
    ministry, manager, browser = ministry_with_manager()
    officer = make_member(ministry, Role.MINISTRY_OFFICER)
    page = reverse("identity:members", args=[ministry.pk])
    assert officer.email in text_of(browser.get(page))
    row = PersonalAccess.objects.get()
    assert (row.actor_id, row.subject, row.fields) == (manager.pk, officer.pk, ["email", "name"])
    seen = text_of(signed_in(officer).get(page))
    assert manager.name in seen
    assert manager.email not in seen
    assert PersonalAccess.objects.count() == 1
    assert manager.name in text_of(signed_in(officer).get("/account/access/"))


def test_deputies_are_appointed_for_oneself_or_by_a_manager_and_ended() -> None:
    ministry, _manager, browser = ministry_with_manager()
    one, two = make_member(ministry), make_member(ministry)
    page = reverse("identity:appoint_deputy", args=[ministry.pk])
    values = {
        "principal": one.pk,
        "deputy": two.pk,
        "starts_on": clock.today(),
        "ends_on": clock.today(),
        "reason": "휴가",
    }
    assert signed_in(two).post(page, values).status_code == 422  # one cannot be chosen by another member
    assert browser.post(page, values).status_code == 302
    assert browser.post(page, values).status_code == 422
    assert two.name in text_of(browser.get(reverse("identity:members", args=[ministry.pk])))
    row = Deputy.objects.get()
    end = reverse("identity:end_deputy", args=[ministry.pk, row.pk])
    assert signed_in(make_member(ministry)).post(end).status_code == 404
    assert signed_in(two).post(end).status_code == 302
    assert browser.post(end).status_code == 409


def test_client_is_made_rotated_and_shut_out_on_the_pages() -> None:
    ministry, _manager, browser = ministry_with_manager()
    new = reverse("identity:create_client", args=[ministry.pk])
    assert browser.get(new).status_code == 200
    assert browser.post(new, {"name": "연계"}).status_code == 422
    made = browser.post(new, {"name": "연계", "scopes": [READ_MEMBERS]})
    client = ApiClient.objects.get()
    assert client.pk in text_of(made)
    assert "연계" in text_of(browser.get(reverse("identity:clients", args=[ministry.pk])))
    rotate = reverse("identity:rotate_secret", args=[ministry.pk, client.pk])
    assert browser.get(rotate).status_code == 200
    assert "client_secret" in text_of(browser.post(rotate))
    revoke = reverse("identity:revoke_client", args=[ministry.pk, client.pk])
    assert browser.get(revoke).status_code == 200
    assert browser.post(revoke).status_code == 302
    assert browser.post(revoke).status_code == 404


# --- administration -------------------------------------------------------------------------------


def test_administrator_creates_renames_and_merges_organisations() -> None:
    browser = signed_in(make_administrator())
    for long in ("가부", "나부"):
        values = {"long": long, "short": long, "english": "", "kind": "MINISTRY"}
        assert browser.post("/organisations/new/", values).status_code == 302
    assert browser.post("/organisations/new/", {**values, "registration_number": "1"}).status_code == 422
    one, two = (service.find_organisation(name) for name in ("가부", "나부"))
    assert one is not None
    assert two is not None
    today = clock.today()
    rename = reverse("identity:rename_organisation", args=[one.pk])
    assert browser.get(rename).status_code == 200
    values = {"long": "다부", "short": "다부", "on": today, "basis": "법", "version": one.version}
    assert browser.post(rename, values).status_code == 302
    assert browser.post(rename, values).status_code == 422
    assert browser.post(rename, {}).status_code == 422
    merge = {
        "kind": "MERGE",
        "predecessors": [one.pk],
        "successors": [two.pk],
        "on": today + DAY,
        "scope_ko": "전부",
    }
    preview = text_of(browser.post("/organisations/reorganise/", merge))
    assert "폐지됩니다" in preview
    assert service.get_organisation(one.pk).exists_on(today + DAY)
    assert browser.post("/organisations/reorganise/", {**merge, "confirmed": "1"}).status_code == 302
    assert not service.get_organisation(one.pk).exists_on(today + DAY)
    again = browser.post("/organisations/reorganise/", merge)
    assert again.status_code == 422
    page = text_of(Client().get(reverse("identity:organisation", args=[one.pk])))
    for expected in ("가부", "다부", "나부", "통합", "명칭 변경"):
        assert expected in page


def test_directory_answers_for_a_day_and_for_any_name() -> None:
    service.load_public_bodies(by=SYSTEM)
    browser = Client()
    assert "기후에너지환경부" in text_of(browser.get("/organisations/?on=2025-10-01"))
    old = text_of(browser.get("/organisations/?on=2023-01-01"))
    assert "기후에너지환경부" not in old
    assert "산업통상자원부" in old
    assert "산업통상자원부" in text_of(browser.get("/organisations/?q=지식경제&on=2023-01-01"))
    assert "Busan" in text_of(browser.get("/en/organisations/?kind=PROVINCE"))
    assert browser.get("/organisations/?kind=x&on=x").status_code == 200
    agency = service.find_organisation("KIAT")
    assert agency is not None
    assert agency.parent_id is not None
    assert "산업통상부" in text_of(browser.get(reverse("identity:organisation", args=[agency.pk])))
    assert "한국산업기술진흥원" in text_of(
        browser.get(reverse("identity:organisation", args=[agency.parent_id]))
    )
    assert browser.get("/organisations/nobody/").status_code == 404
    assert "새 기관" in text_of(signed_in(make_administrator()).get("/organisations/"))


def test_administrator_finds_and_suspends_people_and_is_recorded() -> None:
    administrator = make_administrator()
    browser, person = signed_in(administrator), make_person(name="홍길동")
    make_grant(make_member(make_organisation(), person=person), membership_of(person).organisation, "ANALYST")
    assert "홍길동" not in text_of(browser.get("/people/"))
    assert "홍길동" in text_of(browser.get("/people/?q=길동"))
    page = reverse("identity:person", args=[person.pk])
    assert "분석가" in text_of(browser.get(page))
    assert PersonalAccess.objects.filter(subject=person.pk).count() == 2
    suspend = reverse("identity:suspend_person", args=[person.pk])
    assert browser.get(suspend).status_code == 200
    assert browser.post(suspend).status_code == 422
    assert browser.post(suspend, {"reason": "조사"}).status_code == 302
    assert not User.objects.get(pk=person.pk).is_active
    assert "정지" in text_of(browser.get(page))
    assert browser.get(suspend).status_code == 200
    assert browser.post(suspend, {"reason": "끝"}).status_code == 302
    assert User.objects.get(pk=person.pk).is_active


def test_auditor_looks_up_who_saw_whose_data_and_is_recorded_too() -> None:
    ministry, manager, browser = ministry_with_manager()
    officer = make_member(ministry)
    browser.get(reverse("identity:members", args=[ministry.pk]))
    auditor = make_member(make_organisation(OrganisationKind.PLATFORM), Role.AUDITOR)
    desk = signed_in(auditor)
    assert "구성원 목록" not in text_of(desk.get("/audit/access/"))
    today = clock.today()
    found = text_of(
        desk.get(
            "/audit/access/",
            {"subject": officer.email, "actor": manager.pk, "since": today, "until": today},
        )
    )
    assert manager.name in found
    assert "구성원 목록" in found
    assert "전자우편 주소, 이름" in found
    assert PersonalAccess.objects.filter(actor_id=auditor.pk, subject=officer.pk).exists()
    assert "기록이 없습니다" in text_of(desk.get("/audit/access/?subject=nobody"))
    assert desk.get("/audit/access/?since=x").status_code == 200

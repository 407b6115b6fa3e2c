"""Telling people."""

import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tests.factories.identity import actor, make_person
from yunghap.core import clock, outbox
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput, NotAllowed
from yunghap.identity import jobs, service
from yunghap.identity.domain import notifications, people
from yunghap.identity.enums import Delivery
from yunghap.identity.models import Notification, User
from yunghap.plan.contracts import Message

pytestmark = pytest.mark.django_db


def tell(person: User, **values: object) -> Notification:
    fields: dict[str, object] = {"subject": Message(ko="제출 기한", en="Due date"), "by": SYSTEM, **values}
    (row,) = service.notify(to=person.pk, **fields)  # type: ignore[arg-type]
    return row


@pytest.mark.parametrize(
    ("text", "ko", "en"),
    [
        (_("Notifications"), "알림", "Notifications"),
        (Message(ko="가", en="A"), "가", "A"),
        (lambda: _("due %(day)s") % {"day": "x"}, "기한 x", "due x"),
        ("같은 말", "같은 말", "같은 말"),
    ],
)
def test_text_is_kept_in_both_languages(text: object, ko: str, en: str) -> None:
    row = tell(make_person(), subject=text, text=text)
    assert (row.subject_ko, row.subject_en, row.text_ko, row.text_en) == (ko, en, ko, en)


def test_notification_reaches_active_people_once() -> None:
    one, two, suspended = make_person(), make_person(), make_person()
    people.suspend_person(person=suspended, reason="x", by=SYSTEM)
    to = [one.pk, two.pk, one.pk, suspended.pk, "nobody"]
    rows = service.notify(to=to, subject="알림", link="/plan/", by=SYSTEM)
    assert {row.person_id for row in rows} == {one.pk, two.pk}
    assert str(rows[0]) == "알림"


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example/", "plan/"])
def test_link_away_from_the_site_is_refused(link: str) -> None:
    with pytest.raises(InvalidInput):
        tell(make_person(), link=link)


def test_mail_goes_out_once_in_the_readers_language() -> None:
    korean, english = make_person(), make_person(language="en")
    for person in (korean, english):
        tell(person, text=Message(ko="내용", en="Text"), link="/plan/", due_on=clock.today())
    outbox.dispatch_pending()
    assert not any(notifications.deliver(row.pk) for row in Notification.objects.all())
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    assert subjects == {korean.email: "제출 기한", english.email: "Due date"}
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert "/plan/" in bodies[korean.email]
    assert "/en/plan/" in bodies[english.email]
    assert "님께" in bodies[korean.email]


def test_mail_is_not_sent_to_who_does_not_want_it_or_is_gone() -> None:
    quiet, suspended = make_person(), make_person()
    notifications.change_delivery(person=quiet, delivery=Delivery.NONE, by=actor(quiet))
    row = tell(suspended)
    people.suspend_person(person=suspended, reason="x", by=SYSTEM)
    assert not notifications.deliver(tell(quiet).pk)
    assert not notifications.deliver(row.pk)
    assert not notifications.deliver("no such")
    assert mail.outbox == []


def test_digest_gathers_what_is_unread_once_a_day() -> None:
    person, idle = make_person(), make_person()
    for one in (person, idle):
        notifications.change_delivery(person=one, delivery=Delivery.DAILY, by=actor(one))
    tell(person)
    read = tell(person)
    tell(person)
    notifications.mark_read(person=person, ids=[read.pk])
    outbox.dispatch_pending()
    assert mail.outbox == []
    assert notifications.send_digests() == 1
    assert notifications.send_digests() == 0
    assert "2" in mail.outbox[0].subject
    later = clock.now() + timedelta(days=1)
    with clock.use(lambda: later):
        assert notifications.send_digests() == 0
        tell(person)
        assert notifications.send_digests() == 0  # one digest a day, asked again on the same day


def test_digest_that_the_mail_server_refuses_is_tried_again(settings: Any) -> None:
    person = make_person()
    notifications.change_delivery(person=person, delivery=Delivery.DAILY, by=actor(person))
    row = tell(person)
    with socket.socket() as taken:  # bound, not listening
        taken.bind(("127.0.0.1", 0))
        backend, settings.EMAIL_BACKEND = (
            settings.EMAIL_BACKEND,
            "django.core.mail.backends.smtp.EmailBackend",
        )
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        with pytest.raises(OSError, match="refused"):
            notifications.send_digests()
    row.refresh_from_db()
    assert row.emailed_at is None
    settings.EMAIL_BACKEND = backend
    assert notifications.send_digests() == 1


def test_no_mail_goes_out_within_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="within a transaction"):
        notifications.deliver(tell(make_person()).pk)
    assert mail.outbox == []


def test_digest_job_waits_for_the_morning() -> None:
    person = make_person()
    notifications.change_delivery(person=person, delivery=Delivery.DAILY, by=actor(person))
    tell(person)
    for hour, sent in ((22, 0), (23, 1)):  # 07:00 and 08:00 in Korea
        moment = datetime(2026, 3, 2, hour, 0, tzinfo=UTC)
        with clock.use(lambda moment=moment: moment):  # type: ignore[misc]
            jobs.send_digests.func()
        assert len(mail.outbox) == sent
    jobs.purge.func()


def test_reading_can_be_undone() -> None:
    person, other = make_person(), make_person()
    one, two, foreign = tell(person), tell(person), tell(other)
    assert set(notifications.mark_read(person=person)) == {one.pk, two.pk}
    assert notifications.mark_read(person=person, ids=[one.pk, foreign.pk]) == []
    assert notifications.mark_unread(person=person, ids=[one.pk, foreign.pk]) == 1
    assert Notification.objects.filter(read_at__isnull=True).count() == 2


def test_calendar_address_is_ones_own_and_can_be_renewed() -> None:
    person, other = make_person(), make_person()
    first = notifications.renew_calendar(person=person, by=actor(person))
    assert notifications.person_of_calendar(first) == person
    second = notifications.renew_calendar(person=person, by=actor(person))
    assert notifications.person_of_calendar(first) is None
    notifications.close_calendar(person=person, by=actor(person))
    assert notifications.person_of_calendar(second) is None
    for verb in (notifications.renew_calendar, notifications.close_calendar):
        with pytest.raises(NotAllowed):
            verb(person=person, by=actor(other))
    with pytest.raises(NotAllowed):
        notifications.change_delivery(person=person, delivery=Delivery.DAILY, by=actor(other))
    with pytest.raises(InvalidInput):
        notifications.change_delivery(person=person, delivery="PIGEON", by=actor(person))

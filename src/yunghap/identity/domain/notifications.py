"""Telling people: on the site, by e-mail at once or once a day, and in a calendar file."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock, outbox
from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput, NotAllowed
from yunghap.identity.enums import Delivery
from yunghap.identity.models import Notification, NotificationPreference, User
from yunghap.ledger.service import record

from .mailing import mail
from .tokens import new_token, token_hash

DIGEST_HOUR = 8
TOPIC = "identity.notification.created"


@runtime_checkable
class TwoLanguages(Protocol):
    """Text that brings both languages, such as `plan.contracts.Message`."""

    ko: str
    en: str


Text = str | TwoLanguages | Callable[[], object] | object


def in_language(text: Text, language: str) -> str:
    """The text in "ko" or "en".

    Takes a lazy translation, an object with `ko` and `en`, or a function that is called with the language
    active (for sentences with values in them).
    """
    if isinstance(text, TwoLanguages):
        return text.ko if language == "ko" else text.en
    with translation.override(language):
        return str(text() if callable(text) else text)


@transaction.atomic
def notify(
    *,
    to: str | Iterable[str],
    subject: Text,
    text: Text = "",
    link: str = "",
    due_on: date | None = None,
    by: Actor,
    at: datetime | None = None,
) -> list[Notification]:
    """Tell people (ids) something; e-mail follows through the outbox as each of them wants it.

    `link` is an address on this site, without language prefix. `due_on` puts it into their calendar. Suspended
    people and unknown ids are passed over.
    """
    if link and (not link.startswith("/") or link.startswith("//")):
        raise InvalidInput(_("A link must be an address on this site."))
    at = at or clock.now()
    wanted = {to} if isinstance(to, str) else set(to)
    if not wanted:
        return []
    people = User.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True)
    rows = [
        Notification(
            person_id=person,
            subject_ko=in_language(subject, "ko")[:200],
            subject_en=in_language(subject, "en")[:200],
            text_ko=in_language(text, "ko"),
            text_en=in_language(text, "en"),
            link=link,
            due_on=due_on,
            created_at=at,
        )
        for person in sorted(people)
    ]
    Notification.objects.bulk_create(rows)
    for row in rows:
        outbox.publish(
            topic=TOPIC,
            subject=f"person:{row.person_id}",
            payload={"notification": row.pk, "by": by.id},
            at=at,
        )
    return rows


@transaction.atomic
def mark_read(*, person: User, ids: Iterable[str] | None = None, at: datetime | None = None) -> list[str]:
    """Mark one's notifications (None: all) as read; returns which were unread, for undoing."""
    unread = Notification.objects.select_for_update().filter(person=person, read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    changed = list(unread.values_list("pk", flat=True))
    Notification.objects.filter(pk__in=changed).update(read_at=at or clock.now())
    return changed


@transaction.atomic
def mark_unread(*, person: User, ids: Iterable[str]) -> int:
    """The way back; returns how many changed."""
    return Notification.objects.filter(person=person, pk__in=list(ids), read_at__isnull=False).update(
        read_at=None
    )


def preference_of(person: User) -> NotificationPreference:
    """How the person wants e-mail; the default where they never said."""
    return NotificationPreference.objects.filter(person=person).first() or NotificationPreference(
        person=person
    )


@transaction.atomic
def change_delivery(*, person: User, delivery: str, by: Actor) -> None:
    """How one's own e-mail comes."""
    if by.id != person.pk:
        raise NotAllowed(_("You may not do this."))
    if delivery not in Delivery.values:
        raise InvalidInput(_("There is no such choice."))
    NotificationPreference.objects.update_or_create(person=person, defaults={"delivery": delivery})


@transaction.atomic
def renew_calendar(*, person: User, by: Actor, at: datetime | None = None) -> str:
    """A new secret for the address of one's calendar file; the old address stops working."""
    if by.id != person.pk:
        raise NotAllowed(_("You may not do this."))
    token = new_token()
    NotificationPreference.objects.update_or_create(
        person=person, defaults={"calendar_hash": token_hash(token)}
    )
    record(
        action="identity.calendar.renewed",
        subject=f"person:{person.pk}",
        by=by,
        at=at or clock.now(),
        details={},
    )
    return token


@transaction.atomic
def close_calendar(*, person: User, by: Actor) -> None:
    """Switch one's calendar file off."""
    if by.id != person.pk:
        raise NotAllowed(_("You may not do this."))
    NotificationPreference.objects.filter(person=person).update(calendar_hash=None)


def person_of_calendar(token: str) -> User | None:
    """Whose calendar that is, or None."""
    return User.objects.filter(preference__calendar_hash=token_hash(token), is_active=True).first()


def deliver(notification_id: str, at: datetime | None = None) -> bool:
    """Send one notification by e-mail if the person wants that at once and it was not sent; says whether it was.

    Sends first and marks then, outside of any transaction: a failure of either lets the outbox try again.
    """
    row = Notification.objects.select_related("person").filter(pk=notification_id).first()
    if row is None or row.emailed_at is not None or not row.person.is_active:
        return False
    if preference_of(row.person).delivery != Delivery.IMMEDIATE:
        return False
    _mail(row.person, [row])
    Notification.objects.filter(pk=row.pk).update(emailed_at=at or clock.now())
    return True


def is_digest_time() -> bool:
    """Digests go out from eight in the morning, in Korea."""
    return clock.now().astimezone(clock.SEOUL).hour >= DIGEST_HOUR


def send_digests(at: datetime | None = None) -> int:
    """Once a day: one e-mail to everybody who wants a digest and has news; returns how many were sent."""
    today, sent = clock.today(), 0
    waiting = NotificationPreference.objects.filter(delivery=Delivery.DAILY, person__is_active=True).exclude(
        last_digest_on=today
    )
    for preference in waiting.select_related("person"):
        mine = NotificationPreference.objects.filter(pk=preference.pk)
        if not mine.exclude(last_digest_on=today).update(last_digest_on=today):
            continue
        rows = list(
            Notification.objects.filter(
                person=preference.person, emailed_at__isnull=True, read_at__isnull=True
            ).order_by("created_at")[:200]
        )
        if not rows:
            continue
        try:
            _mail(preference.person, rows)
        except Exception:
            mine.update(last_digest_on=preference.last_digest_on)  # the next run tries again
            raise
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(emailed_at=at or clock.now())
        sent += 1
    return sent


def _mail(person: User, rows: list[Notification]) -> None:
    """One e-mail with the notifications, in the person's language."""
    with translation.override(person.language):
        items = [
            {
                "subject": row.subject_ko if person.language == "ko" else row.subject_en,
                "text": row.text_ko if person.language == "ko" else row.text_en,
                "url": address(row.link, person.language),
                "due_on": row.due_on,
            }
            for row in rows
        ]
        context = {
            "person": person,
            "items": items,
            "settings_url": address("/account/preferences/", person.language),
        }
        subject = render_to_string("identity/email/subject.txt", context).strip().replace("\n", " ")
        body = render_to_string("identity/email/body.txt", context)
        mail(subject, body, to=person.email)


def address(link: str, language: str) -> str:
    """The full address of a page of this site in a language; "" stays ""."""
    if not link:
        return ""
    prefix = "/en" if language == "en" else ""
    return f"{settings.SITE_URL}{prefix}{link}"

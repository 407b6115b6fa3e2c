"""The list of notifications, and the calendar file of what is due."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yunghap.core import clock
from yunghap.identity.domain import notifications as verbs
from yunghap.identity.models import Notification
from yunghap.identity.public import public_page

from .common import person_of

if TYPE_CHECKING:
    from icalendar import Timezone

# Days that stay in the calendar after they have passed.
KEPT = timedelta(days=92)


@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first."""
    rows = Notification.objects.filter(person=person_of(request)).order_by("-created_at", "-pk")
    unread_only = request.GET.get("show") == "unread"
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    korean = get_language() != "en"
    listed = [
        {
            "row": row,
            "subject": row.subject_ko if korean else row.subject_en,
            "text": row.text_ko if korean else row.text_en,
        }
        for row in page
    ]
    here = reverse("identity:notifications")
    tabs = [
        {"label": _("All"), "url": here, "current": not unread_only},
        {"label": _("Unread"), "url": f"{here}?show=unread", "current": unread_only},
    ]
    return render(request, "identity/notifications.html", {"page": page, "rows": listed, "tabs": tabs})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one (`id`) or all as read; can be undone."""
    person, wanted = person_of(request), request.POST.getlist("id")
    changed = verbs.mark_read(person=person, ids=wanted or None)
    request.session["read_notifications"] = changed
    if changed:
        text = ngettext("%(n)d marked as read.", "%(n)d marked as read.", len(changed)) % {"n": len(changed)}
        messages.success(request, text, extra_tags=f"undo:{reverse('identity:unread')}")
    return redirect("identity:notifications")


@require_POST
def unread(request: HttpRequest) -> HttpResponse:
    """Undo the last marking of this session, or mark one (`id`) as unread."""
    wanted = request.POST.getlist("id") or request.session.pop("read_notifications", [])
    verbs.mark_unread(person=person_of(request), ids=wanted)
    return redirect("identity:notifications")


@require_POST
def follow(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Open what a notification is about, and mark it as read."""
    row = get_object_or_404(Notification, pk=id, person=person_of(request))
    verbs.mark_read(person=person_of(request), ids=[row.pk])
    if not row.link:
        return redirect("identity:notifications")
    prefix = "/en" if get_language() == "en" else ""
    return redirect(f"{prefix}{row.link}")


@public_page
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """What is due, as iCalendar (RFC 5545); the secret in the address is the key, so no sign-in."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - seldom asked for, and eighty modules

    person = verbs.person_of_calendar(token)
    if person is None:
        raise Http404
    korean = person.language == "ko"
    book = Calendar()
    book.add("prodid", "-//Yunghap//Deadlines//KO" if korean else "-//Yunghap//Deadlines//EN")
    book.add("version", "2.0")
    with translation.override(person.language):
        name = _("Yunghap deadlines")
    book.add("name", name)  # RFC 7986
    book.add("x-wr-calname", name)  # what calendar programs read
    book.add_component(_seoul())
    due = Notification.objects.filter(person=person, due_on__gte=clock.today() - KEPT)
    for row in due.order_by("due_on", "pk"):
        event = Event()
        event.add("uid", f"{row.pk}@yunghap")
        event.add("dtstamp", row.created_at.astimezone(UTC))
        event.add("dtstart", row.due_on)
        event.add("transp", "TRANSPARENT")  # a day by which something is due is no day out of office
        event.add("summary", row.subject_ko if korean else row.subject_en)
        if text := row.text_ko if korean else row.text_en:
            event.add("description", text)
        if row.link:
            event.add("url", verbs.address(row.link, person.language))
        book.add_component(event)
    response = HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def _seoul() -> "Timezone":
    """Korean time: without it a calendar of nobody's deadlines would be empty, which the standard does not allow."""
    from icalendar import Timezone, TimezoneStandard  # noqa: PLC0415 - seldom asked for

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", str(clock.SEOUL))
    standard.add("dtstart", datetime(1988, 10, 9, 3))  # noqa: DTZ001 - local time, when summer time ended last
    standard.add("tzoffsetfrom", timedelta(hours=10))
    standard.add("tzoffsetto", timedelta(hours=9))
    standard.add("tzname", "KST")
    zone.add_component(standard)
    return zone

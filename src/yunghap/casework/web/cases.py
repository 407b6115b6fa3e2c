"""Cases: the list of those that exist for the reader, and a case on one page."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.casework import rules
from yunghap.casework.contracts import PaperInput, Standing
from yunghap.casework.domain import running
from yunghap.casework.domain.acting import answer_in_work
from yunghap.casework.domain.consultations import ask_bodies
from yunghap.casework.domain.filing import withdraw_case
from yunghap.casework.domain.kinds import kind_of
from yunghap.casework.domain.messages import write_message
from yunghap.casework.domain.money import commitment_of
from yunghap.casework.domain.papers import (
    add_paper,
    current_papers,
    earlier_versions,
    may_replace,
    read_paper,
)
from yunghap.casework.domain.requests import requests_of
from yunghap.casework.enums import CaseState, Opinion, Secrecy
from yunghap.casework.models import Case, Consultation, Letter
from yunghap.casework.queries.access import accessible_cases, standing_in
from yunghap.casework.queries.letters import letters_seen
from yunghap.casework.queries.lists import Filter
from yunghap.casework.queries.said import said_in
from yunghap.casework.queries.similar import is_open_to_comparison
from yunghap.casework.registry import all_kinds
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import NotAllowed, NotFound
from yunghap.core.gate import read_limited
from yunghap.core.posted import attempt
from yunghap.documents import service as documents
from yunghap.identity import service as identity
from yunghap.procedures import service as procedures

from .apply import answered
from .common import TONES, case_or_404, form_page, handled_case_or_404, own_case_or_404
from .forms import AnswerForm, AskForm, MessageForm, NoteForm, PaperForm, ReasonForm
from .letters import WAYS
from .objecting import objection_of_page
from .upkeep import steps_for

PER_PAGE = 30


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that exist for me: those that go on first, then the newest."""
    by = identity.actor_of(request)
    wanted = Filter(
        request.GET.get("q", "")[:200], request.GET.get("state", ""), request.GET.get("procedure", "")
    )
    rows = wanted.apply(accessible_cases(by)).order_by(
        F("ended_at").desc(nulls_first=True), "-created_at", "-id"
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    kinds = {kind.id: kind for kind in all_kinds()}
    context = {
        "page": page,
        "rows": [
            {"case": case, "kind": kinds.get(case.procedure), "tone": TONES[case.state]} for case in page
        ],
        "wanted": wanted,
        "states": CaseState.choices,
        "kinds": list(kinds.values()),
        "may_apply": identity.can(by, rules.APPLY),
    }
    return render(request, "casework/cases.html", context)


def _note_private_name(case: Case, standing: Standing, by: Actor) -> None:
    """The office reads the name of a citizen: that is kept, and they can look it up."""
    if standing.handler and case.representative and case.applicant.kind == identity.OrganisationKind.PERSON:
        identity.record_access(
            subjects=[case.representative], fields=["name"], purpose=_("Case of a private person"), by=by
        )


@require_safe
def case(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A case on one page: where it stands, by when who must act, what was said, what is in it."""
    row, standing, by = case_or_404(request, id)
    if row.state == CaseState.DRAFT:
        return redirect("casework:check", id=row.pk)
    kind = kind_of(row)
    seen = standing.may_see
    work = [item for item in running.work_of(row) if running.may_do(row, item, by)]
    papers = [] if row.erased_at else current_papers(row)
    earlier = earlier_versions(row)
    journal = procedures.history_of(row.instance) if row.instance else []
    answers = [
        (section, [one for one in given if one.field.secrecy in seen])
        for section, given in answered(kind, row, {paper.field: paper for paper in papers})
    ]
    _note_private_name(row, standing, by)
    context = {
        "case": row,
        "kind": kind,
        "variant": dict(kind.variants).get(row.variant),
        "standing": standing,
        "tone": TONES[row.state],
        "sections": [(section, given) for section, given in answers if given]
        if row.answers and Secrecy.CASE in seen
        else [],
        "papers": [
            {
                "paper": paper,
                "open": paper.secrecy in seen,
                "own": may_replace(paper, standing, by),
                "earlier": earlier.get(paper.pk, ()),
            }
            for paper in papers
        ],
        "messages_of_case": _messages(row, by),
        "consultations": row.consultations.select_related("organisation").prefetch_related(
            "organisation__names"
        )
        if not standing.auditor
        else [],
        "answerable": _answerable(row, by),
        "said": said_in(row, standing, journal),
        "decision": getattr(row, "decision", None),
        "earlier": row.earlier_decisions.all(),
        "upkeep": steps_for(row, by) if standing.handler else [],
        "supplement": running.asked_supplement(row) if standing.applicant or standing.handler else None,
        "support": commitment_of(row) if standing.handler or standing.applicant else None,
        "message_form": NoteForm() if standing.handler else MessageForm(),
        "work": work,
        "requests": requests_of(row, by),
        "deadlines": procedures.deadlines_of(row.instance) if row.instance and not standing.auditor else [],
        "letters": _letters(row, standing, by),
        "picture": _picture(row, journal) if not standing.auditor else "",
        "may_write_letter": standing.handler and row.ended_at is None,
        "may_write": (standing.handler or standing.applicant) and row.ended_at is None,
        "may_add": (standing.handler or standing.applicant or standing.consulted) and row.ended_at is None,
        "may_ask": standing.handler and row.state == CaseState.OPEN,
        "may_compare": is_open_to_comparison(row) and not standing.auditor,
        **objection_of_page(row, standing),
        "representative": identity.names_of_people({row.representative}).get(row.representative, "")
        if standing.applicant or standing.handler
        else "",
        "may_withdraw": standing.applicant and row.state == CaseState.OPEN,
    }
    return render(request, "casework/case.html", context)


def _picture(case: Case, journal: Sequence[procedures.HistoryEntry]) -> SafeString:
    """The procedure with the places where the case stands; work to be done is listed above it, with its links."""
    if not case.instance:
        return SafeString("")
    title = _("Where the case %(number)s stands") % {"number": case.number}
    drawn = procedures.draw_instance(case.instance, at=clock.now(), title=title, history=journal)
    return mark_safe(drawn)  # noqa: S308 - drawn by us


def _letters(case: Case, standing: Standing, by: Actor) -> list[tuple[Letter, str]]:
    """Those that the reader can open, and how each was served."""
    return [(one, str(WAYS.get(one.served_how, one.served_how))) for one in letters_seen(case, standing, by)]


def _messages(case: Case, by: Actor) -> list[object]:
    standing = standing_in(case, by)
    if not (standing.handler or standing.applicant):
        return []
    rows = case.messages.select_related("written_for")
    return list(rows if standing.handler else rows.filter(internal=False))


def _answerable(case: Case, by: Actor) -> set[str]:
    """Ids of open consultations that the reader may answer."""
    waiting = case.consultations.filter(state="ASKED")
    return {row.pk for row in waiting if identity.can(by, rules.ANSWER, organisation=row.organisation_id)}


@require_POST
def message(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Write to the other side of a case."""
    row, standing, by = case_or_404(request, id)
    if not (standing.handler or standing.applicant):
        raise Http404
    form = NoteForm(request.POST) if standing.handler else MessageForm(request.POST)
    made = attempt(
        form,
        lambda: write_message(
            case=row,
            text=form.cleaned_data["text"],
            internal=form.cleaned_data.get("internal", False),
            by=by,
        ),
    )
    if made is None:
        return form_page(
            request,
            form,
            case=row,
            title=_("Message"),
            verb=_("Send"),
            back=reverse("casework:case", args=[row.pk]),
        )
    messages.success(request, _("The note was kept.") if made.internal else _("The message was sent."))
    return redirect(reverse("casework:case", args=[row.pk]) + "#messages")


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Add a document to a case, or a new version of one (`?replaces=`)."""
    row, standing, by = case_or_404(request, id)
    if standing.auditor or standing.member:
        raise Http404
    before = row.papers.filter(pk=request.GET.get("replaces", "")).first()
    if before is not None and not may_replace(before, standing, by):
        raise Http404
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        initial={"title": before.title, "secrecy": before.secrecy} if before else None,
    )
    if request.method == "POST":
        made = attempt(
            form,
            lambda: add_paper(
                case=row,
                paper=PaperInput(
                    data=read_limited(form.cleaned_data["file"], documents.MAX_BYTES),
                    name=form.cleaned_data["file"].name,
                    title=form.cleaned_data["title"],
                    field=before.field if before else "",
                    secrecy=Secrecy(form.cleaned_data["secrecy"]),
                ),
                replaces=before,
                by=by,
            ),
        )
        if made is not None:
            messages.success(request, _("The document was added."))
            return redirect(reverse("casework:case", args=[row.pk]) + "#papers")
    return form_page(
        request,
        form,
        case=row,
        title=_("New version of “%(title)s”") % {"title": before.title} if before else _("Add a document"),
        verb=_("Add"),
        back=reverse("casework:case", args=[row.pk]),
    )


@require_safe
def paper(request: HttpRequest, id: str, paper: str) -> HttpResponse:  # noqa: A002
    """The bytes of a document, for who needs to see it."""
    row, _standing, by = case_or_404(request, id)
    found = row.papers.filter(pk=paper).first()
    if found is None:
        raise Http404
    try:
        data = read_paper(paper=found, by=by)
    except (NotAllowed, NotFound):
        raise Http404 from None
    if found.secrecy == Secrecy.PERSONAL:
        identity.record_access(
            subjects=[row.pk],  # whom the document names is not known by id: they are found through the case
            fields=["paper"],
            purpose=_("Document of a case"),
            by=by,
            download=True,
        )
    response = HttpResponse(data, content_type="application/octet-stream")
    header = content_disposition_header(as_attachment=True, filename=found.name)
    response["Content-Disposition"] = header or "attachment"
    return response


@require_safe
def deadline(request: HttpRequest, id: str, number: int) -> HttpResponse:  # noqa: A002
    """Why a deadline falls on its day: every day, counted or not, with the reason."""
    row, _standing, _by = case_or_404(request, id)
    if not row.instance:
        raise Http404
    found = next((one for one in procedures.deadlines_of(row.instance) if one.number == number), None)
    if found is None:
        raise Http404
    context = {
        "case": row,
        "deadline": found,
        "explained": procedures.explain_deadline(row.instance, number),
    }
    return render(request, "casework/deadline.html", context)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Take an application back."""
    row, by = own_case_or_404(request, id)
    if row.state != CaseState.OPEN:
        raise Http404
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST":
        done = attempt(
            form,
            lambda: withdraw_case(
                case=row, reason=form.cleaned_data["reason"], expected=form.cleaned_data["version"], by=by
            ),
        )
        if done is not None:
            messages.success(request, _("The application was withdrawn."))
            return redirect("casework:case", id=row.pk)
    return form_page(
        request,
        form,
        case=row,
        title=_("Withdraw this application?"),
        lead=_("The procedure ends here. You can file a new application at any time."),
        verb=_("Withdraw"),
        back=reverse("casework:case", args=[row.pk]),
        tone="danger",
    )


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Ask other bodies for their opinion."""
    row, by = handled_case_or_404(request, id)
    if row.state != CaseState.OPEN:
        raise Http404
    form = AskForm(request.POST or None, case=row)
    if request.method == "POST":
        bodies = [one for one in identity.ministries() if one.pk in request.POST.getlist("bodies")]
        asked = attempt(
            form,
            lambda: ask_bodies(
                case=row,
                bodies=bodies,
                question=form.cleaned_data["question"],
                due_on=form.cleaned_data["due_on"],
                by=by,
            ),
        )
        if asked is not None:
            messages.success(request, _("The bodies were asked."))
            return redirect(reverse("casework:case", args=[row.pk]) + "#consultations")
    return form_page(
        request,
        form,
        case=row,
        title=_("Ask for opinions"),
        lead=_("All bodies are asked at the same time, each answers for itself."),
        verb=_("Ask"),
        back=reverse("casework:case", args=[row.pk]),
    )


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Answer for the body that was asked."""
    by = identity.actor_of(request)
    row = Consultation.objects.select_related("case", "organisation").filter(pk=id).first()
    if row is None or not identity.can(by, rules.ANSWER, organisation=row.organisation_id):
        raise Http404
    form = AnswerForm(request.POST or None, consultation=row)
    if request.method == "POST":
        done = attempt(
            form,
            lambda: answer_in_work(
                consultation=row,
                opinion=Opinion(form.cleaned_data["opinion"]),
                reply=form.cleaned_data["reply"],
                expected=form.cleaned_data["version"],
                by=by,
            ),
        )
        if done is not None:
            messages.success(request, _("Your answer was sent."))
            return redirect("casework:case", id=row.case_id)
    return form_page(
        request,
        form,
        case=row.case,
        title=_("Opinion of %(body)s") % {"body": row.organisation.name_here},
        lead=row.question_here,
        verb=_("Answer"),
        back=reverse("casework:case", args=[row.case_id]),
    )

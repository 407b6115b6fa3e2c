"""Applying: which procedures there are, what each needs, and the guided application."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.casework import rules
from yunghap.casework.contracts import Kind, PaperInput
from yunghap.casework.domain.drafts import discard_draft, open_case, save_answers
from yunghap.casework.domain.filing import file_case
from yunghap.casework.domain.kinds import kind_of
from yunghap.casework.domain.papers import add_paper, current_papers, remove_paper
from yunghap.casework.domain.running import asked_supplement, hand_in_supplement, is_supplementing
from yunghap.casework.enums import CaseState, FieldKind
from yunghap.casework.forms import Field, Section, missing_fields
from yunghap.casework.models import Case, Paper
from yunghap.casework.registry import get_kind, grouped_kinds
from yunghap.casework.wording import readable
from yunghap.core.actors import Actor
from yunghap.core.errors import DomainError, InvalidInput, NotFound
from yunghap.core.gate import read_limited
from yunghap.core.posted import attempt, version_in
from yunghap.documents import service as documents
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation, OrganisationKind, public_page

from .common import form_page, own_case_or_404
from .forms import BeginForm, Questions, VersionForm

MYSELF = "myself"


@require_safe
@public_page
def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure one can apply for, by groups, in one sentence each."""
    return render(
        request,
        "casework/procedures.html",
        {"groups": grouped_kinds()},
    )


def _kind_or_404(id: str) -> Kind:  # noqa: A002
    try:
        return get_kind(id)
    except LookupError:
        raise Http404 from None


@require_safe
@public_page
def procedure(request: HttpRequest, kind: str) -> HttpResponse:
    """One procedure: what it is for, who decides, what is needed and why, on which articles it rests."""
    known = _kind_or_404(kind)
    handler = Organisation.objects.filter(key=known.handler).first()
    context = {
        "kind": known,
        "handler": handler,
        "applicants": [name for code, name in OrganisationKind.choices if code in known.applicants],
        "may_begin": not known.to_decisions
        and (not request.user.is_authenticated or bool(_choices(known, identity.actor_of(request)))),
        "questions": [field for field in known.form.fields() if field.required and field.when is None],
    }
    return render(request, "casework/procedure.html", context)


def _choices(kind: Kind, by: Actor) -> list[tuple[str, str]]:
    """In whose name the reader may begin: that of their organisations and, where citizens apply, their own. An office
    does not apply to itself, and an objection is begun from the decision.
    """
    if kind.to_decisions:
        return []
    where = identity.organisations_where(by, rules.APPLY) or ()
    found = [
        (one.pk, one.label())
        for one in identity.organisations()
        if one.pk in where and one.kind in kind.applicants and one.key != kind.handler
    ]
    if OrganisationKind.PERSON in kind.applicants and by.kind == "person":
        found.append((MYSELF, _("Myself, as a private person")))
    return found


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin an application."""
    known, by = _kind_or_404(kind), identity.actor_of(request)
    choices = _choices(known, by)
    if not choices:
        raise Http404
    form = BeginForm(request.POST or None, kind=known, applicants=choices)
    if request.method == "POST":
        case = attempt(
            form,
            lambda: open_case(
                kind=known.id,
                title=form.cleaned_data["title"],
                applicant=_applicant(form.cleaned_data["applicant"], by),
                variant=form.cleaned_data.get("variant", ""),
                by=by,
            ),
        )
        if case is not None:
            return redirect("casework:form", id=case.pk, section=known.form.sections[0].id)
    return form_page(
        request,
        form,
        title=known.name,
        lead=_("You can stop at any page and return; nothing is sent before you file."),
        verb=_("Begin"),
        back=reverse("casework:procedure", args=[known.id]),
    )


def _applicant(chosen: str, by: Actor) -> Organisation:
    return identity.become_citizen(by=by) if chosen == MYSELF else Organisation.objects.get(pk=chosen)


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """A question that is answered by a document, and the document given."""

    field: Field
    paper: Paper | None


def _draft_or_404(
    request: HttpRequest,
    id: str,  # noqa: A002
    *,
    or_supplement: bool = False,
) -> tuple[Case, Kind, Actor]:
    """A draft of the reader's organisation, or an application that is being supplemented."""
    case, by = own_case_or_404(request, id)
    if case.state != CaseState.DRAFT and not (or_supplement and is_supplementing(case)):
        raise Http404
    return case, kind_of(case), by


def _files(case: Case, section: Section) -> list[FileQuestion]:
    given = {paper.field: paper for paper in current_papers(case)}
    return [
        FileQuestion(field, given.get(field.id))
        for field in section.fields
        if field.kind is FieldKind.FILE and field.is_asked(case.answers)
    ]


@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, id: str, section: str) -> HttpResponse:  # noqa: A002
    """One page of the guided application. What is typed is saved as it is; what is missing is told at the
    end.
    """
    case, kind, by = _draft_or_404(request, id, or_supplement=True)
    sections = kind.form.sections
    number = next((n for n, one in enumerate(sections) if one.id == section), None)
    if number is None:
        raise Http404
    page = sections[number]
    asked = [field for field in page.fields if field.is_asked(case.answers)]
    known = {"title": case.title} | case.answers  # the title it was begun with, where the form asks for one
    questions = Questions(request.POST or None, questions=asked, answers=known)
    if request.method == "POST":
        saved = attempt(
            questions,
            lambda: save_answers(case=case, answers=questions.answers(), expected=version_in(request), by=by),
        )
        if saved is not None and _take_files(request, case, page, by):
            return _onward(request, case, kind, number)
    context = {
        "case": case,
        "kind": kind,
        "section": page,
        "form": questions,
        "files": _files(case, page),
        "steps": [*(one.title for one in sections), _("Check and file")],
        "current": number + 1,
        "before": sections[number - 1].id if number else None,
    }
    return render(request, "casework/form.html", context, status=422 if questions.errors else 200)


def _onward(request: HttpRequest, case: Case, kind: Kind, number: int) -> HttpResponse:
    """The next page; the same one again where answers just given ask more here; or the list of cases."""
    sections = kind.form.sections
    if "later" in request.POST:
        messages.success(request, _("Saved. You can go on whenever you like."))
        return redirect("casework:cases")
    here = sections[number]
    asked = {field.id for field in here.fields if field.is_asked(case.answers)}
    seen = set(request.POST.getlist("seen"))
    if asked - seen:
        return redirect("casework:form", id=case.pk, section=here.id)
    if number + 1 < len(sections):
        return redirect("casework:form", id=case.pk, section=sections[number + 1].id)
    return redirect("casework:check", id=case.pk)


def _take_files(request: HttpRequest, case: Case, section: Section, by: Actor) -> bool:
    """Keep the documents that came with the page; what cannot be taken is told and the rest is kept."""
    complete = True
    for question in _files(case, section):
        sent = request.FILES.get(f"file-{question.field.id}")
        if sent is None:
            continue
        try:
            data = read_limited(sent, documents.MAX_BYTES)
            paper = PaperInput(data=data, name=sent.name or "", field=question.field.id)
            add_paper(case=case, paper=paper, replaces=question.paper, by=by)
        except DomainError as error:
            messages.error(request, f"{question.field.label}: {error}")
            complete = False
    return complete


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Everything as it will be filed, with what is missing; and the filing."""
    case, kind, by = _draft_or_404(request, id, or_supplement=True)
    supplement = case.state != CaseState.DRAFT
    form = VersionForm(request.POST or None, initial={"version": case.version})
    if request.method == "POST" and form.is_valid():
        try:
            if supplement:
                hand_in_supplement(case=case, by=by)
                told = _("Your supplement was handed in.")
            else:
                file_case(case=case, expected=form.cleaned_data["version"], by=by)
                told = _("Your application was filed as %(number)s.") % {"number": case.number}
        except (InvalidInput, NotFound) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, told)
            return redirect("casework:case", id=case.pk)
    papers = {paper.field: paper for paper in current_papers(case)}
    missing = {field.id for field in missing_fields(kind.form, case.answers, frozenset(papers))}
    context = {
        "case": case,
        "kind": kind,
        "form": form,
        "sections": answered(kind, case, papers),
        "missing": missing,
        "supplement": supplement,
        "asked": asked_supplement(case) if supplement else None,
        "steps": [*(one.title for one in kind.form.sections), _("Check and file")],
        "current": len(kind.form.sections) + 1,
        "undone": {
            number
            for number, one in enumerate(kind.form.sections, 1)
            if any(field.id in missing for field in one.fields)
        },
    }
    return render(request, "casework/check.html", context)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer as people read it, or its document."""

    field: Field
    text: str
    paper: Paper | None


def answered(kind: Kind, case: Case, papers: dict[str, Paper]) -> list[tuple[Section, list[Answer]]]:
    """The questions that were asked, by section, with their answers."""
    return [
        (
            section,
            [
                Answer(field, readable(field, case.answers.get(field.id, "")), papers.get(field.id))
                for field in section.fields
                if field.is_asked(case.answers)
            ],
        )
        for section in kind.form.sections
    ]


@require_POST
def remove(request: HttpRequest, id: str, paper: str) -> HttpResponse:  # noqa: A002
    """Take a document out of a draft."""
    case, _kind, by = _draft_or_404(request, id)
    row = case.papers.filter(pk=paper).first()
    if row is None:
        raise Http404
    remove_paper(paper=row, by=by)
    messages.success(request, _("The document was taken out."))
    return redirect("casework:check", id=case.pk)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Throw a draft away."""
    case, _kind, by = _draft_or_404(request, id)
    form = VersionForm(request.POST or None, initial={"version": case.version})
    if request.method == "POST" and form.is_valid():
        discard_draft(case=case, by=by)
        messages.success(request, _("The draft was thrown away."))
        return redirect("casework:cases")
    return form_page(
        request,
        form,
        case=case,
        title=_("Throw this draft away?"),
        lead=_("Everything written and every document in it goes. This cannot be undone."),
        verb=_("Throw away"),
        back=reverse("casework:check", args=[case.pk]),
        tone="danger",
    )

"""The public register of decisions, certificates, and their verification."""

import json
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.casework.contracts import Laws
from yunghap.casework.domain.certificates import certificate_document, printed_certificate
from yunghap.casework.domain.kinds import kind_of
from yunghap.casework.models import Decision
from yunghap.casework.queries.register import (
    RegisterFilter,
    counts_by,
    kind_name,
    published_decisions,
    register_rows,
    register_table,
    variant_name,
    variants_in_register,
)
from yunghap.casework.queries.terms import days_off, last_day, lasting
from yunghap.core import clock
from yunghap.core.errors import InvalidInput, NotFound
from yunghap.core.gate import read_limited, safe_json
from yunghap.documents import service as documents
from yunghap.documents.blocks import Attached
from yunghap.identity.service import public_page
from yunghap.ledger.service import key_list, say_content, say_finding, status_list, verify_statement

PER_PAGE, FEED_LENGTH = 30, 50
LARGEST = 256 * 1024


def _wanted(request: HttpRequest) -> RegisterFilter:
    year = request.GET.get("year", "")
    return RegisterFilter(
        words=request.GET.get("q", "")[:200],
        kinds=tuple(kind[:80] for kind in request.GET.getlist("kind") if kind)[:20],
        variant=request.GET.get("variant", "")[:40],
        year=int(year) if year.isdecimal() and len(year) == 4 and int(year) else None,
        granted=bool(request.GET.get("granted")),
        in_force_on=clock.today() if request.GET.get("in_force") else None,
    )


@require_safe
@public_page
def register(request: HttpRequest) -> HttpResponse:
    """Every published decision, to be searched and narrowed."""
    wanted = _wanted(request)
    page = Paginator(wanted.apply(published_decisions()), PER_PAGE).get_page(request.GET.get("page"))
    deemed, off = lasting(list(page)), days_off()
    context = {
        "page": page,
        "rows": [
            {
                "decision": row,
                "kind": kind_name(row.kind),
                "variant": variant_name(row.case.procedure, row.case.variant),
                "lasting": row.pk in deemed,
                "last_day": last_day(row.ends_on, off) if row.ends_on else None,
            }
            for row in page
        ],
        "wanted": wanted,
        "kinds": [(code, kind_name(code), number) for code, number in counts_by("kind").items()],
        "narrowed": [kind_name(kind) for kind in wanted.kinds] if len(wanted.kinds) > 1 else [],
        "variants": variants_in_register(),
        "years": sorted(counts_by("decided_on__year"), reverse=True),
        "query": request.GET.urlencode(),
    }
    return render(request, "casework/register.html", context)


def _decision_or_404(number: str) -> Decision:
    found = published_decisions().filter(case__number=number).first()
    if found is None:
        raise Http404
    return found


def _standing(row: Decision, last: date | None, *, deemed: bool) -> str:
    """What a reader is told first of a decision that does not hold as it stands."""
    if row.revoked_on:
        return _("Revoked")
    if deemed:
        return _("Deemed to last")
    return _("Expired") if last is not None and last < clock.today() else ""


@require_safe
@public_page
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """One decision as everybody may read it: in published words, with conditions and term."""
    row = _decision_or_404(number)
    last = last_day(row.ends_on) if row.ends_on else None
    deemed = bool(lasting([row]))
    laws = kind_of(row.case).laws if deemed else Laws()
    context = {
        "decision": row,
        "case": row.case,
        "kind": kind_name(row.kind),
        "variant": variant_name(row.case.procedure, row.case.variant),
        "conditions": row.conditions.all(),
        "earlier": row.case.earlier_decisions.filter(published_at__isnull=False),
        "last_day": last,
        "lasting": deemed,
        "lasting_article": laws.cited(row.case.variant, row.case.answers).get("lasting") or "",
        "standing": _standing(row, last, deemed=deemed),
    }
    return render(request, "casework/decision.html", context)


@require_safe
@public_page
def certificate(request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG001
    """The signed certificate of a published decision, to be verified by anybody."""
    try:
        document = certificate_document(_decision_or_404(number))
    except NotFound:
        raise Http404 from None
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="certificate-{number}.json"'
    return response


@require_safe
@public_page
def printed(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate of a published decision as PDF, with the way to verify what was signed, which it carries."""
    verify_at = request.build_absolute_uri("/verify/")
    try:
        decision = _decision_or_404(number)
        signed = certificate_document(decision)
    except NotFound:
        raise Http404 from None
    document = printed_certificate(decision, signed, verify_at=verify_at)
    file = Attached(
        name=f"certificate-{number}.json",
        data=json.dumps(signed, ensure_ascii=False).encode(),
        media_type="application/json",
        about="서명된 확인서",
    )
    response = HttpResponse(documents.write_pdf(document, [file]), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{number}.pdf"'
    return response


@require_safe
@public_page
def open_data(request: HttpRequest, form: str) -> HttpResponse:
    """The register, narrowed as the page is, as CSV or JSON."""
    rows = _wanted(request).apply(published_decisions()).prefetch_related("conditions")
    if form == "csv":
        response = HttpResponse(
            documents.write_csv(register_table(rows)), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = 'attachment; filename="decisions.csv"'
        return response
    if form != "json":
        raise Http404
    return JsonResponse({"decisions": list(register_rows(rows))}, json_dumps_params={"ensure_ascii": False})


@require_safe
@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """The newest decisions as an Atom feed."""
    home = request.build_absolute_uri("/")
    atom = Atom1Feed(title=_("Decisions"), link=home, description="")
    for row in published_decisions().order_by("-published_at")[:FEED_LENGTH]:
        atom.add_item(
            title=row.case.title,
            link=request.build_absolute_uri(f"/decisions/{row.case.number}/"),
            description=row.summary,
            unique_id=f"urn:yunghap:decision:{row.pk}",
            pubdate=row.published_at,
            updateddate=row.published_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


@require_http_methods(["GET", "POST"])
@public_page
def verify(request: HttpRequest) -> HttpResponse:
    """Verify a certificate: its file is looked at, not kept."""
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            verdict = context["verdict"] = verify_statement(_sent(request))
            if verdict.keys and (verdict.valid or verdict.status == "revoked"):
                context["content"] = say_content(
                    str(verdict.payload.get("kind")), verdict.payload.get("content") or {}
                )
            context["as_of"] = parse_datetime(verdict.status_at or "")
            context["findings"] = [
                (say_finding(one.code), parse_datetime(one.about) or one.about) for one in verdict.findings
            ]
        except InvalidInput as error:
            context["error"] = str(error)
    return render(request, "casework/verify.html", context, status=422 if "error" in context else 200)


def _sent(request: HttpRequest) -> dict[str, Any]:
    sent = request.FILES.get("file")
    data = read_limited(sent, LARGEST) if sent is not None else request.POST.get("text", "").encode()
    if not data.strip():
        raise InvalidInput(_("Choose the file of a certificate, or paste its text."))
    value = safe_json(data, largest=LARGEST)
    if not isinstance(value, dict) or not {"type", "payload", "signatures"} <= set(value):
        raise InvalidInput(_("This is no signed document of this system."))
    return value


@require_safe
@public_page
def keys(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The public keys of this installation, for those who verify offline."""
    return _json_file(key_list(), "keys.json")


@require_safe
@public_page
def status(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The signed, dated list of every revoked statement, for those who verify offline."""
    return _json_file(status_list(), "status.json")


def _json_file(value: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(json.dumps(value, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

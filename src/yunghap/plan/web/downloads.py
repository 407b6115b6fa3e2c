"""An edition written out in every format."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yunghap.plan.exports.write import FORMATS, edition_file
from yunghap.plan.queries.edition import read_edition

from . import reads
from .public import find, page_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A format on the page."""

    code: str
    name: str
    description: object


OFFERS = (
    Offer(
        "hwpx", "HWPX", _("the plan as a Hangul document, with every number's source in a table at its end")
    ),
    Offer("pdf", "PDF", _("the same document, tagged for screen readers")),
    Offer("xlsx", "XLSX", _("facts, programmes and indicators as sheets")),
    Offer("csv", "CSV", _("one number a row")),
    Offer("json", "JSON", _("the complete edition, to be read by programs and imported again")),
    Offer("fiscal", "Fiscal Data Package", _("budget lines with column types, for open-spending tools")),
    Offer("stratml", "StratML Part 2", _("directions, tasks and indicators in the ISO 17469 schema")),
)


@login_not_required
def downloads(request: HttpRequest, edition: str) -> HttpResponse:
    """The formats of an edition."""
    return page_of(request, "downloads", find(request, edition), formats=OFFERS)


@login_not_required
def download(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    """One file; its name says the edition and the language."""
    ref = find(request, edition)
    known = FORMATS.get(code)
    if known is None:
        raise Http404
    language = "en" if get_language() == "en" else "ko"
    content = edition_file(read_edition(reads.row_of(ref)), code, language)
    response = HttpResponse(content, content_type=known.media_type)
    name = f"yunghap-plan-{ref.slug}-{language}{known.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

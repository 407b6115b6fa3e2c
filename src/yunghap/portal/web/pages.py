"""Public pages that belong to no pillar: home, help, about, accessibility, display settings, components."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.portal.summary import newest
from yunghap.portal.web import gallery
from yunghap.portal.work import desk_of

DISPLAYS = ("standard", "clear")
YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For everybody: what this is and where to start. For who is signed in: what waits, and where they work."""
    if request.user.is_authenticated:
        return render(request, "portal/desk.html", {"desk": desk_of(request), "summary": newest()})
    return render(request, "portal/home.html", {"summary": newest()})


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who runs this, on what, and where its numbers come from."""
    return render(request, "portal/about.html")


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to find, read, check and take away what is here."""
    return render(request, "portal/help.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/accessibility.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Choose how pages are shown; remembered in a cookie of this browser only."""
    if request.method != "POST":
        return render(request, "portal/display.html", {"back": request.headers.get("Referer", "")})
    chosen = request.POST.get("display", "")
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("portal:display")
    response = HttpResponseRedirect(back)
    if chosen in DISPLAYS:
        response.set_cookie(
            "display", chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return response


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component with its states, to look at; not in production."""
    if settings.PROFILE == "production":
        raise Http404
    form = gallery.SampleForm({"budget": "-3"} if "errors" in request.GET else None)
    page = Paginator(range(400), 20).get_page(request.GET.get("page", "4"))
    return render(
        request,
        "portal/components.html",
        {
            "form": form,
            "page": page,
            "rows": gallery.ROWS,
            "picture": gallery.PICTURE,
            "tabs": gallery.tabs(),
            "side": gallery.side(),
        },
    )

"""What a typed name stands for, said while it is typed (htmx)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yunghap.casework.naming import named


@require_safe
def look_up(request: HttpRequest, kind: str) -> HttpResponse:
    """The title of what the one value of the address names."""
    typed = str(next(iter(request.GET.values()), "")).strip()[:300]
    try:
        title = named(kind, typed) if typed else None
    except LookupError:
        raise Http404 from None
    return render(request, "casework/named.html", {"typed": typed, "title": title})

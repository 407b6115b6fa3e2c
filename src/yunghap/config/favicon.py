"""Where browsers look for a picture when what they show names none, such as a feed or a file."""

from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from yunghap.identity.public import public_page


@public_page
@require_safe
@cache_control(public=True, max_age=86400)
def favicon(request: HttpRequest) -> HttpResponseRedirect:  # noqa: ARG001
    """The mark of the pages."""
    return HttpResponseRedirect(static("yunghap/img/mark.svg"))

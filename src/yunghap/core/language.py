"""The language of an answer: what is said in it, and which one a program is answered in.

Pages have their language in the address (docs/adr/0041); programs have one address for all languages, and get the one
that their `Accept-Language` asks for.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header


def said(korean: str, english: str) -> str:
    """A name in the active language: Korean, which everything has, or English where there is one."""
    return english if english and translation.get_language() == "en" else korean


def accepted(header: str) -> str:
    """The language of this site that an `Accept-Language` likes best; the site's own where it names none of them."""
    for language, _weight in parse_accept_lang_header(header.lower()):
        if language == "*":
            break
        try:
            return translation.get_supported_language_variant(language)
        except LookupError:
            continue
    return str(settings.LANGUAGE_CODE)


class AcceptedLanguageMiddleware:
    """Answers programs in the language they ask for; stands after Django's middleware, which names it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(settings.FOR_PROGRAMS):
            translation.activate(accepted(request.headers.get("Accept-Language", "")))
        return self.get_response(request)

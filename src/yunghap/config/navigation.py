"""The main menu, and the way from a page to the same page in the other language."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Label, name of the page, beginnings of the addresses that mark the entry as current.
MENU = [
    (_("Plan"), "plan:latest", ("/plan/", "/plans/")),
    (_("Apply for a procedure"), "casework:procedures", ("/apply/",)),
    (_("Decisions"), "casework:register", ("/decisions/", "/verify/")),
    (_("Data"), "exchange:catalogue", ("/datasets/", "/showcases/", "/reviews/")),
    (_("Search"), "portal:search", ("/search/",)),
    (_("Help"), "portal:help", ("/help/",)),
    (_("About"), "portal:about", ("/about/",)),
]
# Pages of a person's own account, in the order of the menu beside them.
ACCOUNT = [
    (_("Overview"), "identity:account"),
    (_("Notifications"), "identity:notifications"),
    (_("Password"), "account_change_password"),
    (_("E-mail addresses"), "account_email"),
    (_("Two-step sign-in"), "mfa_index"),
    (_("Where I am signed in"), "usersessions_list"),
    (_("Other sign-ins"), "socialaccount_connections"),
]


@dataclass(frozen=True)
class Item:
    """An entry of a menu."""

    label: object
    url: str
    current: bool


def path_without_language(path: str) -> str:
    """`/en/plan/` and `/plan/` are the same page: `/plan/`."""
    return path[3:] if path.startswith("/en/") else path


def items(request: HttpRequest) -> list[Item]:
    """The menu entries that exist in this installation, the current one marked."""
    here = path_without_language(request.path)
    entries = []
    for label, name, beginnings in MENU:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        entries.append(Item(label, url, here.startswith(beginnings)))
    return entries


def account_items(request: HttpRequest) -> list[Item]:
    """The account pages that exist in this installation, the current one marked."""
    here = path_without_language(request.path)
    entries = []
    for label, name in ACCOUNT:
        if name == "socialaccount_connections" and not settings.OIDC:
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        bare = path_without_language(url)
        entries.append(
            Item(label, url, here == bare if name == "identity:account" else here.startswith(bare))
        )
    return entries


def address_in(language: str, address: str) -> str:
    """The same address in `language` ("ko" or "en"), its query kept; also for pages that do not exist."""
    translated = translate_url(address, language)
    if translated != address or language == get_language():
        return translated
    parts = urlsplit(address)
    bare = path_without_language(parts.path)
    path = f"/en{bare}" if language == "en" else bare
    return urlunsplit(parts._replace(path=path))

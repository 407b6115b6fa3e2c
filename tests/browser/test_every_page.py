"""Every page that links lead to, per role, language and width: axe, console, requests, width, no script."""

from collections import Counter, deque
from collections.abc import Callable
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Browser, Error

from tests.browser.conftest import AXE_NARROW, NARROW, WIDE, Site, Watched, axe_violations

NewPage = Callable[..., Watched]
# Of a route with many objects (programmes, indicators …) so many are opened, and so many judged by axe.
OPENED, JUDGED = 2, 1
NOT_PAGES = ("/static/", "/health", "/api/")
# Signing out ends the session of the crawl.
NOT_FOLLOWED = ("sign-out", "logout")
LINKS = "all => all.filter(a => !a.hasAttribute('download')).map(a => a.href)"


def route_of(path: str) -> str | None:
    """The pattern behind an address, so that two programmes count as the same kind of page."""
    bare = urlsplit(path).path
    language = "en" if bare.startswith("/en/") else "ko"
    with translation.override(language):
        try:
            return resolve(bare).route
        except Resolver404:
            return None


def links_of(watched: Watched) -> list[str]:
    """Addresses of this site that the open page links to, downloads left out."""
    found = (urldefrag(link).url for link in watched.page.eval_on_selector_all("a[href]", LINKS))
    inside = [
        link[len(watched.address) :]
        for link in dict.fromkeys(found)
        if link.startswith(watched.address + "/") and not any(word in link for word in NOT_FOLLOWED)
    ]
    return [link for link in inside if not link.startswith(NOT_PAGES)]


def open_page(watched: Watched, path: str) -> int | None:
    """The status of a page, or None where the address is no page but a file."""
    try:
        answer = watched.page.goto(watched.address + path)
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise
    assert answer is not None
    return answer.status if "text/html" in answer.headers.get("content-type", "") else None


def look(watched: Watched, path: str, *, judge: bool) -> list[str]:
    """What is wrong at both widths with the page that is open."""
    wrong = []
    if not watched.page.title().strip():
        wrong.append(f"{path}: no title")
    for size in (WIDE, NARROW):
        watched.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        width = watched.page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            wrong.append(f"{path}: {width} px wide in a window of {size['width']} px")
        if judge:
            wrong += axe_violations(watched.page, only=AXE_NARROW if size is NARROW else None)
    watched.page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    return wrong


def crawl(
    watched: Watched, start: str, *, known: frozenset[str] = frozenset(), judged: bool = True
) -> tuple[list[str], Counter[str], list[str]]:
    """Follow every link from `start`; returns what is wrong, the routes seen, and one address of each.

    Of the routes in `known` one page is opened, for its links alone.
    """
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    samples: list[str] = []
    queue = deque([start])
    met = {start}
    english = start.startswith("/en/")
    while queue:
        path = queue.popleft()
        route = route_of(path)
        if route is None:
            wrong.append(f"{path}: a link to nothing")
            continue
        if seen[route] >= (1 if route in known else OPENED) or path.startswith("/en/") != english:
            continue
        seen[route] += 1
        status = open_page(watched, path)
        if status is None:
            continue
        if status != 200:
            wrong.append(f"{path}: status {status}")
        fresh = [link for link in links_of(watched) if link not in met]
        met.update(fresh)
        queue.extend(fresh)
        if judged and route not in known:
            wrong += look(watched, path, judge=seen[route] <= JUDGED)
            if seen[route] == 1:
                samples.append(path)
    return wrong, seen, samples


def without_script(watched: Watched, paths: list[str]) -> list[str]:
    """The same pages without script: heading and content are there."""
    wrong = []
    for path in paths:
        watched.go(path)
        if watched.page.locator("h1").count() != 1:
            wrong.append(f"{path} without script: {watched.page.locator('h1').count()} main headings")
        if not watched.page.locator("main").inner_text().strip():
            wrong.append(f"{path} without script: empty")
    return wrong


@pytest.mark.parametrize("start", ["/", "/en/"])
def test_public_pages(new_page: NewPage, start: str) -> None:
    watched = new_page()
    wrong, seen, samples = crawl(watched, start)
    wrong += without_script(new_page(scripts=False), samples)
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= 5


@pytest.fixture(scope="session")
def public(browser: Browser, site: Site) -> frozenset[str]:
    """The routes that everybody may open; the home page is another one for each role."""
    context = browser.new_context(java_script_enabled=False)
    watched = Watched(context.new_page(), site.address)
    _wrong, seen, _samples = crawl(watched, "/", judged=False)
    context.close()
    return frozenset(seen) - {""}


# One person for each set of rights; the other demo people see what one of these sees.
PEOPLE = [
    "compiler",
    "officer",
    "approver",
    "agency",
    "auditor",
    "administrator",
    "company",
    "member",
    "provider",
]


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_of_a_role(new_page: NewPage, public: frozenset[str], person: str) -> None:
    """Both languages are crawled for the public; a role's own pages are crawled in Korean, and seen in English."""
    watched = new_page(person=person)
    wrong, seen, samples = crawl(watched, "/", known=public)
    wrong += without_script(new_page(scripts=False, person=person), samples)
    for path in samples:
        if (status := open_page(watched, f"/en{path}")) != 200:
            wrong.append(f"/en{path}: status {status}")
        wrong += look(watched, f"/en{path}", judge=False)
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= 5

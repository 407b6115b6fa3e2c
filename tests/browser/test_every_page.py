"""Every page that links lead to, per role, language and width: axe, console, requests, width, no script."""

from collections import Counter, deque
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation
from lxml import html

from tests.browser.conftest import AXE_NARROW, NARROW, WIDE, Watched, axe_violations

NewPage = Callable[..., Watched]
# Of a route with many objects (programmes, indicators …) so many are opened, and so many judged by axe.
OPENED, JUDGED = 2, 1
# Routes that the public crawl has looked at: for a role one of each is read for its links only.
PUBLIC: set[str] = set()
NOT_PAGES = ("/static/", "/health", "/api/")
# Signing out ends the session of the crawl.
NOT_FOLLOWED = ("sign-out", "logout")


def route_of(path: str) -> str | None:
    """The pattern behind an address, so that two programmes count as the same kind of page."""
    bare = urlsplit(path).path
    language = "en" if bare.startswith("/en/") else "ko"
    with translation.override(language):
        try:
            return resolve(bare).route
        except Resolver404:
            return None


def read(watched: Watched, path: str) -> list[str] | None:
    """Addresses of this site that the page links to, downloads left out; None where it is no page but a file."""
    answer = watched.page.request.get(watched.address + path)
    if "text/html" not in answer.headers.get("content-type", ""):
        return None
    found = []
    for anchor in html.document_fromstring(answer.text()).iterfind(".//a[@href]"):
        target = urldefrag(urljoin(watched.address + path, anchor.get("href"))).url
        inside = target.startswith(watched.address + "/") and anchor.get("download") is None
        if inside and not any(word in target for word in NOT_FOLLOWED):
            found.append(target[len(watched.address) :])
    return [link for link in dict.fromkeys(found) if not link.startswith(NOT_PAGES)]


def look(watched: Watched, path: str, *, judge: bool) -> list[str]:
    """What is wrong with one page at both widths."""
    wrong = []
    watched.page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    status = watched.go(path)
    if status != 200:
        wrong.append(f"{path}: status {status}")
    if not watched.page.title().strip():
        wrong.append(f"{path}: no title")
    for size in (WIDE, NARROW):
        watched.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        width = watched.page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            wrong.append(f"{path}: {width} px wide in a window of {size['width']} px")
        if judge:
            wrong += axe_violations(watched.page, only=AXE_NARROW if size is NARROW else None)
    return wrong


def crawl(
    watched: Watched, start: str, *, known_person: bool = False
) -> tuple[list[str], Counter[str], list[str]]:
    """Follow every link from `start`; returns what is wrong, the routes seen, and one address of each."""
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    samples: list[str] = []
    queue = deque([start])
    known = {start}
    language = "/en/" if start.startswith("/en/") else "/"
    while queue:
        path = queue.popleft()
        route = route_of(path)
        if route is None:
            wrong.append(f"{path}: a link to nothing")
            continue
        if seen[route] >= (1 if route in PUBLIC and known_person else OPENED) or (
            language == "/"
        ) == path.startswith("/en/"):
            continue
        links = read(watched, path)
        seen[route] += 1
        if links is None:
            continue
        if not (known_person and route in PUBLIC):
            wrong += look(watched, path, judge=seen[route] <= JUDGED)
            if seen[route] == 1:
                samples.append(path)
        fresh = [link for link in links if link not in known]
        known.update(fresh)
        queue.extend(fresh)
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
    PUBLIC.update(seen.keys() - {"", "en/"})  # the home page is another one for each role
    wrong += without_script(new_page(scripts=False), samples)
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= 5


# One person for each set of rights; the other demo people see what one of these sees.
PEOPLE = ["compiler", "officer", "approver", "agency", "auditor", "administrator", "company"]


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_of_a_role(new_page: NewPage, person: str) -> None:
    """Both languages are crawled for the public; a role's own pages are crawled in Korean, and seen in English."""
    watched = new_page(person=person)
    wrong, seen, samples = crawl(watched, "/", known_person=True)
    wrong += without_script(new_page(scripts=False, person=person), samples)
    for path in samples:
        wrong += look(watched, f"/en{path}", judge=False)
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= 5

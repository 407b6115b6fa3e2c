"""Every page that links lead to, per role, language and width: axe, console, requests, width, no script."""

from collections import Counter, deque
from collections.abc import Callable
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation

from tests.browser.conftest import NARROW, WIDE, Watched, axe_violations

NewPage = Callable[..., Watched]
# Of a route with many objects (programmes, indicators …) so many are opened, and so many judged by axe.
OPENED, JUDGED = 3, 1
NOT_PAGES = ("/static/", "/health", "/api/")


def route_of(path: str) -> str | None:
    """The pattern behind an address, so that two programmes count as the same kind of page."""
    bare = urlsplit(path).path
    language = "en" if bare.startswith("/en/") else "ko"
    with translation.override(language):
        try:
            return resolve(bare).route
        except Resolver404:
            return None


def links(watched: Watched) -> list[str]:
    """Addresses of this site that the page links to, downloads left out."""
    found = watched.page.evaluate(
        "[...document.querySelectorAll('a[href]:not([download])')].map((a) => a.href)"
    )
    inside = [
        urldefrag(url).url[len(watched.address) :] for url in found if url.startswith(watched.address + "/")
    ]
    return [path for path in dict.fromkeys(inside) if not path.startswith(NOT_PAGES)]


def is_page(watched: Watched, path: str) -> bool:
    """Whether the address gives HTML; files are fetched elsewhere."""
    answer = watched.page.request.head(watched.address + path)
    return "text/html" in answer.headers.get("content-type", "")


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
            wrong += axe_violations(watched.page)
    return wrong


def crawl(watched: Watched, start: str) -> tuple[list[str], Counter[str], list[str]]:
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
        if seen[route] >= OPENED or (language == "/") == path.startswith("/en/"):
            continue
        if not is_page(watched, path):
            continue
        seen[route] += 1
        if seen[route] == 1:
            samples.append(path)
        wrong += look(watched, path, judge=seen[route] <= JUDGED)
        fresh = [link for link in links(watched) if link not in known]
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
    wrong += without_script(new_page(scripts=False), samples)
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= 5

"""One Chromium and one server for all browser tests; they skip, by name, where Chromium is missing."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

from tests.browser import server

SCREENSHOTS = server.ROOT / "screenshots"
AXE = server.ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a narrow window can change.
AXE_NARROW = [
    "target-size",
    "scrollable-region-focusable",
    "button-name",
    "link-name",
    "aria-hidden-focus",
    "region",
]
PATIENCE = 90_000  # milliseconds; no verdict hangs on how busy the machine is
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 780}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, and say what is missing."""
    for item in items:
        if not item.path.is_relative_to(Path(__file__).parent):
            continue
        item.add_marker(pytest.mark.browser)
        if server.CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="needs Chromium (apt-get install chromium)"))


@dataclass
class Watched:
    """A page, and what went wrong on it: console errors, failed scripts, requests to other sites."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def attach(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(f"{message.type} on {self.page.url}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.troubles.append(f"off-site request from {self.page.url}: {request.url}")

    def go(self, path: str) -> int:
        """Open a path; returns the status."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        return answer.status


@dataclass(frozen=True)
class Site:
    """A running site with the demo data, and a one-time sign-in for each demo person."""

    address: str
    sign_ins: dict[str, str]
    states: dict[str, Any] = field(default_factory=dict)

    def state_of(self, browser: Browser, person: str) -> Any:
        """The cookies of somebody who has signed in; the one-time sign-in is used the first time."""
        if person not in self.states:
            context = browser.new_context()
            answer = context.new_page().goto(self.address + self.sign_ins[person])
            assert answer is not None
            assert answer.ok, answer.status
            self.states[person] = context.storage_state()
            context.close()
        return self.states[person]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site that all browser tests visit."""
    folder = tmp_path_factory.mktemp("site")
    environment = os.environ | {
        "YUNGHAP_PROFILE": "demo",
        "YUNGHAP_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "yunghap.config.settings",
        "PYTHONPATH": str(server.ROOT / "src"),
    }
    sign_ins = server.prepare(environment)
    with server.serving(folder, environment) as address:
        yield Site(address, sign_ins)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=server.CHROMIUM, args=server.CHROMIUM_ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[Callable[..., Watched]]:
    """A page in a fresh context, signed in as a demo `person` where one is named.

    What goes wrong on it (console, scripts, requests to other sites) fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    watched: list[Watched] = []

    def make(
        *, size: dict[str, int] = WIDE, scripts: bool = True, person: str = "", **options: Any
    ) -> Watched:
        if person:
            options["storage_state"] = site.state_of(browser, person)
        context = browser.new_context(viewport=size, java_script_enabled=scripts, locale="ko-KR", **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        one = Watched(context.new_page(), site.address)
        one.attach()
        watched.append(one)
        return one

    yield make
    troubles = [trouble for one in watched for trouble in one.troubles]
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


def axe_violations(page: Page, *, only: list[str] | None = None, within: str = "html") -> list[str]:
    """What axe finds in this page or part of it: WCAG 2.2 A and AA and its best practices, or the rules of `only`."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        # Through the debugger, so that the page's own Content-Security-Policy stays as it is.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """([only, within]) => axe.run(within, {runOnly: only, resultTypes: ["violations"], preload: false}).then((result) =>
            result.violations.map((v) => `${v.id}: ${v.help}: ` +
                v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")))""",
        [{"type": "rule", "values": only} if only else {"type": "tag", "values": AXE_TAGS}, within],
    )
    return [
        f"{page.url} at {page.viewport_size['width'] if page.viewport_size else '?'}: {text}"
        for text in found
    ]


@pytest.fixture
def page_for(new_page: Callable[..., Watched]) -> Callable[[str], Watched]:
    """`page_for("officer")`: a page of the demo person with that local part in their address."""

    def make(person: str) -> Watched:
        return new_page(person=person)

    return make


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)` fails on any violation; `within` names the part that is judged."""

    def check(page: Page, within: str = "html") -> None:
        found = axe_violations(page, within=within)
        assert not found, "\n".join(found)

    return check


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    """`screenshot(page, name)` keeps a picture of the whole page in screenshots/."""

    def take(page: Page, name: str) -> Path:
        SCREENSHOTS.mkdir(exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take

"""The frame around every page: header, menus, language, display, errors; with and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Watched

NewPage = Callable[..., Watched]


def test_language_switch_keeps_page_and_query(new_page: NewPage) -> None:
    watched = new_page()
    watched.go("/components/?page=7")
    watched.page.get_by_role("link", name="English").click()
    expect(watched.page).to_have_url(f"{watched.address}/en/components/?page=7")
    expect(watched.page.locator("html")).to_have_attribute("lang", "en")
    watched.page.get_by_role("link", name="한국어").click()
    expect(watched.page).to_have_url(f"{watched.address}/components/?page=7")
    expect(watched.page.locator("html")).to_have_attribute("lang", "ko")


def test_first_tab_skips_to_the_content(new_page: NewPage) -> None:
    watched = new_page()
    watched.go("/")
    watched.page.keyboard.press("Tab")
    expect(watched.page.get_by_role("link", name="본문 바로가기")).to_be_focused()
    watched.page.keyboard.press("Enter")
    expect(watched.page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_narrow_menu_opens_and_closes(new_page: NewPage, scripts: bool) -> None:
    watched = new_page(size=NARROW, scripts=scripts)
    watched.go("/")
    menu = watched.page.get_by_role("navigation", name="주 메뉴")
    expect(menu).to_be_hidden()
    watched.page.get_by_role("button", name="전체메뉴").click()
    expect(menu).to_be_visible()
    watched.page.get_by_role("button", name="메뉴 닫기").click()
    expect(menu).to_be_hidden()


def test_wide_menu_is_always_there(new_page: NewPage) -> None:
    watched = new_page(size=WIDE)
    watched.go("/about/")
    menu = watched.page.get_by_role("navigation", name="주 메뉴")
    expect(menu.get_by_role("link", name="이 사이트 소개")).to_have_attribute("aria-current", "true")
    expect(watched.page.get_by_role("button", name="전체메뉴")).to_be_hidden()


def test_clear_display_is_kept_and_has_contrast(new_page: NewPage, axe: Callable[[Page], None]) -> None:
    watched = new_page()
    watched.go("/display/")
    watched.page.get_by_label("선명하게").check()
    watched.page.get_by_role("button", name="저장").click()
    for path in ("/", "/components/?errors=1", "/help/"):
        watched.go(path)
        expect(watched.page.locator("html")).to_have_attribute("data-display", "clear")
        axe(watched.page)


def test_errors_are_named_and_lead_to_their_fields(new_page: NewPage, axe: Callable[[Page], None]) -> None:
    watched = new_page()
    watched.go("/en/components/?errors=1")
    summary = watched.page.get_by_role("alert").filter(has_text="Please check what you entered")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(watched.page.get_by_label("Name of the programme")).to_be_focused()
    axe(watched.page)


@pytest.mark.parametrize("language", ["", "/en"])
def test_missing_page_is_a_proper_page(new_page: NewPage, axe: Callable[[Page], None], language: str) -> None:
    watched = new_page()
    assert watched.go(f"{language}/no/such/page/") == 404
    axe(watched.page)
    # Chromium itself reports the status of the document.
    watched.troubles = [text for text in watched.troubles if "404" not in text]


def test_enlarged_to_400_percent_nothing_scrolls_sideways(new_page: NewPage) -> None:
    watched = new_page(size={"width": 320, "height": 256})
    for path in ("/", "/components/?errors=1", "/en/help/", "/en/accessibility/"):
        watched.go(path)
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_components_look(new_page: NewPage, screenshot: Callable[[Page, str], object]) -> None:
    for size in (WIDE, NARROW):
        watched = new_page(size=size)
        for language in ("", "/en"):
            watched.go(f"{language}/components/?errors=1")
            screenshot(watched.page, f"components{language.replace('/', '-')}-{size['width']}")


def test_account_menu_opens_and_closes(page_for: Callable[[str], Watched], axe: Callable[..., None]) -> None:
    watched = page_for("officer")
    watched.go("/")
    menu = watched.page.locator("details.dropdown")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    axe(watched.page, within="header")  # the open menu lies over what is below
    watched.page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    watched.page.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")

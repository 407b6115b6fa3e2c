"""An administrator draws a new version of a procedure in the page; the Content-Security-Policy stays as it is."""

from collections.abc import Callable

from tests.browser.conftest import NARROW, WIDE, Watched, axe_violations


def test_a_version_is_drawn_checked_and_kept(page_for: Callable[[str], Watched]) -> None:
    watched = page_for("administrator")
    page = watched.page
    assert watched.go("/desk/procedures/") == 200
    page.locator("main section", has_text="처분에 대한 이의신청").get_by_role("link").first.click()
    page.get_by_role("link", name="이 판으로 새 판 만들기").click()
    page.locator("[data-element-id=answer]").first.click()
    name = page.locator("[data-attribute=name]")
    assert name.input_value() == "이의신청 검토와 결정"
    assert page.locator("[data-attribute='y:role']").input_value() == "approver"
    assert page.locator(".bjs-powered-by").is_visible()
    for size in (WIDE, NARROW):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert not axe_violations(page)
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    page.locator("[data-attribute='y:deadline']").fill("nothing-such")
    name.fill("다시 살펴 결정")
    name.blur()
    page.locator("[data-do=check]").click()
    page.locator(".editor__verdict li", has_text="answer").first.wait_for()
    page.locator("[data-attribute='y:deadline']").fill("answer")
    name.click()
    page.locator("#id_label").fill("browser")
    page.locator("#id_effective_from").fill("2030-01-01")
    page.get_by_role("button", name="초안으로 저장").click()
    page.get_by_role("link", name="승인 요청").wait_for()
    assert "다시 살펴 결정" in page.locator("main").inner_text() + page.content()

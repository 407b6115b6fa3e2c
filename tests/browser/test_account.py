"""Whoever minds an account: password, authenticator app, recovery codes, passkey, addresses, signing in again."""

from collections.abc import Callable
from urllib.parse import urlparse

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from tests.browser.conftest import AXE_NARROW, NARROW, Site, Watched, axe_violations

NewPage = Callable[..., Watched]
PASSWORD = "융합-browser-1234"
PERSON = "head"  # whose pages no other browser test opens
LATIN = ("secret", "TOTP", "WebAuthn", "token", "MFA")


def judge(page: Page) -> None:
    """As it is, in Korean: axe, no sideways scroll, no English words; then the same page in English."""
    found = axe_violations(page)
    words = page.locator("main").inner_text()
    found += [f"{page.url}: the word {word}" for word in LATIN if word in words]
    korean = page.url
    path = urlparse(korean).path
    page.set_viewport_size(NARROW)
    found += axe_violations(page, only=AXE_NARROW)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{page.url}: scrolls sideways")
    page.goto(korean.replace(path, f"/en{path}", 1))
    found += axe_violations(page)
    page.goto(korean)
    assert not found, "\n".join(found)


def send(page: Page) -> None:
    """The main button of the page's form."""
    page.locator("main form").last.locator("button, input[type=submit]").last.click()
    page.wait_for_load_state()


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def open_gate(page: Page) -> None:
    """Say the password again where the page asks for it."""
    if "/reauthenticate/" in page.url:
        judge(page)
        page.locator("[name=password]").fill(PASSWORD)
        send(page)


def here(watched: Watched) -> Watched:
    """The site by its name: a passkey belongs to a name, never to an IP address."""
    watched.address = watched.address.replace("127.0.0.1", "localhost")
    return watched


def test_account_is_secured_and_signed_in_to(new_page: NewPage, site: Site) -> None:
    watched = here(new_page())
    page = watched.page
    watched.go(site.sign_ins[PERSON])
    watched.go("/account/password/set/")
    judge(page)
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill(PASSWORD)
    send(page)
    watched.go("/account/password/change/")
    judge(page)
    secret = add_authenticator(watched)
    add_passkey(watched)
    for path in ("/account/two-factor/", "/account/two-factor/totp/deactivate/", "/account/email/",
                 "/account/connections/", "/account/sessions/", "/account/logout/"):  # fmt: skip
        watched.go(path)
        open_gate(page)
        judge(page)
    sign_in(here(new_page()), secret)


def add_authenticator(watched: Watched) -> str:
    """An authenticator app with its recovery codes; its secret."""
    page = watched.page
    watched.go("/account/two-factor/totp/activate/")
    open_gate(page)
    judge(page)
    page.locator("[name=code]").fill("12")
    send(page)
    expect(page.locator("main")).to_contain_text("코드가 올바르지 않습니다.")
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(code_of(secret))
    send(page)
    watched.go("/account/two-factor/recovery-codes/")
    judge(page)
    watched.go("/account/two-factor/recovery-codes/generate/")
    judge(page)
    return secret


def add_passkey(watched: Watched) -> None:
    """A key of an authenticator that the browser pretends to have."""
    page = watched.page
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    watched.go("/account/two-factor/webauthn/add/")
    judge(page)
    page.locator("[name=name]").fill("노트북")
    with page.expect_navigation():
        page.locator("main form").last.locator("button").last.click()
    watched.go("/account/two-factor/webauthn/")
    expect(page.locator("main")).to_contain_text("노트북")
    judge(page)
    for part in ("edit", "remove"):
        watched.go("/account/two-factor/webauthn/")
        page.locator(f"main a[href*='/{part}/']").first.click()
        judge(page)


def sign_in(watched: Watched, secret: str) -> None:
    """From a browser that nobody knows: the wrong password, the right one, the second factor."""
    page = watched.page
    for path in ("/account/password/reset/", "/account/password/reset/done/", "/account/signup/",
                 "/account/password/reset/key/1-set-password/", "/account/confirm-email/",
                 "/account/connections/login/cancelled/", "/account/login/"):  # fmt: skip
        watched.go(path)
        judge(page)
    for password in ("아닌-비밀번호-1", PASSWORD):
        page.locator("[name=login]").fill(f"{PERSON}@demo.yunghap.example")
        page.locator("[name=password]").fill(password)
        page.get_by_role("button", name="로그인", exact=True).click()
        page.wait_for_load_state()
    judge(page)
    page.locator("[name=code]").fill(code_of(secret))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    assert "/account/" not in page.url

"""Browsers by the names people know."""

import pytest

from yunghap.identity.web.browsers import browser_name

BLINK = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36"
WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128 · Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {BLINK} Edg/136.0", "Edge 136 · Windows"),
        (f"Mozilla/5.0 (Linux; Android 15) {BLINK}", "Chrome 136 · Android"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {WEBKIT}", "Safari 18 · iOS"),
        ("Firefox/9", "Firefox 9"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("x" * 200, "x" * 90),
        ("", ""),
    ],
)
def test_browser_has_its_usual_name(agent: str, name: str) -> None:
    assert browser_name(agent) == name

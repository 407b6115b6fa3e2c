"""The language in which a program asks for sentences."""

import pytest

from yunghap.client import Exchange, ExchangeError


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "C.UTF-8"}, "ko"),
        ({}, "ko"),
    ],
)
def test_that_of_the_locale(monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert Exchange("https://data.example.kr").connection.language == language
    assert Exchange("https://data.example.kr", language="en").connection.language == "en"


@pytest.mark.parametrize(("language", "words"), [("ko", "연결할 수 없습니다"), ("en", "cannot be reached")])
def test_its_own_sentences(language: str, words: str) -> None:
    exchange = Exchange("http://127.0.0.1:9", language=language, client_id="x", secret="y")
    with pytest.raises(ExchangeError, match=words):
        exchange.search("x")

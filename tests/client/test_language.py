"""The language in which a program asks for sentences."""

import pytest
import urllib3

from yunghap.client import Exchange, ExchangeError
from yunghap.client.http import _why
from yunghap.client.sentences import said


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
    with pytest.raises(ExchangeError, match=words) as raised:
        exchange.search("x")
    assert "Error" not in str(raised.value)  # what went wrong, not what a library calls it


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (urllib3.exceptions.ReadTimeoutError(None, "", ""), "slow"),  # type: ignore[arg-type]
        (urllib3.exceptions.MaxRetryError(None, "", urllib3.exceptions.SSLError()), "certificate"),  # type: ignore[arg-type]
        (urllib3.exceptions.ProtocolError(), "broken"),
    ],
)
def test_what_went_wrong_has_words(error: Exception, key: str) -> None:
    assert _why(error) == key
    assert said(key, "ko") != said(key, "en")

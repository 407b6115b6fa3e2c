import pytest
from django.test import RequestFactory
from django.utils import translation

from yunghap.config import navigation


@pytest.mark.parametrize(
    ("language", "address", "expected"),
    [
        ("en", "/", "/en/"),
        ("en", "/about/?a=1&b=2", "/en/about/?a=1&b=2"),
        ("ko", "/about/", "/about/"),
        ("en", "/no/such/page/", "/en/no/such/page/"),
    ],
)
def test_address_in_from_a_korean_page(language: str, address: str, expected: str) -> None:
    with translation.override("ko"):
        assert navigation.address_in(language, address) == expected


@pytest.mark.parametrize(
    ("language", "address", "expected"),
    [
        ("ko", "/en/", "/"),
        ("ko", "/en/about/?q=%EC%9C%B5%ED%95%A9", "/about/?q=%EC%9C%B5%ED%95%A9"),
        ("en", "/en/about/", "/en/about/"),
        ("ko", "/en/no/such/page/", "/no/such/page/"),
    ],
)
def test_address_in_from_an_english_page(language: str, address: str, expected: str) -> None:
    with translation.override("en"):
        assert navigation.address_in(language, address) == expected


def test_items_mark_the_current_entry() -> None:
    request = RequestFactory().get("/about/")
    with translation.override("ko"):
        current = [item.url for item in navigation.items(request) if item.current]
    assert current == ["/about/"]

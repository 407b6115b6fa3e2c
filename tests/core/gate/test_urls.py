"""Addresses from outside."""

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import Allowed, check_url
from yunghap.core.gate.urls import resolve

PUBLIC = "203.104.153.1"


def answer(*addresses: str) -> Callable[[str, int], list[str]]:
    """A resolver that always gives these addresses."""
    return lambda _host, _port: list(addresses)


@pytest.fixture(autouse=True)
def _production(settings: Any) -> None:
    settings.ALLOWED_NETWORKS = []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001:0:1:2:3:4:80ff:fffe",
        "fec0::1",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "100::1",
    ],
)
def test_check_url_refuses_every_way_into_a_private_network(address: str) -> None:
    with pytest.raises(InvalidInput):
        check_url("https://example.kr/", resolver=answer(address))
    with pytest.raises(InvalidInput):
        check_url("https://example.kr/", resolver=answer(PUBLIC, address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(InvalidInput):
        check_url(f"https://{host}/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.kr",
        "ftp://example.kr/",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "javascript:alert(1)",
        "https://user@example.kr/",
        "https://user:pass@example.kr/",
        "https://example.kr\\@127.0.0.1/",
        "https://example.kr/ x",
        "https://exam\tple.kr/",
        "https://example.kr/\n",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://017700000001/",
        "https://127.1/",
        "https://①②⑦.⓪.⓪.①/",
        "https://example.kr:22/",
        "https://example.kr:0/",
        "https://example.kr:99999/",
        "https://[::1/",
        "https://-a.kr/",
        "https://a..kr/",
        "https://a_b.kr/",
        "https://" + "a" * 64 + ".kr/",
        "https://example.kr/" + "x" * 2_048,
        "https://xn--a.xn--/",
        "https://[::1%25eth0]/",
        "https://ex\u200bample.kr\u2028/",
        "https://" + "가" * 70 + ".kr/",
        "http://example.kr/",
    ],
)
def test_check_url_refuses_addresses_that_can_be_read_in_two_ways(url: str) -> None:
    with pytest.raises(InvalidInput):
        check_url(url, resolver=answer("127.0.0.1") if "①" in url else answer(PUBLIC))


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://example.kr/a?b=c#d", "example.kr", 443),
        ("https://EXAMPLE.kr:8443/", "example.kr", 8443),
        ("https://example.kr.", "example.kr.", 443),
        ("https://융합.한국/", "xn--os5bu3x.xn--3e0b707e", 443),
        ("https://203.104.153.1/", "203.104.153.1", 443),
        ("https://[2400:cb00::1]/", "2400:cb00::1", 443),
    ],
)
def test_check_url_gives_the_address_to_connect_to(url: str, host: str, port: int) -> None:
    checked = check_url(url, resolver=answer(PUBLIC))
    assert (checked.host, checked.port, checked.scheme, checked.url) == (host, port, "https", url)
    assert checked.address in {PUBLIC, "2400:cb00::1"}


def test_check_url_refuses_a_host_that_cannot_be_found() -> None:
    with pytest.raises(InvalidInput):
        check_url("https://example.kr/", resolver=answer())


def test_check_url_takes_plain_http_where_asked() -> None:
    assert check_url("http://example.kr/", schemes=("http", "https"), resolver=answer(PUBLIC)).port == 80


def test_check_url_lets_allowed_networks_through(settings: Any) -> None:
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8", "::1/128"]
    assert check_url("http://127.0.0.1:8000/").address == "127.0.0.1"
    assert check_url("http://[::1]:8000/").address == "::1"
    assert check_url("http://localhost:8000/", resolver=answer("::1", "127.0.0.1")).address == "::1"
    with pytest.raises(InvalidInput):
        check_url("http://localhost:8000/", resolver=answer("127.0.0.1", "10.0.0.1"))
    with pytest.raises(InvalidInput):
        check_url("https://10.0.0.1/")


@pytest.mark.parametrize(
    ("host", "address", "entries", "lets"),
    [
        ("db.example.kr", "10.1.2.3", ["db.example.kr"], True),
        ("DB.example.kr.", "10.1.2.3", [" db.Example.kr. ", ""], True),
        ("other.example.kr", "10.1.2.3", ["db.example.kr"], False),
        ("db.example.kr", "10.1.2.3", ["10.1.0.0/16"], True),
        ("db.example.kr", "::ffff:10.1.2.3", ["10.1.0.0/16"], True),
        ("db.example.kr", "10.2.2.3", ["10.1.0.0/16", "10.2.2.4"], False),
        ("db.example.kr", "fd12::3", ["fd12::/16"], True),
        # this machine and what a cloud tells of itself: by their own names only
        ("db.example.kr", "127.0.0.1", ["db.example.kr", "0.0.0.0/0"], False),
        ("db.example.kr", "::1", ["db.example.kr", "::/0"], False),
        ("db.example.kr", "::ffff:127.0.0.1", ["db.example.kr", "0.0.0.0/0", "::/0"], False),
        ("db.example.kr", "169.254.169.254", ["db.example.kr", "169.0.0.0/8"], False),
        ("db.example.kr", "fd00:ec2::254", ["db.example.kr", "fd00::/8"], False),
        ("db.example.kr", "127.0.0.1", ["127.0.0.1"], True),
        ("db.example.kr", "169.254.169.254", ["169.254.0.0/16"], True),
    ],
)
def test_what_an_operator_names_in_private_networks(
    host: str, address: str, entries: list[str], lets: bool
) -> None:
    named = Allowed.read(entries)
    if lets:
        assert check_url(f"https://{host}/", resolver=answer(address), allowed=named).host
    else:
        with pytest.raises(InvalidInput):
            check_url(f"https://{host}/", resolver=answer(address), allowed=named)
    with pytest.raises(InvalidInput):
        check_url(f"https://{host}/", resolver=answer(address))


@pytest.mark.parametrize("entry", ["10.1.2.3/8", "a b", "10.1.2.999", "db.example.kr:5432", "-a.kr"])
def test_an_entry_that_cannot_be_read_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match="no host"):
        Allowed.read([entry])


def test_resolve_gives_each_address_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (socket.AF_INET6, 1, 6, "", ("fe80::1%eth0", 80, 0, 0)),
        (socket.AF_INET, 1, 6, "", ("10.0.0.1", 80)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [*found, *found])
    assert resolve("example.kr", 80) == ["fe80::1", "10.0.0.1"]


@pytest.mark.parametrize("error", [OSError(), UnicodeError()])
def test_resolve_gives_nothing_for_an_unknown_host(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert resolve("example.kr", 80) == []


@given(
    st.text(max_size=60) | st.text("htps:/@[]%.①127\\?#x:", max_size=40).map(lambda tail: "https://" + tail)
)
def test_check_url_gives_a_public_address_or_a_clear_error(url: str) -> None:
    with suppress(InvalidInput):
        check_url(url, resolver=answer(PUBLIC))


def test_check_url_takes_a_resolver_that_does_not_answer_for_one_that_knows_nothing() -> None:
    def silent(_host: str, _port: int) -> list[str]:
        raise TimeoutError

    with pytest.raises(InvalidInput, match="찾을 수 없"):
        check_url("https://example.kr/", resolver=silent)

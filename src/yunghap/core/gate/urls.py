"""Addresses on the network that the server may be sent to."""

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.transactions import outside_transactions

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\\u0085\u00a0\u2028\u2029\ufeff]")
_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\.?"
)
# Not private by Python's reckoning, yet no place to send a request to.
_DENIED = [
    ipaddress.ip_network(text)
    for text in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "fec0::/10", "100::/64")
]
# IPv6 networks that carry an IPv4 address: network, bits to the right of that address.
_CARRIERS = [
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("64:ff9b:1::/48"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
]
_TEREDO = ipaddress.IPv6Network("2001::/32")
# This machine, its neighbours on the wire, and what clouds tell a machine of itself: a wider network that was allowed
# does not open them, nor does the name of a host.
_GUARDED = [
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "100.100.100.200/32",
        "::/127",
        "fe80::/10",
        "fd00:ec2::254/128",
    )
]


@dataclass(frozen=True, slots=True)
class CheckedUrl:
    """An address that was checked: connect to `address` and `port`, and send `host` as name (SNI and Host
    header).

    Resolving the name again would undo the check. Follow no redirect without checking its target.
    """

    url: str
    scheme: str
    host: str
    port: int
    address: str


def resolve(host: str, port: int, *, seconds: float = 10.0) -> list[str]:
    """All addresses of a host by the system's resolver; empty if there are none.

    Raises TimeoutError where it does not answer in time, which it has no limit for of its own.
    """
    found: list[str] = []

    def ask() -> None:
        with suppress(OSError, UnicodeError):
            told = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(item[4][0]).split("%")[0] for item in told))

    asking = threading.Thread(target=ask, daemon=True)
    with outside_transactions():
        asking.start()
        asking.join(seconds)
    if asking.is_alive():
        raise TimeoutError("the name is not resolved")
    return found


@dataclass(frozen=True, slots=True)
class Allowed:
    """Places in private networks that an operator names: `hosts` by name, in lower case, and `networks`."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @staticmethod
    def read(entries: Iterable[str]) -> "Allowed":
        """Names, addresses and networks ("db.example.kr", "10.1.2.3", "10.1.0.0/16"). ValueError names a bad one."""
        hosts: set[str] = set()
        networks: list[Network] = []
        for entry in filter(None, (one.strip().lower() for one in entries)):
            try:
                networks.append(ipaddress.ip_network(entry))
            except ValueError:
                if not _HOST.fullmatch(entry) or entry.rstrip(".").rpartition(".")[2].isdigit():
                    raise ValueError(f"{entry!r} is no host and no network") from None
                hosts.add(entry.rstrip("."))
        return Allowed(frozenset(hosts), tuple(networks))

    def lets(self, host: str, address: Address) -> bool:
        """Whether the address may be called as one of that host's."""
        guards = [network for network in _GUARDED if _in(address, network)]
        if not guards and (inner := _inner(address)) is not None:
            return self.lets(host, inner)
        if not guards and host.rstrip(".") in self.hosts:
            return True
        return any(
            _in(address, network) and all(network.subnet_of(guard) for guard in guards)  # type: ignore[arg-type]
            for network in self.networks
        )


def check_url(
    url: str,
    *,
    schemes: Sequence[str] = ("https",),
    resolver: Resolve = resolve,
    allowed: Allowed | None = None,
) -> CheckedUrl:
    """Check an address before the server calls it: scheme, host, port, and every address the name resolves
    to.

    Networks in `settings.ALLOWED_NETWORKS` (empty in production, the loopback elsewhere), and places `allowed` for this
    call, are let through, there also by plain http. Raises InvalidInput.
    """
    scheme, host, port = _parts(url)
    addresses = [ipaddress.ip_address(text) for text in _addresses(host, port, resolver)]
    if not addresses:
        raise _bad(_("its host cannot be found"))
    lists = [Allowed.read(settings.ALLOWED_NETWORKS), *([allowed] if allowed else [])]
    exempt = all(any(one.lets(host, address) for one in lists) for address in addresses)
    if not exempt and any(_is_denied(address) for address in addresses):
        raise _bad(_("it leads into a private network"))
    if scheme not in schemes and not (exempt and scheme == "http"):
        raise _bad(
            sentence(_("it must begin with %(schemes)s"), schemes=", ".join(f"{name}://" for name in schemes))
        )
    return CheckedUrl(url, scheme, host, port, str(addresses[0]))


def _bad(reason: object) -> InvalidInput:
    return InvalidInput(sentence(_("This address cannot be used: %(reason)s."), reason=reason))


def _parts(url: str) -> tuple[str, str, int]:
    """Scheme, host in lower-case ASCII, port."""
    if len(url) > 2_048 or _FORBIDDEN.search(url):
        raise _bad(_("it holds characters that do not belong there"))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad(_("it is not well-formed")) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _bad(_("it is not well-formed"))
    if "@" in parts.netloc:
        raise _bad(_("it holds a user name"))
    if port is None:
        port = 443 if parts.scheme == "https" else 80
    if port not in {80, 443} and port < 1024:
        raise _bad(_("its port is not allowed"))
    return parts.scheme, _host(parts.hostname), port


def _host(name: str) -> str:
    if ":" in name:  # an IPv6 address stood in brackets
        return name
    try:
        host = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        raise _bad(_("it is not well-formed")) from None
    if not _HOST.fullmatch(host):
        raise _bad(_("it is not well-formed"))
    return host.lower()


def _addresses(host: str, port: int, resolver: Resolve) -> Sequence[str]:
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        # 2130706433, 0x7f.1, 017700000001: numbers that resolvers read as addresses, and people do not
        if re.search(r"(^|\.)(0x[0-9a-f]*|[0-9]+)\.?$", host):
            raise _bad(_("it is not well-formed")) from None
        try:
            return resolver(host, port)
        except TimeoutError:
            return []


def _in(address: Address, network: Network) -> bool:
    return address.version == network.version and address in network


def _is_denied(address: Address) -> bool:
    inner = _inner(address)
    if inner is not None and inner != address and _is_denied(inner):
        return True
    return (
        not address.is_global
        or address.is_multicast
        or address.is_reserved
        or any(_in(address, network) for network in _DENIED)
    )


def _inner(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 address carries."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _TEREDO:
        return ipaddress.IPv4Address(~int(address) & 0xFFFFFFFF)
    for network, right in _CARRIERS:
        if address in network:
            return ipaddress.IPv4Address(int(address) >> right & 0xFFFFFFFF)
    return None

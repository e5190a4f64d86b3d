"""Which addresses on the network may be fetched: http and https, on public addresses only.

Belongs here: judging a URL and resolving its host. Stays out: fetching (`web`).
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class ForbiddenAddressError(ValueError):
    """A URL that must not be fetched; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: `address` is the one resolved and judged, and the one to connect to."""

    scheme: str
    host: str
    port: int
    address: str


def resolve(url: str, private: bool = False) -> Target:
    """Return the target of a URL; `private` also lets addresses of the own machine and network through.

    Every address that the name resolves to must be public. Raises ForbiddenAddressError.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError as error:
        raise ForbiddenAddressError(f"{url}: it is no URL ({error}); check it") from error
    if parts.scheme not in PORTS or not host:
        raise ForbiddenAddressError(f"{url}: only http and https addresses are fetched; give one of these")
    if parts.username or parts.password:
        raise ForbiddenAddressError(f"{url}: a URL with a user name is not fetched; leave it out")
    wanted = port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(host, wanted, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ForbiddenAddressError(f"{url}: the host {host!r} is not known ({error}); check the name") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not private and not is_public(ipaddress.ip_address(address.partition("%")[0])):
            told = "its address" if address == host else f"its address, {address},"
            raise ForbiddenAddressError(f"{url}: {told} is not public; only public sites are fetched")
    return Target(parts.scheme, host, wanted, addresses[0])


def is_public(address: Address) -> bool:
    """Tell whether an address, and the one that it may wrap, belongs to the public network."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if wrapped and not is_public(wrapped):
            return False
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved

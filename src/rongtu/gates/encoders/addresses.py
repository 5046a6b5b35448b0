"""Where a request may go: a host's addresses, looked up once, and refused where they are not of the public network."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult

from rongtu.gates.encoders.protocol import EncoderError

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Place:
    """A host and the address it was found at; whatever its name means later, requests go to that address."""

    scheme: str
    host: str
    port: int
    address: str


def resolve(url: SplitResult, *, trusted: bool) -> Place:
    """The place of an address, found now; EncoderError where there is none, or one that is not public.

    Where any of a host's addresses is private, loopback or otherwise of no public network, none of them is used unless
    the endpoint is `trusted`: a name may be made to lead into the network this machine stands in.
    """
    host, port = url.hostname or "", url.port or PORTS[url.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise EncoderError(f"The encoder's host {host} cannot be found.", retry=True) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not trusted and not all(map(is_public, addresses)):
        raise EncoderError(
            f"The encoder's host {host} stands at a private address. Only an administrator may send texts there: by "
            f"RONGTU_ENCODER_TRUSTED=1."
        )
    return Place(url.scheme, host, port, addresses[0])


def is_public(address: str) -> bool:
    """Whether an address is of the public network, also where it wraps one of the older protocol."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            found = inner
        elif found in NAT64:
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.is_global and not found.is_multicast


NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses that stand for one of the older protocol in their last 32 bits (RFC 6052)."""


class Connection(http.client.HTTPConnection):
    """A connection that goes to a place's address; the host's certificate is still asked for by its name."""

    def __init__(self, place: Place, timeout: float) -> None:
        super().__init__(place.host, place.port, timeout=timeout)
        self._place = place
        self._secure = ssl.create_default_context() if place.scheme == "https" else None
        self._reached: socket.socket | None = None

    def connect(self) -> None:
        """Go to the address found before, and see that whoever is there is the host."""
        self._reached = socket.create_connection((self._place.address, self._place.port), self.timeout)
        if self._secure is not None:
            self._reached = self._secure.wrap_socket(self._reached, server_hostname=self._place.host)
        self.sock: Any = self._reached

    def cut(self) -> None:
        """End it from another thread: whoever reads meets the end, also of an answer that goes on by itself."""
        if self._reached is not None:
            with suppress(OSError):
                self._reached.shutdown(socket.SHUT_RDWR)

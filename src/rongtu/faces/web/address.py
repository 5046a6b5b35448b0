"""The address the pages are served at: a socket on this machine and on no other."""

from __future__ import annotations

import errno
import socket

from rongtu.vocab.problems import DependencyError, InputError

HOST, PORT = "127.0.0.1", 8765

OWN = ("127.0.0.1", "localhost", "::1")


def bind(host: str, port: int) -> socket.socket:
    """A socket on this machine; InputError for any other host, DependencyError where the port is taken."""
    if host not in OWN:
        rule = f"the pages are served on this machine only: {', '.join(OWN)}"
        why = "Whoever reaches them reads as the administrator of this installation: there is no login yet."
        raise InputError.single("--host", rule, host, why)
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((HOST if host == "localhost" else host, port))
    except OSError as error:
        opened.close()
        if error.errno == errno.EADDRINUSE:
            raise DependencyError(
                f"Port {port} is taken, perhaps by another `rongtu serve`. Choose one: rongtu serve --port {port + 1}."
            ) from error
        raise DependencyError(f"Port {port} of {host} cannot be opened: {error.strerror}.") from error
    return opened

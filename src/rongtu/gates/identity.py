"""Identity: who sits at this machine, as the operating system knows it."""

from __future__ import annotations

import os
import pwd


def local_account() -> str:
    """Name of the operating system account this process runs for, or its number where it has no name."""
    uid = os.getuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid{uid}"

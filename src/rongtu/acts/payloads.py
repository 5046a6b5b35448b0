"""Payloads: what commands were asked, encrypted with AES-256-GCM under a person's key (NIST SP 800-38D)."""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import TYPE_CHECKING
from uuid import UUID

from rongtu.vocab.problems import DependencyError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def seal_payload(key: bytes, entry: UUID, told: bytes) -> str:
    """`told` as base64 of a nonce and its encryption, bound to the audit entry it belongs to."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.b64encode(nonce + _cipher(key).encrypt(nonce, told, entry.bytes)).decode()


def open_payload(key: bytes, entry: UUID, body: str) -> bytes:
    """What was sealed for that entry. Raises DependencyError where body, entry and key do not belong together."""
    from cryptography.exceptions import InvalidTag

    try:
        sealed = base64.b64decode(body, validate=True)
        return _cipher(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], entry.bytes)
    except (InvalidTag, ValueError) as error:
        raise DependencyError(
            f"The payload kept for audit entry {entry} is not what was sealed; rongtu audit verify says more."
        ) from error


def keyed_digest(key: bytes, digest: str) -> str:
    """HMAC-SHA-256 of a digest: tells equal requests apart from others, and nothing once the key is destroyed."""
    return hmac.digest(key, digest.encode(), "sha256").hex()


def _cipher(key: bytes) -> AESGCM:
    # loaded when first needed: queries, which need none of it, start sooner
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)

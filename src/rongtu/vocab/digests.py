"""Hash algorithms the audit may be sealed with: SHA-256 (FIPS 180-4) and SM3 (GB/T 32905-2016)."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from rongtu.vocab.problems import DependencyError


class HashAlgorithm(StrEnum):
    """A hash algorithm, by the name hashlib knows it under."""

    SHA256 = "sha256"
    SM3 = "sm3"


def hexdigest(algorithm: HashAlgorithm, content: bytes) -> str:
    """The digest of `content` in hexadecimal. Raises DependencyError where this machine cannot compute it."""
    try:
        return hashlib.new(algorithm.value, content).hexdigest()
    except ValueError as error:
        raise DependencyError(
            f"This Python's OpenSSL does not compute {algorithm.value}. Use one that does, or set RONGTU_HASH="
            f"{HashAlgorithm.SHA256.value}; what is sealed with {algorithm.value} can be verified only where it does."
        ) from error

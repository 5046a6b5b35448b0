"""Office files with the same bytes for the same content: their zip carries no time of writing."""

from __future__ import annotations

import io
import zipfile

OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip can name."""


def without_times(content: bytes) -> bytes:
    """The same archive, its entries in the same order, each dated with the oldest moment there is."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fresh = zipfile.ZipInfo(entry.filename, OLDEST)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            fresh.external_attr = 0o600 << 16
            fresh.create_system = 0
            new.writestr(fresh, old.read(entry))
    return out.getvalue()

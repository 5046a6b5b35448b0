"""What the program is put together from: the one place that knows which implementation stands behind a protocol."""

from __future__ import annotations

from rongtu.facts.store.server import Store, open_store
from rongtu.settings import Settings, read_settings


def store(settings: Settings | None = None) -> Store:
    """The store of these settings, or of the environment's; nothing is started yet."""
    return open_store(settings or read_settings())

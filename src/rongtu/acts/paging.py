"""Paging by key: how every list of codes is cut into pages, whatever it lists."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Model


class PageRequest(Model):
    """A page of a list ordered by code: what comes after `after`, at most `most` rows."""

    after: str = Field(default="", max_length=200, description="show what comes after this code")
    most: int = Field(default=50, ge=1, le=1_000, description="rows on a page")

"""What comes of posting a need, told at once: the command's bare answer, and what is found for the need by words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rongtu.acts.models import Model
from rongtu.desks.transfer.need_answers import NeedsFound
from rongtu.desks.transfer.need_drafts import NeedPosted
from rongtu.faces.cli.session import run
from rongtu.vocab.evidence import Nature


class PostedAndFound(Model):
    """A need just posted, and what was found for it by words alone; vectors refine that later."""

    posted: NeedPosted
    found: NeedsFound


def told(answer: Model, given: Mapping[str, Any], nature: Nature) -> Model:
    """What was found for the need that a command has just posted or amended."""
    assert isinstance(answer, NeedPosted)
    asked = {"needs": (answer.code,), "words": True, "today": given.get("today")}
    found = run("need.match", asked, nature=nature)
    assert isinstance(found, NeedsFound)
    return PostedAndFound(posted=answer, found=found)

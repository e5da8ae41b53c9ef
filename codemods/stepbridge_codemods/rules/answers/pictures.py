"""Which answers have pictures among their media, and nothing else.

https://ai.google.dev/gemini-api/docs/interactions/image-generation
"""

from __future__ import annotations

from stepbridge.fields.families import plain_model
from stepbridge_codemods.certainty.called_models import models_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.answers.results import drafts_in

MEDIA = ("image", "audio", "video", "document")
"""Types of what has data."""
_PICTURES = frozenset({"text", "image"})


def draws(plan: Plan) -> bool:
    """Whether a group calls a model that draws without being asked to."""
    return any(_is_for_pictures(name) for name in models_of(plan) or ())


def media_types(plan: Plan) -> tuple[str, ...]:
    """The types of media that the answers of a group can have: pictures only, if that is known."""
    names = models_of(plan)
    named = bool(names) and all(map(_is_for_pictures, names or ()))
    drafts = drafts_in(plan)
    asked = bool(drafts) and all(d.outputs and set(d.outputs) <= _PICTURES for d in drafts)
    return ("image",) if named or asked else MEDIA


def _is_for_pictures(model: str) -> bool:
    return "image" in plain_model(model).split("-")

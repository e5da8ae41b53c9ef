"""An Interactions request in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from stepbridge.translate.options import Options
from stepbridge.wire import JsonObject


@dataclass(slots=True)
class Draft:
    """What the parts of a legacy request have said so far.

    ``body`` and ``generation`` are the outgoing request and its ``generation_config``. The rest
    waits for the whole request to be read: ``response`` for ``response_format``, ``choice`` for
    ``tool_choice`` and its wire path, ``resolution`` for every media item, ``location`` for the
    Maps tool.
    """

    model: str
    options: Options
    body: JsonObject = field(default_factory=dict)
    generation: JsonObject = field(default_factory=dict)
    response: JsonObject = field(default_factory=dict)
    contents: tuple[object, str] | None = None
    choice: tuple[str, object] | None = None
    resolution: str | None = None
    location: tuple[str, JsonObject] | None = None
    bare_enum: bool = False
    tool_parts: bool = False

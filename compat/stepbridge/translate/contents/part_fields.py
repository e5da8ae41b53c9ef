"""The fields of one legacy part, sorted into what it holds and what describes that."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.contents.media import MODIFIERS, Fields
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.names import NAMES
from stepbridge.translate.walk.shapes import as_object

DATA = frozenset(
    {
        "code_execution_result",
        "executable_code",
        "file_data",
        "function_call",
        "function_response",
        "inline_data",
        "text",
        "tool_call",
        "tool_response",
    }
)
_DESCRIPTIONS = frozenset({"audio_transcription", "speech_metadata"})
_KNOWN = DATA | MODIFIERS | _DESCRIPTIONS | {"thought", "thought_signature"}


def read_part(part: Any, path: str, ledger: Ledger) -> tuple[Fields, str | None]:
    """A part's known fields, and the name of the one that is its data.

    A transcription alone counts as data. Raises MalformedRequestError for a part with two kinds of
    data.
    """
    fields: Fields = {}
    for key, value in as_object(part, path).items():
        if value is None:
            continue
        name = NAMES[key]
        at = f"{path}.{key}"
        if name in fields:
            raise MalformedRequestError(at, "a field in one spelling only")
        if name in _KNOWN:
            fields[name] = (value, at)
        elif name == "part_metadata":
            if value != {}:
                ledger.lost("Part.part_metadata", at, value)
        else:
            ledger.unknown(at, value)
    data = [name for name in fields if name in DATA]
    if len(data) > 1:
        raise MalformedRequestError(path, "a part with one kind of data")
    if not data and "audio_transcription" in fields:
        return fields, "audio_transcription"
    return fields, data[0] if data else None

"""Fields that say nothing more than their absence would: taking one away may change nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A value, the object or list that holds it, what holds that, and the whole request."""

    value: Any
    holder: Any
    around: Any
    body: Any


def says_something(body: Any, path: Path) -> bool:
    """Whether the value at a path, and all that hold it, say more than their absence would."""
    return all(_says(body, path[:length]) for length in range(1, len(path) + 1))


def _says(body: Any, path: Path) -> bool:
    passed = [None, body]
    for step in path:
        passed.append(passed[-1][step])
    around, holder, value = passed[-3:]
    at = Place(value, holder, around, body)
    names = ".".join(step for step in path if isinstance(step, str))
    known = next((rule for end, rule in REDUNDANT.items() if names.endswith(end)), None)
    if isinstance(path[-1], str) and known is not None and known(at):
        return False
    inner = range(len(value)) if isinstance(value, list) else value
    if isinstance(value, dict | list) and value:
        return any(_says(body, (*path, step)) for step in inner)
    return True


def _unless(*names: str) -> Callable[[Place], bool]:
    """Redundant where the same object does not have all of these fields."""
    return lambda at: not set(names) <= at.holder.keys()


def _beside(*names: str) -> Callable[[Place], bool]:
    """Redundant where the same object has one of these fields."""
    return lambda at: not at.holder.keys().isdisjoint(names)


def _always(at: Place) -> bool:
    return True


def _takes_a_resolution(part: Any) -> bool:
    result = part.get("functionResponse", {})
    held = [part, *result.get("parts", [])]
    blobs = [one.get("inlineData") or one.get("fileData") for one in held]
    return any(
        blob and "audio/" not in blob.get("mimeType", "audio/") and "level" not in json.dumps(one)
        for blob, one in zip(blobs, held, strict=True)
    )


# By the end of the path, places in lists left out.
REDUNDANT: dict[str, Callable[[Place], bool]] = {
    # A request without is malformed.
    "contents": _always,
    # User is the default, and only a model thinks, calls functions or runs code.
    "contents.role": lambda at: (
        at.value == "user"
        or any(
            {"functionCall", "executableCode", "codeExecutionResult", "thought"} & part.keys()
            for part in at.holder["parts"]
        )
    ),
    # These values are the defaults.
    "tools": lambda at: at.value == [],
    "serviceTier": lambda at: at.value == "unspecified",
    "generationConfig.responseModalities": lambda at: at.value == ["TEXT"],
    "googleSearch.searchTypes": lambda at: at.value == {"webSearch": {}},
    "functionDeclarations.behavior": lambda at: at.value == "BLOCKING",
    "streamableHttpTransport.terminateOnClose": _always,  # only True is generated
    "audioTranscriptionConfig.languageAuto": _always,  # what happens when no language is named
    "audioTranscriptionConfig.mode": lambda at: at.value == "VERBATIM" or "sourceText" in at.holder,
    # A resolution is one of pictures, videos and documents that have none of their own.
    "generationConfig.mediaResolution": lambda at: (
        not any(
            _takes_a_resolution(part)
            for content in at.body["contents"]
            for part in content["parts"]
        )
    ),
    # A safety setting is a category with its threshold.
    "safetySettings.category": _unless("threshold"),
    "safetySettings.threshold": _unless("category"),
    "safetySettings.method": _unless("category", "threshold"),
    # Something beside it says the same.
    "generationConfig.responseMimeType": _beside("responseSchema", "responseJsonSchema"),
    "imageOutputOptions.mimeType": lambda at: "outputMimeType" in at.around,
    "imageConfig.outputMimeType": _beside("imageOutputOptions"),
    "thinkingConfig.thinkingLevel": _beside("thinkingBudget"),
    "functionResponse.id": _always,  # its name pairs it with its call as well
    "codeExecutionResult.id": _always,  # it follows the code that it belongs to
    "audioTranscription.text": lambda at: at.around.get("text") == at.value,
    "parts.text": lambda at: at.holder.get("audioTranscription", {}).get("text") == at.value,
    "audioTranscription.startOffset": _beside("words"),
    "audioTranscription.endOffset": _beside("words"),
    "audioTranscription.finished": _always,  # nothing that is sent back is still being heard
}

"""Interactions ``input`` -> ``contents``. ``steps.from_contents`` is the way there."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.answers.grounding import Grounding
from stepbridge.translate.parts import PartBuilder
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.shapes import as_list, as_object, as_text
from stepbridge.wire import JsonObject

_CONTENT_TYPES = frozenset({"text", "image", "audio", "video", "document"})
_USER_STEPS = frozenset({"user_input", "function_result"})


def from_input(value: Any, path: str, ledger: Ledger) -> list[JsonObject]:
    """Contents for an ``input``: a string, one content item, a list of them, or a list of steps.

    Raises MalformedRequestError for anything else, and for a list that mixes items and steps.
    """
    steps = steps_of_input(value, path)
    names = _names(steps)
    contents = []
    for first, group in _groups(steps):
        parts = _parts(group, first, path, ledger)
        for part in parts:
            _name_response(part, names)
        if parts:
            role = "user" if group[0]["type"] in _USER_STEPS else "model"
            contents.append({"role": role, "parts": parts})
    return contents


def steps_of_input(value: Any, path: str) -> list[JsonObject]:
    """An ``input`` of any shape as a list of steps."""
    if isinstance(value, str):
        return [{"type": "user_input", "content": [{"type": "text", "text": value}]}]
    items = [as_object(item, f"{path}[{n}]") for n, item in enumerate(as_list(value, path))]
    kinds = [_kind(item, f"{path}[{place}]") for place, item in enumerate(items)]
    contents = [kind in _CONTENT_TYPES for kind in kinds]
    if all(contents) and contents:
        return [{"type": "user_input", "content": items}]
    if any(contents):
        raise MalformedRequestError(path, "content items only, or steps only")
    return items


def _kind(item: JsonObject, path: str) -> str:
    if "type" not in item and "text" in item:
        return "text"
    return as_text(item.get("type"), f"{path}.type")


def _names(steps: list[JsonObject]) -> dict[str, str]:
    """The functions called, by id: a legacy response must name its function."""
    calls = (step for step in steps if step["type"] == "function_call")
    return {str(step.get("id")): str(step.get("name")) for step in calls}


def _groups(steps: list[JsonObject]) -> list[tuple[int, list[JsonObject]]]:
    """Steps that make one Content, with the place of the first.

    What a model did between two turns of the user is one; so are results and the words that
    come with them. Two inputs, or two outputs, in a row stay two.
    """
    groups: list[tuple[int, list[JsonObject]]] = []
    for place, step in enumerate(steps):
        if groups and _belongs(step["type"], groups[-1][1]):
            groups[-1][1].append(step)
        else:
            groups.append((place, [step]))
    return groups


def _belongs(kind: str, group: list[JsonObject]) -> bool:
    if (kind in _USER_STEPS) != (group[0]["type"] in _USER_STEPS):
        return False
    if kind == "model_output":
        return bool(group[-1]["type"] != "model_output")
    return kind != "user_input" or all(step["type"] != "user_input" for step in group)


def _parts(group: list[JsonObject], first: int, path: str, ledger: Ledger) -> list[JsonObject]:
    log = LossLog()
    builder = PartBuilder(log, Grounding(log), include_thoughts=True, server_tools=True)
    parts: list[JsonObject] = []
    for place, step in enumerate(group, first):
        parts += builder.step(step, f"{path}[{place}]")
        _report_citations(step, f"{path}[{place}]", ledger)
    parts += builder.end()
    ledger.losses.extend(log.losses)
    return parts


def _report_citations(step: JsonObject, path: str, ledger: Ledger) -> None:
    content = step.get("content")
    for place, item in enumerate(content if isinstance(content, list) else ()):
        annotations = item.get("annotations") or () if isinstance(item, dict) else ()
        if any(str(note.get("type")).endswith("citation") for note in annotations):
            note = "Citations are not part of a legacy history."
            at = f"{path}.content[{place}].annotations"
            ledger.approximated("annotation.url_citation", at, annotations, note)


def _name_response(part: JsonObject, names: dict[str, str]) -> None:
    response = part.get("functionResponse")
    if response is not None and not response.get("name"):
        response["name"] = names.get(str(response.get("id")), "")

"""Contents -> steps. ``parts.from_steps`` is the way back.

A user's texts and files become ``user_input`` steps, a model's ``model_output`` steps; calls,
results, code and thoughts are steps of their own, in the order of the parts. The signature on a
part becomes a ``thought`` step in front of the part's own step, except for the steps of server
tools, which have a place for it.
"""

from __future__ import annotations

from typing import Any

from stepbridge.translate.contents.part_steps import PartReader, plain_text
from stepbridge.translate.options import Options
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.names import NAMES
from stepbridge.translate.walk.shapes import as_list, as_object, as_text
from stepbridge.wire import JsonObject

_MODEL = "model"
# "function" and "tool" are how older clients mark the turn that answers a call.
_ROLES = (_MODEL, "user", "function", "tool")


def from_contents(
    contents: Any,
    *,
    ledger: Ledger | None = None,
    resolution: str | None = None,
    options: Options | None = None,
    path: str = "contents",
) -> list[JsonObject]:
    """The steps for ``contents``: a list of Content, of parts or of strings, or one of these.

    ``resolution`` (low, medium, high) holds for media that has none of its own. Losses go to
    ``ledger``. Raises MalformedRequestError.
    """
    turns = _turns(contents, path)
    reader = PartReader(turns, ledger or Ledger(), resolution, options or Options())
    for place, turn in enumerate(turns):
        at = f"{path}[{place}]"
        _read_turn(as_object(turn, at), at, place, reader)
    return reader.finished()


def _turns(contents: Any, path: str) -> list[Any]:
    """Everything as a list of Content: bare strings and parts make one turn of the user."""
    if isinstance(contents, str):
        return [{"parts": [{"text": contents}]}]
    turns = as_list(contents, path)
    if all(type(turn) is dict and "parts" in turn for turn in turns):  # as nearly all are
        return turns
    if not any(isinstance(turn, str) or _is_part(turn) for turn in turns):
        return turns
    return [{"parts": [{"text": turn} if isinstance(turn, str) else turn for turn in turns]}]


def _is_part(turn: Any) -> bool:
    return isinstance(turn, dict) and bool(turn) and "parts" not in turn and "role" not in turn


def _read_turn(turn: JsonObject, path: str, place: int, reader: PartReader) -> None:
    role, parts = turn.get("role"), turn.get("parts")
    if len(turn) != 2 or role not in _ROLES or type(parts) is not list:
        role, parts = _fields(turn, path, reader)
    if not parts:
        note = "A turn without parts says nothing and is left out."
        reader.ledger.approximated("Content.parts", path, "", note)
        return
    reader.turn(role == _MODEL, place)
    for number, part in enumerate(parts):
        if (text := plain_text(part)) is not None:
            reader.text(text)
        else:
            reader.part(part, f"{path}.parts[{number}]", number)


def _fields(turn: JsonObject, path: str, reader: PartReader) -> tuple[str, list[Any] | None]:
    """Role and parts of a turn in whatever spelling and shape."""
    role, parts = "user", None
    for key, value in turn.items():
        name = NAMES[key]
        if name == "parts":
            parts = as_list(value, f"{path}.{key}") if value is not None else None
        elif name == "role":
            role = as_text(value or "user", f"{path}.{key}")
        elif value is not None:
            reader.ledger.unknown(f"{path}.{key}", value)
    if role not in _ROLES:
        raise MalformedRequestError(f"{path}.role", "user or model")
    return role, parts

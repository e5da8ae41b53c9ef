"""Parts -> steps, one part after the other."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.contents.call_ids import CallIds
from stepbridge.translate.contents.code_steps import read_code, read_outcome
from stepbridge.translate.contents.function_steps import read_call, read_result
from stepbridge.translate.contents.media import MODIFIERS, Fields, media_item
from stepbridge.translate.contents.part_fields import read_part
from stepbridge.translate.contents.signatures import SKIP
from stepbridge.translate.contents.step_list import StepList
from stepbridge.translate.contents.text_items import DESCRIPTIONS, text_item
from stepbridge.translate.contents.tool_steps import tool_step
from stepbridge.translate.options import Options
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.shapes import as_flag, as_text
from stepbridge.wire import JsonObject


def plain_text(part: Any) -> str | None:
    """The text of a part that has no other field, as nearly all parts are."""
    if isinstance(part, str):
        return part
    if type(part) is dict and len(part) == 1:
        text = part.get("text")
        return text if type(text) is str else None
    return None


class PartReader:
    """Reads the parts of a conversation in order and collects its steps."""

    __slots__ = ("_ids", "_model", "_options", "_place", "_resolution", "_steps", "_turn", "ledger")

    def __init__(
        self, turns: list[Any], ledger: Ledger, resolution: str | None, options: Options
    ) -> None:
        self.ledger = ledger
        self._ids = CallIds(turns)
        self._steps = StepList(ledger)
        self._resolution = resolution
        self._options = options
        self._model = False
        self._turn = 0
        self._place = 0

    def turn(self, model: bool, place: int) -> None:
        """The parts that follow are those of content ``place``."""
        if model and not self._model:
            self._ids.new_turn()
        self._model = model
        self._turn = place
        self._steps.new_turn(model)

    def text(self, text: str) -> None:
        """Read one part that is text and nothing else."""
        # An empty text is what remains of a signature-only chunk; a model's turn does without it.
        if text or not self._model:
            self._steps.item({"type": "text", "text": text})

    def part(self, part: Any, path: str, place: int) -> None:
        """Read one part that ``plain_text`` does not know."""
        self._place = place
        fields, data = read_part(part, path, self.ledger)
        if "thought_signature" in fields:
            self._signed(fields, data, path)
        elif "thought" in fields and as_flag(*fields.pop("thought")):
            self._thought(fields, data, path, None)
        elif data is None:
            raise MalformedRequestError(path, "a part with data")
        else:
            self._data(fields, data, None)

    def finished(self) -> list[JsonObject]:
        return self._steps.finished()

    def _signed(self, fields: Fields, data: str | None, path: str) -> None:
        value, at = fields.pop("thought_signature")
        signature = as_text(value, at)
        if "thought" in fields and as_flag(*fields.pop("thought")):
            self._thought(fields, data, path, signature)
        elif not self._model:
            note = "Only what a model said is signed; a user's turn has no place for it."
            self.ledger.lost_secret("Part.thought_signature", at, note)
            if data is not None:
                self._data(fields, data, None)
        elif data is None:
            self._steps.sign(signature, at)
        else:
            self._data(fields, data, (signature, at))

    def _thought(self, fields: Fields, data: str | None, path: str, signature: str | None) -> None:
        item = self._item(fields, data) if data in _ITEMS else None
        if data is not None and data not in _ITEMS:
            note = "A thought holds text and images only."
            self.ledger.lost("Part.thought", path, True, note)
            self._data(fields, data, (signature, path) if signature else None)
            return
        self._steps.think(item, path)
        if signature is not None:
            self._steps.sign(signature, path)

    def _data(self, fields: Fields, data: str, signature: tuple[str, str] | None) -> None:
        if data in _ITEMS:
            self._content(fields, data, signature)
            return
        value, path = fields.pop(data)
        if data == "function_call":
            self._function_call(value, path, signature)
        elif data == "function_response":
            self._function_response(value, path)
            if signature is not None:
                note = "A function's result has no place for a signature."
                self.ledger.lost_secret("Part.thought_signature", signature[1], note)
        else:
            self._server_step(data, value, path, signature)
        self._refuse_modifiers(fields)
        self._refuse(fields, DESCRIPTIONS, "Only text can be spoken or transcribed.")

    def _content(self, fields: Fields, data: str, signature: tuple[str, str] | None) -> None:
        item = self._item(fields, data)
        if signature is not None:
            self._steps.sign(*signature)
        if item is not None and (item != _EMPTY or not self._model):
            self._steps.item(item)

    def _item(self, fields: Fields, data: str | None) -> JsonObject | None:
        if data in ("inline_data", "file_data"):
            item = media_item(fields, data, self._resolution, self.ledger)
            if item is not None and item["type"] == "text":
                self._refuse_modifiers(fields)
            self._refuse(fields, DESCRIPTIONS, "Only text can be spoken or transcribed.")
            return item
        self._refuse_modifiers(fields)
        return text_item(fields, self.ledger)

    def _function_call(self, value: Any, path: str, signature: tuple[str, str] | None) -> None:
        call = read_call(value, path, self.ledger)
        name = call.get("name", "")
        call_id = self._ids.call(call.get("id"), name, self._turn, self._place)
        if signature is not None:
            self._steps.sign(*signature)
        elif self._options.sign_foreign_calls and not self._steps.turn_is_signed:
            self._steps.sign(SKIP, path)
        arguments = call.get("arguments", {})
        step = {"type": "function_call", "id": call_id, "name": name, "arguments": arguments}
        self._steps.step(step)

    def _function_response(self, value: Any, path: str) -> None:
        said = read_result(value, path, self._resolution, self.ledger)
        call_id = said.pop("id", None)
        call_id = self._ids.result(call_id, said.get("name", ""), self._turn, self._place)
        self._steps.step({"type": "function_result", "call_id": call_id, **said})

    def _server_step(
        self, data: str, value: Any, path: str, signature: tuple[str, str] | None
    ) -> None:
        step: JsonObject | None
        key = "id" if data in ("executable_code", "tool_call") else "call_id"
        if data == "executable_code":
            given, arguments = read_code(value, path, self.ledger)
            step = {"type": "code_execution_call", "id": given, "arguments": arguments}
        elif data == "code_execution_result":
            given, said = read_outcome(value, path, self.ledger)
            step = {"type": "code_execution_result", "call_id": given, **said}
        else:
            step = tool_step(data, value, path, self.ledger)
        if step is None:
            return
        name = step["type"].removesuffix("_call").removesuffix("_result")
        pair = self._ids.call if key == "id" else self._ids.result
        step[key] = pair(step[key] or None, f"server:{name}", self._turn, self._place)
        if signature is not None and (spent := self._steps.spend(*signature)):
            step["signature"] = spent
        self._steps.step(step)

    def _refuse_modifiers(self, fields: Fields) -> None:
        self._refuse(fields, MODIFIERS, "Only media has something to look at in this way.")

    def _refuse(self, fields: Fields, names: frozenset[str], note: str) -> None:
        for name in names & fields.keys():
            value, path = fields[name]
            self.ledger.lost(f"Part.{name}", path, value, note)


_EMPTY = {"type": "text", "text": ""}
_ITEMS = frozenset({"text", "inline_data", "file_data", "audio_transcription"})

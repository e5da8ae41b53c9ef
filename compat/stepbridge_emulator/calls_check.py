"""Function calls that come back: their signatures, and that results answer them."""

from __future__ import annotations

from dataclasses import dataclass

from stepbridge_emulator import levels
from stepbridge_emulator.errors import OPAQUE, Json, Refusal
from stepbridge_emulator.functions import is_sibling
from stepbridge_emulator.signatures import fits_call

SIGNED_SINCE = 3.0


@dataclass(frozen=True)
class Replayed:
    """The first call of a batch, as it was sent back."""

    name: str
    arguments: Json
    signature: str
    position: int


def check_signatures(model: str, calls: list[Replayed]) -> None:
    """Raises when a call of the current turn lacks its signature, or has another's."""
    if levels.generation(model) < SIGNED_SINCE:
        return
    for call in calls:
        if not call.signature:
            raise Refusal(_missing(call), interactions_message=OPAQUE)
        if not fits_call(call.signature, call.name, call.arguments):
            raise Refusal("Thought signature is not valid.", interactions_message=OPAQUE)


def _missing(call: Replayed) -> str:
    return (
        "Function call is missing a thought_signature in functionCall parts. This is required "
        "for tools to work correctly, and missing thought_signature may lead to degraded model "
        f"performance. Additional data, function call `default_api:{call.name}` , position "
        f"{call.position}. Please refer to "
        "https://ai.google.dev/gemini-api/docs/thought-signatures for more details."
    )


def check_legacy(model: str, contents: list[Json]) -> None:
    """Signatures of the current turn, and as many results as calls."""
    start = max((i for i, content in enumerate(contents) if _asks(content)), default=0)
    check_signatures(
        model,
        [c for i, content in enumerate(contents) if i >= start for c in _first_call(content, i)],
    )
    check_counts(contents)


def _asks(content: Json) -> bool:
    if content.get("role") == "model":
        return False
    return any("functionResponse" not in part for part in content["parts"])


def _first_call(content: Json, position: int) -> list[Replayed]:
    for part in content["parts"]:
        call = part.get("functionCall")
        if call is not None and content.get("role") == "model":
            signature = part.get("thoughtSignature", "")
            return [Replayed(call.get("name", ""), call.get("args", {}), signature, position + 1)]
    return []


def check_counts(contents: list[Json]) -> None:
    """As many responses as calls, in the turn right behind them.

    Neighbouring contents of the model are one turn: SDKs send a streamed answer chunk by chunk.
    """
    open_calls = 0
    answered = 0
    previous = ""
    for content in contents:
        parts = content["parts"]
        calls = sum("functionCall" in part for part in parts)
        results = sum("functionResponse" in part for part in parts)
        if results and not open_calls:
            raise Refusal(
                "Please ensure that function response turn comes immediately after a function "
                "call turn."
            )
        answered += results
        if content.get("role") == "model":
            _settle(open_calls, answered)
            open_calls = calls + (open_calls if previous == "model" else 0)
            answered = 0
        previous = content.get("role", "")
    _settle(open_calls, answered)


def _settle(open_calls: int, answered: int) -> None:
    if answered and answered != open_calls:
        raise Refusal(
            "Please ensure that the number of function response parts is equal to the number of "
            "function call parts of the function call turn."
        )


def check_steps(model: str, history: list[Json], steps: list[Json]) -> None:
    """Signatures, thoughts without one, results without a call, list results on 2.5."""
    timeline = [*history, *steps]
    known: set[str] = set()
    for step in timeline:
        if step["type"] == "function_call":
            known.add(step["id"])
        if step["type"] == "function_result" and step["call_id"] not in known:
            raise Refusal(f"No function call found for call_id '{step['call_id']}'.")
    old = levels.generation(model) < SIGNED_SINCE
    if old and any(
        isinstance(step.get("result"), list) and step["type"] == "function_result" for step in steps
    ):
        raise Refusal("Multimodal function responses are not supported for this model.")
    if not old and any(s["type"] == "thought" and not s.get("signature") for s in steps):
        raise Refusal(OPAQUE)
    start = max((i for i, step in enumerate(timeline) if step["type"] == "user_input"), default=0)
    check_signatures(model, _signed_steps(timeline[start:]))


def _signed_steps(steps: list[Json]) -> list[Replayed]:
    calls: list[Replayed] = []
    signature = ""
    previous = ""
    for position, step in enumerate(steps):
        kind = step["type"]
        if kind == "thought":
            signature = step.get("signature", "")
        first = previous != "function_call" and not is_sibling(step.get("id", ""))
        if kind == "function_call" and first:
            own = step.get("signature") or signature
            calls.append(Replayed(step["name"], step["arguments"], own, position + 1))
            signature = ""
        previous = kind
    return calls

"""GenerateContentResponse -> Interaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stepbridge.translate.answers import blocked, finish, tokens, usage
from stepbridge.translate.answers.answer_content import is_thought, steps_of
from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.answers.answer_names import camel_case
from stepbridge.translate.answers.search_steps import annotations_of, search_steps, url_steps
from stepbridge.translate.loss import Loss
from stepbridge.translate.walk.names import NAMES
from stepbridge.wire import JsonObject

_BODY = frozenset(
    {"candidates", "promptFeedback", "usageMetadata", "modelVersion", "responseId", "createTime"}
)
_CANDIDATE = frozenset(
    {
        "content",
        "index",
        "finishReason",
        "finishMessage",
        "groundingMetadata",
        "urlContextMetadata",
        "continuationToken",
    }
)


@dataclass(frozen=True, slots=True)
class InteractionTranslation:
    """An Interaction as JSON, and what of the legacy answer it does not hold."""

    body: JsonObject
    losses: tuple[Loss, ...] = ()


def to_interaction(body: JsonObject, *, model: str = "") -> InteractionTranslation:
    """GenerateContentResponse -> Interaction, of the first candidate.

    ``model`` is the id that was asked for; an answer that names its model overrules it.
    """
    log = LossLog()
    answer = camel_case(body)
    candidates = answer.get("candidates") or []
    candidate = candidates[0] if candidates else {}
    for number in range(1, len(candidates)):
        log.lost("GenerateContentResponse.candidates", f"candidates[{number}]", candidates[number])
    steps = candidate_steps(candidate, log) if candidate else []
    interaction: JsonObject = {"object": "interaction", "id": answer.get("responseId") or ""}
    interaction["model"] = answer.get("modelVersion") or model
    interaction.update(_ending(answer, candidate, steps, log))
    if "createTime" in answer:
        interaction["created"] = answer["createTime"]
    if counts := answer.get("usageMetadata"):
        interaction["usage"] = usage.to_interactions(counts, log)
        if counts.get("serviceTier"):
            interaction["service_tier"] = counts["serviceTier"]
    interaction["steps"] = steps
    _check(answer, _BODY, "GenerateContentResponse", "", log)
    return InteractionTranslation(interaction, tuple(log.losses))


def candidate_steps(candidate: JsonObject, log: LossLog) -> list[JsonObject]:
    """The steps of one candidate: its parts, then what its tools did."""
    path = "candidates[0]"
    parts = (candidate.get("content") or {}).get("parts") or []
    steps = steps_of(parts, log, f"{path}.content")
    if metadata := candidate.get("groundingMetadata"):
        at = f"{path}.groundingMetadata"
        _annotate(steps, parts, annotations_of(metadata, log, at), log, at)
        known = {step["type"] for step in steps}
        steps += [step for step in search_steps(metadata, log, at) if step["type"] not in known]
    if urls := candidate.get("urlContextMetadata"):
        steps += url_steps(urls)
    _check(candidate, _CANDIDATE, "Candidate", f"{path}.", log)
    return steps or [{"type": "model_output", "content": []}]


def _ending(
    answer: JsonObject, candidate: JsonObject, steps: list[JsonObject], log: LossLog
) -> JsonObject:
    feedback = answer.get("promptFeedback") or {}
    _check(
        feedback,
        frozenset({"blockReason", "blockReasonMessage"}),
        "GenerateContentResponsePromptFeedback",
        "promptFeedback.",
        log,
    )
    if feedback.get("blockReason"):
        return _failed(str(feedback["blockReason"]), feedback.get("blockReasonMessage"))
    reason = candidate.get("finishReason")
    message = candidate.get("finishMessage")
    calls = any(step["type"] == "function_call" for step in steps)
    status = finish.status(reason, calls=calls)
    if status == "failed":
        return _failed(str(reason), message)
    if message:
        log.lost("Candidate.finish_message", "candidates[0].finishMessage", message)
    ending: JsonObject = {"status": status}
    if candidate.get("continuationToken"):
        ending["continuation_token"] = tokens.from_legacy(candidate["continuationToken"])
    return ending


def _failed(reason: str, message: str | None) -> JsonObject:
    code = blocked.code_of(reason) or reason.lower()
    return {"status": "failed", "errors": [{"code": code, "message": message or ""}]}


def _annotate(
    steps: list[JsonObject],
    parts: list[JsonObject],
    found: list[tuple[JsonObject, JsonObject]],
    log: LossLog,
    path: str,
) -> None:
    items = [item for step in steps if step["type"] == "model_output" for item in step["content"]]
    by_part = _items_by_part(parts, items)
    texts = [item for item in items if item.get("type") == "text"]
    for segment, annotation in found:
        item = by_part.get(segment.get("partIndex", 0))
        if item is None or not _holds(item, segment):
            item = next((text for text in texts if _holds(text, segment)), None)
        if item is None:
            note = "The text that this source supports is not in the answer."
            log.lost("GroundingMetadata.grounding_supports", path, annotation, note)
            continue
        item.setdefault("annotations", []).append(annotation)


def _items_by_part(parts: list[JsonObject], items: list[JsonObject]) -> dict[int, JsonObject]:
    numbers = [number for number, part in enumerate(parts) if _becomes_item(part)]
    if len(numbers) != len(items):
        return {}
    return dict(zip(numbers, items, strict=True))


def _becomes_item(part: JsonObject) -> bool:
    if is_thought(part):
        return False
    media = {"inlineData", "inline_data", "fileData", "file_data"}
    return bool(part.get("text")) or not media.isdisjoint(part)


def _holds(item: JsonObject, segment: JsonObject) -> bool:
    if item.get("type") != "text":
        return False
    expected = segment.get("text")
    if expected is None:
        return True
    start, end = segment.get("startIndex") or 0, segment.get("endIndex")
    found = item["text"].encode("utf-8", "surrogatepass")[start:end]
    return bool(found.decode("utf-8", "replace") == expected)


def _check(
    found: dict[str, Any], known: frozenset[str], owner: str, path: str, log: LossLog
) -> None:
    for key in found.keys() - known:
        log.lost(f"{owner}.{NAMES[key]}", f"{path}{key}", found[key])

"""Interactions events -> legacy chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from stepbridge.translate import errors
from stepbridge.translate.answers import blocked, usage
from stepbridge.translate.answers.answer_losses import LossLog
from stepbridge.translate.answers.finish import CONTINUES, UNFINISHED
from stepbridge.translate.answers.flat_outputs import renamed
from stepbridge.translate.answers.grounding import Grounding
from stepbridge.translate.continuation import Continuation, continuation_of
from stepbridge.translate.loss import Loss
from stepbridge.translate.parts import PartBuilder
from stepbridge.translate.refusals.failures import StreamBrokenError, StreamError
from stepbridge.translate.response import (
    add_grounding,
    answer_steps,
    block_in,
    check_fields,
    end_candidate,
    failure_reason,
    identity,
    new_candidate,
    new_response_id,
)
from stepbridge.translate.streams.stream_steps import StepSequence
from stepbridge.wire import JsonObject

# Statuses after which nothing more comes.
_FINAL = frozenset({"completed", "requires_action", "incomplete", "cancelled", "budget_exceeded"})
_LAST = _FINAL | {"failed", CONTINUES}
# Keys of an event that say where it belongs, not what it tells.
_ADDRESS = frozenset({"event_type", "event_id", "index", "interaction_id", "type"})
_KEPT = ("id", "model", "created", "service_tier", "status", "continuation_token", "errors")


class ChunkStream:
    """Turns the events of one streamed answer into chunks, each a valid GenerateContentResponse.

    ``feed`` takes a decoded event and gives the chunks that are ready. ``finish`` is called when
    the stream has ended. An answer of several hops (``continuation`` is set when a hop has ended)
    is fed hop after hop into the same object; its usage is summed.

    Raises StreamError for an ``error`` event and a failed interaction (a block is not an error: it
    ends the answer as on generateContent), StreamBrokenError when the stream ended too early.
    """

    def __init__(
        self,
        *,
        model: str | None = None,
        include_thoughts: bool = True,
        server_tools: bool = False,
        raw_audio: bool = False,
        untyped_fields: bool = False,
        new_id: Callable[[], str] = new_response_id,
    ) -> None:
        self._log = LossLog()
        self._grounding = Grounding(self._log)
        self._builder = PartBuilder(
            self._log,
            self._grounding,
            include_thoughts=include_thoughts,
            server_tools=server_tools,
            raw_audio=raw_audio,
        )
        self._untyped_fields = untyped_fields
        self._interaction: JsonObject = {"model": model} if model else {}
        self._new_id = new_id
        self._identity: JsonObject = {}
        self._earlier_usage: JsonObject | None = None
        self._steps = StepSequence(self._builder, self._log)
        self._produced = False
        self._ended = False
        self._handlers: dict[str, Callable[[JsonObject], list[JsonObject]]] = {
            "step.delta": self._on_delta,
            "step.start": self._on_step,
            "step.stop": self._on_step,
            "interaction.created": self._on_created,
            "interaction.completed": self._on_completed,
            "interaction.status_update": self._on_status,
            "interaction.in_progress": self._on_status,
            "interaction.requires_action": self._on_status,
            "error": self._on_error,
            "done": lambda event: [],
        }

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What the answer held so far that no chunk can hold."""
        return tuple(self._log.losses)

    @property
    def status(self) -> str | None:
        """The interaction's status as last told."""
        return self._interaction.get("status")

    @property
    def ended(self) -> JsonObject | None:
        """``id`` and ``status`` of the interaction, once its last chunk has been given."""
        return (
            {key: self._interaction.get(key) for key in ("id", "status")} if self._ended else None
        )

    @property
    def service_tier(self) -> str | None:
        """The tier that served the answer, once the service has told it."""
        return self._interaction.get("service_tier")

    @property
    def continuation(self) -> Continuation | None:
        """What the next hop must send, when the last one ended with ``requires_continuation``."""
        return None if self._ended else continuation_of(self._interaction)

    def feed(self, event: JsonObject) -> list[JsonObject]:
        """The chunks that one event completes; often none."""
        try:
            # Nearly all events are these: another piece of the text that is open.
            texts = self._steps.open_texts(event)
            if texts is None:
                return self._any(event)
            text = event["delta"]["text"]
        except (AttributeError, KeyError, TypeError) as error:
            raise StreamBrokenError("The stream holds an event of an unknown shape.") from error
        texts.append(text)
        content = {"parts": [{"text": text}], "role": "model"}
        return [{"candidates": [{"content": content, "index": 0}], **self._identity}]

    def finish(self) -> list[JsonObject]:
        """The chunks that were held back, when the stream has ended.

        Raises StreamBrokenError when the answer is not complete.
        """
        if self._ended:
            return []
        if self.status not in _LAST:
            raise StreamBrokenError("The stream ended before the answer was complete.")
        if self.status == "failed":
            return self._fail(failure_reason(self._interaction))
        return self._end()

    def _any(self, event: JsonObject) -> list[JsonObject]:
        kind = event.get("event_type")
        if kind is None and "type" in event:
            # Some official pages name the type of an event so.
            return self._any({**event, "event_type": event["type"]})
        handler = self._handlers.get(str(kind))
        if handler is not None:
            return handler(event)
        if "error" in event:
            return self._on_error(event)
        if (present := renamed(event)) is not None:
            return self._any(present)
        interaction = event.get("interaction")
        if isinstance(interaction, dict) and interaction.get("status") in _LAST:
            return self._on_completed(event)
        for key in event.keys() - _ADDRESS:
            note = "A chunk has no place for what this event tells."
            self._log.lost("event.unknown", f"{kind}.{key}", event[key], note)
        return []

    def _on_delta(self, event: JsonObject) -> list[JsonObject]:
        parts = self._steps.take(event)
        if metadata := event.get("metadata"):
            self._count((metadata or {}).get("total_usage"))
        return [self._chunk(parts)] if parts else []

    def _on_step(self, event: JsonObject) -> list[JsonObject]:
        self._count(event.get("usage"))
        return self._chunks(self._steps.take(event))

    def _on_created(self, event: JsonObject) -> list[JsonObject]:
        left = self._next_hop() if self.continuation is not None else []
        interaction = event.get("interaction") or {}
        self._learn(interaction)
        return self._chunks(left + self._whole_steps(interaction))

    def _on_status(self, event: JsonObject) -> list[JsonObject]:
        told = {"id": event.get("interaction_id"), **event}
        if event.get("event_type") == "interaction.requires_action":
            told.setdefault("status", "requires_action")
        self._learn(told)
        return []

    def _on_completed(self, event: JsonObject) -> list[JsonObject]:
        interaction = event.get("interaction") or {}
        self._learn(interaction)
        check_fields(interaction, self._log)
        if self.status in UNFINISHED:
            self._interaction["status"] = "completed"
        parts = self._steps.close()
        if not self._steps.seen:
            parts += self._whole_steps(interaction)
        chunks = self._chunks(parts)
        if self.status == "failed" or block_in(self._interaction) is not None:
            return chunks + self._fail(failure_reason(self._interaction))
        return chunks if self.status == CONTINUES else chunks + self._end()

    def _on_error(self, event: JsonObject) -> list[JsonObject]:
        error = event.get("error")
        return self._fail(error if isinstance(error, dict) else {"message": error})

    def _fail(self, error: JsonObject) -> list[JsonObject]:
        block = blocked.block_of(error.get("code"))
        if block is None:
            raise errors.failure_of(error, kind=StreamError)
        chunks = self._chunks(self._steps.close() + self._builder.end())
        self._ended = True
        message = error.get("message")
        if not self._produced and not self._steps.seen:
            empty = blocked.empty_answer(block, message, self._interaction.get("usage"))
            return [self._counted({**empty, **self._identity})]
        candidate = new_candidate([{"text": ""}])
        end_candidate(candidate, {}, block, message)
        add_grounding(candidate, self._grounding)
        return [*chunks, self._counted({"candidates": [candidate], **self._identity})]

    def _end(self) -> list[JsonObject]:
        parts = self._steps.close() + self._builder.end()
        self._ended = True
        # The live service ends with an empty text too, so that chunk.text is a string.
        candidate = new_candidate(parts or [{"text": ""}])
        end_candidate(candidate, self._interaction, None, None)
        add_grounding(candidate, self._grounding)
        return [self._counted({"candidates": [candidate], **self._identity})]

    def _next_hop(self) -> list[JsonObject]:
        left = self._steps.close()
        self._earlier_usage = usage.add(self._earlier_usage, self._interaction.pop("usage", None))
        self._interaction.pop("continuation_token")
        self._interaction.pop("status")
        self._steps = StepSequence(self._builder, self._log)
        return left

    def _learn(self, told: JsonObject) -> None:
        for key in _KEPT:
            if told.get(key) is not None:
                self._interaction[key] = told[key]
        self._count(told.get("usage"))
        response_id = self._identity.get("responseId")
        self._identity = identity(self._interaction, self._new_id)
        # All chunks of one answer share the id that the first one had.
        if response_id is not None:
            self._identity["responseId"] = response_id

    def _count(self, counts: JsonObject | None) -> None:
        if counts:
            self._interaction["usage"] = counts

    def _whole_steps(self, interaction: JsonObject) -> list[JsonObject]:
        parts: list[JsonObject] = []
        for number, step in answer_steps(interaction.get("steps") or []):
            parts += self._builder.step(step, f"steps[{number}]")
        return parts

    def _chunks(self, parts: Iterable[JsonObject]) -> list[JsonObject]:
        return [self._chunk([part]) for part in parts]

    def _chunk(self, parts: list[JsonObject]) -> JsonObject:
        if not self._identity:
            self._identity = identity(self._interaction, self._new_id)
        self._produced = True
        content = {"parts": parts, "role": "model"}
        return {"candidates": [{"content": content, "index": 0}], **self._identity}

    def _counted(self, chunk: JsonObject) -> JsonObject:
        total = usage.add(self._earlier_usage, self._interaction.get("usage"))
        if total:
            chunk["usageMetadata"] = usage.from_interactions(total, self._log)
            if self._untyped_fields and self.service_tier:
                chunk["usageMetadata"]["serviceTier"] = self.service_tier
        return chunk

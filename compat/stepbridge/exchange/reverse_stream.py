"""A streamed generateContent answer, turned into Interactions events as it arrives."""

from __future__ import annotations

from stepbridge.exchange.command import Lost
from stepbridge.translate import errors, sse
from stepbridge.translate.event_stream import EventStream
from stepbridge.translate.refusals.failures import AnswerError
from stepbridge.translate.streams.interaction_assembly import InteractionAssembly
from stepbridge.wire import JsonObject


class ReverseStream:
    """``take`` is given the bytes of the answer and returns the bytes of finished events.

    ``failed`` is set when the answer cannot be completed; the caller has been told by then.
    """

    def __init__(self, model: str, identity: JsonObject) -> None:
        self._identity = identity
        self._events = EventStream(model=model)
        self._decoder = sse.EventDecoder()
        self._whole = InteractionAssembly()
        self.failed = False

    def take(self, data: bytes | Lost | None) -> bytes:
        """Events for some bytes; None is the end of the answer. Does not raise."""
        try:
            if isinstance(data, bytes):
                written = self._written(self._fed(self._decoder.feed(data)))
                return written + sse.END_OF_EVENTS if self.failed else written
            if isinstance(data, Lost):
                raise AnswerError(503, "UNAVAILABLE", data.message)
            events = self._fed(self._decoder.close()) + self._events.finish()
            return self._written(events) + sse.END_OF_EVENTS
        except (AnswerError, ValueError) as error:
            self.failed = True
            told = error.body if isinstance(error, AnswerError) else _broken(error).body
            _, body = errors.to_interaction(500, told)
            return sse.encode_event({"event_type": "error", **body}) + sse.END_OF_EVENTS

    def interaction(self) -> JsonObject:
        """The whole interaction, once the stream has ended."""
        return self._whole.interaction()

    def _fed(self, chunks: list[JsonObject]) -> list[JsonObject]:
        return [event for chunk in chunks for event in self._events.feed(chunk)]

    def _written(self, events: list[JsonObject]) -> bytes:
        written = []
        for event in events:
            if "interaction" in event:
                event["interaction"].update(self._identity)
            elif "interaction_id" in event:
                event["interaction_id"] = self._identity["id"]
            self.failed = self.failed or event["event_type"] == "error"
            self._whole.feed(event)
            written.append(sse.encode_event(event))
        return b"".join(written)


def _broken(error: ValueError) -> AnswerError:
    return AnswerError(500, "INTERNAL", f"stepbridge: malformed chunk in the stream: {error}")

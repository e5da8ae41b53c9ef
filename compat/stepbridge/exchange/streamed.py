"""A streamed Interactions answer, turned into legacy chunks as it arrives."""

from __future__ import annotations

from stepbridge.exchange.bare_enum import EnumChunks
from stepbridge.exchange.command import Lost
from stepbridge.exchange.failure import Failure
from stepbridge.translate.refusals.failures import AnswerError
from stepbridge.translate.sse import EventDecoder
from stepbridge.translate.stream import ChunkStream
from stepbridge.translate.streams.held_text import HeldText
from stepbridge.wire import JsonObject


class StreamedAnswer:
    """One legacy answer over one or more upstream streams (hops).

    ``take`` is given the bytes of the current hop and returns finished chunks. ``token`` is set
    when the hop ended at the decode limit; ``next_hop`` then starts the following one. ``failure``
    is set, once and for good, when the answer cannot be completed.
    """

    def __init__(
        self,
        chunks: ChunkStream,
        max_continuations: int,
        *,
        bare_enum: bool = False,
        full_chunks: bool = False,
    ) -> None:
        self._chunks = chunks
        self._held = HeldText() if full_chunks else None
        self._enum = EnumChunks() if bare_enum else None
        self._decoder = EventDecoder()
        self._hops_left = max_continuations
        self.token: str | None = None
        self.failure: Failure | None = None

    def take(self, data: bytes | Lost | None) -> list[JsonObject]:
        """The chunks that are complete after ``data``; None is the end of the hop's bytes.

        Does not raise: see ``failure``.
        """
        chunks: list[JsonObject] = []
        event: JsonObject | None = None
        try:
            if isinstance(data, bytes):
                for event in self._decoder.feed(data):
                    chunks += self._chunks.feed(event)
            elif data is None:
                for event in self._decoder.close():
                    chunks += self._chunks.feed(event)
                chunks += self._end_of_hop()
            else:
                self.failure = Failure.made_here(data.message)
        except AnswerError as error:
            self.failure = Failure.of_error(error, event)
        except ValueError as error:
            self.failure = Failure.made_here(f"malformed event in the stream: {error}")
        if self._held is not None:
            chunks = self._held.take(chunks)
            if self.failure is not None:
                chunks += self._held.release()
        return chunks if self._enum is None else self._enum.take(chunks)

    @property
    def ended(self) -> JsonObject | None:
        """``id`` and ``status`` of the interaction, once all its chunks have been taken."""
        return self._chunks.ended

    def next_hop(self) -> None:
        """Get ready for the stream that resumes at ``token``."""
        self.token = None
        self._decoder = EventDecoder()
        self._hops_left -= 1

    def _end_of_hop(self) -> list[JsonObject]:
        more = self._chunks.continuation
        if more is None or self._hops_left <= 0:
            return self._chunks.finish()
        self.token = more.token
        return []

"""Stored data from one API's form to the other's: bodies, answers, chat histories, batch lines.

A record is one JSON value. What it is shows in its keys:

==================  ==================================  =====================================
record              generateContent                     Interactions
==================  ==================================  =====================================
request             ``contents``                        ``input``
answer              ``candidates``, ``promptFeedback``  ``steps`` or ``status``
streamed answer     list of answers                     list of events
history             list of contents                    list of steps
line of a batch     ``request`` or ``response`` inside  the same
==================  ==================================  =====================================

A streamed answer of generateContent becomes one Interaction; events become chunks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from stepbridge.fields.families import plain_model
from stepbridge.translate import request, response
from stepbridge.translate.backward.legacy_contents import from_input
from stepbridge.translate.loss import Loss
from stepbridge.translate.refusals.failures import AnswerError
from stepbridge.translate.steps import from_contents
from stepbridge.translate.stream import ChunkStream
from stepbridge.translate.streams.chunk_join import joined
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.wire import JsonObject

_ENVELOPE = ("request", "response")
_ANSWER = frozenset({"candidates", "promptFeedback", "prompt_feedback"})


class UnknownRecordError(ValueError):
    """A record is none of the forms above, or lacks what its conversion needs."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A record in its new form, and what of it was lost or approximated on the way."""

    value: Any
    losses: tuple[Loss, ...] = ()


_Converter: TypeAlias = Callable[[Any], Converted]


def to_interactions(record: Any, *, model: str = "") -> Converted:
    """generateContent -> Interactions.

    ``model`` is for requests that do not name one. Raises UnknownRecordError and
    MalformedRequestError.
    """
    if isinstance(record, list):
        return _list_to_interactions(record, model)
    if not isinstance(record, dict):
        raise UnknownRecordError("not an object or a list")
    if "contents" in record:
        named = record.get("model") or model
        if not named:
            raise UnknownRecordError("the request names no model")
        there = request.to_interaction(record, model=named)
        return Converted(there.body, there.losses)
    if not _ANSWER.isdisjoint(record):
        answer = response.to_interaction(record, model=plain_model(model))
        return Converted(answer.body, answer.losses)
    if "parts" in record:
        raise UnknownRecordError("one turn alone; a history is a list of turns in one record")
    return _envelope(record, lambda inner: to_interactions(inner, model=model))


def to_generate_content(record: Any) -> Converted:
    """Interactions -> generateContent. A request keeps its model in ``model``.

    Raises UnknownRecordError and MalformedRequestError.
    """
    if isinstance(record, list):
        return _list_to_generate_content(record)
    if not isinstance(record, dict):
        raise UnknownRecordError("not an object or a list")
    if "steps" in record or ("status" in record and "id" in record):
        return _answer_back(record)
    if "input" in record:
        back = request.from_interaction(record)
        body = {"model": f"models/{back.model}", **back.body} if back.model else back.body
        return Converted(body, back.losses)
    if "content" in record or "type" in record:
        raise UnknownRecordError("one step alone; a history is a list of steps in one record")
    return _envelope(record, to_generate_content)


def _list_to_interactions(record: list[Any], model: str) -> Converted:
    if all(isinstance(item, dict) and not _ANSWER.isdisjoint(item) for item in record):
        return to_interactions(joined(record), model=model)
    ledger = Ledger()
    steps = from_contents(record, ledger=ledger, path="history")
    return Converted(steps, tuple(ledger.losses))


def _list_to_generate_content(record: list[Any]) -> Converted:
    if all(isinstance(item, dict) and "event_type" in item for item in record):
        stream = ChunkStream()
        try:
            chunks = [chunk for event in record for chunk in stream.feed(event)]
            chunks += stream.finish()
        except AnswerError as error:
            raise UnknownRecordError(f"the stream ends in an error: {error}") from error
        return Converted(chunks, tuple(stream.losses))
    ledger = Ledger()
    return Converted(from_input(record, "history", ledger), tuple(ledger.losses))


def _answer_back(record: JsonObject) -> Converted:
    try:
        answer = response.from_interaction(record, server_tools=False)
    except AnswerError as error:
        return Converted(error.body)
    return Converted(answer.body, answer.losses)


def _envelope(record: JsonObject, convert: _Converter) -> Converted:
    """A line of a batch: what is inside is converted, the key and the rest stay."""
    if not any(isinstance(record.get(name), dict) for name in _ENVELOPE):
        if isinstance(record.get("error"), dict):
            return Converted(record)
        raise UnknownRecordError("neither a request, an answer, a history nor a line of a batch")
    whole = dict(record)
    losses: list[Loss] = []
    for name in _ENVELOPE:
        if isinstance(record.get(name), dict):
            inner = convert(record[name])
            whole[name] = inner.value
            losses += [replace(loss, path=f"{name}.{loss.path}") for loss in inner.losses]
    return Converted(whole, tuple(losses))

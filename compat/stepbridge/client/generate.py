"""generate_content and its stream, with automatic function calling, as flows.

The course of the loop (what is appended, when it ends, what becomes history) is that of
google.genai.models.Models (3.4.0).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

from stepbridge.client.config import Config, read_config, settings_of
from stepbridge.client.contents import contents_to_wire
from stepbridge.client.flow import (
    Call,
    Flow,
    Generate,
    Give,
    Invoke,
    ListTools,
    NextChunk,
    OpenStream,
)
from stepbridge.client.mcp import is_session, with_functions
from stepbridge.client.options import ClientOptions
from stepbridge.client.schemas import parse
from stepbridge.client.session import HTTP
from stepbridge.client.views import GenerateContentResponse, View, view_class
from stepbridge.wire import JsonObject

Response = GenerateContentResponse
Recorder: TypeAlias = Callable[[JsonObject, list[JsonObject], bool], None]


def generate(
    options: ClientOptions,
    model: str,
    contents: Any,
    config: Any = None,
    record: Recorder | None = None,
) -> Flow[Response]:
    """One answer. Raises ValueError and TypeError for arguments, APIError for refusals.

    ``record`` is told of every exchange: its input, its outputs, whether the answer was sound.
    """
    settings = yield from read_with_sessions(config)
    turns = contents_to_wire(contents)
    behind: list[JsonObject] = []
    left = settings.max_calls
    while True:
        answer = yield Generate(_call(options, model, turns, settings))
        response = _response(answer, settings)
        left -= 1
        may_call = _calls_functions(settings) and left > 0
        if record is None and not may_call:
            break
        outputs = [model_content(response)] if has_content(response) else []
        if record is not None:
            record(turns[-1], outputs, is_sound(response))
        if not may_call:
            break
        results = yield from function_results(response, settings)
        if not results:
            break
        exchanged = [*outputs, {"role": "user", "parts": results}]
        behind = (behind or list(turns)) + exchanged
        turns = turns + exchanged
    # A chat has the history itself; without calls of our own there is none.
    if record is None and settings.calls_functions and not settings.toolbox.answered_by_caller:
        _add_history(response, behind, settings)
    return response


def generate_stream(
    options: ClientOptions,
    model: str,
    contents: Any,
    config: Any = None,
    record: Recorder | None = None,
) -> Flow[None]:
    """An answer in chunks, each a response of its own."""
    settings = yield from read_with_sessions(config)
    turns = contents_to_wire(contents)
    behind: list[JsonObject] = []
    left = settings.max_calls
    while True:
        left -= 1
        may_call = _calls_functions(settings) and left > 0
        yield OpenStream(_call(options, model, turns, settings))
        outputs: list[JsonObject] = []
        results: list[JsonObject] = []
        sound, ended = True, False
        while (chunk := (yield NextChunk())) is not None:
            response = _response(chunk, settings)
            if behind and record is None:
                _add_history(response, behind, settings)
            if may_call:
                results += yield from function_results(response, settings)
            if has_content(response):
                outputs.append(model_content(response))
            sound = sound and is_sound(response)
            ended = ended or bool(response.candidates and response.candidates[0].finish_reason)
            yield Give(response)
        if record is not None:
            record(turns[-1], outputs, sound and ended)
        if not results:
            return
        exchanged = [*outputs, {"role": "user", "parts": results}]
        behind = (behind or list(turns)) + exchanged
        turns = turns + exchanged


def read_with_sessions(config: Any) -> Flow[Config]:
    """A configuration, after its MCP sessions have named their tools."""
    tools = settings_of(config).get("tools") or []
    sessions = [tool for tool in tools if is_session(tool)]
    if not sessions:
        return read_config(config)
    found = yield ListTools(sessions)
    return read_config(config, with_functions(tools, found))


def function_results(response: Response, settings: Config) -> Flow[list[JsonObject]]:
    """Calls what the model asked for: the function response parts, in order."""
    wanted = [call.to_wire() for call in response.function_calls or ()]
    if not wanted:
        return []
    functions = settings.toolbox.functions
    calls = [(functions[call["name"]], call.get("args") or {}) for call in wanted]
    outcomes = yield Invoke(calls)
    return [
        {"functionResponse": _answering(call, outcome)}
        for call, outcome in zip(wanted, outcomes, strict=True)
    ]


def is_sound(response: Response) -> bool:
    """Whether an answer may be sent back as history: it has parts, none of them bare."""
    if not has_content(response):
        return False
    parts = model_content(response).get("parts") or []
    return bool(parts) and all(parts)


def has_content(response: Response) -> bool:
    """Whether the first candidate holds a content."""
    return bool(response.candidates and response.candidates[0].content)


def model_content(response: Response) -> JsonObject:
    """The first candidate's content as it came."""
    content: View = response.candidates[0].content
    return content.to_wire()


def _call(options: ClientOptions, model: str, turns: list[JsonObject], settings: Config) -> Call:
    merged = options.merged(settings.http_options)
    body = {**({"contents": turns} if turns else {}), **settings.body, **merged.extra_body}
    return Call(model, body, merged)


def _calls_functions(settings: Config) -> bool:
    toolbox = settings.toolbox
    return settings.calls_functions and bool(toolbox.functions) and not toolbox.answered_by_caller


def _response(answer: JsonObject, settings: Config) -> Response:
    if settings.returns_http_response:
        http = answer.pop(HTTP, None) or {}
        return Response({HTTP: {**http, "body": json.dumps(answer)}})
    response = Response(answer)
    if settings.schema is not None:
        response.parsed = parse(settings.schema, response.text)
    return response


def _answering(call: JsonObject, outcome: JsonObject) -> JsonObject:
    answered = {"name": call["name"], "response": outcome}
    return {"id": call["id"], **answered} if call.get("id") else answered


def _add_history(response: Response, behind: list[JsonObject], settings: Config) -> None:
    if settings.keeps_history:
        content = view_class("Content")
        response.automatic_function_calling_history = [content(turn) for turn in behind]

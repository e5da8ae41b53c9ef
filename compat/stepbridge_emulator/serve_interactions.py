"""Interactions: create, stream, get, cancel, delete."""

from __future__ import annotations

import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from stepbridge_emulator import levels, read_interactions, strict_interactions
from stepbridge_emulator.answer import Answer
from stepbridge_emulator.errors import Json, Refusal
from stepbridge_emulator.exchange_log import Exchange
from stepbridge_emulator.http_form import api_key, json_response, read_json, typed_events
from stepbridge_emulator.model import answer
from stepbridge_emulator.prompt import Prompt
from stepbridge_emulator.serve_legacy import BAD_KEYS
from stepbridge_emulator.sounds import PACKED
from stepbridge_emulator.state import State
from stepbridge_emulator.store import Stored
from stepbridge_emulator.write_interactions import STATUS, events, usage
from stepbridge_emulator.write_interactions_steps import steps_of


async def create(state: State, request: Request) -> Response:
    """``POST /interactions``."""
    prompt: Prompt | None = None
    error: Json | None = None
    status = 200
    raw: Any = None
    try:
        check_key(request)
        raw = await read_json(request)
        body = strict_interactions.checked(raw)
        check_target(body)
        history = state.interactions.history(body.get("previous_interaction_id", ""))
        check_calls(history, body["input"])
        prompt = read_interactions.read(body, history, state.file_digest)
        result = _answered(state, body, prompt)
    except Refusal as refusal:
        status, error = refusal.interactions()
        result = json_response(error, status)
    given = raw if isinstance(raw, dict) else {}
    state.log.add(
        Exchange(
            api="interactions",
            method=request.method,
            path=request.url.path,
            model=levels.plain_model(str(given.get("model") or given.get("agent") or "")),
            prompt=prompt.json() if prompt else None,
            status=status,
            stream=bool(given.get("stream")),
            error=error,
        )
    )
    return result


def _answered(state: State, body: Json, prompt: Prompt) -> Response:
    reply = answer(prompt)
    resource = resource_of(state, body, prompt, reply)
    if body.get("store", True):
        state.interactions.keep(
            Stored(
                resource=resource,
                input=body["input"],
                steps=resource["steps"],
                previous=body.get("previous_interaction_id", ""),
            )
        )
    if body.get("stream"):
        return typed_events(events(resource))
    return json_response(resource)


def resource_of(state: State, body: Json, prompt: Prompt, reply: Answer) -> Json:
    """The Interaction as it is returned; without an id when it is not stored."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    resource: Json = {}
    if body.get("store", True):
        resource["id"] = state.interactions.new_id(prompt.digest)
    resource |= {
        "status": STATUS[reply.finish],
        "usage": usage(reply.usage),
        "created": now,
        "updated": now,
        "service_tier": body.get("service_tier", "standard"),
        "steps": steps_of(reply, sound=sound_of(body)),
        "object": "interaction",
    }
    echoed = ("model", "agent", "previous_interaction_id", "labels")
    return {**resource, **{name: body[name] for name in echoed if name in body}}


def sound_of(body: Json) -> str:
    """The MIME type of speech: as asked for, else WAV, and raw PCM in a stream."""
    given = body.get("response_format", [])
    formats = given if isinstance(given, list) else [given]
    asked = next((f["mime_type"] for f in formats if f["type"] == "audio" and "mime_type" in f), "")
    if asked and asked not in PACKED:
        raise Refusal(f"The value '{asked}' is not supported for 'mime_type'.")
    return str(asked) or ("audio/l16" if body.get("stream") else "audio/wav")


async def get(state: State, request: Request, interaction_id: str) -> Response:
    """``GET /interactions/{id}``: the timeline, what the user sent first."""
    try:
        check_key(request)
        stored = state.interactions.find(interaction_id)
    except Refusal as refusal:
        status, error = refusal.interactions()
        return json_response(error, status)
    resource = {**stored.resource, "steps": [*stored.input, *stored.steps]}
    if request.query_params.get("stream") == "true":
        return typed_events(events(stored.resource))
    return json_response(resource)


async def delete(state: State, request: Request, interaction_id: str) -> Response:
    """``DELETE /interactions/{id}``."""
    try:
        check_key(request)
        state.interactions.delete(interaction_id)
    except Refusal as refusal:
        status, error = refusal.interactions()
        return json_response(error, status)
    return json_response({})


def check_key(request: Request) -> None:
    key = api_key(request)
    if key in BAD_KEYS or (not key and "authorization" not in request.headers):
        raise Refusal("API key not valid. Please pass a valid API key.", "UNAUTHENTICATED")


def check_target(body: Json) -> None:
    model = levels.plain_model(body.get("model", ""))
    if model and not levels.is_served_by_interactions(model):
        raise Refusal(f"Model '{model}' not found.", "NOT_FOUND", code="model_not_found")


def check_calls(history: list[Json], steps: list[Json]) -> None:
    """Every result must answer a call that came before it."""
    known: set[str] = set()
    for step in [*history, *steps]:
        if step["type"] == "function_call":
            known.add(step["id"])
        if step["type"] == "function_result" and step["call_id"] not in known:
            raise Refusal(f"No function call found for call_id '{step['call_id']}'.")

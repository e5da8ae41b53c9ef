"""The Interaction resource of an answer."""

from __future__ import annotations

import datetime

from stepbridge_emulator.agents import environment_id
from stepbridge_emulator.answer import Answer
from stepbridge_emulator.errors import Json, Refusal
from stepbridge_emulator.prompt import Prompt
from stepbridge_emulator.sounds import PACKED
from stepbridge_emulator.state import State
from stepbridge_emulator.write_interactions import STATUS, usage
from stepbridge_emulator.write_interactions_steps import steps_of

ECHOED = ("model", "agent", "previous_interaction_id", "labels")


def now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def resource_of(state: State, body: Json, prompt: Prompt, reply: Answer) -> Json:
    """The Interaction as it is returned; without an id when it is not stored."""
    resource: Json = {}
    if body.get("store", True):
        resource["id"] = state.interactions.new_id(prompt.digest)
    resource |= {
        "status": STATUS[reply.finish],
        "usage": usage(reply.usage),
        "created": now(),
        "updated": now(),
        "service_tier": body.get("service_tier", "standard"),
        "steps": steps_of(reply, sound=sound_of(body)),
        "object": "interaction",
    }
    if reply.continuation_token:
        resource["continuation_token"] = reply.continuation_token
    if "agent" in body and "environment" in body:
        resource["environment_id"] = environment_id(body, prompt.digest)
    return {**resource, **{name: body[name] for name in ECHOED if name in body}}


def failed(resource: Json) -> Json:
    """The same interaction, stopped: what was said so far is gone, the reason is in ``errors``."""
    error = {"code": "safety", "message": "The response was blocked: safety."}
    return {**resource, "status": "failed", "steps": [], "errors": [error]}


def sound_of(body: Json) -> str:
    """The MIME type of speech: as asked for, else WAV, and raw PCM in a stream."""
    given = body.get("response_format", [])
    formats = given if isinstance(given, list) else [given]
    asked = next((f["mime_type"] for f in formats if f["type"] == "audio" and "mime_type" in f), "")
    if asked and asked not in PACKED:
        raise Refusal(f"The value '{asked}' is not supported for 'mime_type'.")
    return str(asked) or ("audio/l16" if body.get("stream") else "audio/wav")

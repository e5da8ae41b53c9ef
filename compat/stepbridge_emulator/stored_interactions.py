"""Interactions that exist already: get, follow, cancel, delete."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from stepbridge_emulator.access import check_interactions_key
from stepbridge_emulator.delivery import deliver_json, deliver_stream
from stepbridge_emulator.errors import Json, Refusal
from stepbridge_emulator.serve_interactions import event_lines, started
from stepbridge_emulator.state import State
from stepbridge_emulator.store import Stored
from stepbridge_emulator.write_interactions import events


async def respond(state: State, request: Request, action: str) -> Response:
    """``get``, ``cancel`` or ``delete`` of the interaction that the path names."""
    try:
        check_interactions_key(request)
        return ACTIONS[action](state, request, request.path_params["id"])
    except Refusal as refusal:
        status, error = refusal.interactions()
        return deliver_json(error, status=status)


def get(state: State, request: Request, name: str) -> Response:
    """The timeline with what the user sent first; as events with ``stream=true``."""
    stored = state.interactions.find(name)
    if request.query_params.get("stream") == "true":
        stored.polls_left = 0
        return _followed(stored, request.query_params.get("last_event_id", ""))
    if stored.polls_left:
        stored.polls_left -= 1
        return deliver_json(started(stored.resource))
    steps = [*stored.input, *stored.steps]
    return deliver_json({**stored.resource, "steps": steps})


def _followed(stored: Stored, last: str) -> Response:
    """The events, numbered, from behind the last one that the caller has."""
    numbered = [{**event, "event_id": str(n)} for n, event in enumerate(events(stored.resource), 1)]
    rest = numbered[int(last) :] if last.isdigit() else numbered
    return deliver_stream(event_lines(rest), "", after=0, error="", media_type="text/event-stream")


def cancel(state: State, request: Request, name: str) -> Response:
    """Stops a background interaction that still runs."""
    stored = state.interactions.find(name)
    if not stored.background or not stored.polls_left:
        raise Refusal(
            "Only background interactions in progress can be cancelled.", "FAILED_PRECONDITION"
        )
    stored.polls_left = 0
    cancelled: Json = {**started(stored.resource), "status": "cancelled", "steps": []}
    stored.resource = cancelled
    return deliver_json(cancelled)


def delete(state: State, request: Request, name: str) -> Response:
    state.interactions.delete(name)
    return deliver_json({})


ACTIONS = {"get": get, "cancel": cancel, "delete": delete}

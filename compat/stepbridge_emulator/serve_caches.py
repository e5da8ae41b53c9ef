"""Cached contents: create, get, list, update, delete."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from stepbridge_emulator import read_legacy, strict_legacy
from stepbridge_emulator.access import check_legacy_key, check_legacy_model
from stepbridge_emulator.cache_store import LIFETIME, StoredCache, now
from stepbridge_emulator.delivery import deliver_json
from stepbridge_emulator.errors import Json, Refusal
from stepbridge_emulator.http_form import read_json
from stepbridge_emulator.state import State
from stepbridge_emulator.tokens import input_tokens

PAGE = 50
Handler = Callable[[State, Request], Awaitable[Json]]


async def create(state: State, request: Request) -> Json:
    """Keeps contents, instructions and tools for requests to the same model."""
    given = strict_legacy.checked(await read_json(request), "CachedContent")
    model = given.get("model", "")
    if not model:
        raise Refusal("* CreateCachedContentRequest.cached_content.model: is required")
    check_legacy_model(model)
    if not any(given.get(field) for field in ("contents", "systemInstruction", "tools")):
        raise Refusal("CachedContent has to have contents, system_instruction or tools.")
    prompt = read_legacy.read(given, model, state.file_digest)
    moment = now()
    cache = StoredCache(
        state.caches.new_name(_parent(request)),
        model,
        given.get("displayName", ""),
        prompt,
        input_tokens(prompt),
        moment,
        moment,
        _expiry(given, moment) or moment + LIFETIME,
    )
    state.caches.add(cache)
    return cache.resource()


async def listed(state: State, request: Request) -> Json:
    size = int(request.query_params.get("pageSize", PAGE))
    start = int(request.query_params.get("pageToken", "0") or 0)
    known = state.caches.all()
    page = [cache.resource() for cache in known[start : start + size]]
    more = {"nextPageToken": str(start + size)} if start + size < len(known) else {}
    return {"cachedContents": page, **more} if page else {}


async def get(state: State, request: Request) -> Json:
    return state.caches.find(request.path_params["name"]).resource()


async def update(state: State, request: Request) -> Json:
    """Only the time that is left may change."""
    cache = state.caches.find(request.path_params["name"])
    given = strict_legacy.checked(await read_json(request), "CachedContent")
    expiry = _expiry(given, now())
    if expiry is None:
        raise Refusal("Only ttl or expire_time can be updated for CachedContent.")
    cache.expires, cache.updated = expiry, now()
    return cache.resource()


async def delete(state: State, request: Request) -> Json:
    state.caches.delete(request.path_params["name"])
    return {}


def served(state: State, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint: key checked, refusals in the legacy form."""

    async def endpoint(request: Request) -> Response:
        try:
            check_legacy_key(request)
            return deliver_json(await handler(state, request))
        except Refusal as refusal:
            status, error = refusal.legacy()
            return deliver_json(error, status=status)

    return endpoint


def _parent(request: Request) -> str:
    named = request.path_params
    if "project" not in named:
        return ""
    return f"projects/{named['project']}/locations/{named['location']}/"


def _expiry(given: Json, moment: datetime.datetime) -> datetime.datetime | None:
    try:
        if "ttl" in given:
            return moment + datetime.timedelta(seconds=float(given["ttl"].removesuffix("s")))
        if "expireTime" in given:
            return datetime.datetime.fromisoformat(given["expireTime"]).astimezone(datetime.UTC)
    except ValueError:
        raise Refusal("Invalid value at 'cached_content.expiration'.") from None
    return None

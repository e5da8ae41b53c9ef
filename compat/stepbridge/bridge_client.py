"""The generateContent surface of an official client, carried over its own ``interactions``.

For calls whose arguments or results cannot be followed by reading the code. Connections, keys,
back ends and retries stay those of the official client: what leaves the process leaves it through
``client.interactions.create``, or through ``generateContent`` where the policy says so.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from operator import attrgetter
from typing import Any, cast

import httpx

from stepbridge.bridge_events import event_of
from stepbridge.client.async_runner import AsyncRunner
from stepbridge.client.chats import AsyncChats, Chats
from stepbridge.client.models import AsyncModels, Models
from stepbridge.client.official import Official
from stepbridge.client.options import ClientOptions
from stepbridge.client.retry import Retry
from stepbridge.client.runner import Runner
from stepbridge.exchange.settled import settled
from stepbridge.policy import Settings
from stepbridge.translate.sse import encode_chunk, encode_event
from stepbridge.wire import JsonObject

_NO_KEY = "kept by the official client"
_NESTED = ("generationConfig", "generation_config")
_OWN_HEADERS = frozenset(
    {"x-goog-api-key", "content-type", "content-length", "user-agent", "host", "accept"}
    | {"accept-encoding", "connection"}
)


def legacy(client: Any, *, settings: Settings | None = None) -> Any:
    """A client whose ``models`` and ``chats`` keep their legacy shape and use Interactions.

    ``client`` is a ``google.genai.Client``, or its ``aio``. ``generate_content``,
    ``generate_content_stream`` and ``chats.create`` take and give what they always did, automatic
    function calling included; each request goes out by ``client.interactions.create`` with
    ``store=False``. Everything else (files, caches, embeddings, ...) is that of ``client``.

    Whatever is no client of the SDK comes back as it is: a mock, an object of another library or
    of the program's own that has such ``models``, a client whose ``generate_content`` was replaced.
    An object that passes everything on to a client, ``interactions`` too, counts as that client.

    ``settings`` (default: the STEPBRIDGE_* variables) say what becomes of a request that
    Interactions cannot carry: by default it goes to generateContent unchanged, with a warning.
    Raises ``google.genai.errors.APIError`` as before.
    """
    if isinstance(client, (LegacyClient, AsyncLegacyClient)) or _is_another(client):
        return client
    kind = AsyncLegacyClient if hasattr(client, "aclose") else LegacyClient
    return kind(client, settings or Settings.from_environment())


def _is_another(client: Any) -> bool:
    """Whether an object is no client of the SDK, or has something else in a method's place."""
    origins = {kind.__module__ for kind in type(client).__mro__}
    if "unittest.mock" in origins:
        return True  # mocks have whatever attribute they are asked for
    if not any(origin.startswith("google.genai") for origin in origins):
        return not hasattr(client, "interactions")
    return any(
        name in getattr(getattr(client, service, None), "__dict__", {}) for service, name in _CALLS
    )


class LegacyClient:
    """What ``legacy`` gives for a client."""

    def __init__(self, client: Any, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        runner = Runner(httpx.Client(transport=_Transport(client)), settings)
        self.models = _Models(runner, _OPTIONS, cast(Official, _Attributes(client)))
        self.chats = Chats(runner, _OPTIONS)

    @property
    def aio(self) -> Any:
        """The asynchronous twins."""
        return legacy(self._client.aio, settings=self._settings)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_client"], name)


class AsyncLegacyClient:
    """What ``legacy`` gives for ``client.aio``."""

    def __init__(self, client: Any, settings: Settings) -> None:
        self._client = client
        http = httpx.AsyncClient(transport=_AsyncTransport(client))
        runner = AsyncRunner(lambda: http, settings)
        self.models = _AsyncModels(runner, _OPTIONS, cast(Official, _Attributes(client)))
        self.chats = AsyncChats(runner, _OPTIONS)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_client"], name)


class _Models(Models):
    def count_tokens(self, **request: Any) -> Any:
        return self._official.attribute("models", "count_tokens")(**request)


class _AsyncModels(AsyncModels):
    async def count_tokens(self, **request: Any) -> Any:
        return await self._official.attribute("models", "count_tokens")(**request)


class _Attributes:
    """Finds in the official client what this one leaves to it."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def attribute(self, resource: str, name: str) -> Any:
        owner = resource.removeprefix("aio.")
        return getattr(attrgetter(owner)(self._client), name)


class _Transport(httpx.BaseTransport):
    """Sends what a flow wants sent as calls of the official client."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        call = _Outgoing(request)
        try:
            with settled():
                answer = call.function(self._client)(**call.arguments)
                if not call.streams:
                    return httpx.Response(200, content=_whole(answer))
                # Some streams send their request when they are first read.
                events = iter(answer)
                first = next(events, None)
        except Exception as error:
            return _refusal(error)
        return httpx.Response(200, headers=_EVENTS, content=_events(first, events, answer))


class _AsyncTransport(httpx.AsyncBaseTransport):
    """The same with awaits."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        call = _Outgoing(request)
        try:
            with settled():
                answer = await call.function(self._client)(**call.arguments)
                if not call.streams:
                    return httpx.Response(200, content=_whole(answer))
                events = aiter(answer)
                first = await anext(events, None)
        except Exception as error:
            return _refusal(error)
        return httpx.Response(200, headers=_EVENTS, content=_events_async(first, events))


class _Outgoing:
    """One request as a call of the official client: which function, with which arguments."""

    def __init__(self, request: httpx.Request) -> None:
        body = json.loads(request.content)
        path = request.url.path
        own = {k: v for k, v in request.headers.items() if k.lower() not in _OWN_HEADERS}
        seconds = request.extensions.get("timeout", {}).get("read")
        if path.endswith("/interactions"):
            self.function = attrgetter("interactions.create")
            self.streams = bool(body.get("stream"))
            extra = {"extra_headers": own or None, "timeout": seconds}
            self.arguments = {**body, **{k: v for k, v in extra.items() if v is not None}}
            return
        model, _, verb = path.rpartition("/models/")[2].partition(":")
        self.streams = verb == "streamGenerateContent"
        name = "generate_content_stream" if self.streams else "generate_content"
        self.function = attrgetter(f"models.{name}")
        http: JsonObject = {"headers": own} if own else {}
        if seconds is not None:
            http["timeout"] = int(seconds * 1000)
        config = _flat(body)
        if http:
            config["http_options"] = http
        self.arguments = {"model": model, "contents": body.get("contents"), "config": config}


def _flat(body: JsonObject) -> JsonObject:
    """A request body as the SDK's config: the generation config is not apart there."""
    config: JsonObject = {}
    for key, value in body.items():
        if key in _NESTED and isinstance(value, Mapping):
            config.update(value)
        elif key != "contents":
            config[key] = value
    return config


def _plain(answer: Any) -> JsonObject:
    if hasattr(answer, "candidates"):
        wire: JsonObject = answer.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude={"parsed", "sdk_http_response"}
        )
        return wire
    return event_of(answer)


def _whole(answer: Any) -> bytes:
    return json.dumps(_plain(answer)).encode()


def _encoded(event: Any) -> bytes:
    wire = _plain(event)
    return encode_event(wire) if "event_type" in wire else encode_chunk(wire)


def _events(first: Any, rest: Any, stream: Any) -> Iterator[bytes]:
    try:
        if first is not None:
            yield _encoded(first)
            yield from map(_encoded, rest)
    except Exception as error:
        raise _as_before(error) from error
    finally:
        getattr(stream, "close", _nothing)()


async def _events_async(first: Any, rest: Any) -> AsyncIterator[bytes]:
    try:
        if first is not None:
            yield _encoded(first)
            async for event in rest:
                yield _encoded(event)
    except Exception as error:
        raise _as_before(error) from error


def _refusal(error: Exception) -> httpx.Response:
    """The HTTP answer behind an exception of the official client; others go on."""
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    body = getattr(error, "body", None) or getattr(error, "details", None)
    if not isinstance(status, int):
        raise _as_before(error)
    content = body if isinstance(body, str) else json.dumps(body if body is not None else {})
    return httpx.Response(status, content=content.encode())


def _as_before(error: Exception) -> Exception:
    """A lost connection is an error of httpx, or of its successor, to legacy code."""
    cause = error.__cause__
    is_http = any(kind.__name__ == "HTTPError" for kind in type(cause).__mro__)
    return cause if isinstance(cause, Exception) and is_http else error


def _nothing() -> None:
    return None


_CALLS = (
    ("models", "generate_content"),
    ("models", "generate_content_stream"),
    ("chats", "create"),
)
_EVENTS = {"content-type": "text/event-stream"}
_OPTIONS = ClientOptions(_NO_KEY, retry=Retry(attempts=1))

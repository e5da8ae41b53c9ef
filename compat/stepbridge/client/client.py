"""The drop-in client: the surface of ``google.genai.Client``, spoken to the Interactions API."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

import httpx

from stepbridge.client.async_runner import AsyncRunner
from stepbridge.client.chats import AsyncChats, Chats
from stepbridge.client.closing import AsyncClosing, Closing
from stepbridge.client.config import settings_of
from stepbridge.client.files import AsyncFiles, Files
from stepbridge.client.interactions import AsyncInteractions, Interactions
from stepbridge.client.models import AsyncModels, Models
from stepbridge.client.official import RESOURCES, Official
from stepbridge.client.options import ClientOptions, options_from_environment
from stepbridge.client.pools import Pools
from stepbridge.client.runner import Runner
from stepbridge.client.sender import client_arguments
from stepbridge.policy import Settings


class Client(Closing):
    """A Gemini client that needs no official SDK.

    ``models``, ``chats`` and ``files`` are those of ``google.genai.Client``, with generateContent
    carried over the Interactions API; ``interactions`` is a light client of that API itself;
    ``aio`` holds the asynchronous twins. Other resources are passed on to the official SDK when
    it is installed.

    ``api_key`` defaults to GOOGLE_API_KEY or GEMINI_API_KEY. ``http_options`` takes the official
    ``HttpOptions`` or a dict (``base_url``, ``api_version``, ``headers``, ``timeout`` in
    milliseconds, ``retry_options``, ``client_args``, ``httpx_client``, ...). ``settings`` says what
    becomes of fields that cannot be carried; it defaults to the STEPBRIDGE_* variables. Failed
    requests are tried again only where ``retry_options`` says so.

    May be used by several threads, and as a context manager. Raises ValueError without a key.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        http_options: Any = None,
        settings: Settings | None = None,
        vertexai: bool | None = None,
        **unsupported: Any,
    ) -> None:
        if vertexai or any(value is not None for value in unsupported.values()):
            told = ", ".join(["vertexai", *unsupported] if vertexai else unsupported)
            raise ValueError(
                f"stepbridge.Client speaks to the Gemini Developer API and has no {told}; keep "
                "genai.Client for that and call stepbridge.install()"
            )
        options = options_from_environment(api_key, http_options)
        self._options = options
        given = settings_of(http_options)
        settings = settings or Settings.from_environment()
        official = Official(options)
        self._official = official
        own_client: httpx.Client | None = given.get("httpx_client")
        self._owns_http = own_client is None
        self._http = own_client or httpx.Client(
            **client_arguments(options, dict(given.get("client_args") or {}))
        )
        runner = Runner(self._http, settings)
        self.models = Models(runner, options, official)
        self.chats = Chats(runner, options)
        self.files = Files(runner, options, official)
        self.interactions = Interactions(runner, options)
        self._make_aio = partial(AsyncClient, options, settings, official, given)

    @cached_property
    def aio(self) -> AsyncClient:
        """The asynchronous twins."""
        return self._make_aio()

    def close(self) -> None:
        """Closes the connections of the blocking side."""
        if self._owns_http:
            self._http.close()

    def __getattr__(self, name: str) -> Any:
        if name in RESOURCES:
            return self.__dict__["_official"].attribute("", name)
        raise AttributeError(f"'Client' object has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"stepbridge.Client(base_url={self._options.base_url!r})"


class AsyncClient(AsyncClosing):
    """``client.aio``: the asynchronous twins."""

    def __init__(
        self,
        options: ClientOptions,
        settings: Settings,
        official: Official,
        given: dict[str, Any],
    ) -> None:
        self._official = official
        arguments = client_arguments(options, dict(given.get("async_client_args") or {}))
        self._pools = Pools(given.get("httpx_async_client"), arguments)
        runner = AsyncRunner(self._pools.client, settings)
        self.models = AsyncModels(runner, options, official)
        self.chats = AsyncChats(runner, options)
        self.files = AsyncFiles(runner, options, official)
        self.interactions = AsyncInteractions(runner, options)

    async def aclose(self) -> None:
        """Closes the connections that belong to the running event loop."""
        await self._pools.aclose()

    def __getattr__(self, name: str) -> Any:
        if name in RESOURCES:
            return self.__dict__["_official"].attribute("aio", name)
        raise AttributeError(f"'AsyncClient' object has no attribute {name!r}")

    def __repr__(self) -> str:
        return "stepbridge.Client.aio"

"""``client.models``: generate_content and what stands beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from stepbridge.client.async_runner import AsyncRunner
from stepbridge.client.count import count_tokens
from stepbridge.client.generate import generate, generate_stream
from stepbridge.client.official import Official
from stepbridge.client.options import ClientOptions
from stepbridge.client.runner import Runner
from stepbridge.client.views import GenerateContentResponse, View


class Models:
    """Calls of models; the signatures are those of ``google.genai.models.Models``."""

    def __init__(self, runner: Runner, options: ClientOptions, official: Official) -> None:
        self._runner = runner
        self._options = options
        self._official = official

    def generate_content(
        self, *, model: str, contents: Any, config: Any = None
    ) -> GenerateContentResponse:
        """One answer.

        ``contents`` and ``config`` may hold official ``types.*`` objects, dicts in either spelling,
        strings, Pillow images, paths, open files and uploaded files. Python functions among the
        tools are called as the model asks. Raises ``APIError`` when the service refuses,
        ``UnsupportedFieldError`` under the policy ``error``, ValueError for bad arguments.
        """
        return self._runner.run(generate(self._options, model, contents, config))

    def generate_content_stream(
        self, *, model: str, contents: Any, config: Any = None
    ) -> Iterator[GenerateContentResponse]:
        """The same, in chunks as they arrive. Errors are raised while iterating."""
        return self._runner.stream(generate_stream(self._options, model, contents, config))

    def count_tokens(self, *, model: str, contents: Any, config: Any = None) -> View:
        """How many tokens a prompt has (``total_tokens``)."""
        return self._runner.run(count_tokens(self._options, model, contents, config))

    def __getattr__(self, name: str) -> Any:
        return self._official.attribute("models", name)


class AsyncModels:
    """The same with awaits."""

    def __init__(self, runner: AsyncRunner, options: ClientOptions, official: Official) -> None:
        self._runner = runner
        self._options = options
        self._official = official

    async def generate_content(
        self, *, model: str, contents: Any, config: Any = None
    ) -> GenerateContentResponse:
        """See ``Models.generate_content``; coroutine functions may be tools as well."""
        return await self._runner.run(generate(self._options, model, contents, config))

    async def generate_content_stream(
        self, *, model: str, contents: Any, config: Any = None
    ) -> AsyncIterator[GenerateContentResponse]:
        """``async for chunk in await client.aio.models.generate_content_stream(...)``."""
        return self._runner.stream(generate_stream(self._options, model, contents, config))

    async def count_tokens(self, *, model: str, contents: Any, config: Any = None) -> View:
        """How many tokens a prompt has (``total_tokens``)."""
        return await self._runner.run(count_tokens(self._options, model, contents, config))

    def __getattr__(self, name: str) -> Any:
        return self._official.attribute("aio.models", name)

"""``client.chats``: conversations whose history the client keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

from stepbridge.client.async_runner import AsyncRunner
from stepbridge.client.contents import content_to_wire, message_to_wire
from stepbridge.client.flow import Flow
from stepbridge.client.generate import generate, generate_stream
from stepbridge.client.options import ClientOptions
from stepbridge.client.runner import Runner
from stepbridge.client.views import GenerateContentResponse, view_class
from stepbridge.wire import JsonObject


class _History:
    """A conversation. What the model said unsoundly is kept, but not sent again."""

    def __init__(self, options: ClientOptions, model: str, config: Any, history: Any) -> None:
        self._options = options
        self._model = model
        self._config = config
        self._all = [_as_content(content) for content in history or ()]
        self._sound = sound_turns(self._all)

    def get_history(self, curated: bool = False) -> list[Any]:
        """All contents so far, or those that go with the next message."""
        return self._sound if curated else self._all

    def record_history(self, user_input: Any, model_output: list[Any], is_valid: bool) -> None:
        """Adds one exchange."""
        outputs = model_output or [{"role": "model", "parts": []}]
        turns = [_as_content(content) for content in (user_input, *outputs)]
        self._all.extend(turns)
        if is_valid:
            self._sound.extend(turns)

    def _answer(self, message: Any, config: Any) -> Flow[GenerateContentResponse]:
        return generate(
            self._options,
            self._model,
            self._contents(message),
            config or self._config,
            self._record,
        )

    def _chunks(self, message: Any, config: Any) -> Flow[None]:
        return generate_stream(
            self._options,
            self._model,
            self._contents(message),
            config or self._config,
            self._record,
        )

    def _contents(self, message: Any) -> list[Any]:
        return [*self._sound, message_to_wire(message)]

    def _record(self, turn: JsonObject, outputs: list[JsonObject], sound: bool) -> None:
        self.record_history(turn, outputs, sound)


class Chat(_History):
    """A conversation (``google.genai.chats.Chat``)."""

    def __init__(self, runner: Runner, *state: Any) -> None:
        super().__init__(*state)
        self._runner = runner

    def send_message(self, message: Any, config: Any = None) -> GenerateContentResponse:
        """Says something and returns the answer. ``config`` replaces the chat's for this turn."""
        return self._runner.run(self._answer(message, config))

    def send_message_stream(
        self, message: Any, config: Any = None
    ) -> Iterator[GenerateContentResponse]:
        """The same in chunks. The history grows when the stream has been read to its end."""
        return self._runner.stream(self._chunks(message, config))


class AsyncChat(_History):
    """A conversation (``google.genai.chats.AsyncChat``)."""

    def __init__(self, runner: AsyncRunner, *state: Any) -> None:
        super().__init__(*state)
        self._runner = runner

    async def send_message(self, message: Any, config: Any = None) -> GenerateContentResponse:
        """Says something and returns the answer. ``config`` replaces the chat's for this turn."""
        return await self._runner.run(self._answer(message, config))

    async def send_message_stream(
        self, message: Any, config: Any = None
    ) -> AsyncIterator[GenerateContentResponse]:
        """The same in chunks: ``async for chunk in await chat.send_message_stream(...)``."""
        return self._runner.stream(self._chunks(message, config))


class Chats:
    """Begins conversations."""

    def __init__(self, runner: Runner, options: ClientOptions) -> None:
        self._runner = runner
        self._options = options

    def create(self, *, model: str, config: Any = None, history: Any = None) -> Chat:
        """A conversation, with an earlier part of it in ``history``."""
        return Chat(self._runner, self._options, model, config, history)


class AsyncChats:
    """Begins conversations."""

    def __init__(self, runner: AsyncRunner, options: ClientOptions) -> None:
        self._runner = runner
        self._options = options

    def create(self, *, model: str, config: Any = None, history: Any = None) -> AsyncChat:
        """A conversation, with an earlier part of it in ``history``."""
        return AsyncChat(self._runner, self._options, model, config, history)


def sound_turns(history: Sequence[Any]) -> list[Any]:
    """The history without unsound answers and the messages that led to them.

    Raises ValueError for a role other than user and model.
    """
    kept: list[Any] = []
    place = 0
    while place < len(history):
        role = history[place].role
        if role not in ("user", "model"):
            raise ValueError(f"Role must be user or model, but got {role}")
        if role == "user":
            kept.append(history[place])
            place += 1
            continue
        answer = []
        while place < len(history) and history[place].role == "model":
            answer.append(history[place])
            place += 1
        if all(_is_sound(content) for content in answer):
            kept += answer
        elif kept:
            kept.pop()
    return kept


def _is_sound(content: Any) -> bool:
    parts = content_to_wire(content).get("parts") or []
    return bool(parts) and all(parts)


def _as_content(content: Any) -> Any:
    if isinstance(content, Mapping):
        return view_class("Content")(content_to_wire(content))
    return content

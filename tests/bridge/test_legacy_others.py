"""``stepbridge.legacy`` of what is no client of the SDK: it comes back, and is called as before."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock, MagicMock, create_autospec

import pytest
from google import genai
from google.genai import types

import stepbridge
from stepbridge_emulator import Emulator

REQUEST = {"model": "gemini-2.5-flash", "contents": "Hi"}


class Own:
    """A program's own client, whose models have the same methods."""

    class models:  # noqa: N801
        """Answers without a server."""

        @staticmethod
        def generate_content(model: str, contents: str) -> SimpleNamespace:
            return SimpleNamespace(text=f"{model} {contents}")


class Around:
    """Passes everything on to a client."""

    def __init__(self, client: genai.Client) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


@pytest.fixture
def client(emulator: Emulator) -> genai.Client:
    return genai.Client(api_key="key", http_options=types.HttpOptions(base_url=emulator.url))


@pytest.mark.parametrize(
    "other",
    [MagicMock(), MagicMock(spec=genai.Client), create_autospec(genai.Client), AsyncMock(), Own()],
    ids=["mock", "spec", "autospec", "async", "own"],
)
def test_others_come_back_as_they_are(other: object) -> None:
    assert stepbridge.legacy(other) is other


def test_a_mock_is_asked_as_before() -> None:
    mock = MagicMock()
    mock.models.generate_content.return_value.text = "mocked"
    assert stepbridge.legacy(mock).models.generate_content(**REQUEST).text == "mocked"
    mock.models.generate_content.assert_called_once_with(**REQUEST)


def test_a_method_that_was_replaced_is_called(
    client: genai.Client, monkeypatch: pytest.MonkeyPatch, emulator: Emulator
) -> None:
    replaced = MagicMock()
    monkeypatch.setattr(client.models, "generate_content", replaced)
    stepbridge.legacy(client).models.generate_content(**REQUEST)
    replaced.assert_called_once_with(**REQUEST)
    assert not emulator.exchanges


def test_an_asynchronous_method_that_was_replaced_is_called(
    client: genai.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client.aio.models, "generate_content", AsyncMock())
    assert stepbridge.legacy(client).aio is client.aio


def test_what_passes_everything_on_is_a_client(client: genai.Client, emulator: Emulator) -> None:
    stepbridge.legacy(Around(client)).models.generate_content(**REQUEST)
    assert [exchange.api for exchange in emulator.exchanges] == ["interactions"]


def test_a_class_made_from_the_client_is_a_client(emulator: Emulator) -> None:
    class Mine(genai.Client):
        pass

    options = types.HttpOptions(base_url=emulator.url)
    stepbridge.legacy(Mine(api_key="key", http_options=options)).models.generate_content(**REQUEST)
    assert [exchange.api for exchange in emulator.exchanges] == ["interactions"]

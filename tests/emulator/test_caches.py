"""Cached contents, through the official SDK: what a cache holds is said before every question."""

from __future__ import annotations

from typing import Any

import pytest
from google import genai
from google.genai import types
from google.genai.errors import ClientError

from stepbridge_emulator import Emulator

MODEL = "gemini-2.5-flash"
CONTENTS = ["The harbour has three quays.", "The longest is the west quay."]


@pytest.fixture
def cache(client: genai.Client) -> types.CachedContent:
    config = types.CreateCachedContentConfig(
        contents=CONTENTS, system_instruction="Be brief.", ttl="600s", display_name="harbour"
    )
    return client.caches.create(model=MODEL, config=config)


def ask(client: genai.Client, question: str, **config: Any) -> types.GenerateContentResponse:
    model = config.pop("model", MODEL)
    return client.models.generate_content(model=model, contents=question, config=config)  # type: ignore[arg-type]


def test_a_cache_means_what_it_holds(
    client: genai.Client, emulator: Emulator, cache: types.CachedContent
) -> None:
    with_cache = ask(client, "Which one?", cached_content=cache.name)
    without = client.models.generate_content(
        model=MODEL,
        contents=[*CONTENTS, "Which one?"],
        config={"system_instruction": "Be brief."},
    )
    first, second = (exchange.prompt for exchange in emulator.exchanges)
    assert first == second
    assert with_cache.text == without.text
    assert with_cache.usage_metadata is not None
    assert without.usage_metadata is not None
    assert cache.usage_metadata is not None
    held = cache.usage_metadata.total_token_count
    assert with_cache.usage_metadata.cached_content_token_count == held
    assert without.usage_metadata.cached_content_token_count is None
    assert with_cache.usage_metadata.prompt_token_count == without.usage_metadata.prompt_token_count


def test_life_of_a_cache(client: genai.Client, cache: types.CachedContent) -> None:
    assert cache.name
    assert cache.expire_time
    assert [known.name for known in client.caches.list()] == [cache.name]
    longer = client.caches.update(name=cache.name, config={"ttl": "7200s"})
    assert longer.expire_time
    assert longer.expire_time > cache.expire_time
    assert client.caches.get(name=cache.name).display_name == "harbour"
    client.caches.delete(name=cache.name)
    assert list(client.caches.list()) == []
    for late in (
        lambda: client.caches.get(name=str(cache.name)),
        lambda: ask(client, "Which one?", cached_content=cache.name),
    ):
        with pytest.raises(ClientError) as caught:
            late()
        assert caught.value.code == 403


def test_time_runs_out(client: genai.Client, cache: types.CachedContent) -> None:
    assert cache.name
    client.caches.update(name=cache.name, config={"expire_time": "2020-01-01T00:00:00Z"})
    with pytest.raises(ClientError):
        client.caches.get(name=cache.name)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"model": "gemini-2.5-pro"}, "has to be the same"),
        ({"system_instruction": "Be long."}, "system_instruction, tools or tool_config"),
    ],
)
def test_what_does_not_go_with_a_cache(
    client: genai.Client, cache: types.CachedContent, other: dict[str, Any], words: str
) -> None:
    with pytest.raises(ClientError, match=words):
        ask(client, "Which one?", cached_content=cache.name, **other)


def test_a_cache_from_elsewhere_is_taken(client: genai.Client, emulator: Emulator) -> None:
    """As files at other addresses are: what it holds is not known, and its name says which."""
    ask(client, "Which one?", cached_content="cachedContents/made-elsewhere")
    prompt = emulator.exchanges[0].prompt
    assert prompt is not None
    assert prompt["settings"]["cached_content"] == "cachedContents/made-elsewhere"


def test_an_empty_cache_is_refused(client: genai.Client) -> None:
    with pytest.raises(ClientError, match="has to have contents"):
        client.caches.create(model=MODEL)


def test_no_model_is_tuned(client: genai.Client) -> None:
    assert list(client.models.list(config={"query_base": False})) == []
    with pytest.raises(ClientError) as caught:
        client.models.get(model="tunedModels/mine")
    assert caught.value.code == 404

"""``--audit`` and STEPBRIDGE_AUDIT: whatever carries a request in the process notes it, once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from google import genai

import stepbridge
from stepbridge_emulator import Emulator

MODEL = "gemini-3.5-flash"
LOST = {"presence_penalty": 0.5}
REFUSED = "[[emulator:unsupported]]"
Records = Callable[[], list[dict[str, Any]]]
Program = Callable[[], object]


@pytest.fixture
def records(
    emulator_in_environment: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Records:
    """Reads what the process has noted so far."""
    path = tmp_path / "audit.jsonl"
    monkeypatch.setenv("STEPBRIDGE_AUDIT", str(path))
    return lambda: [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def installed() -> Any:
    """The shim in every official client, as ``stepbridge run`` has it."""
    stepbridge.install()
    yield
    stepbridge.uninstall()


def own_client() -> None:
    stepbridge.Client().models.generate_content(model=MODEL, contents="Hi")


def legacy_of_the_official_client() -> None:
    client = stepbridge.legacy(genai.Client())
    client.models.generate_content(model=MODEL, contents="Hi")


def contents_alone() -> None:
    stepbridge.to_input("Hi")


def one_transport() -> None:
    with httpx.Client(transport=stepbridge.InteractionsTransport()) as client:
        url = f"{stepbridge.Client()._options.base_url}/v1beta/models/{MODEL}:generateContent"
        body = {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}
        client.post(url, json=body, headers={"x-goog-api-key": "k"}).raise_for_status()


@pytest.mark.parametrize(
    "program", [own_client, legacy_of_the_official_client, contents_alone, one_transport]
)
def test_every_way_of_carrying_is_noted(records: Records, program: Program) -> None:
    program()
    (noted,) = records()
    assert noted["outcome"] == "translated"
    assert noted["used"] == ["contents", "contents.parts", "contents.parts.text", "contents.role"]
    code = program.__code__  # type: ignore[attr-defined]
    assert noted["file"] == __file__
    assert code.co_firstlineno < noted["line"] <= code.co_firstlineno + 4


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_what_the_bridge_leaves_to_generate_content_is_decided_once(
    records: Records, emulator_in_environment: Emulator, stream: bool
) -> None:
    with pytest.warns(stepbridge.UnsupportedFieldWarning) as warned:
        texts = [said(config=LOST, stream=stream), said(REFUSED, stream=stream)]
    assert all(texts)
    assert len(warned) == 2
    told = [(record["outcome"], record["fallback"]) for record in records()]
    assert told == [("legacy", False), ("translated", False), ("legacy", True)]
    apis = [exchange.api for exchange in emulator_in_environment.exchanges]
    assert apis == ["generateContent", "interactions", "generateContent"]


def said(contents: str = "Hi", *, config: Any = None, stream: bool) -> str:
    models = stepbridge.legacy(genai.Client()).models
    if not stream:
        return str(models.generate_content(model=MODEL, contents=contents, config=config).text)
    chunks = models.generate_content_stream(model=MODEL, contents=contents, config=config)
    return "".join(chunk.text for chunk in chunks)


def test_requests_of_interactions_have_no_legacy_fields_to_note(records: Records) -> None:
    shim = stepbridge.GenerateContentTransport()
    options = {"client_args": {"transport": shim}}
    client = stepbridge.Client(http_options=options)
    assert client.interactions.create(model=MODEL, input="Hi", store=False).output_text
    own_client()
    assert len(records()) == 1

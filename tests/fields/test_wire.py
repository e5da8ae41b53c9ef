"""The wire path of a config's field is where the official SDK puts it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from google import genai
from google.genai import types
from google.oauth2.credentials import Credentials

from stepbridge.fields import FIELDS, Field

_VALUES: dict[str, Any] = {
    "audio_transcription_config": types.AudioTranscriptionConfig(language_codes=["de"]),
    "cached_content": "cachedContents/a",
    "continuation_token": b"token",
    "generation_output_config": types.GenerationOutputConfig(output_uri_prefix="gs://b/x"),
    "image_config": types.ImageConfig(aspect_ratio="16:9"),
    "labels": {"team": "a"},
    "media_resolution": "MEDIA_RESOLUTION_LOW",
    "model_armor_config": types.ModelArmorConfig(prompt_template_name="p"),
    "model_selection_config": {"feature_selection_preference": "BALANCED"},
    "response_json_schema": {"type": "string"},
    "response_mime_type": "application/json",
    "response_modalities": ["AUDIO"],
    "response_schema": {"type": "STRING"},
    "routing_config": {"auto_mode": {"model_routing_preference": "BALANCED"}},
    "safety_settings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"}],
    "service_tier": "flex",
    "speech_config": types.SpeechConfig(language_code="de"),
    "stop_sequences": ["END"],
    "system_instruction": "Be brief.",
    "thinking_config": types.ThinkingConfig(include_thoughts=True),
    "tool_config": {"retrieval_config": {"language_code": "de"}},
    "tools": [{"google_search": {}}],
}
_FLAGS = {"response_logprobs", "audio_timestamp", "enable_enhanced_civic_answers", "store"}
ROWS = [
    row for row in FIELDS if row.symbol.startswith("GenerateContentConfig.") and row.legacy_wire
]


class Recorder(httpx.BaseTransport):
    """Answers every request, and keeps the last body."""

    body: dict[str, Any]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.body = json.loads(request.read())
        return httpx.Response(200, json={"candidates": []})


def _sent(field: str, value: Any, **client: Any) -> dict[str, Any]:
    recorder = Recorder()
    options = types.HttpOptions(client_args={"transport": recorder})
    caller = genai.Client(http_options=options, **client)
    config = types.GenerateContentConfig(**{field: value})
    caller.models.generate_content(model="gemini-3.5-flash", contents="hi", config=config)
    return recorder.body


def _body(field: str, value: Any) -> dict[str, Any]:
    try:
        return _sent(field, value, api_key="x")
    except ValueError:  # the field is for the other of the two back ends
        return _sent(
            field,
            value,
            vertexai=True,
            project="p",
            location="global",
            credentials=Credentials(token="x"),  # type: ignore[no-untyped-call]
        )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.symbol)
def test_the_sdk_sends_the_field_there(row: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOOGLE_GEMINI_BASE_URL", "GOOGLE_VERTEX_BASE_URL", "GOOGLE_GENAI_HTTP_CLIENT"):
        monkeypatch.delenv(name, raising=False)
    field = row.symbol.partition(".")[2]
    value = _VALUES.get(field, True if field in _FLAGS else 1)
    found: Any = _body(field, value)
    for name in row.legacy_wire.split("."):
        assert name in found, found
        found = found[name]

"""Calls of the official SDK, from its own types to a body that its Interactions models accept."""

from __future__ import annotations

import enum
import io
import json
from collections.abc import Callable
from typing import Any

import pydantic
import pytest
from google.genai import types
from PIL import Image

from stepbridge.translate.request import Translation, to_interaction

Sent = Callable[..., dict[str, Any]]
Validate = Callable[[dict[str, Any]], Any]


@pytest.fixture
def translate(sent: Sent, validate_create_interaction: Validate) -> Callable[..., Translation]:
    def translated(contents: Any = "hi", **config: Any) -> Translation:
        translation = to_interaction(sent(contents, **config), model="models/gemini-3.5-flash")
        validate_create_interaction(translation.body)
        return translation

    return translated


class Mood(enum.Enum):
    SUNNY = "sunny"
    GREY = "grey"


class Recipe(pydantic.BaseModel):
    name: str
    steps: list[str]
    mood: Mood | None = None
    parent: Recipe | None = None


def add(a: int, b: int = 2) -> int:
    """Adds two numbers."""
    return a + b


def test_a_string(translate: Any) -> None:
    translation = translate("Hello")
    assert translation.body == {
        "model": "gemini-3.5-flash",
        "input": [{"type": "user_input", "content": [{"type": "text", "text": "Hello"}]}],
        "store": False,
    }
    assert translation.losses == ()


def test_a_mixed_list_is_one_turn(translate: Any) -> None:
    picture = Image.new("RGB", (2, 2))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    parts = [
        "Look:",
        picture,
        types.Part.from_bytes(data=buffer.getvalue(), mime_type="image/png"),
        types.Part.from_uri(file_uri="https://example.com/a.pdf", mime_type="application/pdf"),
        types.File(uri="https://example.com/files/x", mime_type="video/mp4"),
    ]
    (step,) = translate(parts).body["input"]
    kinds = [item["type"] for item in step["content"]]
    assert kinds == ["text", "image", "image", "document", "video"]
    assert step["content"][1]["mime_type"] == "image/png"
    assert step["content"][4]["uri"] == "https://example.com/files/x"


def test_generation_config(translate: Any) -> None:
    translation = translate(
        temperature=0.5,
        top_p=0.9,
        max_output_tokens=100,
        stop_sequences=["END"],
        seed=7,
        candidate_count=1,
        system_instruction=["Be brief."],
        labels={"team": "blue"},
        service_tier="flex",
        safety_settings=[
            types.SafetySetting(
                category=types.HarmCategory.HARM_CATEGORY_HATE_SPEECH,
                threshold=types.HarmBlockThreshold.BLOCK_ONLY_HIGH,
            )
        ],
    )
    assert translation.losses == ()
    body = translation.body
    assert body["generation_config"] == {
        "temperature": 0.5,
        "top_p": 0.9,
        "max_output_tokens": 100,
        "stop_sequences": ["END"],
        "seed": 7,
    }
    assert body["system_instruction"] == "Be brief."
    assert body["labels"] == {"team": "blue"}
    assert body["service_tier"] == "flex"
    assert body["safety_settings"] == [{"type": "hate_speech", "threshold": "block_only_high"}]


@pytest.mark.parametrize("schema", [Recipe, list[Recipe], Recipe.model_json_schema()])
def test_structured_output(schema: Any, translate: Any) -> None:
    body = translate(response_mime_type="application/json", response_schema=schema).body
    entry = body["response_format"]
    assert entry["mime_type"] == "application/json"
    text = json.dumps(entry["schema"])
    assert "STRING" not in text
    assert "propertyOrdering" not in text
    assert "any_of" not in text
    for name in ("name", "steps", "mood", "parent", "sunny"):
        assert f'"{name}"' in text


def test_json_schema_passes_unchanged(translate: Any) -> None:
    schema = Recipe.model_json_schema()
    body = translate(response_mime_type="application/json", response_json_schema=schema).body
    assert body["response_format"]["schema"] == schema


def test_an_enum_as_answer(translate: Any) -> None:
    translation = translate(response_mime_type="text/x.enum", response_schema=Mood)
    assert translation.bare_enum
    assert translation.body["response_format"] == {
        "type": "text",
        "mime_type": "application/json",
        "schema": {"type": "string", "enum": ["sunny", "grey"], "title": "Mood"},
    }


def test_a_python_function_as_tool(
    client: Any, wire: Any, validate_create_interaction: Any
) -> None:
    """Automatic function calling: the second request answers the call without an id."""
    call = {
        "functionCall": {"id": "c1", "name": "add", "args": {"a": 1}},
        "thoughtSignature": "c2ln",
    }
    wire.answers.append({"candidates": [{"content": {"role": "model", "parts": [call]}}]})
    chat = client.chats.create(model="gemini-3.5-flash", config={"tools": [add]})
    chat.send_message("Add")
    first, second = (to_interaction(body, model="gemini-3.5-flash").body for body in wire.bodies)
    validate_create_interaction(first)
    validate_create_interaction(second)
    (tool,) = first["tools"]
    assert tool["name"] == "add"
    assert tool["parameters"]["properties"]["a"]["type"] == "integer"
    steps = second["input"]
    assert [step["type"] for step in steps] == [
        "user_input",
        "thought",
        "function_call",
        "function_result",
    ]
    assert steps[1]["signature"] == "c2ln"
    assert steps[3]["call_id"] == steps[2]["id"] == "c1"
    assert json.loads(steps[3]["result"]) == {"result": 3}


def test_tools_of_every_kind_of_the_developer_api(translate: Any) -> None:
    tools = [
        types.Tool(
            google_search=types.GoogleSearch(),
            url_context=types.UrlContext(),
            code_execution=types.ToolCodeExecution(),
        ),
        types.Tool(google_maps=types.GoogleMaps(enable_widget=True)),
        types.Tool(file_search=types.FileSearch(file_search_store_names=["fileSearchStores/a"])),
        types.Tool(computer_use=types.ComputerUse(environment="ENVIRONMENT_BROWSER")),
        types.Tool(
            mcp_servers=[
                types.McpServer(
                    name="weather",
                    streamable_http_transport=types.StreamableHttpTransport(
                        url="https://example.com/mcp", headers={"Authorization": "Bearer s3cret"}
                    ),
                )
            ]
        ),
        types.Tool(google_search_retrieval=types.GoogleSearchRetrieval()),
    ]
    place = types.LatLng(latitude=1.5, longitude=2.5)
    config = types.ToolConfig(retrieval_config=types.RetrievalConfig(lat_lng=place))
    translation = translate(tools=tools, tool_config=config)
    kinds = [tool["type"] for tool in translation.body["tools"]]
    assert sorted(kinds) == [
        "code_execution",
        "computer_use",
        "file_search",
        "google_maps",
        "google_search",
        "google_search",
        "mcp_server",
        "url_context",
    ]
    by_kind = {tool["type"]: tool for tool in translation.body["tools"]}
    assert by_kind["google_maps"]["latitude"] == 1.5
    assert by_kind["computer_use"]["environment"] == "browser"
    assert by_kind["mcp_server"]["headers"] == {"Authorization": "Bearer s3cret"}
    assert translation.losses == ()


@pytest.mark.parametrize(
    ("calling", "choice"),
    [
        ({"mode": "ANY"}, "any"),
        ({"mode": "NONE"}, "none"),
        ({"mode": "VALIDATED"}, "validated"),
        (
            {"mode": "ANY", "allowed_function_names": ["add"]},
            {"allowed_tools": {"mode": "any", "tools": ["add"]}},
        ),
    ],
)
def test_tool_choice(calling: dict[str, Any], choice: Any, translate: Any) -> None:
    declaration = types.FunctionDeclaration(name="add")
    translation = translate(
        tools=[types.Tool(function_declarations=[declaration])],
        tool_config={"function_calling_config": calling},
    )
    assert translation.body["generation_config"]["tool_choice"] == choice
    assert translation.losses == ()


def test_speech_of_two(translate: Any) -> None:
    def speaker(name: str, voice: str) -> types.SpeakerVoiceConfig:
        prebuilt = types.PrebuiltVoiceConfig(voice_name=voice)
        return types.SpeakerVoiceConfig(
            speaker=name, voice_config=types.VoiceConfig(prebuilt_voice_config=prebuilt)
        )

    both = types.MultiSpeakerVoiceConfig(
        speaker_voice_configs=[speaker("Ann", "Kore"), speaker("Bob", "Puck")]
    )
    body = translate(
        response_modalities=["AUDIO"],
        speech_config=types.SpeechConfig(multi_speaker_voice_config=both, language_code="de-DE"),
    ).body
    assert body["response_format"] == {"type": "audio"}
    assert body["generation_config"]["speech_config"] == [
        {"speaker": "Ann", "voice": "Kore", "language": "de-DE"},
        {"speaker": "Bob", "voice": "Puck", "language": "de-DE"},
    ]


def test_a_voice_by_name(translate: Any) -> None:
    body = translate(response_modalities=["AUDIO"], speech_config="Kore").body
    assert body["generation_config"]["speech_config"] == [{"voice": "Kore"}]


def test_images(translate: Any) -> None:
    config = types.ImageConfig(aspect_ratio="16:9", image_size="2K")
    body = translate(response_modalities=["TEXT", "IMAGE"], image_config=config).body
    assert body["response_format"] == [
        {"type": "text"},
        {"type": "image", "aspect_ratio": "16:9", "image_size": "2K"},
    ]


def test_thinking(translate: Any) -> None:
    level = translate(thinking_config=types.ThinkingConfig(thinking_level="LOW")).body
    assert level["generation_config"] == {"thinking_level": "low"}
    shown = translate(thinking_config={"thinking_budget": 1024, "include_thoughts": True})
    assert shown.body["generation_config"] == {
        "thinking_level": "low",
        "thinking_summaries": "auto",
    }
    assert [loss.fidelity for loss in shown.losses] == ["approximate"]


def test_transcription(translate: Any) -> None:
    config = types.AudioTranscriptionConfig(language_codes=["de"], word_timestamp=True)
    body = translate(audio_transcription_config=config).body
    assert body["generation_config"]["transcription_config"] == {
        "language_codes": ["de"],
        "mode": {"type": "verbatim", "timestamp_granularities": ["word"]},
    }


def test_video_metadata(translate: Any) -> None:
    part = types.Part(
        file_data=types.FileData(file_uri="https://www.youtube.com/watch?v=x"),
        video_metadata=types.VideoMetadata(start_offset="10s", end_offset="20s", fps=2),
        media_resolution={"level": "MEDIA_RESOLUTION_HIGH"},
    )
    (step,) = translate([part]).body["input"]
    assert step["content"] == [
        {
            "type": "video",
            "uri": "https://www.youtube.com/watch?v=x",
            "processing": {
                "type": "static",
                "start_offset": "10s",
                "end_offset": "20s",
                "fps": 2,
            },
            "resolution": "high",
        }
    ]


def test_what_has_no_field_is_refused_by_id(translate: Any) -> None:
    translation = translate(
        top_k=40,
        candidate_count=3,
        response_logprobs=True,
        logprobs=2,
        presence_penalty=0.5,
        frequency_penalty=0.5,
        cached_content="cachedContents/a",
    )
    from stepbridge import fields

    lost = {fields.by_id(loss.field_id).symbol for loss in translation.losses}
    names = (
        "top_k",
        "candidate_count",
        "response_logprobs",
        "logprobs",
        "presence_penalty",
        "frequency_penalty",
        "cached_content",
    )
    assert lost == {f"GenerateContentConfig.{name}" for name in names}
    assert "generation_config" not in translation.body

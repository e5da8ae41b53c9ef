"""The parts around generation, through the official SDK: files, background, agents, media."""

import base64
import hashlib
import io
import wave
from pathlib import Path

import pytest
from google import genai
from google.genai import types
from google.genai.errors import ClientError
from PIL import Image

from stepbridge_emulator import Emulator

MODEL = "gemini-3.5-flash"
PICTURES = "gemini-3.1-flash-image"
SPEECH = "gemini-3.1-flash-tts-preview"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "car.png"
    Image.new("RGB", (2, 2), "red").save(path)
    return path


def test_uploaded_and_inline_bytes_mean_the_same(
    client: genai.Client, emulator: Emulator, picture: Path
) -> None:
    file = client.files.upload(file=picture)
    assert file.uri is not None
    inline = types.Part.from_bytes(data=picture.read_bytes(), mime_type="image/png")
    client.models.generate_content(model=MODEL, contents=[file, "What is it?"])
    client.models.generate_content(model=MODEL, contents=[inline, "What is it?"])
    client.interactions.create(
        model=MODEL,
        input=[
            {"type": "image", "uri": file.uri, "mime_type": "image/png"},
            {"type": "text", "text": "What is it?"},
        ],
    )
    first, second, third = (exchange.prompt for exchange in emulator.exchanges)
    assert first == second == third
    assert first is not None
    digest = hashlib.sha256(picture.read_bytes()).hexdigest()
    assert first["turns"][0]["parts"][0]["sha256"] == digest


def test_life_of_a_file(client: genai.Client, picture: Path) -> None:
    file = client.files.upload(file=picture, config={"display_name": "A car"})
    assert file.name is not None
    assert file.state == types.FileState.ACTIVE
    assert [known.name for known in client.files.list()] == [file.name]
    assert client.files.get(name=file.name).display_name == "A car"
    client.files.delete(name=file.name)
    with pytest.raises(ClientError) as caught:
        client.files.get(name=file.name)
    assert caught.value.code == 403


def test_models_and_tokens(client: genai.Client) -> None:
    assert f"models/{MODEL}" in [model.name for model in client.models.list()]
    assert client.models.get(model=MODEL).name == f"models/{MODEL}"
    counted = client.models.count_tokens(model=MODEL, contents="How many tokens is this?")
    interaction = client.interactions.create(model=MODEL, input="How many tokens is this?")
    assert counted.total_tokens == interaction.usage.total_input_tokens


def test_texts_with_common_words_have_near_vectors(client: genai.Client) -> None:
    def product(one: list[float], other: list[float]) -> float:
        return sum(a * b for a, b in zip(one, other, strict=True))

    texts = ["the sky is blue", "blue is the sky today", "cats sleep"]
    found = client.models.embed_content(model="gemini-embedding-001", contents=texts)
    sky, today, cats = (embedding.values for embedding in found.embeddings)
    assert len(sky) == 3072
    assert product(sky, sky) == pytest.approx(1)
    assert product(sky, today) > product(sky, cats)
    short = client.models.embed_content(
        model="text-embedding-004", contents="sky", config={"output_dimensionality": 64}
    )
    assert [len(embedding.values) for embedding in short.embeddings] == [64]


@pytest.mark.parametrize(
    ("model", "contents", "code"),
    [(MODEL, "sky", 404), ("gemini-embedding-001", "", 400)],
    ids=["no such model", "empty"],
)
def test_what_has_no_vector(client: genai.Client, model: str, contents: str, code: int) -> None:
    with pytest.raises(ClientError) as caught:
        client.models.embed_content(model=model, contents=contents)
    assert caught.value.code == code


def test_a_model_for_embeddings_generates_nothing(client: genai.Client) -> None:
    with pytest.raises(ClientError) as caught:
        client.models.generate_content(model="gemini-embedding-001", contents="sky")
    assert caught.value.code == 404


def test_background_moves_to_completed(client: genai.Client) -> None:
    started = client.interactions.create(model=MODEL, input="Long work", background=True)
    states = [client.interactions.get(started.id).status for _ in range(2)]
    assert [started.status, *states] == ["in_progress", "in_progress", "completed"]
    timeline = client.interactions.get(started.id)
    assert timeline.steps[0].type == "user_input"
    assert "Long work" in timeline.output_text


def test_background_can_be_cancelled_once(client: genai.Client) -> None:
    started = client.interactions.create(model=MODEL, input="Long work", background=True)
    assert client.interactions.cancel(started.id).status == "cancelled"
    with pytest.raises(Exception, match="failed_precondition"):
        client.interactions.cancel(started.id)


def test_a_stored_stream_can_be_resumed(client: genai.Client) -> None:
    started = client.interactions.create(model=MODEL, input="Long work", background=True)
    events = list(client.interactions.get(started.id, stream=True))
    rest = list(client.interactions.get(started.id, stream=True, last_event_id="3"))
    assert [event.event_id for event in rest] == [event.event_id for event in events[3:]]


def test_delete(client: genai.Client) -> None:
    kept = client.interactions.create(model=MODEL, input="Hi")
    client.interactions.delete(kept.id)
    with pytest.raises(Exception, match="not_found"):
        client.interactions.get(kept.id)


def test_deep_research_reports_with_sources(client: genai.Client) -> None:
    started = client.interactions.create(
        agent="deep-research-preview-04-2026", input="TPUs", background=True
    )
    client.interactions.get(started.id)
    report = client.interactions.get(started.id)
    assert {"google_search_call", "google_search_result"} <= {step.type for step in report.steps}


def test_a_managed_agent_keeps_its_environment(client: genai.Client) -> None:
    agent = "antigravity-preview-05-2026"
    first = client.interactions.create(agent=agent, input="Write", environment="remote")
    assert first.environment_id
    second = client.interactions.create(
        agent=agent,
        input="Read",
        environment=first.environment_id,
        previous_interaction_id=first.id,
    )
    assert second.environment_id == first.environment_id


@pytest.mark.parametrize("store", [True, False])
def test_the_sdk_continues_a_long_answer(
    client: genai.Client, emulator: Emulator, store: bool
) -> None:
    text = "[[emulator:continue]] a long story"
    interaction = client.interactions.create(model=MODEL, input=text, store=store)
    first, second = emulator.exchanges
    assert first.prompt == second.prompt
    whole = client.models.generate_content(model=MODEL, contents=text).text
    assert interaction.status == "completed"
    assert interaction.output_text == whole


def test_a_raw_client_sees_the_half_answer(client: genai.Client) -> None:
    half = client.interactions.create(
        model=MODEL, input="[[emulator:continue]] a long story", automatic_continuation=False
    )
    assert half.status == "requires_continuation"
    assert half.continuation_token


def test_pictures_open(client: genai.Client) -> None:
    interaction = client.interactions.create(model=PICTURES, input="A city")
    assert interaction.output_image is not None
    image = Image.open(io.BytesIO(base64.b64decode(interaction.output_image.data)))
    image.load()
    assert image.format == "JPEG"
    config = types.GenerateContentConfig(
        response_modalities=["IMAGE"], image_config={"output_mime_type": "image/png"}
    )
    with pytest.raises(ValueError, match="output_mime_type"):
        client.models.generate_content(model=PICTURES, contents="A city", config=config)


def test_the_same_picture_by_both_apis(client: genai.Client) -> None:
    interaction = client.interactions.create(
        model=PICTURES, input="A city", response_format={"type": "image", "aspect_ratio": "16:9"}
    )
    config = types.GenerateContentConfig(
        response_modalities=["IMAGE"], image_config={"aspect_ratio": "16:9"}
    )
    response = client.models.generate_content(model=PICTURES, contents="A city", config=config)
    assert response.parts is not None
    blob = response.parts[0].inline_data
    assert blob is not None
    assert interaction.output_image is not None
    assert blob.data == base64.b64decode(interaction.output_image.data)


def test_speech_is_raw_on_one_api_and_wav_on_the_other(client: genai.Client) -> None:
    interaction = client.interactions.create(
        model=SPEECH,
        input="Say hello",
        response_format={"type": "audio"},
        generation_config={"speech_config": [{"voice": "Kore"}]},
    )
    assert interaction.output_audio is not None
    with wave.open(io.BytesIO(base64.b64decode(interaction.output_audio.data))) as sound:
        frames = sound.readframes(sound.getnframes())
        assert (sound.getframerate(), sound.getsampwidth()) == (24000, 2)
    config = types.GenerateContentConfig(response_modalities=["AUDIO"], speech_config="Kore")
    response = client.models.generate_content(model=SPEECH, contents="Say hello", config=config)
    assert response.parts is not None
    assert response.parts[0].inline_data is not None
    assert response.parts[0].inline_data.data == frames


def test_parallel_calls_when_the_user_names_several(client: genai.Client) -> None:
    tools = [
        {"type": "function", "name": name, "parameters": {"type": "object", "properties": {}}}
        for name in ("get_time", "get_date", "get_mood")
    ]
    interaction = client.interactions.create(
        model=MODEL, input="Use get_date and get_time please", tools=tools
    )
    calls = [step.name for step in interaction.steps if step.type == "function_call"]
    assert calls == ["get_date", "get_time"]
    assert interaction.status == "requires_action"


def test_tool_choice_is_respected(client: genai.Client) -> None:
    tools = [{"type": "function", "name": name} for name in ("first", "second")]
    forced = client.interactions.create(
        model=MODEL,
        input="Hi",
        tools=tools,
        generation_config={"tool_choice": {"allowed_tools": {"mode": "any", "tools": ["second"]}}},
    )
    assert forced.steps[-1].name == "second"
    never = client.interactions.create(
        model=MODEL, input="Hi", tools=tools, generation_config={"tool_choice": "none"}
    )
    assert never.status == "completed"


def test_limits_end_the_answer(client: genai.Client) -> None:
    config = types.GenerateContentConfig(max_output_tokens=3)
    response = client.models.generate_content(model=MODEL, contents="Hi", config=config)
    assert response.candidates is not None
    assert response.candidates[0].finish_reason == types.FinishReason.MAX_TOKENS
    interaction = client.interactions.create(
        model=MODEL, input="Hi", generation_config={"max_output_tokens": 3}
    )
    assert interaction.status == "incomplete"
    assert interaction.output_text == response.text
    stopped = client.interactions.create(
        model=MODEL, input="Hi", generation_config={"stop_sequences": [": "]}
    )
    assert stopped.output_text.startswith("Emulated answer")
    assert ":" not in stopped.output_text

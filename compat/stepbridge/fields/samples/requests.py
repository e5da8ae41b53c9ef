"""Settings of a request."""

from __future__ import annotations

EXAMPLES: dict[int, tuple[str, str]] = {
    100: (
        """
client.models.generate_content(
    model=MODEL, contents="hi", config={"http_options": types.HttpOptions(timeout=30_000)}
)
""",
        """
client.interactions.create(model=MODEL, input="hi", timeout=30, store=False)
""",
    ),
    102: (
        """
client.models.generate_content(
    model=MODEL,
    contents="Who are you?",
    config=types.GenerateContentConfig(system_instruction=["Be brief.", "Be kind."]),
)
""",
        """
client.interactions.create(
    model=MODEL,
    input="Who are you?",
    system_instruction="Be brief.\\nBe kind.",
    store=False,
)
""",
    ),
    103: (
        """
client.models.generate_content(model=MODEL, contents="hi", config={"temperature": 0.2})
""",
        """
client.interactions.create(
    model=MODEL, input="hi", generation_config={"temperature": 0.2}, store=False
)
""",
    ),
    105: (
        """
client.models.generate_content(model=MODEL, contents="hi", config={"top_k": 40})
""",
        """
client.interactions.create(model=MODEL, input="hi", store=False)  # top_k is gone
""",
    ),
    106: (
        """
answers = client.models.generate_content(
    model=MODEL, contents="A name?", config={"candidate_count": 2}
).candidates
""",
        """
answers = [
    client.interactions.create(model=MODEL, input="A name?", store=False) for _ in range(2)
]
""",
    ),
    107: (
        """
client.models.generate_content(
    model=MODEL, contents="hi", config=types.GenerateContentConfig(max_output_tokens=500)
)
""",
        """
client.interactions.create(
    model=MODEL, input="hi", generation_config={"max_output_tokens": 500}, store=False
)
""",
    ),
    108: (
        """
client.models.generate_content(
    model=MODEL, contents="hi", config={"stop_sequences": ["END"], "seed": 7}
)
""",
        """
client.interactions.create(
    model=MODEL,
    input="hi",
    generation_config={"stop_sequences": ["END"], "seed": 7},
    store=False,
)
""",
    ),
    114: (
        """
response = client.models.generate_content(
    model=MODEL, contents="As JSON.", config={"response_mime_type": "application/json"}
)
data = json.loads(response.text)
""",
        """
interaction = client.interactions.create(
    model=MODEL,
    input="As JSON.",
    response_format={"type": "text", "mime_type": "application/json"},
    store=False,
)
data = json.loads(interaction.output_text)
""",
    ),
    115: (
        """
from pydantic import BaseModel

class River(BaseModel):
    name: str

response = client.models.generate_content(
    model=MODEL,
    contents="Some rivers.",
    config={"response_mime_type": "application/json", "response_schema": list[River]},
)
rivers = response.parsed
print(rivers)
""",
        """
from pydantic import BaseModel, TypeAdapter

class River(BaseModel):
    name: str

rivers_type = TypeAdapter(list[River])
interaction = client.interactions.create(
    model=MODEL,
    input="Some rivers.",
    response_format={
        "type": "text",
        "mime_type": "application/json",
        "schema": rivers_type.json_schema(),
    },
    store=False,
)
rivers = rivers_type.validate_json(interaction.output_text)
print(rivers)
""",
    ),
    116: (
        """
schema = {"type": "object", "properties": {"name": {"type": "string"}}}
client.models.generate_content(
    model=MODEL,
    contents="A river.",
    config={"response_mime_type": "application/json", "response_json_schema": schema},
)
""",
        """
schema = {"type": "object", "properties": {"name": {"type": "string"}}}
client.interactions.create(
    model=MODEL,
    input="A river.",
    response_format={"type": "text", "mime_type": "application/json", "schema": schema},
    store=False,
)
""",
    ),
    119: (
        """
client.models.generate_content(
    model=MODEL,
    contents="hi",
    config=types.GenerateContentConfig(
        safety_settings=[
            types.SafetySetting(
                category=types.HarmCategory.HARM_CATEGORY_HARASSMENT,
                threshold=types.HarmBlockThreshold.BLOCK_ONLY_HIGH,
            )
        ]
    ),
)
""",
        """
client.interactions.create(
    model=MODEL,
    input="hi",
    safety_settings=[{"type": "harassment", "threshold": "block_only_high"}],
    store=False,
)
""",
    ),
    124: (
        """
client.models.generate_content(
    model="gemini-3.1-flash-image",
    contents="A cat.",
    config={"response_modalities": ["TEXT", "IMAGE"]},
)
""",
        """
client.interactions.create(
    model="gemini-3.1-flash-image",
    input="A cat.",
    response_format=[{"type": "text"}, {"type": "image"}],
    store=False,
)
""",
    ),
    126: (
        """
client.models.generate_content(
    model="gemini-3.1-flash-tts-preview",
    contents="Say hello.",
    config=types.GenerateContentConfig(
        response_modalities=["AUDIO"],
        speech_config=types.SpeechConfig(
            voice_config=types.VoiceConfig(
                prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name="Kore")
            )
        ),
    ),
)
""",
        """
client.interactions.create(
    model="gemini-3.1-flash-tts-preview",
    input="Say hello.",
    response_format={"type": "audio"},
    generation_config={"speech_config": [{"voice": "Kore"}]},
    store=False,
)
""",
    ),
    130: (
        """
client.models.generate_content(
    model="gemini-3.1-flash-image",
    contents="A cat.",
    config=types.GenerateContentConfig(
        response_modalities=["IMAGE"],
        image_config=types.ImageConfig(aspect_ratio="16:9", image_size="2K"),
    ),
)
""",
        """
client.interactions.create(
    model="gemini-3.1-flash-image",
    input="A cat.",
    response_format={"type": "image", "aspect_ratio": "16:9", "image_size": "2K"},
    store=False,
)
""",
    ),
    140: (
        """
client.models.generate_content(
    model=MODEL,
    contents="Why?",
    config={"thinking_config": {"include_thoughts": True}},
)
""",
        """
client.interactions.create(
    model=MODEL,
    input="Why?",
    generation_config={"thinking_summaries": "auto"},
    store=False,
)
""",
    ),
    141: (
        """
client.models.generate_content(
    model=MODEL,
    contents="Why?",
    config=types.GenerateContentConfig(
        thinking_config=types.ThinkingConfig(thinking_budget=1024)
    ),
)
""",
        """
client.interactions.create(
    model=MODEL, input="Why?", generation_config={"thinking_level": "low"}, store=False
)
""",
    ),
    142: (
        """
client.models.generate_content(
    model=MODEL,
    contents="Why?",
    config=types.GenerateContentConfig(
        thinking_config=types.ThinkingConfig(thinking_level=types.ThinkingLevel.HIGH)
    ),
)
""",
        """
client.interactions.create(
    model=MODEL, input="Why?", generation_config={"thinking_level": "high"}, store=False
)
""",
    ),
}

"""Contents, parts and media."""

from __future__ import annotations

EXAMPLES: dict[int, tuple[str, str]] = {
    201: (
        """
client.models.generate_content(
    model=MODEL,
    contents=[
        {"role": "user", "parts": [{"text": "My name is Ada."}]},
        {"role": "model", "parts": [{"text": "Hello Ada."}]},
        {"role": "user", "parts": [{"text": "What is my name?"}]},
    ],
)
""",
        """
client.interactions.create(
    model=MODEL,
    input=[
        {"type": "user_input", "content": [{"type": "text", "text": "My name is Ada."}]},
        {"type": "model_output", "content": [{"type": "text", "text": "Hello Ada."}]},
        {"type": "user_input", "content": [{"type": "text", "text": "What is my name?"}]},
    ],
    store=False,
)
""",
    ),
    206: (
        """
declaration = {"name": "now", "description": "The time.", "parameters": {"type": "OBJECT"}}
config = {"tools": [{"function_declarations": [declaration]}]}
contents = [types.Content(role="user", parts=[types.Part(text="What time is it?")])]
response = client.models.generate_content(model=MODEL, contents=contents, config=config)
call = response.function_calls[0]
contents.append(response.candidates[0].content)
answer = types.Part.from_function_response(name=call.name, response={"time": "12:00"})
contents.append(types.Content(role="user", parts=[answer]))
response = client.models.generate_content(model=MODEL, contents=contents, config=config)
""",
        """
tools = [
    {
        "type": "function",
        "name": "now",
        "description": "The time.",
        "parameters": {"type": "object"},
    }
]
steps = [{"type": "user_input", "content": [{"type": "text", "text": "What time is it?"}]}]
interaction = client.interactions.create(model=MODEL, input=steps, tools=tools, store=False)
call = next(step for step in interaction.steps if step.type == "function_call")
steps += [step.model_dump() for step in interaction.steps]
steps.append(
    {
        "type": "function_result",
        "call_id": call.id,
        "name": call.name,
        "result": json.dumps({"time": "12:00"}),
    }
)
interaction = client.interactions.create(model=MODEL, input=steps, tools=tools, store=False)
""",
    ),
    211: (
        """
client.models.generate_content(
    model=MODEL,
    contents=[
        types.Part(
            file_data=types.FileData(file_uri="https://www.youtube.com/watch?v=9hE5-98ZeCg"),
            video_metadata=types.VideoMetadata(start_offset="10s", end_offset="20s"),
        ),
        "What happens here?",
    ],
)
""",
        """
client.interactions.create(
    model=MODEL,
    input=[
        {
            "type": "video",
            "uri": "https://www.youtube.com/watch?v=9hE5-98ZeCg",
            "processing": {"type": "static", "start_offset": "10s", "end_offset": "20s"},
        },
        {"type": "text", "text": "What happens here?"},
    ],
    store=False,
)
""",
    ),
    222: (
        """
client.models.generate_content(model=MODEL, contents=[types.Part.from_text(text="hi")])
""",
        """
client.interactions.create(
    model=MODEL, input=[{"type": "text", "text": "hi"}], store=False
)
""",
    ),
    223: (
        """
client.models.generate_content(
    model=MODEL,
    contents=[types.Part.from_bytes(data=picture, mime_type="image/png"), "What is this?"],
)
""",
        """
client.interactions.create(
    model=MODEL,
    input=[
        {
            "type": "image",
            "data": base64.b64encode(picture).decode(),
            "mime_type": "image/png",
        },
        {"type": "text", "text": "What is this?"},
    ],
    store=False,
)
""",
    ),
    224: (
        """
client.models.generate_content(
    model=MODEL,
    contents=[
        types.Part.from_uri(
            file_uri="https://example.org/report.pdf", mime_type="application/pdf"
        ),
        "Summarise this.",
    ],
)
""",
        """
client.interactions.create(
    model=MODEL,
    input=[
        {
            "type": "document",
            "uri": "https://example.org/report.pdf",
            "mime_type": "application/pdf",
        },
        {"type": "text", "text": "Summarise this."},
    ],
    store=False,
)
""",
    ),
    233: (
        """
client.models.generate_content(model=MODEL, contents=["Compare:", "a dog", "a cat"])
""",
        """
client.interactions.create(
    model=MODEL,
    input=[{"type": "text", "text": text} for text in ("Compare:", "a dog", "a cat")],
    store=False,
)
""",
    ),
    234: (
        """
from io import BytesIO
from PIL import Image

image = Image.open(BytesIO(picture))
client.models.generate_content(model=MODEL, contents=["What is this?", image])
""",
        """
from io import BytesIO
from PIL import Image

image = Image.open(BytesIO(picture))
buffer = BytesIO()
image.save(buffer, format="PNG")
client.interactions.create(
    model=MODEL,
    input=[
        {"type": "text", "text": "What is this?"},
        {
            "type": "image",
            "data": base64.b64encode(buffer.getvalue()).decode(),
            "mime_type": "image/png",
        },
    ],
    store=False,
)
""",
    ),
    235: (
        """
from io import BytesIO

file = client.files.upload(file=BytesIO(picture), config={"mime_type": "image/png"})
client.models.generate_content(model=MODEL, contents=[file, "What is this?"])
""",
        """
from io import BytesIO

file = client.files.upload(file=BytesIO(picture), config={"mime_type": "image/png"})
client.interactions.create(
    model=MODEL,
    input=[
        {"type": "image", "uri": file.uri, "mime_type": file.mime_type},
        {"type": "text", "text": "What is this?"},
    ],
    store=False,
)
""",
    ),
}

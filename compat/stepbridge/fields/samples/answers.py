"""Reading an answer, whole or as a stream."""

from __future__ import annotations

EXAMPLES: dict[int, tuple[str, str]] = {
    401: (
        """
for part in response.candidates[0].content.parts:
    if part.text:
        print(part.text)
""",
        """
for step in interaction.steps:
    if step.type == "model_output":
        for item in step.content or []:
            if item.type == "text":
                print(item.text)
""",
    ),
    406: (
        """
usage = response.usage_metadata
print(usage.prompt_token_count, usage.candidates_token_count, usage.total_token_count)
""",
        """
usage = interaction.usage
print(usage.total_input_tokens, usage.total_output_tokens, usage.total_tokens)
""",
    ),
    409: (
        """
from pydantic import BaseModel

class River(BaseModel):
    name: str

response = client.models.generate_content(
    model=MODEL,
    contents="A river.",
    config={"response_mime_type": "application/json", "response_schema": River},
)
print(response.parsed.name)
""",
        """
from pydantic import BaseModel

class River(BaseModel):
    name: str

interaction = client.interactions.create(
    model=MODEL,
    input="A river.",
    response_format={
        "type": "text",
        "mime_type": "application/json",
        "schema": River.model_json_schema(),
    },
    store=False,
)
print(River.model_validate_json(interaction.output_text).name)
""",
    ),
    410: (
        """
print(response.text)
""",
        """
print(interaction.output_text)

# all of it, where tools or pictures may stand between pieces of text:
text = "".join(
    item.text
    for step in interaction.steps
    if step.type == "model_output"
    for item in step.content or []
    if item.type == "text"
)
""",
    ),
    411: (
        """
for call in response.function_calls or []:
    print(call.name, call.args)
""",
        """
for step in interaction.steps:
    if step.type == "function_call":
        print(step.name, step.arguments)
""",
    ),
    424: (
        """
if response.candidates[0].finish_reason == types.FinishReason.MAX_TOKENS:
    print("cut off")
""",
        """
if interaction.status == "incomplete":
    print("cut off")
""",
    ),
    425: (
        """
response = client.models.generate_content(
    model=MODEL, contents="Who won?", config={"tools": [{"google_search": {}}]}
)
grounding = response.candidates[0].grounding_metadata
for chunk in grounding.grounding_chunks or []:
    print(chunk.web.title, chunk.web.uri)
""",
        """
interaction = client.interactions.create(
    model=MODEL, input="Who won?", tools=[{"type": "google_search"}], store=False
)
sources = dict.fromkeys(
    (note.title, note.url)
    for step in interaction.steps
    if step.type == "model_output"
    for item in step.content or []
    if item.type == "text"
    for note in item.annotations or []
    if note.type == "url_citation"
)
for title, url in sources:
    print(title, url)
""",
    ),
    240: (
        """
response = client.models.generate_content(
    model="gemini-3.1-flash-image",
    contents="A cat.",
    config={"response_modalities": ["IMAGE"]},
)
for part in response.candidates[0].content.parts:
    if part.inline_data:
        image = part.inline_data.data
""",
        """
interaction = client.interactions.create(
    model="gemini-3.1-flash-image",
    input="A cat.",
    response_format={"type": "image"},
    store=False,
)
image = base64.b64decode(interaction.output_image.data)
""",
    ),
    600: (
        """
for chunk in client.models.generate_content_stream(model=MODEL, contents="Count."):
    print(chunk.text or "", end="")
""",
        """
for event in client.interactions.create(model=MODEL, input="Count.", store=False, stream=True):
    if event.event_type == "step.delta" and event.delta.type == "text":
        print(event.delta.text, end="")
""",
    ),
    601: (
        """
declaration = {"name": "now", "description": "The time.", "parameters": {"type": "OBJECT"}}
for chunk in client.models.generate_content_stream(
    model=MODEL,
    contents="What time is it?",
    config={"tools": [{"function_declarations": [declaration]}]},
):
    for call in chunk.function_calls or []:
        print(call.name, call.args)
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
names, arguments = {}, {}
for event in client.interactions.create(
    model=MODEL, input="What time is it?", tools=tools, store=False, stream=True
):
    if event.event_type == "step.start" and event.step.type == "function_call":
        names[event.index], arguments[event.index] = event.step.name, ""
    elif event.event_type == "step.delta" and event.delta.type == "arguments_delta":
        arguments[event.index] += event.delta.arguments
    elif event.event_type == "step.stop" and event.index in names:
        print(names[event.index], json.loads(arguments[event.index] or "{}"))
""",
    ),
    602: (
        """
for chunk in client.models.generate_content_stream(model=MODEL, contents="Count."):
    if chunk.usage_metadata and chunk.candidates[0].finish_reason:
        print(chunk.usage_metadata.prompt_token_count)
""",
        """
for event in client.interactions.create(model=MODEL, input="Count.", store=False, stream=True):
    if event.event_type == "interaction.completed":
        print(event.interaction.usage.total_input_tokens)
""",
    ),
}

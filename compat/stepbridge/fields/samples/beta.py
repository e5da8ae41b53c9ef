"""The Interactions beta."""

from __future__ import annotations

EXAMPLES: dict[int, tuple[str, str]] = {
    801: (
        """
for output in interaction.outputs:
    if output.type == "text":
        print(output.text)
""",
        """
for step in interaction.steps:
    if step.type == "model_output":
        for item in step.content or []:
            if item.type == "text":
                print(item.text)
""",
    ),
    804: (
        """
print(interaction.outputs[-1].text)
""",
        """
print(interaction.output_text)
""",
    ),
    805: (
        """
client.interactions.create(
    model=MODEL,
    input=[
        {"role": "user", "content": "My name is Ada."},
        {"role": "model", "content": "Hello Ada."},
        {"role": "user", "content": "What is my name?"},
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
)
""",
    ),
    807: (
        """
client.interactions.create(
    model=MODEL,
    previous_interaction_id=interaction.id,
    input={"type": "function_result", "call_id": call.id, "name": call.name, "result": "12:00"},
)
""",
        """
tools = [{"type": "function", "name": "now", "parameters": {"type": "object"}}]
interaction = client.interactions.create(model=MODEL, input="What time is it?", tools=tools)
client.interactions.create(
    model=MODEL,
    previous_interaction_id=interaction.id,
    input=[
        {"type": "function_result", "call_id": step.id, "name": step.name, "result": "12:00"}
        for step in interaction.steps
        if step.type == "function_call"
    ],
    tools=tools,
)
""",
    ),
    808: (
        """
history.append({"role": "model", "content": interaction.outputs})
history.append({"role": "user", "content": "And then?"})
""",
        """
history = [{"type": "user_input", "content": [{"type": "text", "text": "hi"}]}]
history += [step.model_dump() for step in interaction.steps]
history.append({"type": "user_input", "content": [{"type": "text", "text": "And then?"}]})
client.interactions.create(model=MODEL, input=history, store=False)
""",
    ),
    809: (
        """
client.interactions.create(
    model=MODEL,
    input="A river.",
    response_mime_type="application/json",
    response_format=schema,
)
""",
        """
schema = {"type": "object", "properties": {"name": {"type": "string"}}}
client.interactions.create(
    model=MODEL,
    input="A river.",
    response_format={"type": "text", "mime_type": "application/json", "schema": schema},
)
""",
    ),
    810: (
        """
client.interactions.create(
    model="gemini-3-pro-image-preview",
    input="A cat.",
    response_modalities=["IMAGE"],
    generation_config={"image_config": {"aspect_ratio": "16:9"}},
)
""",
        """
client.interactions.create(
    model="gemini-3-pro-image",
    input="A cat.",
    response_format={"type": "image", "aspect_ratio": "16:9"},
)
""",
    ),
    840: (
        """
for event in client.interactions.create(model=MODEL, input="Count.", stream=True):
    if event.event_type == "content.delta" and event.delta.type == "text":
        print(event.delta.text, end="")
    elif event.event_type == "interaction.complete":
        print(event.interaction.usage.total_tokens)
""",
        """
for event in client.interactions.create(model=MODEL, input="Count.", stream=True):
    if event.event_type == "step.delta" and event.delta.type == "text":
        print(event.delta.text, end="")
    elif event.event_type == "interaction.completed":
        print(event.interaction.usage.total_tokens)
""",
    ),
}

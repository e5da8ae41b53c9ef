"""Half-migrated code, and what was meant."""

from __future__ import annotations

EXAMPLES: dict[int, tuple[str, str]] = {
    850: (
        """
for step in interaction.steps:
    if step.type == "text":
        print(step.text)
""",
        """
for step in interaction.steps:
    if step.type == "model_output":
        for item in step.content or []:
            if item.type == "text":
                print(item.text)
""",
    ),
    852: (
        """
if event.event_type == "step.delta" and event.delta.type == "thought":
    print(event.delta.thought)
""",
        """
for event in client.interactions.create(
    model=MODEL,
    input="Why?",
    generation_config={"thinking_summaries": "auto"},
    store=False,
    stream=True,
):
    if event.event_type == "step.delta" and event.delta.type == "thought_summary":
        print(event.delta.content.text)
""",
    ),
    854: (
        """
client.interactions.create(model=MODEL, input="Who won?", tools=[{"google_search": {}}])
""",
        """
client.interactions.create(
    model=MODEL, input="Who won?", tools=[{"type": "google_search"}], store=False
)
""",
    ),
    855: (
        """
client.interactions.create(
    model=MODEL,
    input="Why?",
    generation_config={"thinking_config": {"thinking_level": "LOW"}},
)
""",
        """
client.interactions.create(
    model=MODEL, input="Why?", generation_config={"thinking_level": "low"}, store=False
)
""",
    ),
    856: (
        """
print(interaction.steps[-1].content[0].text)
""",
        """
print(interaction.output_text)
""",
    ),
    863: (
        """
client.interactions.create(model=MODEL, input="Time?", tools=tools, tool_choice="any")
""",
        """
tools = [{"type": "function", "name": "now", "parameters": {"type": "object"}}]
client.interactions.create(
    model=MODEL,
    input="Time?",
    tools=tools,
    generation_config={"tool_choice": "any"},
    store=False,
)
""",
    ),
    870: (
        """
client.interactions.create(
    model=MODEL, input=[{"type": "image", "data": picture, "mime_type": "image/png"}]
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
        }
    ],
    store=False,
)
""",
    ),
}

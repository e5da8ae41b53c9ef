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
    1850: (
        """
client.interactions.create(model=MODEL, input="Hi.", temperature=0.2)
""",
        """
client.interactions.create(
    model=MODEL, input="Hi.", generation_config={"temperature": 0.2}, store=False
)
""",
    ),
    1851: (
        """
client.interactions.create(model=MODEL, input="Hi.", candidate_count=2)
""",
        """
for _ in range(2):
    client.interactions.create(model=MODEL, input="Hi.", store=False)
""",
    ),
    1852: (
        """
client.interactions.create(
    model="gemini-3.8-flash", input="Hi.", generation_config={"thinking_level": "minimal"}
)
""",
        """
client.interactions.create(
    model="gemini-3.8-flash",
    input="Hi.",
    generation_config={"thinking_level": "low"},
    store=False,
)
""",
    ),
    1853: (
        """
client.interactions.create(
    model=MODEL,
    input="A city.",
    response_format={"mime_type": "application/json", "schema": {"type": "object"}},
)
""",
        """
client.interactions.create(
    model=MODEL,
    input="A city.",
    response_format={
        "type": "text",
        "mime_type": "application/json",
        "schema": {"type": "object"},
    },
    store=False,
)
""",
    ),
    1854: (
        """
server = {"type": "mcp_server", "name": "weather-service", "url": "https://example.com/mcp"}
client.interactions.create(model=MODEL, input="Rain?", tools=[server])
""",
        """
server = {"type": "mcp_server", "name": "weather_service", "url": "https://example.com/mcp"}
client.interactions.create(model=MODEL, input="Rain?", tools=[server], store=False)
""",
    ),
    1855: (
        """
client.interactions.create(
    agent="deep-research-preview-04-2026",
    input="TPUs.",
    background=True,
    generation_config={"thinking_summaries": "auto"},
)
""",
        """
client.interactions.create(
    agent="deep-research-preview-04-2026",
    input="TPUs.",
    background=True,
    agent_config={"type": "deep-research", "thinking_summaries": "auto"},
)
""",
    ),
    1856: (
        """
if interaction.status == "COMPLETED":
    print(interaction.output_text)
""",
        """
if interaction.status == "completed":
    print(interaction.output_text)
""",
    ),
    1857: (
        """
client.interactions.create(
    model=MODEL,
    input="Hi.",
    safety_settings=[
        {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_ONLY_HIGH"}
    ],
)
""",
        """
client.interactions.create(
    model=MODEL,
    input="Hi.",
    safety_settings=[{"type": "harassment", "threshold": "block_only_high"}],
    store=False,
)
""",
    ),
    1858: (
        """
for step in interaction.steps:
    if step.type == "function_call":
        print(step.name, step.args)
""",
        """
for step in interaction.steps:
    if step.type == "function_call":
        print(step.name, step.arguments)
""",
    ),
}

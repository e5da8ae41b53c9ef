"""Tools, tool choice and schemas."""

from __future__ import annotations

EXAMPLES: dict[int, tuple[str, str]] = {
    128: (
        """
def now() -> str:
    \"\"\"The time.\"\"\"
    return "12:00"

chat = client.chats.create(model=MODEL, config={"tools": [now]})
print(chat.send_message("What time is it?").text)
""",
        """
def now() -> str:
    \"\"\"The time.\"\"\"
    return "12:00"

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
while calls := [step for step in interaction.steps if step.type == "function_call"]:
    steps += [step.model_dump() for step in interaction.steps]
    for call in calls:
        result = json.dumps({"result": now(**call.arguments)})
        steps.append(
            {"type": "function_result", "call_id": call.id, "name": call.name, "result": result}
        )
    interaction = client.interactions.create(model=MODEL, input=steps, tools=tools, store=False)
print(interaction.output_text)
""",
    ),
    300: (
        """
client.models.generate_content(
    model=MODEL,
    contents="Weather in Oslo?",
    config=types.GenerateContentConfig(
        tools=[
            types.Tool(
                function_declarations=[
                    types.FunctionDeclaration(
                        name="get_weather",
                        description="Weather in a city.",
                        parameters=types.Schema(
                            type=types.Type.OBJECT,
                            properties={"city": types.Schema(type=types.Type.STRING)},
                            required=["city"],
                        ),
                    )
                ]
            )
        ]
    ),
)
""",
        """
client.interactions.create(
    model=MODEL,
    input="Weather in Oslo?",
    tools=[
        {
            "type": "function",
            "name": "get_weather",
            "description": "Weather in a city.",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "required": ["city"],
            },
        }
    ],
    store=False,
)
""",
    ),
    301: (
        """
client.models.generate_content(
    model=MODEL,
    contents="Who won?",
    config=types.GenerateContentConfig(
        tools=[types.Tool(google_search=types.GoogleSearch())]
    ),
)
""",
        """
client.interactions.create(
    model=MODEL, input="Who won?", tools=[{"type": "google_search"}], store=False
)
""",
    ),
    303: (
        """
client.models.generate_content(
    model=MODEL, contents="Sum of primes below 50?", config={"tools": [{"code_execution": {}}]}
)
""",
        """
client.interactions.create(
    model=MODEL,
    input="Sum of primes below 50?",
    tools=[{"type": "code_execution"}],
    store=False,
)
""",
    ),
    304: (
        """
client.models.generate_content(
    model=MODEL,
    contents="Summarise https://example.org",
    config={"tools": [{"url_context": {}}]},
)
""",
        """
client.interactions.create(
    model=MODEL,
    input="Summarise https://example.org",
    tools=[{"type": "url_context"}],
    store=False,
)
""",
    ),
    333: (
        """
declaration = {"name": "now", "description": "The time.", "parameters": {"type": "OBJECT"}}
client.models.generate_content(
    model=MODEL,
    contents="What time is it?",
    config=types.GenerateContentConfig(
        tools=[types.Tool(function_declarations=[declaration])],
        tool_config=types.ToolConfig(
            function_calling_config=types.FunctionCallingConfig(
                mode="ANY", allowed_function_names=["now"]
            )
        ),
    ),
)
""",
        """
client.interactions.create(
    model=MODEL,
    input="What time is it?",
    tools=[
        {
            "type": "function",
            "name": "now",
            "description": "The time.",
            "parameters": {"type": "object"},
        }
    ],
    generation_config={"tool_choice": {"allowed_tools": {"mode": "any", "tools": ["now"]}}},
    store=False,
)
""",
    ),
    2318: (
        """
schema = {"type": "STRING", "nullable": True}
client.models.generate_content(
    model=MODEL,
    contents="A name, if you know one.",
    config={"response_mime_type": "application/json", "response_schema": schema},
)
""",
        """
schema = {"type": ["string", "null"]}
client.interactions.create(
    model=MODEL,
    input="A name, if you know one.",
    response_format={"type": "text", "mime_type": "application/json", "schema": schema},
    store=False,
)
""",
    ),
}

"""Calls, chats, errors and options of the client."""

from __future__ import annotations

EXAMPLES: dict[int, tuple[str, str]] = {
    670: (
        """
from google.genai import errors

try:
    client.models.generate_content(model="no-such-model", contents="hi")
except errors.APIError as error:
    print(error.code)
""",
        """
from google.genai import _interactions

try:
    client.interactions.create(model="no-such-model", input="hi", store=False)
except _interactions.APIStatusError as error:
    print(error.status_code)
""",
    ),
    671: (
        """
from google.genai import errors

try:
    client.models.generate_content(model="no-such-model", contents="hi")
except errors.ClientError as error:
    print("not there" if error.code == 404 else "refused")
""",
        """
from google.genai import _interactions

try:
    client.interactions.create(model="no-such-model", input="hi", store=False)
except _interactions.NotFoundError:
    print("not there")
except _interactions.APIStatusError:
    print("refused")
""",
    ),
    700: (
        """
response = client.models.generate_content(model=MODEL, contents="Name three rivers.")
print(response.text)
""",
        """
interaction = client.interactions.create(
    model=MODEL, input="Name three rivers.", store=False
)
print(interaction.output_text)
""",
    ),
    701: (
        """
for chunk in client.models.generate_content_stream(model=MODEL, contents="Count."):
    print(chunk.text, end="")
""",
        """
for event in client.interactions.create(model=MODEL, input="Count.", store=False, stream=True):
    if event.event_type == "step.delta" and event.delta.type == "text":
        print(event.delta.text, end="")
""",
    ),
    718: (
        """
import asyncio

async def ask() -> None:
    response = await client.aio.models.generate_content(model=MODEL, contents="hi")
    print(response.text)

asyncio.run(ask())
""",
        """
import asyncio

async def ask() -> None:
    interaction = await client.aio.interactions.create(model=MODEL, input="hi", store=False)
    print(interaction.output_text)

asyncio.run(ask())
""",
    ),
    719: (
        """
import asyncio

async def ask() -> None:
    async for chunk in await client.aio.models.generate_content_stream(
        model=MODEL, contents="hi"
    ):
        print(chunk.text, end="")

asyncio.run(ask())
""",
        """
import asyncio

async def ask() -> None:
    async for event in await client.aio.interactions.create(
        model=MODEL, input="hi", store=False, stream=True
    ):
        if event.event_type == "step.delta" and event.delta.type == "text":
            print(event.delta.text, end="")

asyncio.run(ask())
""",
    ),
    740: (
        """
chat = client.chats.create(model=MODEL, config={"system_instruction": "Be brief."})
print(chat.send_message("My name is Ada.").text)
print(chat.send_message("What is my name?").text)
""",
        """
instruction = "Be brief."
first = client.interactions.create(
    model=MODEL, input="My name is Ada.", system_instruction=instruction
)
print(first.output_text)
second = client.interactions.create(
    model=MODEL,
    input="What is my name?",
    system_instruction=instruction,
    previous_interaction_id=first.id,
)
print(second.output_text)
""",
    ),
    743: (
        """
chat = client.chats.create(
    model=MODEL,
    history=[
        types.UserContent("My name is Ada."),
        types.ModelContent("Hello Ada."),
    ],
)
print(chat.send_message("What is my name?").text)
""",
        """
steps = [
    {"type": "user_input", "content": [{"type": "text", "text": "My name is Ada."}]},
    {"type": "model_output", "content": [{"type": "text", "text": "Hello Ada."}]},
    {"type": "user_input", "content": [{"type": "text", "text": "What is my name?"}]},
]
interaction = client.interactions.create(model=MODEL, input=steps, store=False)
print(interaction.output_text)
""",
    ),
    764: (
        """
client.models.generate_content(
    model=MODEL, contents="hi", config={"http_options": {"timeout": 20_000}}
)
""",
        """
client.interactions.create(model=MODEL, input="hi", timeout=20, store=False)
""",
    ),
}

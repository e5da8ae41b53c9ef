"""pydantic-ai with its Google provider; agents stream and call tools asynchronously."""

import asyncio

from calls import ASK_FOR_TOOL, ASKED, MODEL, URL, each_breaks, get_weather, refusal, report
from pydantic import BaseModel
from pydantic_ai import Agent
from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.providers.google import GoogleProvider


class Person(BaseModel):
    """A person."""

    name: str


def model(name=MODEL):
    return GoogleModel(name, provider=GoogleProvider(api_key="k", base_url=URL))


def unary():
    answer = Agent(model(), system_prompt="be short").run_sync("hi")
    assert "hi" in answer.output


async def asynchronous():
    answer = await Agent(model()).run("hi")
    assert "hi" in answer.output
    usage = answer.usage
    assert (usage() if callable(usage) else usage).total_tokens


async def async_stream():
    async with Agent(model()).run_stream("hi") as answer:
        pieces = [piece async for piece in answer.stream_text(delta=True)]
    assert "hi" in "".join(pieces)


def function():
    ASKED.clear()
    agent = Agent(model(), tools=[get_weather])
    answer = agent.run_sync(ASK_FOR_TOOL)
    assert ASKED
    assert agent.run_sync("Thank you", message_history=answer.all_messages()).output


async def chat_stream():
    ASKED.clear()
    agent = Agent(model(), tools=[get_weather])
    history = []
    for words in ("hi", ASK_FOR_TOOL, "Thank you"):
        async with agent.run_stream(words, message_history=history) as answer:
            assert await answer.get_output()
        history = answer.all_messages()
    assert ASKED


def structured():
    assert isinstance(Agent(model(), output_type=Person).run_sync("Ada").output, Person)


def error():
    caught = refusal(lambda: Agent(model("no-such-model")).run_sync("hi"))
    assert isinstance(caught, ModelHTTPError), caught
    assert caught.status_code == 404


def broken():
    async def read(prompt):
        async with Agent(model()).run_stream(prompt) as answer:
            return [piece async for piece in answer.stream_text(delta=True)]

    each_breaks(lambda prompt: asyncio.run(read(prompt)))


CALLS = {
    "unary": unary,
    "async": asynchronous,
    "async stream": async_stream,
    "chat, function": function,
    "chat, stream": chat_stream,
    "structured": structured,
    "error": error,
    "broken": broken,
}
report(CALLS, "pydantic-ai-slim", "google-genai")

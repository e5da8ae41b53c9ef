"""google-adk: an agent with a tool in an in-memory runner, which only knows async."""

import asyncio
import os

from calls import ASK_FOR_TOOL, ASKED, MODEL, URL, each_breaks, get_weather, refusal, report
from google.adk.agents import LlmAgent
from google.adk.agents.run_config import RunConfig, StreamingMode
from google.adk.models.google_llm import Gemini
from google.adk.runners import InMemoryRunner
from google.genai import types
from pydantic import BaseModel


class Person(BaseModel):
    """A person."""

    name: str


async def said(*questions, model=MODEL, streaming=False, **options):
    """What an agent answers to questions in one session."""
    llm = Gemini(model=model, base_url=URL)
    agent = LlmAgent(name="agent", model=llm, instruction="be short", **options)
    runner = InMemoryRunner(agent=agent, app_name="matrix")
    session = await runner.session_service.create_session(app_name="matrix", user_id="u")
    config = RunConfig(streaming_mode=StreamingMode.SSE if streaming else StreamingMode.NONE)
    answers, pieces = [], 0
    for words in questions:
        message = types.Content(role="user", parts=[types.Part(text=words)])
        answer = ""
        async for event in runner.run_async(
            user_id="u", session_id=session.id, new_message=message, run_config=config
        ):
            if event.error_code:
                raise RuntimeError(f"{event.error_code} {event.error_message}")
            parts = (event.content.parts if event.content else None) or []
            text = "".join(part.text or "" for part in parts)
            pieces += bool(event.partial)
            answer = text if event.partial is not True and text else answer
        answers.append(answer)
    assert not streaming or pieces
    return answers


async def asynchronous():
    (answer,) = await said("hi")
    assert "hi" in answer, answer


async def async_stream():
    (answer,) = await said("hi", streaming=True)
    assert "hi" in answer, answer


async def function():
    ASKED.clear()
    assert all(await said(ASK_FOR_TOOL, "Thank you", tools=[get_weather]))
    assert ASKED


async def chat_stream():
    ASKED.clear()
    assert all(await said("hi", ASK_FOR_TOOL, "Bye", tools=[get_weather], streaming=True))
    assert ASKED


async def structured():
    (answer,) = await said("Ada", output_schema=Person)
    assert Person.model_validate_json(answer)


def error():
    caught = refusal(lambda: asyncio.run(said("hi", model="no-such-model")))
    assert "404" in str(caught), caught


def broken():
    each_breaks(lambda prompt: asyncio.run(said(prompt, streaming=True)))


CALLS = {
    "async": asynchronous,
    "async stream": async_stream,
    "chat, function": function,
    "chat, stream": chat_stream,
    "structured": structured,
    "error": error,
    "broken": broken,
}
os.environ["GOOGLE_API_KEY"] = "k"
report(CALLS, "google-adk", "google-genai")

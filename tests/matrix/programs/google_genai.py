"""The official SDK."""

import asyncio
import json
import os

from calls import ASK_FOR_TOOL, ASKED, MODEL, URL, each_breaks, get_weather, refusal, report
from google import genai
from google.genai import errors, types

INSTALLED = os.environ["MATRIX_WAY"] == "install"
OPTIONS = {"base_url": URL}
CLIENT = genai.Client(api_key="k", http_options=OPTIONS)
# Clients before 3.4 keep their connections in the first event loop when left alone.
run = asyncio.run if INSTALLED else asyncio.Runner().run


def unary():
    answer = CLIENT.models.generate_content(
        model=MODEL, contents="hi", config={"temperature": 0.5, "system_instruction": "be short"}
    )
    assert "hi" in answer.text, answer.text
    assert answer.usage_metadata.total_token_count


def stream():
    chunks = list(CLIENT.models.generate_content_stream(model=MODEL, contents="hi"))
    assert "hi" in "".join(chunk.text or "" for chunk in chunks)
    assert len(chunks) > 1


async def one_async():
    answer = await CLIENT.aio.models.generate_content(model=MODEL, contents="hi")
    assert "hi" in answer.text


def asynchronous():
    run(one_async())
    run(one_async())


async def read(contents):
    answer = CLIENT.aio.models.generate_content_stream(model=MODEL, contents=contents)
    if not hasattr(answer, "__aiter__"):
        answer = await answer
    return "".join([chunk.text or "" async for chunk in answer])


def async_stream():
    assert "hi" in run(read("hi"))


def chat_with_function():
    ASKED.clear()
    config = types.GenerateContentConfig(tools=[get_weather])
    chat = CLIENT.chats.create(model=MODEL, config=config)
    chat.send_message(ASK_FOR_TOOL)
    assert ASKED
    assert chat.send_message("Thank you").text


def async_chat():
    async def talk():
        config = types.GenerateContentConfig(tools=[get_weather])
        chat = CLIENT.aio.chats.create(model=MODEL, config=config)
        await chat.send_message(ASK_FOR_TOOL)
        assert ASKED
        assert (await chat.send_message("Thank you")).text

    ASKED.clear()
    run(talk())


def chat_stream():
    ASKED.clear()
    config = types.GenerateContentConfig(tools=[get_weather])
    chat = CLIENT.chats.create(model=MODEL, config=config)
    said = [
        "".join(chunk.text or "" for chunk in chat.send_message_stream(words))
        for words in ("hi", ASK_FOR_TOOL, "Thank you")
    ]
    assert ASKED
    assert all(said)


def structured():
    schema = {"type": "OBJECT", "properties": {"name": {"type": "STRING"}}, "required": ["name"]}
    config = {"response_mime_type": "application/json", "response_schema": schema}
    answer = CLIENT.models.generate_content(model=MODEL, contents="Ada", config=config)
    assert "name" in json.loads(answer.text)


def error():
    caught = refusal(lambda: CLIENT.models.generate_content(model="no-such-model", contents="hi"))
    assert isinstance(caught, errors.ClientError), caught
    assert caught.code == 404, caught


def broken():
    each_breaks(lambda p: list(CLIENT.models.generate_content_stream(model=MODEL, contents=p)))
    each_breaks(lambda p: run(read(p)))


CALLS = {
    "unary": unary,
    "stream": stream,
    "async": asynchronous,
    "async stream": async_stream,
    "chat, function": chat_with_function,
    "chat, async": async_chat,
    "chat, stream": chat_stream,
    "structured": structured,
    "error": error,
    "broken": broken,
}
report(CALLS, "google-genai")

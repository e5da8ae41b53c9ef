"""Run by every environment of the matrix: one official SDK, one way to the shim, all calls.

    python client.py install|base_url

Writes one JSON object to standard output: the SDK's version, and for each kind of call ``ok`` or
what went wrong. ``GOOGLE_GEMINI_BASE_URL`` says where the server is.
"""

import asyncio
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
WAY = sys.argv[1]
# Gemini 3 asks for thought signatures, which SDKs before 1.15 do not keep.
MODEL = "gemini-2.5-flash"
URL = os.environ["GOOGLE_GEMINI_BASE_URL"]

if WAY == "install":
    import stepbridge

    stepbridge.install()

from google import genai  # noqa: E402
from google.genai import errors, types, version  # noqa: E402

OPTIONS = {"base_url": URL}
CLIENT = genai.Client(api_key="k", http_options=OPTIONS)


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
    asyncio.run(one_async())
    # Clients before 3.4 keep their connections in the first event loop when left alone.
    if WAY == "install":
        asyncio.run(one_async())


def async_stream():
    async def collect():
        answer = CLIENT.aio.models.generate_content_stream(model=MODEL, contents="hi")
        if not hasattr(answer, "__aiter__"):
            answer = await answer
        return "".join([chunk.text or "" async for chunk in answer])

    assert "hi" in asyncio.run(collect())


def chat_with_function():
    cities = []

    def get_weather(city: str) -> str:
        """Tells the weather of a city."""
        cities.append(city)
        return "rain in " + city

    config = types.GenerateContentConfig(tools=[get_weather])
    chat = CLIENT.chats.create(model=MODEL, config=config)
    chat.send_message("Please call get_weather for Paris")
    assert cities
    assert chat.send_message("Thank you").text


def structured():
    schema = {"type": "OBJECT", "properties": {"name": {"type": "STRING"}}, "required": ["name"]}
    config = {"response_mime_type": "application/json", "response_schema": schema}
    answer = CLIENT.models.generate_content(model=MODEL, contents="Ada", config=config)
    assert "name" in json.loads(answer.text)


def error():
    code = None
    try:
        CLIENT.models.generate_content(model="no-such-model", contents="hi")
    except errors.ClientError as caught:
        code = caught.code
    assert code == 404, code


CALLS = {
    "unary": unary,
    "stream": stream,
    "async": asynchronous,
    "async stream": async_stream,
    "chat, function": chat_with_function,
    "structured": structured,
    "error": error,
}


def attempt(call):
    try:
        call()
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"[:200]
    return "ok"


results = {name: attempt(call) for name, call in CALLS.items()}
print(json.dumps({"version": version.__version__, "results": results}))

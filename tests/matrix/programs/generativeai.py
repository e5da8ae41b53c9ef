"""The SDK before google-genai, over REST (gRPC is its default and cannot be taken over)."""

import json

import google.generativeai as genai
from calls import ASK_FOR_TOOL, ASKED, MODEL, URL, each_breaks, get_weather, refusal, report
from google.api_core.exceptions import NotFound

genai.configure(api_key="k", transport="rest", client_options={"api_endpoint": URL})


def unary():
    model = genai.GenerativeModel(MODEL, system_instruction="be short")
    answer = model.generate_content("hi", generation_config={"temperature": 0.5})
    assert "hi" in answer.text
    assert answer.usage_metadata.total_token_count


def stream():
    chunks = list(genai.GenerativeModel(MODEL).generate_content("hi", stream=True))
    assert "hi" in "".join(chunk.text for chunk in chunks)


def function():
    ASKED.clear()
    model = genai.GenerativeModel(MODEL, tools=[get_weather])
    chat = model.start_chat(enable_automatic_function_calling=True)
    chat.send_message(ASK_FOR_TOOL)
    assert ASKED
    assert chat.send_message("Thank you").text


def chat_stream():
    chat = genai.GenerativeModel(MODEL).start_chat()
    for words in ("hi", "go on"):
        assert "".join(chunk.text for chunk in chat.send_message(words, stream=True))


def structured():
    schema = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    config = {"response_mime_type": "application/json", "response_schema": schema}
    answer = genai.GenerativeModel(MODEL).generate_content("Ada", generation_config=config)
    assert "name" in json.loads(answer.text)


def error():
    model = genai.GenerativeModel("no-such-model")
    caught = refusal(lambda: model.generate_content("hi"))
    assert isinstance(caught, NotFound), caught


def broken():
    model = genai.GenerativeModel(MODEL)
    each_breaks(lambda prompt: list(model.generate_content(prompt, stream=True)))


CALLS = {
    "unary": unary,
    "stream": stream,
    "chat, function": function,
    "chat, stream": chat_stream,
    "structured": structured,
    "error": error,
    "broken": broken,
}
report(CALLS, "google-generativeai")

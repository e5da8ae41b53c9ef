"""LiteLLM's gemini provider, which has an HTTP client of its own."""

import json

import litellm
from calls import ASK_FOR_TOOL, MODEL, URL, each_breaks, get_weather, refusal, report

OPTIONS = {"model": f"gemini/{MODEL}", "api_base": URL + "/v1beta", "api_key": "k"}
TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Tells the weather of a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


def ask(words, **options):
    messages = words if isinstance(words, list) else [{"role": "user", "content": words}]
    return litellm.completion(messages=messages, **{**OPTIONS, **options})


def said(answer):
    return answer.choices[0].message.content


def unary():
    answer = ask([{"role": "system", "content": "be short"}, {"role": "user", "content": "hi"}])
    assert "hi" in said(answer)
    assert answer.usage.total_tokens


def stream():
    chunks = list(ask("hi", stream=True))
    assert "hi" in "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


async def asynchronous():
    messages = [{"role": "user", "content": "hi"}]
    assert "hi" in said(await litellm.acompletion(messages=messages, **OPTIONS))


async def async_stream():
    messages = [{"role": "user", "content": "hi"}]
    answer = await litellm.acompletion(messages=messages, stream=True, **OPTIONS)
    assert "hi" in "".join([chunk.choices[0].delta.content or "" async for chunk in answer])


def function():
    messages = [{"role": "user", "content": ASK_FOR_TOOL}]
    answer = ask(messages, tools=[TOOL]).choices[0].message
    messages.append(answer.model_dump())
    assert answer.tool_calls
    for call in answer.tool_calls:
        result = get_weather(**json.loads(call.function.arguments))
        messages.append({"role": "tool", "tool_call_id": call.id, "content": result})
    assert said(ask(messages, tools=[TOOL]))


def chat_stream():
    messages = []
    for words in ("hi", "go on"):
        messages.append({"role": "user", "content": words})
        chunks = list(ask(messages, stream=True))
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
        assert text
        messages.append({"role": "assistant", "content": text})


def structured():
    schema = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    wanted = {"type": "json_schema", "json_schema": {"name": "person", "schema": schema}}
    assert "name" in json.loads(said(ask("Ada", response_format=wanted)))


def error():
    caught = refusal(lambda: ask("hi", model="gemini/no-such-model"))
    assert isinstance(caught, litellm.NotFoundError), caught


def broken():
    each_breaks(lambda prompt: list(ask(prompt, stream=True)))


CALLS = {
    "unary": unary,
    "stream": stream,
    "async": asynchronous,
    "async stream": async_stream,
    "chat, function": function,
    "chat, stream": chat_stream,
    "structured": structured,
    "error": error,
    "broken": broken,
}
report(CALLS, "litellm")

"""llama-index-llms-google-genai."""

from calls import ASK_FOR_TOOL, ASKED, MODEL, URL, each_breaks, get_weather, refusal, report
from llama_index.core.llms import ChatMessage
from llama_index.core.prompts import PromptTemplate
from llama_index.core.tools import FunctionTool
from llama_index.llms.google_genai import GoogleGenAI
from pydantic import BaseModel


class Person(BaseModel):
    """A person."""

    name: str


def llm(model=MODEL):
    return GoogleGenAI(model=model, api_key="k", http_options={"base_url": URL}, max_retries=1)


def unary():
    answer = llm().chat([ChatMessage(role="system", content="be short"), ChatMessage("hi")])
    assert "hi" in answer.message.content


def stream():
    chunks = list(llm().stream_chat([ChatMessage("hi")]))
    assert "hi" in "".join(chunk.delta or "" for chunk in chunks)


async def asynchronous():
    assert "hi" in (await llm().acomplete("hi")).text


async def async_stream():
    answer = await llm().astream_chat([ChatMessage("hi")])
    assert "hi" in "".join([chunk.delta or "" async for chunk in answer])


def function():
    ASKED.clear()
    tool = FunctionTool.from_defaults(get_weather)
    model, history = llm(), [ChatMessage(ASK_FOR_TOOL)]
    answer = model.chat_with_tools([tool], chat_history=history)
    history.append(answer.message)
    for call in model.get_tool_calls_from_response(answer):
        said = tool(**call.tool_kwargs).content
        kept = {"tool_call_id": call.tool_id, "name": call.tool_name}
        history.append(ChatMessage(role="tool", content=said, additional_kwargs=kept))
    assert ASKED
    answer = model.chat_with_tools([tool], chat_history=history)
    assert answer.message.content


def chat_stream():
    history = []
    for words in ("hi", "go on"):
        history.append(ChatMessage(words))
        *_, last = llm().stream_chat(history)
        assert last.message.content
        history.append(last.message)


def structured():
    answer = llm().structured_predict(Person, PromptTemplate("Ada"))
    assert isinstance(answer, Person)


def error():
    caught = refusal(lambda: llm("no-such-model").complete("hi"))
    assert "404" in str(caught), caught


def broken():
    each_breaks(lambda prompt: list(llm().stream_chat([ChatMessage(prompt)])))


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
report(CALLS, "llama-index-llms-google-genai", "google-genai")

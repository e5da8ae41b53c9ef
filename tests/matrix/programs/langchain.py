"""langchain-google-genai: ChatGoogleGenerativeAI."""

from calls import ASK_FOR_TOOL, ASKED, MODEL, URL, each_breaks, get_weather, refusal, report
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_google_genai import ChatGoogleGenerativeAI
from pydantic import BaseModel


class Person(BaseModel):
    """A person."""

    name: str


def chat_model(model=MODEL):
    return ChatGoogleGenerativeAI(model=model, api_key="k", base_url=URL, max_retries=1)


def text(message):
    content = message.content
    if isinstance(content, str):
        return content
    return "".join(part if isinstance(part, str) else part.get("text", "") for part in content)


def unary():
    answer = chat_model().invoke([("system", "be short"), ("human", "hi")])
    assert "hi" in text(answer), answer
    assert answer.usage_metadata["total_tokens"]


def stream():
    chunks = list(chat_model().stream("hi"))
    assert len(chunks) > 1
    assert "hi" in "".join(map(text, chunks))


async def asynchronous():
    assert "hi" in text(await chat_model().ainvoke("hi"))


async def async_stream():
    assert "hi" in "".join([text(chunk) async for chunk in chat_model().astream("hi")])


def function():
    ASKED.clear()
    weather = tool(get_weather)
    model = chat_model().bind_tools([weather])
    messages = [HumanMessage(ASK_FOR_TOOL)]
    messages.append(model.invoke(messages))
    for call in messages[-1].tool_calls:
        messages.append(ToolMessage(weather.invoke(call["args"]), tool_call_id=call["id"]))
    assert ASKED
    messages.append(model.invoke(messages))
    assert text(messages[-1])
    assert text(model.invoke([*messages, HumanMessage("Thank you")]))


def chat_stream():
    messages = []
    for words in ("hi", "go on"):
        messages.append(HumanMessage(words))
        chunks = list(chat_model().stream(messages))
        whole = chunks[0]
        for chunk in chunks[1:]:
            whole += chunk
        assert text(whole)
        messages.append(whole)


def structured():
    answer = chat_model().with_structured_output(Person).invoke("Ada")
    assert isinstance(answer, Person)


def error():
    caught = refusal(lambda: chat_model("no-such-model").invoke("hi"))
    assert "404" in str(caught), caught


def broken():
    each_breaks(lambda prompt: list(chat_model().stream(prompt)))


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
report(CALLS, "langchain-google-genai", "google-genai")

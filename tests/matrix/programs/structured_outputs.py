"""instructor over the official SDK: everything is structured."""

import instructor
from calls import MODEL, URL, refusal, report
from google import genai
from pydantic import BaseModel


class Person(BaseModel):
    """A person."""

    name: str


def client(use_async=False):
    made = genai.Client(api_key="k", http_options={"base_url": URL})
    return instructor.from_genai(made, mode=instructor.Mode.GENAI_TOOLS, use_async=use_async)


ASK = {
    "model": MODEL,
    "messages": [{"role": "system", "content": "be short"}, {"role": "user", "content": "Ada"}],
    "max_retries": 1,
}


def unary():
    assert isinstance(client().create(response_model=Person, **ASK), Person)


async def asynchronous():
    assert isinstance(await client(use_async=True).create(response_model=Person, **ASK), Person)


def stream():
    *_, last = client().create_partial(response_model=Person, **ASK)
    assert last.name


def structured():
    made = genai.Client(api_key="k", http_options={"base_url": URL})
    wrapped = instructor.from_genai(made, mode=instructor.Mode.GENAI_STRUCTURED_OUTPUTS)
    assert isinstance(wrapped.create(response_model=Person, **ASK), Person)


def error():
    ask = {**ASK, "model": "no-such-model"}
    caught = refusal(lambda: client().create(response_model=Person, **ask))
    assert "404" in str(caught), caught


CALLS = {
    "unary": unary,
    "stream": stream,
    "async": asynchronous,
    "structured": structured,
    "error": error,
}
report(CALLS, "instructor", "google-genai")

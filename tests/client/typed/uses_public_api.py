"""A user's module: everything public, used as documented, under strict type checking."""

from __future__ import annotations

from collections.abc import Iterator

import httpx

import stepbridge
from stepbridge import Settings, UnsupportedFieldError, UnsupportedFieldWarning
from stepbridge.client import APIError, ClientError, ServerError


def transports(settings: Settings) -> tuple[httpx.Client, httpx.AsyncClient]:
    shim = stepbridge.InteractionsTransport(settings=settings)
    return httpx.Client(transport=shim), httpx.AsyncClient(transport=shim)


def reverse() -> httpx.Client:
    return httpx.Client(transport=stepbridge.GenerateContentTransport())


def ask(prompt: str) -> str:
    with stepbridge.Client(api_key="k", settings=Settings(unsupported="error")) as client:
        try:
            answer = client.models.generate_content(model="gemini-2.5-flash", contents=prompt)
        except (ClientError, ServerError) as error:
            code: int = error.code
            raise SystemExit(code) from None
        except UnsupportedFieldError as error:
            fields: tuple[str, ...] = error.field_ids
            raise SystemExit(", ".join(fields)) from None
    text: str | None = answer.text
    return text or ""


def stream(client: stepbridge.Client, prompt: str) -> Iterator[str]:
    for chunk in client.models.generate_content_stream(model="m", contents=prompt):
        yield chunk.text or ""


async def later(client: stepbridge.Client, prompt: str) -> str | None:
    answer = await client.aio.models.generate_content(model="m", contents=prompt)
    return answer.text


def steps(prompt: str) -> str:
    found = stepbridge.to_input([prompt])
    first: object = found[0]["type"]
    return str(first)


def switched() -> tuple[type[APIError], type[UserWarning], str]:
    stepbridge.install(Settings())
    stepbridge.uninstall()
    return APIError, UnsupportedFieldWarning, stepbridge.__version__

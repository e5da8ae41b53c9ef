"""The address of a request that stands in another module than the request."""

from __future__ import annotations

import pytest

from stepbridge_codemods import Result, rewrite_tree

ADDRESS = "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash:generateContent"
ASKING = """import requests


def ask(question: str) -> str:
    body = {"contents": [{"parts": [{"text": question}]}]}
    reply = requests.post(%s, json=body, timeout=60)
    return reply.json()["candidates"][0]["content"]["parts"][0]["text"]
"""


def tree(**sources: str) -> dict[str, Result]:
    return rewrite_tree({f"{name}.py": text.encode() for name, text in sources.items()})


@pytest.mark.parametrize(
    ("settings", "read"),
    [
        (f'URL = "{ADDRESS}"\n', "from settings import URL\n" + ASKING % 'f"{URL}?key=key"'),
        (f'URL: str = "{ADDRESS}"\n', "import settings\n" + ASKING % "settings.URL"),
        (
            f'class Config:\n    URL = "{ADDRESS}"\n',
            "from settings import Config\n" + ASKING % "Config.URL",
        ),
    ],
)
def test_an_address_for_others_is_told_where_it_is_written(settings: str, read: str) -> None:
    result = tree(settings=settings, app=read)["settings.py"]
    assert result.source == settings.encode()
    assert [found.rule for found in result.findings] == ["SB008"]


def test_an_address_that_others_use_too_stays() -> None:
    own = f'URL = "{ADDRESS}"\n' + ASKING % "URL"
    result = tree(own=own, app="from own import URL\n" + ASKING % "URL")["own.py"]
    assert result.source == own.encode()
    assert [found.rule for found in result.findings] == ["SB011", "SB700"]


def test_an_address_of_its_own_is_not() -> None:
    own = f'URL = "{ADDRESS}"\n' + ASKING % "URL"
    result = tree(own=own, app="from own import ask\nprint(ask('Hi'))\n")["own.py"]
    assert b"/v1beta/interactions" in result.source

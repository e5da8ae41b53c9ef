"""Handlers around calls that stand in other modules of the tree are told, and never edited."""

from __future__ import annotations

import pytest

from stepbridge_codemods import rewrite_tree

LLM = b"""from google import genai

client = genai.Client()


def ask(question: str) -> str:
    return client.models.generate_content(model="gemini-2.5-flash", contents=question).text


class Service:
    def ask(self, question: str) -> str:
        return ask(question)
"""
APP = """from google.genai import errors

{imports}


def run(question):
    try:
        return {call}
    except {caught} as error:
        return str(error)
"""


def told(imports: str, call: str, caught: str = "errors.APIError", **others: bytes) -> list[str]:
    app = APP.format(imports=imports, call=call, caught=caught).encode()
    tree = {f"{name}.py": text for name, text in others.items()}
    found = rewrite_tree({"app.py": app, "llm.py": LLM, **tree})["app.py"]
    assert found.source == app
    return [finding.legacy for finding in found.findings if finding.rule == "SB036"]


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        ("from llm import ask", "ask(question)"),
        ("import llm", "llm.ask(question)"),
        ("from llm import Service", "Service().ask(question)"),
        ("from llm import Service\nservice = Service()", "service.ask(question)"),
        ("from llm import ask\ndef twice(q):\n    return ask(q) + ask(q)", "twice(question)"),
    ],
    ids=["function", "module", "class", "object", "function of its own"],
)
def test_a_handler_around_calls_of_another_module(imports: str, call: str) -> None:
    assert told(imports, call) == ["errors.APIError"]


def test_a_module_between_the_two() -> None:
    between = (
        b"from llm import ask\n\n\ndef polite(question):\n    return ask('Please: ' + question)\n"
    )
    assert told("from between import polite", "polite(question)", between=between)


def test_each_class_is_told() -> None:
    caught = "(errors.ClientError, ValueError, errors.ServerError)"
    found = told("from llm import ask", "ask(question)", caught)
    assert found == ["errors.ClientError", "errors.ServerError"]


@pytest.mark.parametrize(
    ("imports", "call", "caught"),
    [
        ("from llm import ask", "int(question)", "errors.APIError"),
        ("from llm import ask", "ask(question)", "ValueError"),
        ("from words import count", "count(question)", "errors.APIError"),
        (
            "from google.genai import _interactions\nfrom llm import ask",
            "ask(question)",
            "(errors.APIError, _interactions.APIError)",
        ),
    ],
    ids=["nothing of it", "other errors", "no calls there", "both named"],
)
def test_other_handlers(imports: str, call: str, caught: str) -> None:
    words = b"def count(text):\n    return len(text.split())\n"
    assert told(imports, call, caught, words=words) == []

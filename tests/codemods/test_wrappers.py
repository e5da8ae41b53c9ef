"""Declared wrappers in a tree: every spelling of a call is found, and nothing ends half done."""

from __future__ import annotations

from typing import Any

import pytest

from stepbridge_codemods import Options, Result, Tier, audit, rewrite_tree
from stepbridge_codemods.wrappers.declared import from_tables

HEAD = "from google import genai\n\nclient = genai.Client()\n\n\n"
ASK = HEAD + (
    "def ask(prompt: str):\n"
    '    return client.models.generate_content(model="m", contents=prompt)\n'
)  # fmt: skip
ASYNC = HEAD + (
    "async def ask(prompt: str):\n"
    '    return await client.aio.models.generate_content(model="m", contents=prompt)\n'
)  # fmt: skip
STREAM = HEAD + (
    "def ask(prompt: str):\n"
    '    return client.models.generate_content_stream(model="m", contents=prompt)\n'
)  # fmt: skip
TEXT = HEAD + (
    "def ask(prompt: str) -> str:\n"
    '    return client.models.generate_content(model="m", contents=prompt).text\n'
)  # fmt: skip
METHOD = HEAD + (
    "class LLM:\n"
    "    def ask(self, prompt: str):\n"
    '        return client.models.generate_content(model="m", contents=prompt)\n'
)  # fmt: skip
CHAINED = ASK + "\n\ndef twice(prompt: str):\n    return ask(prompt + prompt)\n"
TOOLS = HEAD + (
    "from google.genai import types\n\n\n"
    "def ask(prompt: str):\n"
    '    return client.models.generate_content(model="m", contents=prompt, config=types.'
    "GenerateContentConfig(tools=[types.Tool(google_search=types.GoogleSearch())]))\n"
)  # fmt: skip

TABLE: dict[str, Any] = {"acme.llm.ask": {"parameters": {"prompt": "contents"}}}
ONE = "def main():\n    print(ask('Hi').text)\n"


def tree(
    files: dict[str, str], tables: dict[str, Any] = TABLE, **options: Any
) -> dict[str, Result]:
    sources = {path: text.encode() for path, text in files.items()}
    return rewrite_tree(sources, Options(wrappers=from_tables(tables), **options))


SPELLINGS = {
    "from import": ("app.py", "from acme.llm import ask\n\n\n" + ONE),
    "renamed": ("app.py", "from acme.llm import ask as q\n\n\n" + ONE.replace("ask(", "q(")),
    "module": ("app.py", "import acme.llm\n\n\n" + ONE.replace("ask(", "acme.llm.ask(")),
    "module renamed": ("app.py", "import acme.llm as l\n\n\n" + ONE.replace("ask(", "l.ask(")),
    "module of package": ("app.py", "from acme import llm\n\n\n" + ONE.replace("ask(", "llm.ask(")),
    "relative": ("src/acme/app.py", "from .llm import ask\n\n\n" + ONE),
    "relative module": (
        "src/acme/app.py", "from . import llm\n\n\n" + ONE.replace("ask(", "llm.ask("),
    ),
    "relative, one up": ("src/acme/sub/app.py", "from ..llm import ask\n\n\n" + ONE),
    "inside a function": ("app.py", ONE.replace("\n", "\n    from acme.llm import ask\n", 1)),
}  # fmt: skip


@pytest.mark.parametrize(("path", "text"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_every_spelling_of_a_call(path: str, text: str) -> None:
    found = tree({"src/acme/llm.py": ASK, path: text})
    assert b"interactions.create" in found["src/acme/llm.py"].source
    assert found[path].source.decode() == text.replace(".text", ".output_text")
    assert {finding.tier for finding in found[path].findings} == {Tier.NATIVE}


def test_a_run_inside_the_package() -> None:
    found = tree({"llm.py": ASK, "app.py": "from .llm import ask\n\n\n" + ONE})
    assert b".output_text" in found["app.py"].source


def test_handed_on_by_a_package() -> None:
    caller = "import acme\n\n\ndef main():\n    print(acme.ask('Hi').text)\n"
    package = "from .llm import ask\n\n__all__ = ['ask']\n"
    found = tree({"src/acme/llm.py": ASK, "src/acme/__init__.py": package, "src/app.py": caller})
    assert found["src/app.py"].source.decode() == caller.replace(".text", ".output_text")


FORMS = {
    "async": (
        ASYNC,
        {"async": True},
        "from acme.llm import ask\n\n\nasync def main():\n    print((await ask('Hi')).text)\n",
        "    print((await ask('Hi')).output_text)\n",
    ),
    "stream": (
        STREAM,
        {"call": "generate_content_stream"},
        "from acme.llm import ask\n\nfor chunk in ask('Hi'):\n    print(chunk.text, end='')\n",
        "    if chunk.event_type == 'step.delta' and chunk.delta.type == 'text':\n",
    ),
    "text": (
        TEXT,
        {"returns": "text"},
        "from acme.llm import ask\n\nprint(ask('Hi').upper())\n",
        "print(ask('Hi').upper())\n",
    ),
}


@pytest.mark.parametrize(("llm", "more", "caller", "after"), FORMS.values(), ids=FORMS.keys())
def test_forms(llm: str, more: dict[str, Any], caller: str, after: str) -> None:
    tables = {"acme.llm.ask": {"parameters": {"prompt": "contents"}, **more}}
    files = {"acme/llm.py": llm, "app.py": caller}
    found = tree(files, tables)
    assert after in found["app.py"].source.decode()
    assert {finding.tier for finding in found["app.py"].findings} == {Tier.NATIVE}
    again = tree({path: result.source.decode() for path, result in found.items()}, tables)
    assert all(again[path].source == found[path].source for path in files)
    assert not any(result.findings for result in again.values())


METHODS = {
    "made": "from acme.llm import LLM\n\nllm = LLM()\nprint(llm.ask('Hi').text)\n",
    "annotated": (
        "from acme.llm import LLM\n\n\ndef main(llm: LLM):\n    print(llm.ask('Hi').text)\n"
    ),
    "attribute": (
        "from acme.llm import LLM\n\n\nclass App:\n"
        "    def __init__(self):\n        self.llm = LLM()\n\n"
        "    def run(self):\n        print(self.llm.ask('Hi').text)\n"
    ),
}


@pytest.mark.parametrize("caller", METHODS.values(), ids=METHODS.keys())
def test_methods(caller: str) -> None:
    found = tree({"acme/llm.py": METHOD, "app.py": caller}, {"acme.llm.LLM.ask": {}})
    assert found["app.py"].source.decode() == caller.replace(".text", ".output_text")


UNKNOWN = {
    "receiver": "def main(llm):\n    print(llm.ask('Hi').text)\n",
    "derived": (
        "from acme.llm import LLM\n\n\nclass Mine(LLM):\n    def ask(self, prompt):\n"
        "        return super().ask(prompt)\n"
    ),
}


@pytest.mark.parametrize("other", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_method_of_an_unknown_receiver_keeps_all(other: str) -> None:
    files = {"acme/llm.py": METHOD, "app.py": METHODS["made"], "other.py": other}
    found = tree(files, {"acme.llm.LLM.ask": {}}, native_only=True)
    assert {path: result.source.decode() for path, result in found.items()} == files


def test_one_wrapper_on_top_of_another() -> None:
    caller = "from acme.llm import twice\n\nprint(twice('Hi').text)\n"
    found = tree(
        {"acme/llm.py": CHAINED, "app.py": caller},
        {"acme.llm.ask": {}, "acme.llm.twice": {}},
    )
    assert found["app.py"].source.decode() == caller.replace(".text", ".output_text")


def test_a_config_that_interrupts_the_text_keeps_the_legacy_result() -> None:
    """What the callers read as text would be only its last run."""
    caller = "from acme.llm import ask\n\nprint(ask('Hi').text)\n"
    found = tree({"acme/llm.py": TOOLS, "app.py": caller})
    assert b"stepbridge.as_response(" in found["acme/llm.py"].source
    assert found["app.py"].source.decode() == caller


def test_a_caller_that_reads_parsed_keeps_the_definition() -> None:
    caller = "from acme.llm import ask\n\nprint(ask('Hi').parsed)\n"
    found = tree({"acme/llm.py": ASK, "app.py": caller}, native_only=True)
    assert found["acme/llm.py"].source.decode() == ASK


def test_handlers_around_the_call_follow() -> None:
    caller = (
        "from acme.llm import ask\nfrom google.genai import errors\n\n"
        "try:\n    print(ask('Hi').text)\nexcept errors.APIError as error:\n    print(error.code)\n"
    )
    found = tree({"acme/llm.py": ASK, "app.py": caller})
    assert b"error.status_code" in found["app.py"].source


def test_one_caller_that_stays_keeps_every_other() -> None:
    files = {
        "acme/llm.py": ASK,
        "a.py": "from acme.llm import ask\n\nprint(ask('Hi').text)\n",
        "b.py": "from acme.llm import ask\n\nsave(ask('Hi'))\n",
    }
    found = tree(files, native_only=True)
    assert {path: result.source.decode() for path, result in found.items()} == files


def test_arguments_are_fields_in_the_order_of_the_definition() -> None:
    tables = {
        "acme.llm.ask": {
            "parameters": {
                "prompt": "contents",
                "heat": "config.temperature",
                "limit": "config.max_output_tokens",
                "budget": "config.thinking_config.thinking_budget",
                "verbose": "",
            }
        }
    }
    source = b"from acme.llm import ask\n\nask('Hi', 0.5, budget=0, verbose=True, limit=9)\n"
    found = audit(source, "app.py", Options(wrappers=from_tables(tables)))
    assert [f.rule for f in found.findings if f.rule >= "SB100"] == [
        "SB700",
        "SB103",
        "SB141",
        "SB107",
    ]


def test_a_chat_from_a_wrapper_is_left_with_all_its_turns() -> None:
    source = b"from acme.llm import start\n\nchat = start()\nprint(chat.send_message('Hi').text)\n"
    options = Options(wrappers=from_tables({"acme.llm.start": "chats.create"}))
    found = audit(source, "app.py", options)
    assert {finding.tier for finding in found.findings} == {Tier.MANUAL}
    assert {"SB032", "SB410"} <= {finding.rule for finding in found.findings}


def test_names_nest_as_toml_nests_them() -> None:
    nested = from_tables({"acme": {"llm": {"ask": {"returns": "text"}, "client": "client"}}})
    assert [wrapper.name for wrapper in nested] == ["acme.llm.ask", "acme.llm.client"]

"""Chats in the forms that --chats chooses: each means and prints what the chat did."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest

from stepbridge_codemods import Options, Tier, rewrite
from stepbridge_emulator import Emulator

PLAIN = """from google import genai
from google.genai import types

client = genai.Client()
chat = client.chats.create(
    model="gemini-2.5-flash",
    config=types.GenerateContentConfig(system_instruction="Be brief.", temperature=0.2),
)
response = chat.send_message("Hello")
print(response.text)
for question in ["One?", "Two?"]:
    print(chat.send_message(question).text)
print(chat.send_message("Hot?", config={"temperature": 1.0}).text)
"""

HISTORY = """from google import genai

client = genai.Client()
chat = client.chats.create(
    model="gemini-2.5-flash",
    history=[
        {"role": "user", "parts": [{"text": "I am Ada."}]},
        {"role": "model", "parts": [{"text": "Hello Ada."}]},
    ],
)
chat.send_message("My dog is Rex.")
print(chat.send_message(["Who am I?", "And my dog?"]).text)
"""

STREAM = """from google import genai

client = genai.Client()
chat = client.chats.create(model="gemini-2.5-flash")
for text in ["One", "Two"]:
    for chunk in chat.send_message_stream(text):
        if chunk.text:
            print(chunk.text, end="")
"""


def run(source: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[Any], set[str]]:
    """What a program prints, and what reached the service."""
    printed = io.StringIO()
    with Emulator() as emulator:
        for name, value in emulator.environ.items():
            monkeypatch.setenv(name, value)
        with contextlib.redirect_stdout(printed):
            exec(compile(source, "app.py", "exec"), {"__name__": "__main__"})
        exchanges = list(emulator.exchanges)
    prompts = [exchange.prompt for exchange in exchanges]
    return printed.getvalue(), prompts, {exchange.api for exchange in exchanges}


@pytest.mark.parametrize("style", ["stateful", "stateless", "bridge"])
@pytest.mark.parametrize("source", [PLAIN, HISTORY, STREAM], ids=["plain", "history", "stream"])
def test_same_meaning_and_output(style: Any, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    result = rewrite(source.encode(), "app.py", Options(chats=style))
    assert result.error is None
    assert result.source.decode() != source
    before, after = run(source, monkeypatch), run(result.source.decode(), monkeypatch)
    assert before[:2] == after[:2]
    assert after[2] == {"interactions"}


def test_stateful_stores_and_says_so() -> None:
    result = rewrite(PLAIN.encode(), "app.py", Options())
    assert b"store=False" not in result.source
    assert b'chat["previous_interaction_id"] = response.id' in result.source
    told = [finding for finding in result.findings if finding.rule == "SB740"]
    assert [finding.behaviour_change for finding in told] == [True]
    assert "stores the conversation" in told[0].note


def test_stateless_keeps_the_steps_here() -> None:
    result = rewrite(PLAIN.encode(), "app.py", Options(chats="stateless"))
    text = result.source.decode()
    assert '"store": False' in text
    assert "previous_interaction_id" not in text
    assert {finding.tier for finding in result.findings} == {Tier.NATIVE}


def test_safe_keeps_the_steps_here_too() -> None:
    result = rewrite(PLAIN.encode(), "app.py", Options(safe=True))
    assert b"previous_interaction_id" not in result.source
    assert b"interactions.create" in result.source


def test_bridge_keeps_the_chat() -> None:
    result = rewrite(PLAIN.encode(), "app.py", Options(chats="bridge"))
    text = result.source.decode()
    assert "chat = stepbridge.legacy(client).chats.create(" in text
    assert 'chat.send_message("Hello")' in text


def test_bridge_without_bridges_is_manual() -> None:
    result = rewrite(STREAM.encode(), "app.py", Options(chats="stateless", native_only=True))
    assert result.source == STREAM.encode()
    assert {finding.tier for finding in result.findings} == {Tier.MANUAL}

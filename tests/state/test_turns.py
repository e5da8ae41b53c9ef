"""What counts as the same conversation, whatever form it comes back in."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from stepbridge.exchange.lift import lift
from stepbridge.state.turns import Conversed, Prefix
from stepbridge.translate.steps import from_contents

USER = {"role": "user", "parts": [{"text": "hi"}]}
CALLS = [
    {"functionCall": {"id": "a1", "name": "f", "args": {"x": 1}}, "thoughtSignature": "c2lnQQ=="},
    {"functionCall": {"id": "a2", "name": "f", "args": {"x": 2}}},
]
DATA = base64.b64encode(b"\xfb\xff" + bytes(range(250)) * 100).decode()


def prefixes(contents: list[Any], media: Any = None) -> list[Prefix]:
    return Conversed(b"scope", media or {}).prefixes(from_contents(contents))


def model(*parts: Any) -> dict[str, Any]:
    return {"role": "model", "parts": list(parts)}


def results(*values: Any, ids: tuple[str, ...] = ()) -> dict[str, Any]:
    parts = [{"name": "f", "response": {"result": value}} for value in values]
    for part, name in zip(parts, ids, strict=False):
        part["id"] = name
    return {"role": "user", "parts": [{"functionResponse": part} for part in parts]}


def key(*contents: Any) -> str:
    return prefixes(list(contents))[-1].key


@pytest.mark.parametrize(
    "echo",
    [
        [model({"text": "Hello "}), model({"text": "there"})],
        [model({"text": "Hel"}, {"text": "lo there"}, {"text": ""})],
        [model({"text": "Hello there", "thoughtSignature": "c2lnQQ=="})],
        [model({"text": "hm", "thought": True}, {"text": "Hello there"})],
        [{"role": "model", "parts": {"text": "Hello there"}}],
    ],
)
def test_an_echo_in_another_form_is_the_same(echo: list[Any]) -> None:
    assert key(USER, *echo) == key(USER, model({"text": "Hello there"}))


@pytest.mark.parametrize(
    "other",
    [
        [USER, model({"text": "Hello there!"})],
        [USER, model({"text": "Hello there"}, {"functionCall": {"name": "f", "args": {}}})],
        [USER, USER, model({"text": "Hello there"})],
        [{"role": "user", "parts": [{"text": "ho"}]}, model({"text": "Hello there"})],
        [model({"text": "Hello there"})],
    ],
)
def test_another_conversation_is_another(other: list[Any]) -> None:
    assert key(*other) != key(USER, model({"text": "Hello there"}))


def test_calls_count_by_their_place_not_by_their_ids() -> None:
    bare = [{"functionCall": {"name": "f", "args": {"x": n}}} for n in (1, 2.0)]
    end = model({"text": "done"})
    named = key(USER, model(*CALLS), results("r1", "r2", ids=("a1", "a2")), end)
    assert key(USER, model(*bare), results("r1", "r2"), end) == named
    swapped = key(USER, model(*CALLS), results("r1", "r2", ids=("a2", "a1")), end)
    assert swapped != named


def test_every_turn_of_the_model_is_a_beginning() -> None:
    contents = [USER, model(*CALLS), results("r1", "r2"), model({"text": "done"}), USER]
    found = prefixes(contents)
    # A signature is a step of its own.
    assert [prefix.length for prefix in found] == [4, 7]
    assert [prefix.call_ids for prefix in found] == [("a1", "a2"), ()]
    assert found[0].key == key(USER, model(*CALLS))


def picture(data: str) -> dict[str, Any]:
    return {"role": "user", "parts": [{"inlineData": {"mimeType": "image/png", "data": data}}]}


def test_media_counts_by_its_bytes_in_any_alphabet() -> None:
    """SDKs write the same bytes in the standard or the URL-safe alphabet, padded or not."""
    assert "+" in DATA or "/" in DATA
    end = model({"text": "nice"})
    same = {DATA, DATA.replace("+", "-").replace("/", "_"), DATA.rstrip("=")}
    assert len({key(picture(data), end) for data in same}) == 1
    assert key(picture("QUJD" + DATA[4:]), end) != key(picture(DATA), end)


def test_media_that_was_cut_out_counts_as_if_it_were_there() -> None:
    import json

    contents = [picture(DATA), model({"text": "nice"})]
    lifted = lift(json.dumps({"contents": contents}).encode())
    assert lifted.is_slimmer
    slim = json.loads(lifted.slim)["contents"]
    assert prefixes(slim, lifted.strings)[0].key == prefixes(contents)[0].key


def test_scopes_do_not_share() -> None:
    steps = from_contents([USER, model({"text": "a"})])
    keys = {Conversed(scope, {}).prefixes(steps)[0].key for scope in (b"one", b"two")}
    assert len(keys) == 2

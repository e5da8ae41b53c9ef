"""Media is carried around the JSON parser: same bytes out, whatever surrounds it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from stepbridge.exchange.lift import lift

Make = Callable[..., Any]
LONG = base64.b64encode(bytes(range(256)) * 256).decode().replace("_", "A").replace("-", "A")


def part(data: str, mime: str = "image/png", **spelling: Any) -> dict[str, Any]:
    return {"inlineData": {"mimeType": mime, "data": data}, **spelling}


def request(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"contents": [{"role": "user", "parts": [{"text": "look"}, *parts]}]}


def media(body: dict[str, Any]) -> list[str]:
    return [item["data"] for step in body["input"] for item in step["content"] if "data" in item]


def test_long_media_arrives_whole_and_in_order(play: Make, text: Make) -> None:
    second = LONG[4:]
    got = play([text()], request(part(LONG), part("AAAA"), part(second, "audio/wav")))
    assert media(got.bodies[0]) == [LONG, "AAAA", second]
    assert b"stepbridge" not in got.sent[0].body


def test_the_same_image_twice(play: Make, text: Make) -> None:
    got = play([text()], request(part(LONG), part(LONG)))
    assert media(got.bodies[0]) == [LONG, LONG]


def test_resuming_sends_the_media_again(play: Make, text: Make) -> None:
    cut = text("one ", status="requires_continuation", continuation_token="t1")
    got = play([cut, text("two")], request(part(LONG)))
    assert [media(body) for body in got.bodies] == [[LONG], [LONG]]
    assert got.bodies[1]["continuation_token"] == "t1"


def test_text_files_are_still_decoded(play: Make, text: Make) -> None:
    words = "many words " * 4000
    data = base64.b64encode(words.encode()).decode()
    got = play([text()], request(part(data, "text/plain"), part(LONG)))
    items = got.bodies[0]["input"][0]["content"]
    assert items[1] == {"type": "text", "text": words}
    assert media(got.bodies[0]) == [LONG]


def test_media_that_is_dropped_takes_nothing_along(play: Make, text: Make) -> None:
    odd = part(LONG, "image/x-unheard-of")
    got = play([text()], request(odd, part(LONG)), unsupported="drop")
    assert media(got.bodies[0]) in ([LONG], [LONG, LONG])
    assert b"stepbridge" not in got.sent[0].body


@pytest.mark.parametrize(
    "body",
    [
        request(part(LONG)),
        {"contents": [{"parts": [{"text": f'"data": "{LONG}"'}]}]},
        {"contents": [{"parts": [{"text": "data"}, {"text": LONG}]}]},
        {"data": LONG, "contents": [{"parts": [{"text": "x"}]}]},
        {"contents": [{"parts": [{"functionCall": {"name": "f", "args": {"data": LONG}}}]}]},
        request(part(LONG.replace("A", "-"))),
        request(part(LONG + '"')),
        request({"inlineData": {"data": ["data", LONG], "mimeType": "image/png"}}),
    ],
)
@pytest.mark.parametrize("style", [{}, {"separators": (",", ":")}, {"indent": 2}])
def test_cutting_and_restoring_change_nothing(body: Any, style: dict[str, Any]) -> None:
    raw = json.dumps(body, **style).encode()
    lifted = lift(raw)
    json.loads(lifted.slim)
    assert lifted.restored(lifted.slim) == raw


@pytest.mark.parametrize("data", [LONG, LONG.replace("A", "-"), LONG.replace("A", "/")])
def test_escapes_and_alphabets_do_not_matter(play: Make, text: Make, data: str) -> None:
    raw = json.dumps(request(part(data))).replace("/", "\\/").encode()
    assert lift(raw).is_slimmer
    got = play([text()], raw)
    assert media(got.bodies[0]) == [data]


def test_a_quote_inside_a_string_does_not_end_it(play: Make, text: Make) -> None:
    data = LONG + '", "data": "' + LONG
    got = play([text()], request(part(data)))
    assert media(got.bodies[0]) == [data]


def test_user_data_in_function_arguments_is_left_to_the_parser(play: Make, text: Make) -> None:
    call = {"functionCall": {"name": "save", "args": {"data": LONG}}}
    answer = {"functionResponse": {"name": "save", "response": {"data": LONG}}}
    body = {
        "contents": [
            {"role": "user", "parts": [{"text": "save it"}]},
            {"role": "model", "parts": [call]},
            {"role": "user", "parts": [answer]},
        ]
    }
    got = play([text()], body)
    steps = got.bodies[0]["input"]
    assert next(s for s in steps if s["type"] == "function_call")["arguments"] == {"data": LONG}
    assert LONG in json.dumps(next(s for s in steps if s["type"] == "function_result"))


def test_half_a_body_is_not_json(play: Make, text: Make) -> None:
    raw = json.dumps(request(part(LONG))).encode()[:-40]
    got = play([text()], raw)
    assert got.untouched
    assert got.sent[0].body == raw

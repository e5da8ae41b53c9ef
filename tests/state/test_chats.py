"""A chat of the official SDK means the same with and without a server that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from google.genai import types

from stepbridge.policy import COUNTERS
from stepbridge_emulator import Emulator

QUESTIONS: list[Any] = [
    "Look at this",
    "Please call get_weather for Paris",
    "And what do you make of it?",
    "Please call get_weather and get_time for Rome",
    "Thank you",
]


def get_weather(city: str) -> str:
    """Tells the weather of a city."""
    return f"rain in {city}"


def get_time(city: str) -> str:
    """Tells the time in a city."""
    return f"noon in {city}"


def talk(client: Any, questions: list[Any], *, model: str, stream: bool) -> list[str]:
    config = types.GenerateContentConfig(
        tools=[get_weather, get_time], system_instruction="Be short.", temperature=0.5
    )
    chat = client.chats.create(model=model, config=config)
    said = []
    for question in questions:
        if stream:
            chunks = chat.send_message_stream(question)
            said.append("".join(chunk.text or "" for chunk in chunks))
        else:
            said.append(chat.send_message(question).text)
    return said


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("model", ["gemini-3.5-flash", "gemini-2.5-flash"])
@pytest.mark.filterwarnings("ignore::stepbridge.policy.UnsupportedFieldWarning")
def test_a_chat_means_the_same(
    chatting: Callable[..., Any],
    emulator: Emulator,
    picture: types.Part,
    store_name: str,
    model: str,
    stream: bool,
) -> None:
    questions = [[QUESTIONS[0], picture], *QUESTIONS[1:]]
    stateless = chatting()
    expected = talk(stateless.client, questions, model=model, stream=stream)
    meant = [exchange.prompt for exchange in emulator.exchanges]
    emulator.reset()
    COUNTERS.reset()
    kept = chatting(state="server", state_store=store_name)
    assert talk(kept.client, questions, model=model, stream=stream) == expected
    assert [exchange.prompt for exchange in emulator.exchanges] == meant
    assert all(exchange.api == "interactions" for exchange in emulator.exchanges)
    first, *later = kept.wire.bodies
    assert "previous_interaction_id" not in first
    assert all(body["store"] for body in kept.wire.bodies)
    for body in later:
        assert body["previous_interaction_id"]
        assert {step["type"] for step in body["input"]} <= {"user_input", "function_result"}
        assert body["system_instruction"] == "Be short."
        assert body["generation_config"]["temperature"] == 0.5
        assert len(body["tools"]) == 2
    assert max(kept.wire.sizes[1:]) < 4096 < 50_000 < max(stateless.wire.sizes)
    counts = COUNTERS.snapshot()
    assert (counts["state_miss"], counts["state_hit"]) == (1, len(later))


@pytest.mark.usefixtures("fresh_memory")
def test_a_fork_goes_on_from_where_it_branched(chatting: Callable[..., Any]) -> None:
    made = chatting(state="server")
    chat = made.client.chats.create(model="gemini-3.5-flash")
    chat.send_message("one")
    common = list(chat.get_history())
    chat.send_message("two")
    branch = made.client.chats.create(model="gemini-3.5-flash", history=common)
    branch.send_message("another two")
    _, second, other = made.wire.bodies
    assert second["previous_interaction_id"] == other["previous_interaction_id"]


@pytest.mark.usefixtures("fresh_memory")
@pytest.mark.parametrize("change", ["text", "key", "model", "system"])
def test_what_does_not_match_is_sent_whole(chatting: Callable[..., Any], change: str) -> None:
    """Another history, owner or model: nothing of a known conversation is used."""
    made = chatting(state="server")
    chat = made.client.chats.create(model="gemini-3.5-flash")
    chat.send_message("one")
    history = chat.get_history()
    model, other = "gemini-3.5-flash", made
    if change == "text":
        history[0] = types.UserContent("quite another")
    elif change == "key":
        other = chatting(state="server", api_key="another")
    elif change == "model":
        model = "gemini-3.6-flash"
    config = {"system_instruction": "Be long."} if change == "system" else None
    other.client.chats.create(model=model, history=history, config=config).send_message("two")
    body = other.wire.bodies[-1]
    if change == "system":
        # It is not part of the conversation: it is sent with every request.
        assert body["previous_interaction_id"]
        assert body["system_instruction"] == "Be long."
    else:
        assert "previous_interaction_id" not in body
        assert len(body["input"]) >= 3


def test_nothing_is_kept_unless_asked_for(chatting: Callable[..., Any]) -> None:
    made = chatting()
    made.client.models.generate_content(model="gemini-3.5-flash", contents="hi")
    assert made.wire.bodies[0]["store"] is False


@pytest.mark.usefixtures("fresh_memory")
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_a_server_that_has_forgotten_is_told_everything(
    chatting: Callable[..., Any], emulator: Emulator, stream: bool
) -> None:
    made = chatting(state="server")
    chat = made.client.chats.create(model="gemini-3.5-flash")

    def say(words: str) -> str:
        if stream:
            return "".join(chunk.text for chunk in chat.send_message_stream(words))
        return str(chat.send_message(words).text)

    say("one")
    emulator.reset()
    COUNTERS.reset()
    assert say("two")
    assert [exchange.status for exchange in emulator.exchanges] == [404, 200]
    assert COUNTERS.snapshot()["state_forgotten"] == 1
    *_, refused, whole = made.wire.bodies
    assert refused["previous_interaction_id"]
    assert "previous_interaction_id" not in whole
    assert whole["store"] is True
    assert say("three")
    last = made.wire.bodies[-1]
    assert last["previous_interaction_id"] != refused["previous_interaction_id"]
    assert len(last["input"]) == 1


@pytest.mark.usefixtures("fresh_memory")
def test_an_error_of_its_own_reaches_the_caller(chatting: Callable[..., Any]) -> None:
    """A 400 may mean the id; when the whole history is refused too, that is the error."""
    from google.genai import errors

    made = chatting(state="server")
    chat = made.client.chats.create(model="gemini-3.5-flash")
    chat.send_message("one")
    with pytest.raises(errors.ClientError) as caught:
        chat.send_message("[[emulator:403]]")
    assert caught.value.code == 403
    assert len(made.wire.bodies) == 3


@pytest.mark.usefixtures("fresh_memory")
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_an_answer_of_two_hops_is_not_continued(chatting: Callable[..., Any], stream: bool) -> None:
    """Its hops are several interactions, none of which ends the conversation as it came back."""
    made = chatting(state="server")
    chat = made.client.chats.create(model="gemini-3.5-flash")
    if stream:
        assert "".join(chunk.text for chunk in chat.send_message_stream("[[emulator:continue]]"))
    else:
        assert chat.send_message("[[emulator:continue]]").text
    assert chat.send_message("and now").text
    assert "previous_interaction_id" not in made.wire.bodies[-1]


@pytest.mark.usefixtures("fresh_memory")
def test_a_broken_answer_is_not_continued(chatting: Callable[..., Any]) -> None:
    from google.genai import errors

    made = chatting(state="server")
    chat = made.client.chats.create(model="gemini-3.5-flash")
    with pytest.raises(errors.APIError):
        list(chat.send_message_stream("[[emulator:truncate]]"))
    chat.send_message("again")
    assert "previous_interaction_id" not in made.wire.bodies[-1]

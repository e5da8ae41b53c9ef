"""No field of the request schema is ignored, and what is not reported keeps its meaning."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from google.genai import types
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from redundant import Path, says_something

from stepbridge.fields.row import Fidelity
from stepbridge.translate.request import MalformedRequestError, Translation, to_interaction
from stepbridge_emulator import read_interactions, read_legacy, strict_interactions, strict_legacy
from stepbridge_emulator.errors import Refusal

MODEL = "gemini-3.5-flash"
several = settings(
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every key and element, with its value."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*path, key), inner
        if isinstance(inner, dict | list):
            yield from leaves(inner, (*path, key))


def written(path: Path) -> str:
    """The path as losses write it."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def without(body: Any, path: Path) -> Any:
    copied = target = copy.deepcopy(body)
    for step in path[:-1]:
        target = target[step]
    del target[path[-1]]
    return copied


def outcome(translation: Translation) -> tuple[Any, ...]:
    told = [(loss.field_id, loss.path) for loss in translation.losses]
    return translation.body, told, translation.bare_enum, translation.tool_parts


def is_told(path: Path, losses: list[str]) -> bool:
    """Whether a loss names the field, what holds it, or the data that it qualifies."""
    own = written(path)
    if any(own.startswith(loss) for loss in losses):
        return True
    if path[0] == "contents" and "parts" in path[2:]:
        last = len(path) - 1 - path[::-1].index("parts")
        part = written(path[: last + 2])
        return any(loss.startswith((f"{part}.fileData", f"{part}.inlineData")) for loss in losses)
    return False


@several
@given(data=st.data())
def test_no_field_is_ignored(data: st.DataObject, every_request: Any) -> None:
    """Taking a field away changes what is sent or what is reported."""
    body = data.draw(every_request)
    try:
        whole = to_interaction(body, model=MODEL)
    except MalformedRequestError:
        return  # left to the server, as it is
    losses = [loss.path for loss in whole.losses]
    for path, _ in leaves(body):
        if is_told(path, losses) or not says_something(body, path):
            continue
        try:
            less = to_interaction(without(body, path), model=MODEL)
        except MalformedRequestError:
            continue
        assert outcome(less) != outcome(whole), written(path)


@several
@given(data=st.data())
def test_every_loss_is_a_row_of_the_map(data: st.DataObject, every_request: Any) -> None:
    from stepbridge import fields

    body = data.draw(every_request)
    try:
        losses = to_interaction(body, model=MODEL).losses
    except MalformedRequestError:
        return
    for loss in losses:
        assert fields.by_id(loss.field_id).note
        assert loss.note
        assert loss.fidelity is not Fidelity.EXACT


@several
@given(data=st.data())
def test_what_is_carried_fits_and_means_the_same(
    data: st.DataObject, every_request: Any, validate_create_interaction: Any
) -> None:
    """What is sent fits the schema; when nothing was reported, it means the same."""
    body = data.draw(every_request)
    try:
        translation = to_interaction(body, model=MODEL)
    except MalformedRequestError:
        return
    try:
        validate_create_interaction(translation.body)
    except ValidationError as error:
        # What the caller left out that the service asks for: the server says so.
        if {problem["type"] for problem in error.errors()} != {"missing"}:
            raise
        return
    assume(not translation.losses)
    try:
        legacy = strict_legacy.checked(copy.deepcopy(body))
    except Refusal:
        return  # what generateContent refuses has no meaning to compare
    before = read_legacy.read(legacy, MODEL, lambda uri: None)
    try:
        checked = strict_interactions.checked(copy.deepcopy(translation.body))
    except Refusal as refusal:
        # A word that only the service can judge, such as the name of a size.
        if "is not supported for" not in refusal.message:
            raise
        return
    assert read_interactions.read(checked, [], lambda uri: None).json() == before.json()


def test_requests_reach_the_whole_schema(every_settings: set[str]) -> None:
    """The strategy grows with the SDK: every field of the config with a place on the wire."""
    of_client = {
        "automaticFunctionCalling",
        "automaticContinuation",
        "httpOptions",
        "shouldReturnHttpResponse",
        "systemInstruction",
        "tools",
    }
    names = {
        field.alias or name for name, field in types.GenerateContentConfig.model_fields.items()
    }
    assert len(every_settings) >= len(names - of_client) - 2

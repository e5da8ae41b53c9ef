"""Arbitrary legacy requests: nothing is lost silently, and what was carried comes back."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from stepbridge.fields.row import Fidelity
from stepbridge.translate.request import from_interaction, to_interaction

WORDS = st.text(st.characters(codec="utf-8", exclude_characters='\\"/{'), min_size=3, max_size=12)
NAMES = st.sampled_from(["search", "add", "type", "properties", "top_k", "mimeType"])
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)
ARGUMENTS = st.dictionaries(NAMES, PLAIN, max_size=3)
SIGNATURES = st.sampled_from([f"c2ln{letter}Q==" for letter in "ABCDEFGHIJKLMNOP"])
MEDIA_TYPES = st.sampled_from(
    [
        "image/png",
        "image/jpeg",
        "audio/wav",
        "audio/mp3",
        "video/mp4",
        "application/pdf",
        "text/csv",
    ]
)


def spelled(name: str) -> st.SearchStrategy[str]:
    """A key in camelCase or in snake_case."""
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    return st.sampled_from([name, snake])


@st.composite
def objects(draw: Any, required: dict[str, Any], optional: dict[str, Any] | None = None) -> Any:
    """An object with some of its optional fields, each key in either spelling."""
    chosen = dict(required)
    for name, values in (optional or {}).items():
        if draw(st.booleans()):
            chosen[name] = values
    return {draw(spelled(name)): draw(values) for name, values in chosen.items()}


def one(name: str, values: Any, optional: dict[str, Any] | None = None) -> Any:
    return objects({name: values}, optional)


BLOBS = objects({"mimeType": MEDIA_TYPES, "data": st.just("QUJD")})
FILES = objects({"mimeType": MEDIA_TYPES, "fileUri": st.just("https://example.com/files/1")})
RESOLUTIONS = objects({"level": st.sampled_from(["MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_HIGH"])})
SPANS = objects({"startOffset": st.just("1s"), "endOffset": st.just("2.5s")})
MEDIA = one("inlineData", BLOBS, {"mediaResolution": RESOLUTIONS, "videoMetadata": SPANS}) | one(
    "fileData", FILES, {"mediaResolution": RESOLUTIONS, "audioMetadata": SPANS}
)
PICTURES = one("inlineData", objects({"mimeType": st.just("image/png"), "data": st.just("QUJD")}))
TEXTS = one("text", WORDS)
SIGNED = {"thoughtSignature": SIGNATURES}
CALLS = one("functionCall", objects({"name": NAMES}, {"args": ARGUMENTS, "id": WORDS}), SIGNED)
RESPONSES = one(
    "functionResponse",
    objects({"name": NAMES}, {"response": ARGUMENTS, "id": WORDS, "parts": st.lists(PICTURES)}),
)
CODE = one("executableCode", objects({"code": WORDS, "language": st.just("PYTHON")}), SIGNED)
OUTCOMES = one(
    "codeExecutionResult",
    objects({"outcome": st.sampled_from(["OUTCOME_OK", "OUTCOME_FAILED"]), "output": WORDS}),
)
THOUGHTS = one("text", WORDS, SIGNED).map(lambda part: {**part, "thought": True})
MODEL_PARTS = st.one_of(one("text", WORDS, SIGNED), MEDIA, CALLS, CODE, OUTCOMES, THOUGHTS)
USER_PARTS = TEXTS | MEDIA | RESPONSES
TURNS = st.one_of(
    objects({"role": st.just("user"), "parts": st.lists(USER_PARTS, min_size=1, max_size=3)}),
    objects({"role": st.just("model"), "parts": st.lists(MODEL_PARTS, min_size=1, max_size=4)}),
)
SCHEMAS = st.recursive(
    objects(
        {"type": st.sampled_from(["STRING", "INTEGER", "BOOLEAN"])}, {"nullable": st.booleans()}
    ),
    lambda inner: (
        objects(
            {"type": st.just("OBJECT"), "properties": st.dictionaries(NAMES, inner, max_size=3)},
            {"propertyOrdering": st.lists(NAMES, unique=True), "description": WORDS},
        )
        | objects({"type": st.just("ARRAY"), "items": inner}, {"maxItems": st.integers(1, 9)})
    ),
    max_leaves=5,
)
DECLARATIONS = objects({"name": NAMES, "description": WORDS}, {"parameters": SCHEMAS})
TOOLS = st.one_of(
    one("functionDeclarations", st.lists(DECLARATIONS, min_size=1, max_size=2)),
    one("googleSearch", st.just({})),
    one("codeExecution", st.just({})),
    one("fileSearch", objects({"fileSearchStoreNames": st.lists(WORDS, min_size=1)})),
    one("googleMaps", objects({}, {"enableWidget": st.booleans(), "authConfig": ARGUMENTS})),
)
CONFIGS = objects(
    {},
    {
        "temperature": st.floats(0, 2),
        "topP": st.floats(0, 1),
        "topK": st.integers(1, 40),
        "maxOutputTokens": st.integers(1, 9999),
        "candidateCount": st.integers(1, 3),
        "stopSequences": st.lists(WORDS, max_size=3),
        "seed": st.integers(0, 99),
        "presencePenalty": st.floats(0, 1),
        "responseMimeType": st.sampled_from(["application/json", "text/plain", "text/xml"]),
        "responseSchema": SCHEMAS,
        "thinkingConfig": objects(
            {}, {"thinkingBudget": st.integers(-1, 30000), "includeThoughts": st.booleans()}
        ),
        "moodConfig": ARGUMENTS,
    },
)
OPENINGS = objects({"parts": st.lists(TEXTS, min_size=1, max_size=2)}, {"role": st.just("user")})
REQUESTS = objects(
    {
        "contents": st.builds(
            lambda first, rest: [first, *rest], OPENINGS, st.lists(TURNS, max_size=4)
        )
    },
    {
        "systemInstruction": objects({"parts": st.lists(TEXTS, min_size=1, max_size=2)}),
        "generationConfig": CONFIGS,
        "tools": st.lists(TOOLS, max_size=3),
        "labels": st.dictionaries(WORDS, WORDS, max_size=2),
        "cachedContent": WORDS,
        "serviceTier": st.sampled_from(["unspecified", "flex", "priority"]),
    },
)

many = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)


def leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """The user's own strings, with their places on the wire."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from leaves(item, f"{path}[{place}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)


def strings(value: Any) -> Iterator[str]:
    """All strings of an answer; a function's result is JSON inside a string."""
    if isinstance(value, str):
        yield value
        if value.startswith("{"):
            yield from strings(json.loads(value))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        yield from strings(list(value.items()))


# Spelled in another way afterwards; their own tests say how.
RESPELLED = {"type", "level", "language", "outcome", "mediaResolution", "serviceTier", "role"}


def is_respelled(path: str) -> bool:
    name = path.rpartition(".")[2]
    return name in RESPELLED or name == "media_resolution" or "ropert" in name


@many
@given(request=REQUESTS)
def test_every_string_is_carried_or_reported(
    request: dict[str, Any], validate_create_interaction: Callable[..., Any]
) -> None:
    before = copy.deepcopy(request)
    translation = to_interaction(request, model="models/gemini-3.5-flash", stream=True)
    assert request == before
    validate_create_interaction(translation.body)
    assert translation.body["store"] is False
    assert translation.body["stream"] is True
    sent = set(strings(translation.body))
    reported = tuple(loss.path for loss in translation.losses)
    for path, text in leaves(request, ""):
        if "ordering" in path.lower() or is_respelled(path) or path == "service_tier":
            continue
        if "nstruction" in path and any(text in piece for piece in sent):
            continue
        # The id of a response gives way to that of the call it answers.
        if path.endswith((".id",)):
            continue
        assert text in sent or path.startswith(reported), path


@many
@given(request=REQUESTS)
def test_what_was_carried_exactly_comes_back(request: dict[str, Any]) -> None:
    there = to_interaction(request, model="gemini-3.5-flash")
    back = from_interaction(there.body)
    assert back.model == "gemini-3.5-flash"
    assert [loss for loss in back.losses if loss.fidelity is Fidelity.LOST] == []
    again = to_interaction(back.body, model=back.model)
    assert [loss for loss in again.losses if loss.fidelity is Fidelity.LOST] == []
    for body in (again.body, there.body):
        # Functions come back together; the order of tools means nothing.
        body.get("tools", []).sort(key=json.dumps)
    assert again.body == there.body


@many
@given(request=REQUESTS)
def test_losses_are_fit_for_a_log(request: dict[str, Any]) -> None:
    for loss in to_interaction(request, model="gemini-3.5-flash").losses:
        assert loss.field_id.startswith("SB")
        assert loss.note
        assert len(loss.value) <= 40
        assert "QUJD" not in loss.value


def resolve(uri: str) -> str | None:
    """No uploaded files: a link stands for itself."""
    return None


@many
@given(request=REQUESTS)
def test_the_meaning_is_the_same_when_nothing_was_reported(request: dict[str, Any]) -> None:
    """The emulator reads both forms with code of its own, down to one canonical prompt."""
    from stepbridge_emulator import (
        read_interactions,
        read_legacy,
        strict_interactions,
        strict_legacy,
    )
    from stepbridge_emulator.errors import Refusal

    translation = to_interaction(request, model="gemini-3.5-flash")
    assume(not translation.losses)
    try:
        legacy = strict_legacy.checked(copy.deepcopy(request))
    except Refusal:
        return  # what generateContent refuses has no meaning to compare
    before = read_legacy.read(legacy, "gemini-3.5-flash", resolve)
    after = read_interactions.read(strict_interactions.checked(translation.body), [], resolve)
    assert after.json() == before.json()

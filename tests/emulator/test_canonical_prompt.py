"""The same meaning by both APIs gives one canonical prompt; any lost field gives another."""

import base64
import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepbridge_emulator import read_interactions, read_legacy, strict_interactions, strict_legacy
from stepbridge_emulator.errors import Refusal

Json = dict[str, Any]
MODEL = "gemini-3.5-flash"
SIGNATURE = base64.b64encode(b"skip_thought_signature_validator").decode()


def nowhere(uri: str) -> None:
    return None


def legacy_prompt(body: Json) -> Json:
    return read_legacy.read(strict_legacy.checked(body), MODEL, nowhere).json()


def interactions_prompt(body: Json) -> Json:
    return read_interactions.read(strict_interactions.checked(body), [], nowhere).json()


# A meaning is written twice below, once for each API, by hand and without the translator.
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1)
images = st.binary(min_size=1, max_size=20).map(lambda raw: base64.b64encode(raw).decode())
parts = st.one_of(
    st.tuples(st.just("text"), words),
    st.tuples(st.just("image"), images),
    st.tuples(st.just("uri"), st.sampled_from(["gs://b/a.pdf", "https://example.com/b.pdf"])),
)
turns = st.lists(
    st.tuples(st.lists(parts, min_size=1, max_size=3), st.lists(words, min_size=1, max_size=2)),
    max_size=3,
)
calls = st.lists(
    st.tuples(
        st.sampled_from(["weather", "time"]),
        st.dictionaries(st.sampled_from(["city", "day"]), words | st.integers(0, 9), max_size=2),
        words | st.integers(0, 9) | st.dictionaries(st.sampled_from("abc"), words, min_size=2),
    ),
    max_size=2,
)
meanings = st.fixed_dictionaries(
    {"question": st.lists(parts, min_size=1, max_size=3), "turns": turns, "calls": calls},
    optional={
        "system": words,
        "temperature": st.floats(0, 2),
        "top_p": st.floats(0, 1),
        "max_output_tokens": st.integers(1, 999),
        "seed": st.integers(0, 99),
        "stop": st.lists(words, min_size=1, max_size=2),
        "level": st.sampled_from(["minimal", "low", "medium", "high"]),
        "thoughts": st.just(True),
        "safety": st.sampled_from(["block_none", "off", "block_only_high"]),
        "search": st.just(True),
        "choice": st.sampled_from(["any", "none", "validated"]),
        "nullable": st.booleans(),
    },
)


def legacy_part(part: tuple[str, str]) -> Json:
    kind, value = part
    if kind == "text":
        return {"text": value}
    if kind == "image":
        return {"inlineData": {"mimeType": "image/png", "data": value}}
    return {"file_data": {"file_uri": value, "mime_type": "application/pdf"}}


def content_item(part: tuple[str, str]) -> Json:
    kind, value = part
    if kind == "text":
        return {"type": "text", "text": value}
    if kind == "image":
        return {"type": "image", "mime_type": "image/png", "data": value}
    return {"type": "document", "mime_type": "application/pdf", "uri": value}


def user_step(items: list[tuple[str, str]]) -> Json:
    return {"type": "user_input", "content": [content_item(part) for part in items]}


def legacy_body(meaning: Json) -> Json:
    contents: list[Json] = []
    for said, answered in meaning["turns"]:
        contents.append({"role": "user", "parts": [legacy_part(part) for part in said]})
        contents.append({"role": "model", "parts": [{"text": text} for text in answered]})
    contents.append({"role": "user", "parts": [legacy_part(p) for p in meaning["question"]]})
    if meaning["calls"]:
        contents += legacy_calls(meaning["calls"])
    config: Json = {
        "temperature": meaning.get("temperature"),
        "topP": meaning.get("top_p"),
        "max_output_tokens": meaning.get("max_output_tokens"),
        "seed": meaning.get("seed"),
        "stopSequences": meaning.get("stop"),
        "thinkingConfig": {
            "thinkingLevel": meaning["level"].upper() if "level" in meaning else None,
            "includeThoughts": meaning.get("thoughts"),
        },
    }
    body: Json = {"contents": contents, "generationConfig": config}
    if "system" in meaning:
        body["systemInstruction"] = {"parts": [{"text": meaning["system"]}]}
    if "safety" in meaning:
        threshold = meaning["safety"].upper()
        body["safetySettings"] = [{"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": threshold}]
    body["tools"] = [{"functionDeclarations": [legacy_function(meaning)]}]
    if "search" in meaning:
        body["tools"].append({"google_search": {}})
    if "choice" in meaning:
        body["toolConfig"] = {"functionCallingConfig": {"mode": meaning["choice"].upper()}}
    return body


def legacy_calls(calls: list[tuple[str, Json, Any]]) -> list[Json]:
    model = [{"functionCall": {"name": name, "args": args}} for name, args, _ in calls]
    model[0]["thoughtSignature"] = SIGNATURE
    results = [
        {"functionResponse": {"name": name, "response": {"result": result}}}
        for name, _, result in calls
    ]
    return [{"role": "model", "parts": model}, {"role": "user", "parts": results}]


def legacy_function(meaning: Json) -> Json:
    city = {"type": "STRING", "format": "enum", "enum": ["Rome", "Oslo"]}
    if meaning.get("nullable"):
        city = {**city, "nullable": True}
    schema = {"type": "OBJECT", "properties": {"city": city, "type": {"type": "INTEGER"}}}
    return {"name": "weather", "description": "The weather", "parameters": schema}


def interactions_body(meaning: Json) -> Json:
    steps: list[Json] = []
    for said, answered in meaning["turns"]:
        steps.append(user_step(said))
        content = [{"type": "text", "text": text} for text in answered]
        steps.append({"type": "model_output", "content": content})
    steps.append(user_step(meaning["question"]))
    if meaning["calls"]:
        steps += call_steps(meaning["calls"])
    config: Json = {
        "temperature": meaning.get("temperature"),
        "top_p": meaning.get("top_p"),
        "max_output_tokens": meaning.get("max_output_tokens"),
        "seed": meaning.get("seed"),
        "stop_sequences": meaning.get("stop"),
        "thinking_level": meaning.get("level"),
        "thinking_summaries": "auto" if "thoughts" in meaning else None,
        "tool_choice": meaning.get("choice"),
    }
    body: Json = {"model": MODEL, "input": steps, "generation_config": config, "store": False}
    if "system" in meaning:
        body["system_instruction"] = meaning["system"]
    if "safety" in meaning:
        body["safety_settings"] = [{"type": "hate_speech", "threshold": meaning["safety"]}]
    city: Json = {"type": "string", "enum": ["Rome", "Oslo"]}
    if meaning.get("nullable"):
        city["type"] = ["string", "null"]
    schema = {"type": "object", "properties": {"city": city, "type": {"type": "integer"}}}
    body["tools"] = [
        {"type": "function", "name": "weather", "description": "The weather", "parameters": schema}
    ]
    if "search" in meaning:
        body["tools"].append({"type": "google_search"})
    return body


def call_steps(calls: list[tuple[str, Json, Any]]) -> list[Json]:
    steps: list[Json] = [{"type": "thought", "signature": SIGNATURE}]
    for number, (name, arguments, _) in enumerate(calls):
        call_id = f"call-{number}"
        steps.append({"type": "function_call", "id": call_id, "name": name, "arguments": arguments})
    for number, (name, _, result) in enumerate(calls):
        text = json.dumps(result)
        steps.append(
            {"type": "function_result", "call_id": f"call-{number}", "name": name, "result": text}
        )
    return steps


@settings(max_examples=150, deadline=None)
@given(meanings)
def test_both_apis_reduce_to_one_prompt(meaning: Json) -> None:
    assert legacy_prompt(legacy_body(meaning)) == interactions_prompt(interactions_body(meaning))


FULL: Json = {
    "question": [("text", "What is it?"), ("image", "aW1hZ2U="), ("uri", "gs://b/a.pdf")],
    "turns": [([("text", "Hi"), ("text", "there")], ["Hello"])],
    "calls": [("weather", {"city": "Rome"}, "sunny"), ("time", {}, {"h": "1", "m": "2"})],
    "system": "Be brief",
    "temperature": 0.5,
    "top_p": 0.9,
    "max_output_tokens": 100,
    "seed": 7,
    "stop": ["END"],
    "level": "low",
    "thoughts": True,
    "safety": "off",
    "search": True,
    "choice": "any",
    "nullable": True,
}


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where something can be taken out of a JSON value."""
    if isinstance(value, dict):
        items: list[tuple[str | int, Any]] = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    else:
        return []
    found: list[tuple[str | int, ...]] = []
    for key, inner in items:
        if inner in (None, {}, [], [{}]):
            continue  # an empty value says as much as none
        found += [(*path, key), *paths(inner, (*path, key))]
    return found


def without(value: Json, path: tuple[str | int, ...]) -> Json:
    result = copy.deepcopy(value)
    inner: Any = result
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return result


# What carries no meaning: names of the form, ids, signatures, storage. Whether a signature is
# there is checked, but it is not part of the meaning.
FORM = {"store", "signature", "thoughtSignature", "format", "role", "id", "call_id"}


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def is_form(body: Json, path: tuple[str | int, ...]) -> bool:
    value, holder = at(body, path), at(body, path[:-1])
    thought = isinstance(value, dict) and value.get("type") == "thought"
    named_by_its_call = path[-1] == "name" and "call_id" in holder
    return thought or named_by_its_call or path[-1] in FORM


def losses(body: Json) -> list[tuple[str | int, ...]]:
    return [path for path in paths(body) if not is_form(body, path)]


@pytest.mark.parametrize("path", losses(legacy_body(FULL)), ids=str)
def test_anything_taken_out_of_a_legacy_request_shows(path: tuple[str | int, ...]) -> None:
    assert differs(legacy_body(FULL), path, strict_legacy.checked, legacy_prompt)


@pytest.mark.parametrize("path", losses(interactions_body(FULL)), ids=str)
def test_anything_taken_out_of_an_interaction_shows(path: tuple[str | int, ...]) -> None:
    assert differs(interactions_body(FULL), path, strict_interactions.checked, interactions_prompt)


def differs(body: Json, path: tuple[str | int, ...], check: Any, read: Any) -> bool:
    """The prompt changed, or the request is not even accepted any more."""
    changed = without(body, path)
    try:
        check(copy.deepcopy(changed))
    except Refusal:
        return True
    return bool(read(changed) != read(body))


def test_retrieval_means_the_same_in_both_forms() -> None:
    question = "Where is it?"
    search = {"datastore": "projects/p/datastores/d"}
    store = {
        "ragResources": [{"ragCorpus": "c", "ragFileIds": ["1"]}],
        "ragRetrievalConfig": {"topK": 3, "ranking": {"rankService": {"modelName": "m"}}},
    }
    legacy = {
        "contents": [{"role": "user", "parts": [{"text": question}]}],
        "tools": [{"retrieval": {"vertexAiSearch": search, "vertexRagStore": store}}],
    }
    ranking = {"ranking_config": "rank_service", "rank_service": {"model_name": "m"}}
    tools = [
        {
            "type": "retrieval",
            "retrieval_types": ["vertex_ai_search"],
            "vertex_ai_search_config": {"datastores": ["projects/p/datastores/d"]},
        },
        {
            "type": "retrieval",
            "retrieval_types": ["rag_store"],
            "rag_store_config": {
                "rag_resources": [{"rag_corpus": "c", "rag_file_ids": ["1"]}],
                "rag_retrieval_config": {"top_k": 3, "ranking": ranking},
            },
        },
    ]
    request = {"model": MODEL, "input": question, "tools": tools, "store": False}
    assert legacy_prompt(copy.deepcopy(legacy)) == interactions_prompt(request)
    legacy["tools"][0]["retrieval"]["vertexAiSearch"]["filter"] = "x"
    assert legacy_prompt(legacy) != interactions_prompt(request)


def test_generate_content_takes_one_where_a_list_belongs() -> None:
    """As the guides for curl write it."""
    written: Json = {
        "contents": [{"role": "user", "parts": [{"text": "Hi"}]}],
        "tools": [{"functionDeclarations": [{"name": "time"}]}],
        "generationConfig": {"stopSequences": ["."]},
    }
    short: Json = {
        "contents": {"role": "user", "parts": {"text": "Hi"}},
        "tools": {"functionDeclarations": {"name": "time"}},
        "generationConfig": {"stopSequences": "."},
    }
    assert legacy_prompt(short) == legacy_prompt(written)
    with pytest.raises(Refusal, match=r"contents\.parts\.text"):
        legacy_prompt({"contents": {"parts": {"text": ["Hi"]}}})

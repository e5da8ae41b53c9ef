"""The same lines of code give the same with `genai.Client()` and with `stepbridge.Client()`."""

from __future__ import annotations

import asyncio
import enum
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pydantic
import pytest
from google.genai import types
from PIL import Image

FLASH = "gemini-2.5-flash"
THREE = "gemini-3-flash-preview"


class Animal(pydantic.BaseModel):
    name: str
    legs: int
    kind: Literal["bird", "mammal"]


class Mood(enum.Enum):
    CALM = "calm"
    WILD = "wild"


def picture() -> Image.Image:
    return Image.new("RGB", (4, 4), "teal")


def plain_text(client: Any) -> Any:
    response = client.models.generate_content(model=FLASH, contents="Say something.")
    usage = response.usage_metadata
    return [
        response.text,
        response.candidates[0].finish_reason == types.FinishReason.STOP,
        f"{response.candidates[0].finish_reason}",
        response.candidates[0].content.role,
        response.model_version,
        bool(response.response_id),
        usage.prompt_token_count,
        usage.candidates_token_count,
        usage.total_token_count,
        usage.prompt_tokens_details[0].modality,
        response.function_calls,
        response.prompt_feedback,
    ]


def content_shapes(client: Any) -> Any:
    shapes: list[Any] = [
        "one",
        ["one", "two"],
        types.Part(text="part"),
        [types.Part(text="a"), "b", {"text": "c"}],
        {"role": "user", "parts": [{"text": "dict"}]},
        [{"parts": [{"text": "no role"}]}],
        [types.UserContent("u"), types.ModelContent("m"), "u2"],
        [["nested", "list"], "after"],
        ["look", picture()],
        [types.Part.from_bytes(data=b"\xff\xfb\xfe", mime_type="image/png"), "raw"],
        [{"inline_data": {"mime_type": "image/png", "data": b"\xff\xfb\xfe"}}, "snake"],
        [types.Part.from_uri(file_uri="https://example.com/a.pdf", mime_type="application/pdf")],
    ]
    ask = client.models.generate_content
    return [ask(model=FLASH, contents=shape).text for shape in shapes]


def config_shapes(client: Any) -> Any:
    settings = {"temperature": 0.5, "max_output_tokens": 64, "seed": 3, "stop_sequences": ["x"]}
    shapes: list[Any] = [
        settings,
        types.GenerateContentConfig(**settings),
        {"temperature": 0.5, "maxOutputTokens": 64, "seed": 3, "stopSequences": ["x"]},
        {"system_instruction": "Be brief."},
        types.GenerateContentConfig(system_instruction=["Be brief.", "Be kind."]),
        types.GenerateContentConfig(system_instruction=types.Content(parts=[types.Part(text="B")])),
        types.GenerateContentConfig(
            safety_settings=[
                types.SafetySetting(
                    category="HARM_CATEGORY_HARASSMENT", threshold="BLOCK_ONLY_HIGH"
                )
            ]
        ),
        {"thinking_config": {"thinking_budget": 1024, "include_thoughts": True}},
    ]
    ask = client.models.generate_content
    return [ask(model=FLASH, contents="Hello", config=shape).text for shape in shapes]


def structured(client: Any) -> Any:
    schemas: list[Any] = [Animal, list[Animal], list[str], Animal.model_json_schema()]
    answers = []
    for schema in schemas:
        response = client.models.generate_content(
            model=FLASH,
            contents="An animal",
            config={"response_mime_type": "application/json", "response_schema": schema},
        )
        answers += [response.text, response.parsed]
    return answers


def structured_enum(client: Any) -> Any:
    answers = []
    for mime_type in ("application/json", "text/x.enum"):
        config = {"response_mime_type": mime_type, "response_schema": Mood}
        response = client.models.generate_content(model=FLASH, contents="Mood?", config=config)
        answers += [response.text, response.parsed]
    return answers


def streamed(client: Any) -> Any:
    chunks = list(client.models.generate_content_stream(model=FLASH, contents="Tell a story"))
    last = chunks[-1]
    return [
        "".join(chunk.text or "" for chunk in chunks),
        last.usage_metadata.total_token_count,
        last.candidates[0].finish_reason,
        [bool(chunk.candidates[0].finish_reason) for chunk in chunks].count(True),
    ]


def thoughts(client: Any) -> Any:
    config = types.GenerateContentConfig(
        thinking_config=types.ThinkingConfig(include_thoughts=True, thinking_level="low")
    )
    response = client.models.generate_content(model=THREE, contents="Think", config=config)
    parts = response.candidates[0].content.parts
    return [(part.text, part.thought, bool(part.thought_signature)) for part in parts]


TOOL = types.Tool(
    function_declarations=[
        types.FunctionDeclaration(
            name="tide",
            description="Height of the tide",
            parameters=types.Schema(
                type=types.Type.OBJECT,
                properties={"harbour": types.Schema(type=types.Type.STRING)},
                required=["harbour"],
            ),
        )
    ]
)


def tool_loop(client: Any) -> Any:
    contents: list[Any] = [types.Content(role="user", parts=[types.Part(text="Tide at Brest?")])]
    config = types.GenerateContentConfig(tools=[TOOL])
    response = client.models.generate_content(model=THREE, contents=contents, config=config)
    (call,) = response.function_calls
    contents.append(response.candidates[0].content)
    part = types.Part.from_function_response(name=call.name, response={"result": 4.2})
    contents.append(types.Content(role="user", parts=[part]))
    final = client.models.generate_content(model=THREE, contents=contents, config=config)
    return [response.text, call.name, call.args, final.text]


def tide(harbour: str, hours: int = 2) -> dict[str, Any]:
    """Height of the tide.

    Args:
        harbour: Where.
        hours: From now.
    """
    return {"harbour": harbour, "metres": 4.2, "hours": hours}


def automatic_calls(client: Any) -> Any:
    config = types.GenerateContentConfig(tools=[tide])
    response = client.models.generate_content(model=FLASH, contents="Tide?", config=config)
    behind = response.automatic_function_calling_history
    roles = [content.role for content in behind]
    return [response.text, roles, behind[1].parts[0].function_call.args]


def automatic_calls_end(client: Any) -> Any:
    answers = []
    for calling in ({"disable": True}, {"maximum_remote_calls": 1}, {"ignore_call_history": True}):
        config = {"tools": [tide], "automatic_function_calling": calling}
        response = client.models.generate_content(model=FLASH, contents="Tide?", config=config)
        called = [call.name for call in response.function_calls or []]
        answers.append((response.text, called))
    return answers


def automatic_stream(client: Any) -> Any:
    stream = client.models.generate_content_stream(
        model=FLASH, contents="Tide?", config={"tools": [tide]}
    )
    texts, calls = [], []
    for chunk in stream:
        texts.append(chunk.text or "")
        calls += [call.name for call in chunk.function_calls or []]
    return ["".join(texts), calls]


def chat(client: Any) -> Any:
    chat = client.chats.create(
        model=FLASH,
        config={"system_instruction": "Guide."},
        history=[
            {"role": "user", "parts": [{"text": "We are in Lisbon."}]},
            types.ModelContent("Welcome!"),
        ],
    )
    first = chat.send_message("What now?").text
    second = "".join(chunk.text or "" for chunk in chat.send_message_stream(["And", "then?"]))
    third = chat.send_message("Last", config={"temperature": 0.1}).text
    history = chat.get_history()
    told = [(content.role, len(content.parts)) for content in chat.get_history(curated=True)]
    return [first, second, third, len(history), told]


def chat_with_tools(client: Any) -> Any:
    chat = client.chats.create(model=FLASH, config={"tools": [tide]})
    text = chat.send_message("Tide?").text
    return [text, [content.role for content in chat.get_history()]]


def asynchronous(client: Any) -> Any:
    async def late_tide(harbour: str) -> float:
        """Height of the tide."""
        await asyncio.sleep(0)
        return 4.2

    async def run() -> Any:
        aio = client.aio
        one = await aio.models.generate_content(model=FLASH, contents="One")
        stream = await aio.models.generate_content_stream(model=FLASH, contents="Two")
        two = "".join([chunk.text or "" async for chunk in stream])
        config = types.GenerateContentConfig(tools=[late_tide])
        three = await aio.models.generate_content(model=FLASH, contents="Tide?", config=config)
        chat = aio.chats.create(model=FLASH)
        four = await chat.send_message("Four")
        five = [chunk.text or "" async for chunk in await chat.send_message_stream("Five")]
        tokens = await aio.models.count_tokens(model=FLASH, contents="How many?")
        texts = [one.text, two, three.text, four.text, "".join(five)]
        return [texts, tokens.total_tokens, len(chat.get_history())]

    return asyncio.run(run())


def counted(client: Any) -> Any:
    return client.models.count_tokens(model=FLASH, contents=["How", "many?"]).total_tokens


def files(client: Any) -> Any:
    source = io.BytesIO(b"%PDF-1.4 a note")
    config = {"mime_type": "application/pdf", "display_name": "Note"}
    file = client.files.upload(file=source, config=config)
    again = client.files.get(name=file.name)
    text = client.models.generate_content(model=FLASH, contents=[file, "What is it?"]).text
    listed = file.name in [one.name for one in client.files.list()]
    client.files.delete(name=file.name)
    gone = file.name in [one.name for one in client.files.list()]
    told = [file.display_name, file.mime_type, file.size_bytes, f"{file.state}"]
    return [told, again.uri == file.uri, bool(text), listed, gone]


def refusals(client: Any) -> Any:
    from google.genai import errors

    told = []
    for kind in ("400", "403", "429", "500"):
        try:
            client.models.generate_content(model=FLASH, contents=f"[[emulator:{kind}]]")
        except errors.ClientError as error:
            told.append(("client", error.code, error.status))
        except errors.APIError as error:
            told.append((type(error).__name__, error.code, error.status))
    return told


def broken_streams(client: Any) -> Any:
    from google.genai import errors

    told = []
    for kind in ("503", "stream-error"):
        try:
            for chunk in client.models.generate_content_stream(
                model=FLASH, contents=f"[[emulator:{kind}]]"
            ):
                assert chunk.text is not None
        except errors.APIError as error:
            told.append((error.code, error.status))
    return told


def blocked(client: Any) -> Any:
    response = client.models.generate_content(model=FLASH, contents="[[emulator:safety]]")
    feedback = response.prompt_feedback
    return [response.text, response.candidates, feedback.block_reason if feedback else None]


PROGRAMS = [
    plain_text,
    content_shapes,
    config_shapes,
    structured,
    structured_enum,
    streamed,
    thoughts,
    tool_loop,
    automatic_calls,
    automatic_calls_end,
    automatic_stream,
    chat,
    chat_with_tools,
    asynchronous,
    counted,
    files,
    refusals,
    broken_streams,
    blocked,
]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_same_program(
    program: Callable[[Any], Any], client: Any, official: Any, emulator: Any
) -> None:
    expected = program(official)
    asked = meanings(emulator)
    emulator.reset()
    assert program(client) == expected
    # A prompt that Interactions blocks is an error there, and has no meaning to compare.
    assert meanings(emulator) == (asked if program is not blocked else [])


def meanings(emulator: Any) -> list[str]:
    """What the model was asked, without the requests that were refused."""
    asked = [one.prompt for one in emulator.exchanges if one.status < 400 and one.prompt]
    return [json.dumps(prompt, sort_keys=True) for prompt in asked]


def test_calls_leave_as_interactions(client: Any, emulator: Any) -> None:
    for program in (plain_text, structured, streamed, tool_loop, automatic_calls, chat):
        program(client)
    assert {exchange.api for exchange in emulator.exchanges} == {"interactions"}


def test_paths_and_open_files_are_media(client: Any, emulator: Any, tmp_path: Path) -> None:
    """The official client takes neither; this one reads them."""
    path = tmp_path / "small.png"
    picture().save(path)
    ask = client.models.generate_content
    by_path = ask(model=FLASH, contents=[path, "What?"])
    with path.open("rb") as file:
        by_file = ask(model=FLASH, contents=[file, "What?"])
    by_bytes = ask(
        model=FLASH,
        contents=[types.Part.from_bytes(data=path.read_bytes(), mime_type="image/png"), "What?"],
    )
    assert by_path.text == by_file.text == by_bytes.text

"""What is asked: every form of contents and config that is written out, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

MODEL = '"gemini-2.5-flash"'


@dataclass(frozen=True)
class Contents:
    """``setup`` runs before the call; ``expression`` is what is passed; ``imports`` are needed."""

    expression: str
    setup: str = ""
    imports: str = ""


@dataclass(frozen=True)
class Config:
    """A config, and what its answer has: plain text, a parsed value, calls, thoughts."""

    expression: str
    answer: str = "text"
    setup: str = ""
    imports: str = ""


_PIXEL = 'b"\\x89PNG\\r\\n\\x1a\\n" + b"x" * 20'

CONTENTS = (
    Contents('"Name a river"'),
    Contents("'It\\'s \"quoted\"'"),
    Contents('f"Name {2 + 1} rivers"'),
    Contents('"Name " "a " \'lake\''),
    Contents('"Name {}".format("a town")'),
    Contents('"Name %s" % "a hill"'),
    Contents('"Name " + str(3) + " seas"'),
    Contents('"""Name\n  an island"""'),
    Contents("question", 'question = "Name a bay"'),
    Contents("question.strip()", 'question = " Name a bay "'),
    Contents('" ".join(words)', 'words = ["Name", "a", "port"]'),
    Contents("PROMPT.format(thing='canal')", 'PROMPT = "Name a {thing}"'),
    Contents("(\n        'Name a '\n        'strait'\n    )"),
    Contents('["Name a river"]'),
    Contents('["Name a river", "and a lake"]'),
    Contents('("Name a river", "and a lake")'),
    Contents("[question, *more]", 'question = "Name"\nmore = ["a", "cape"]'),
    Contents("lines", 'lines = []\nlines.append("Name")\nlines.append("a fjord")'),
    Contents("lines", 'lines = ["Name a"]\nlines += ["fjord"]'),
    Contents("[x.upper() for x in names]", 'names = ["a river", "a lake"]'),
    Contents("types.Part.from_text(text='Name a river')"),
    Contents("[types.Part.from_text(text='Name a river')]"),
    Contents("[types.Part(text='Name a river'), 'and a lake']"),
    Contents(f"[types.Part.from_bytes(data={_PIXEL}, mime_type='image/png'), 'What is it?']"),
    Contents(
        "[image, 'What is it?']",
        f"image = types.Part.from_bytes(data={_PIXEL}, mime_type='image/png')",
    ),
    Contents(
        f"['What is it?', types.Part(inline_data=types.Blob(data={_PIXEL}, mime_type='image/png'))]"
    ),
    Contents(
        "[types.Part.from_uri(file_uri='gs://a/b.jpg', mime_type='image/jpeg'), 'What is it?']"
    ),
    Contents("types.Content(role='user', parts=[types.Part(text='Name a river')])"),
    Contents("types.Content(parts=[types.Part(text='Name a river'), types.Part(text='now')])"),
    Contents("[types.Content(role='user', parts=[types.Part.from_text(text='Name a river')])]"),
    Contents("[types.UserContent(parts=[types.Part(text='Name a river')])]"),
    Contents("{'role': 'user', 'parts': [{'text': 'Name a river'}]}"),
    Contents(
        "[{'role': 'user', 'parts': [{'text': 'Hello'}]},"
        " {'role': 'model', 'parts': [{'text': 'Hi'}]},"
        " {'role': 'user', 'parts': [{'text': 'Name a river'}]}]"
    ),
    Contents(
        "[\n"
        "        # a turn each\n"
        "        types.Content(role='user', parts=[types.Part(text='Hello')]),\n"
        "        types.Content(role='model', parts=[types.Part(text='Hi')]),  # polite\n"
        "        types.Content(role='user', parts=[types.Part(text='Name a river')]),\n"
        "    ]"
    ),
    Contents(
        "history",
        "history = []\n"
        "history.append(types.Content(role='user', parts=[types.Part(text='Hello')]))\n"
        "history.append(types.Content(role='model', parts=[types.Part(text='Hi')]))\n"
        "history.append({'role': 'user', 'parts': [{'text': 'Name a river'}]})",
    ),
    Contents(
        "history + [types.Content(role='user', parts=[types.Part(text='Name a river')])]",
        "history = [types.Content(role='user', parts=[types.Part(text='Hello')]),"
        " types.Content(role='model', parts=[types.Part(text='Hi')])]",
    ),
    Contents(
        "[types.Content(role=r, parts=[types.Part(text=t)]) for r, t in turns]",
        "turns = [('user', 'Hello'), ('model', 'Hi'), ('user', 'Name a river')]",
    ),
    Contents(
        "history[-2:]",
        "history = [types.Content(role='user', parts=[types.Part(text=t)]) for t in 'abc']",
    ),
    Contents("build()", "def build():\n    return 'Name a river'"),
    Contents("build()", "def build():\n    return [types.Part(text='Name'), 'a river']"),
    Contents("build('a river')", "def build(x):\n    return ['Name', x]"),
    Contents(
        "[img, 'What is it?']",
        "img = Image.new('RGB', (2, 2), (9, 9, 9))",
        "from PIL import Image",
    ),
    Contents('json.loads(\'["Name", "a river"]\')', "", "import json"),
    Contents("prompt if prompt else 'Name a lake'", "prompt = ''"),
    Contents("'Name a river' if len('x') > 1 else ['Name', 'a lake']"),
    Contents("'Na\\u00efve \\N{GREEK SMALL LETTER ALPHA} 日本'"),
    Contents("r'C:\\new\\table'"),
)

_SCHEMA = "class Town(BaseModel):\n    name: str\n    size: int"
_PYDANTIC = "from pydantic import BaseModel"
_DECLARED = (
    "weather = types.FunctionDeclaration(name='get_weather', description='Weather',"
    " parameters=types.Schema(type='OBJECT', properties={'city': types.Schema(type='STRING')},"
    " required=['city']))"
)

CONFIGS = (
    Config(""),
    Config(""),
    Config("None"),
    Config("types.GenerateContentConfig()"),
    Config("types.GenerateContentConfig(temperature=0.5)"),
    Config("types.GenerateContentConfig(temperature=0, top_p=0.9, seed=7)"),
    Config("types.GenerateContentConfig(max_output_tokens=5)", "cut"),
    Config("types.GenerateContentConfig(stop_sequences=['e'])", "cut"),
    Config("types.GenerateContentConfig(system_instruction='Be brief')"),
    Config("types.GenerateContentConfig(system_instruction=['Be brief', 'Be kind'])"),
    Config("types.GenerateContentConfig(system_instruction=RULES)", setup="RULES = 'Be brief'"),
    Config(
        "types.GenerateContentConfig(system_instruction="
        "types.Content(parts=[types.Part(text='Be brief')]))"
    ),
    Config("{'temperature': 0.3, 'system_instruction': 'Be brief'}"),
    Config("dict(temperature=0.3)"),
    Config("{'maxOutputTokens': 40, 'topP': 0.5}"),
    Config("cfg", setup="cfg = types.GenerateContentConfig(temperature=0.2)"),
    Config("cfg", setup="cfg = {'temperature': 0.2}\ncfg['top_p'] = 0.4"),
    Config("cfg", setup="cfg = types.GenerateContentConfig()\ncfg.temperature = 0.7"),
    Config(
        "types.GenerateContentConfig(**options)", setup="options = {'temperature': 0.2, 'seed': 1}"
    ),
    Config("make()", setup="def make():\n    return types.GenerateContentConfig(temperature=0.1)"),
    Config(
        "types.GenerateContentConfig(thinking_config=types.ThinkingConfig("
        "include_thoughts=True, thinking_level='low'))",
        "thoughts",
    ),
    Config(
        "types.GenerateContentConfig(thinking_config=types.ThinkingConfig(thinking_level='HIGH'))"
    ),
    Config(
        "types.GenerateContentConfig(safety_settings=[types.SafetySetting("
        "category='HARM_CATEGORY_HARASSMENT', threshold='BLOCK_ONLY_HIGH')])"
    ),
    Config(
        "types.GenerateContentConfig(response_mime_type='application/json', response_schema=Town)",
        "parsed",
        _SCHEMA,
        _PYDANTIC,
    ),
    Config(
        "{'response_mime_type': 'application/json', 'response_schema': list[Town]}",
        "parsed list",
        _SCHEMA,
        _PYDANTIC,
    ),
    Config("types.GenerateContentConfig(response_mime_type='application/json')", "json"),
    Config(
        "types.GenerateContentConfig(response_mime_type='application/json',"
        " response_json_schema={'type': 'object', 'properties': {'name': {'type': 'string'}}})",
        "json",
    ),
    Config(
        "types.GenerateContentConfig(response_mime_type='application/json', response_schema="
        "{'type': 'OBJECT', 'properties': {'name': {'type': 'STRING'}}, 'required': ['name']})",
        "json",
    ),
    Config(
        "types.GenerateContentConfig(tools=[types.Tool(function_declarations=[weather])])",
        "calls",
        _DECLARED,
    ),
    Config(
        "types.GenerateContentConfig(tools=[types.Tool(function_declarations=[weather])],"
        " tool_config=types.ToolConfig(function_calling_config="
        "types.FunctionCallingConfig(mode='ANY')))",
        "calls",
        _DECLARED,
    ),
    Config(
        "types.GenerateContentConfig(tools=[types.Tool(google_search=types.GoogleSearch())])",
        "search",
    ),
    Config("{'tools': [{'code_execution': {}}]}", "code"),
    Config("types.GenerateContentConfig(tools=[types.Tool(url_context=types.UrlContext())])"),
    Config("types.GenerateContentConfig(candidate_count=1, top_k=20)"),
    Config("types.GenerateContentConfig(presence_penalty=0.5)"),
    Config("types.GenerateContentConfig(http_options=types.HttpOptions(timeout=20000))"),
    Config("types.GenerateContentConfig(  # warm\n        temperature=1.0,\n    )"),
)

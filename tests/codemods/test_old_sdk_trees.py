"""Settings of the old SDK that another module of the tree writes out."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from stepbridge_codemods import Tier, rewrite_tree, surroundings_of
from stepbridge_emulator import Emulator

SAFETY = """SAFETY = [
    {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"},
    {"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "block_only_high"},
]
CONFIG = {"temperature": 0.2}
"""
SHORT = """SAFETY = [{"category": "harassment", "threshold": "low"}]
CONFIG = {}
"""
BY_CATEGORY = """SAFETY = {"HARASSMENT": "BLOCK_NONE"}
CONFIG = {}
"""
APP = """import google.generativeai as genai
{imports}

genai.configure(api_key="k")


def ask(text: str) -> str:
    safety: list = {safety}
    model = genai.GenerativeModel(
        "gemini-2.5-flash", safety_settings=safety, generation_config={config}
    )
    return model.generate_content(text).text


print(ask("Hi"))
"""
OTHER = 'NAME = "x"\n'


def app(imports: str, owner: str = "") -> str:
    """A program that takes its settings from elsewhere."""
    text = APP.replace("{imports}", imports)
    return text.replace("{safety}", f"{owner}SAFETY").replace("{config}", f"{owner}CONFIG")


def migrates(tree: dict[str, str], path: str = "app.py") -> bool:
    """Whether a module leaves the old SDK, and all other modules stay as they are."""
    sources = {name: text.encode() for name, text in tree.items()}
    found = rewrite_tree(sources)
    assert all(found[name].source == sources[name] for name in tree if name != path)
    manual = {one.rule for one in found[path].findings if one.tier is Tier.MANUAL}
    moved = b"generativeai" not in found[path].source
    assert moved != bool(manual & {"SB004", "SB007"})
    return moved


@pytest.mark.parametrize(
    ("imports", "owner"),
    [
        ("from settings import *", ""),
        ("from settings import SAFETY, CONFIG", ""),
        ("import settings", "settings."),
        ("import settings as s", "s."),
        ("from settings import *\nfrom names import *", ""),
        ("from elsewhere import *\nfrom settings import *", ""),
    ],
)
def test_settings_of_another_module(imports: str, owner: str) -> None:
    tree = {"app.py": app(imports, owner), "settings.py": SAFETY, "names.py": OTHER}
    assert migrates(tree)


@pytest.mark.parametrize(
    ("imports", "settings"),
    [
        ("from settings import *", SHORT),
        ("from settings import *", BY_CATEGORY),
        ("from settings import *", SAFETY + "SAFETY = load()\n"),
        ("from settings import *", SAFETY + "SAFETY += more()\n"),
        ("from settings import *", SAFETY + "SAFETY.append(more())\n"),
        ("from settings import *", SAFETY + '__all__ = ["CONFIG"]\n'),
        ("from settings import *", "from more import *\n" + SAFETY),
        ("from settings import *\nfrom elsewhere import *", SAFETY),
        ("from settings import SAFETY, CONFIG", SHORT),
    ],
)
def test_settings_that_may_be_something_else(imports: str, settings: str) -> None:
    assert not migrates({"app.py": app(imports), "settings.py": settings})


OBJECT = """import google.generativeai as genai

SETTING = genai.GenerationConfig(temperature=0.2)
"""
CALLED = """import google.generativeai as genai
{imports}

genai.configure(api_key="k")
model = genai.GenerativeModel("gemini-2.5-flash"{made})


def ask(text: str) -> str:
    return model.generate_content(text{called}).text
"""
HERE = """import google.generativeai as genai

from settings import SETTING

local = {value}
model = genai.GenerativeModel("gemini-2.5-flash", generation_config=local)


def ask(text: str) -> str:
    return model.generate_content(text).text
"""


def written(setting: str) -> str:
    return f"SETTING = {setting}\n"


def called(name: str, value: str, imports: str, *, on_call: bool) -> str:
    """A program whose model, or whose call, is given one setting."""
    argument = f", {name}={value}"
    text = CALLED.replace("{imports}", imports)
    return text.replace("{made}", "" if on_call else argument).replace(
        "{called}", argument if on_call else ""
    )


FORMS = [
    ("generation_config", "SETTING", written('{"temperature": 0.2, "stop_sequences": ["x"]}')),
    ("generation_config", "SETTING.copy()", written('{"temperature": 0.2}')),
    ("generation_config", "SETTING", written('{"temperature": float(load()), "top_p": P}')),
    ("generation_config", '{"top_p": 1.0, **SETTING}', written("load()")),
    ("tool_config", "SETTING", written('{"function_calling_config": {"mode": "any"}}')),
    ("tools", "SETTING", written('[{"function_declarations": [{"name": "a"}]}]')),
    ("tools", "[SETTING]", written('{"code_execution": {}}')),
]
OTHER_FORMS = [
    ("generation_config", "SETTING", OBJECT),
    ("generation_config", "SETTING", OTHER),
    ("generation_config", "SETTING", written('{"stop_sequences": "x"}')),
    ("generation_config", "SETTING", written('{"temperature": 1, "response_schema": made()}')),
    ("generation_config", "SETTING", written('{"temperature": 1, **more()}')),
    ("generation_config", "SETTING", written('{"response_schema": {"type_": "STRING"}}')),
    ("generation_config", "SETTING()", "def SETTING(): return {}\n"),
    ("generation_config", 'SETTING["fast"]', written('{"fast": {"temperature": 0.2}}')),
    ("generation_config", "SETTING or {}", OBJECT),
    ("safety_settings", "SETTING", OTHER),
    ("tool_config", "SETTING", written('"any"')),
    ("tools", "SETTING", written('"code_execution"')),
    ("tools", "SETTING", written('[{"name": "a", "description": "b"}]')),
    ("tools", "[SETTING]", "def SETTING(): pass\n"),
    ("tools", "[*SETTING]", written("load()")),
]
IMPORTS = ["from settings import SETTING", "from settings import *"]


@pytest.mark.parametrize("on_call", [False, True])
@pytest.mark.parametrize("imports", IMPORTS)
@pytest.mark.parametrize(("name", "value", "settings"), FORMS)
def test_plain_settings_go_along(
    name: str, value: str, settings: str, imports: str, on_call: bool
) -> None:
    text = called(name, value, imports, on_call=on_call)
    assert migrates({"app.py": text, "settings.py": settings})


@pytest.mark.parametrize("on_call", [False, True])
@pytest.mark.parametrize("imports", IMPORTS)
@pytest.mark.parametrize(("name", "value", "settings"), OTHER_FORMS)
def test_other_settings_stay(
    name: str, value: str, settings: str, imports: str, on_call: bool
) -> None:
    text = called(name, value, imports, on_call=on_call)
    assert not migrates({"app.py": text, "settings.py": settings})


@pytest.mark.parametrize("name", ["generation_config", "safety_settings", "tools", "tool_config"])
def test_settings_from_outside_the_tree_stay(name: str) -> None:
    assert not migrates({"app.py": called(name, "SETTING", IMPORTS[0], on_call=True)})


@pytest.mark.parametrize("value", ["SETTING", "SETTING if SETTING else {}", '{} or SETTING["a"]'])
def test_an_imported_object_under_a_name_of_this_module(value: str) -> None:
    assert not migrates({"app.py": HERE.replace("{value}", value), "settings.py": OBJECT})


@pytest.mark.parametrize(
    "value",
    ["{object} if SETTING else None", "None or {object}", "made()", "other"],
)
def test_an_object_of_this_module_is_written_as_a_dict(value: str) -> None:
    """Whichever way a variable comes to it."""
    made = "genai.GenerationConfig(temperature=1)"
    before = f"def made():\n    return {made}\n\n\nother = {made}\n\nlocal"
    text = HERE.replace("{value}", value.replace("{object}", made)).replace("local", before, 1)
    result = rewrite_tree({"app.py": text.encode()})["app.py"]
    assert migrates({"app.py": text})
    assert b".GenerationConfig(" not in result.source


CALLER = """import google.generativeai as genai

from app import ask

print(ask("Hi", genai.GenerationConfig(temperature=1)))
"""
ASKED = """import google.generativeai as genai

genai.configure(api_key="k")
model = genai.GenerativeModel("gemini-2.5-flash")


def ask(text: str, setting{said}=None) -> str:
    return model.generate_content(text, generation_config=setting).text


print(ask("Hi", {"temperature": 1}))
"""


@pytest.mark.parametrize("said", ["", ": genai.GenerationConfig"])
def test_a_function_that_another_module_calls_with_an_object(said: str) -> None:
    tree = {"app.py": ASKED.replace("{said}", said)}
    assert migrates(tree)
    assert not migrates({**tree, "caller.py": CALLER})


def test_the_import_is_named() -> None:
    text = called("generation_config", "SETTING", IMPORTS[0], on_call=True)
    found = rewrite_tree({"app.py": text.encode(), "settings.py": OBJECT.encode()})
    assert any("settings.SETTING is imported" in one.note for one in found["app.py"].findings)


def test_plain_data_of_a_library_goes_along() -> None:
    assert migrates(
        {"app.py": called("generation_config", 'json.loads("{}")', "import json", on_call=True)}
    )


def test_a_star_means_whichever_module_has_the_name() -> None:
    """The folder of the program, not that of the module, is where its imports begin."""
    tree = {"bot/app.py": app("from settings import *"), "settings.py": SAFETY}
    assert migrates({**tree, "bot/settings.py": OTHER}, "bot/app.py")
    assert not migrates({**tree, "bot/settings.py": SHORT}, "bot/app.py")


def test_literals_travel() -> None:
    around = surroundings_of(
        {"app.py": b"from settings import *\n", "settings.py": SAFETY.encode()}
    )
    assert set(around["app.py"].literals) == {"SAFETY", "CONFIG"}
    assert pickle.loads(pickle.dumps(around)) == around


FULL = """SAFETY = [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]
CONFIG = {"temperature": 0.2, "top_p": 0.9, "response_mime_type": "text/plain", "top_k": None}
"""


@pytest.mark.parametrize("settings", [SAFETY, FULL])
def test_the_program_runs(tmp_path: Path, settings: str) -> None:
    sources = {"app.py": app("from settings import *").encode(), "settings.py": settings.encode()}
    for path, result in rewrite_tree(sources).items():
        (tmp_path / path).write_bytes(result.source)
    with Emulator() as emulator:
        done = subprocess.run(
            [sys.executable, str(tmp_path / "app.py")],
            env={**os.environ, **emulator.environ},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        (exchange,) = emulator.exchanges
        assert exchange.prompt
    assert done.stdout.strip()


def tiers(tree: dict[str, str]) -> tuple[set[Tier], str]:
    """The tiers of the program of a tree, and its text once rewritten."""
    found = rewrite_tree({name: text.encode() for name, text in tree.items()})["app.py"]
    return {one.tier for one in found.findings}, found.source.decode()


def test_known_settings_go_to_interactions() -> None:
    found, text = tiers({"app.py": app("from settings import *"), "settings.py": FULL})
    assert found == {Tier.NATIVE}
    assert '"temperature": CONFIG["temperature"]' in text
    assert '"top_p": CONFIG["top_p"]' in text
    assert "top_k" not in text
    assert 'setting["category"].removeprefix("HARM_CATEGORY_").lower()' in text
    assert 'setting["threshold"].lower()' in text


@pytest.mark.parametrize(
    "change",
    [
        'from settings import CONFIG\nCONFIG["top_k"] = 4\n',
        "import settings\nsettings.CONFIG.update(top_k=4)\n",
        'import settings\ndel settings.SAFETY[0]\nsettings.CONFIG |= {"top_k": 4}\n',
    ],
)
def test_settings_that_a_module_changes_go_over_the_bridge(change: str) -> None:
    tree = {"app.py": app("from settings import *"), "settings.py": FULL, "change.py": change}
    found, text = tiers(tree)
    assert Tier.BRIDGED in found
    assert "**CONFIG" in text


def test_known_settings_without_a_counterpart_stay_on_generate_content() -> None:
    settings = FULL.replace("None", "4")
    found, text = tiers({"app.py": app("from settings import *"), "settings.py": settings})
    assert Tier.MANUAL in found
    assert '"top_k": CONFIG["top_k"]' in text
    assert "client.models.generate_content(" in text


MAKER = """import google.generativeai as genai

genai.configure(api_key="k")


def get_model():
    return genai.GenerativeModel("gemini-2.5-flash")


class Bot:
    def __init__(self):
        self.model = genai.GenerativeModel("gemini-2.5-flash")

    def chat(self):
        return self.model.start_chat()

    def ask(self, question):
        return self.model.generate_content(question).text
"""


@pytest.mark.parametrize(
    "user",
    [
        "from app import get_model\n\nprint(get_model().generate_content('Hi').text)\n",
        "from app import Bot\n\nprint(Bot().model.generate_content('Hi').text)\n",
        "from app import Bot\n\nprint(Bot().chat().send_message('Hi').text)\n",
    ],
)
def test_models_that_another_module_calls_stay(user: str) -> None:
    found = rewrite_tree({"app.py": MAKER.encode(), "user.py": user.encode()})
    reasons = {one.rule for one in found["app.py"].findings if one.tier is Tier.MANUAL}
    assert "SB002" in reasons
    text = found["app.py"].source.decode()
    made = "    return genai.GenerativeModel(" if "get_model" in user else "self.model = genai.Gen"
    assert made in text


def test_models_that_another_module_only_asks_through_functions_migrate() -> None:
    user = b"from app import Bot\n\nprint(Bot().ask('Hi'))\n"
    found = rewrite_tree({"app.py": MAKER.encode(), "user.py": user})
    assert all(one.tier is not Tier.MANUAL for one in found["app.py"].findings)
    assert b"generativeai" not in found["app.py"].source

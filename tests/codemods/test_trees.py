"""Modules of one tree: clients are known across files, and what another file uses is never half."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from stepbridge_codemods import Result, Tier, rewrite, rewrite_tree, surroundings_of

CLIENT = b'from google import genai\n\nclient = genai.Client()\nNAME = "x"\n'
FACTORY = b"""from google import genai


def get_client() -> genai.Client:
    return genai.Client()
"""
CONFIG = b"""from google import genai
from google.genai import types

CONFIG = types.GenerateContentConfig(temperature=0.2)
client = genai.Client()


def ask(text: str) -> str:
    return client.models.generate_content(model="m", contents=text, config=CONFIG).text
"""
CALL = b"""# genai
from {module} import {name}


def ask(text: str) -> str:
    return {client}.models.generate_content(model="m", contents=text).text
"""


def call(module: str, name: str, client: str) -> bytes:
    text = CALL.decode().replace("{module}", module).replace("{name}", name)
    return text.replace("{client}", client).encode()


@pytest.mark.parametrize(
    ("path", "other", "importing"),
    [
        ("app.py", "config.py", call("config", "client", "client")),
        ("app.py", "config.py", call("config", "client as c", "c")),
        ("pkg/app.py", "pkg/config.py", call(".config", "client", "client")),
        ("pkg/sub/app.py", "pkg/config.py", call("..config", "client", "client")),
        ("pkg/app.py", "pkg/config.py", call(".", "config", "config.client")),
        ("pkg/app.py", "pkg/__init__.py", call("pkg", "client", "client")),
        ("src/pkg/app.py", "src/pkg/config.py", call("pkg.config", "client", "client")),
        ("src/pkg/app.py", "src/pkg/config.py", call("pkg", "config", "config.client")),
        ("one/tools/app.py", "one/config.py", call("config", "client", "client")),
    ],
)
def test_client_of_another_module(path: str, other: str, importing: bytes) -> None:
    found = rewrite_tree({path: importing, other: CLIENT})
    assert b".interactions.create(" in found[path].source
    assert b"output_text" in found[path].source
    assert found[other].source == CLIENT


@pytest.mark.parametrize(
    ("passing", "importing", "is_known"),
    [
        (b"from .config import client\n", call("pkg", "client", "client"), True),
        (b"from .config import client as llm\n", call("pkg", "llm", "llm"), True),
        (b"from pkg.config import client\n", call("pkg", "client as c", "c"), True),
        (b"from .config import client\n", call("..", "client", "client"), True),
        (b"from .config import NAME as client\n", call("pkg", "client", "client"), False),
        (
            b"try:\n    from .config import client\nexcept ImportError:\n    client = None\n",
            call("pkg", "client", "client"),
            True,
        ),
        (
            b"try:\n    from .config import client\nexcept ImportError:\n    client = object()\n",
            call("pkg", "client", "client"),
            False,
        ),
    ],
    ids=["same", "renamed", "absolute", "relative", "other name", "or none", "other value"],
)
def test_client_that_a_package_passes_on(passing: bytes, importing: bytes, is_known: bool) -> None:
    found = rewrite_tree(
        {"pkg/app/main.py": importing, "pkg/__init__.py": passing, "pkg/config.py": CLIENT}
    )
    assert (b".interactions.create(" in found["pkg/app/main.py"].source) is is_known


def test_what_is_read_through_a_package_is_shared() -> None:
    service = b"""from google import genai


class Service:
    def __init__(self) -> None:
        self.client = genai.Client()

    def ask(self, text: str) -> str:
        self._last = self.client.models.generate_content(model="m", contents=text)
        return self._last.text


service = Service()
"""
    reading = b"# genai chats\nfrom pkg import service\n\nprint(service._last.candidates)\n"
    passing = b"from .made import service\n"
    tree = {"app.py": reading, "pkg/__init__.py": passing, "pkg/made.py": service}
    assert b"self._last = stepbridge.as_response(" in rewrite_tree(tree)["pkg/made.py"].source


def test_factory_of_another_module() -> None:
    importing = call("config", "get_client", "get_client()")
    found = rewrite_tree({"app.py": importing, "config.py": FACTORY})
    assert b"get_client().interactions.create(" in found["app.py"].source


@pytest.mark.parametrize(
    "tree",
    [
        {"app.py": call("config", "client", "client"), "config.py": b"client = object()\n"},
        {"app.py": call("config", "NAME", "NAME"), "config.py": CLIENT},
        {"app.py": call("elsewhere", "client", "client"), "config.py": CLIENT},
        {
            "app/main.py": call("config", "client", "client"),
            "one/config.py": CLIENT,
            "two/config.py": b"# genai chats\nclient = object()\n",
        },
    ],
    ids=["other object", "other name", "other module", "two of that name"],
)
def test_receivers_that_are_not_clients_stay(tree: dict[str, bytes]) -> None:
    for path, result in rewrite_tree(tree).items():
        assert result.source == tree[path]


def half(result: Result) -> bool:
    """Whether the module-level config is no longer what it was."""
    return b"CONFIG = types.GenerateContentConfig(" not in result.source


@pytest.mark.parametrize(
    "importing",
    [
        b"# genai chats\nfrom config import CONFIG\n\nprint(CONFIG.temperature)\n",
        b"# genai chats\nfrom config import *\n\nprint(CONFIG.temperature)\n",
        b"# genai chats\nimport config\n\nprint(config.CONFIG.temperature)\n",
    ],
    ids=["name", "star", "module"],
)
def test_imported_config_keeps_its_type(importing: bytes) -> None:
    found = rewrite_tree({"config.py": CONFIG, "app.py": importing})
    assert half(rewrite(CONFIG, "config.py"))
    assert not half(found["config.py"])
    assert found["app.py"].source == importing


def test_config_that_nobody_imports_migrates() -> None:
    other = b"# genai chats\nfrom config import ask\n\nprint(ask('x'))\n"
    found = rewrite_tree({"config.py": CONFIG, "app.py": other})
    assert half(found["config.py"])
    assert all(finding.tier is Tier.NATIVE for finding in found["config.py"].findings)


HELPER = b"""from google import genai

client = genai.Client()


def ask(text: str):
    return client.models.generate_content(model="m", contents=text)


if __name__ == "__main__":
    print(ask("x").text)
"""


def test_helper_called_from_elsewhere_returns_a_response() -> None:
    other = b"# genai chats\nfrom llm import ask\n\nprint(ask('x').candidates[0].content)\n"
    alone = rewrite(HELPER, "llm.py")
    assert b"as_response" not in alone.source
    found = rewrite_tree({"llm.py": HELPER, "app.py": other})
    assert b"as_response" in found["llm.py"].source
    assert b'ask("x").text' in found["llm.py"].source


def test_surroundings_travel(
    rewrites: Callable[..., Result],
) -> None:
    tree = {"app.py": call("config", "client", "client"), "config.py": CLIENT}
    around = pickle.loads(pickle.dumps(surroundings_of(tree)))
    whole = rewrite_tree(tree)
    for path, source in tree.items():
        assert rewrite(source, path, None, around[path]).source == whole[path].source


def test_unreadable_files_do_not_matter() -> None:
    tree = {"app.py": call("config", "client", "client"), "config.py": CLIENT, "bad.py": b"def (:"}
    found = rewrite_tree(tree)
    assert b".interactions.create(" in found["app.py"].source
    assert found["bad.py"].source == b"def (:"


PROMPTS = b"""# genai chats
SYSTEM = "Be brief."


def greeting(name: str) -> str:
    return f"Hello {name}"


def anything(name):
    return [name]
"""
PROMPTED = """from google import genai
from prompts import SYSTEM, anything, greeting

client = genai.Client()
response = client.models.generate_content(model="m", contents=CONTENTS)
print(response.text)
"""


@pytest.mark.parametrize(
    ("contents", "native"),
    [("SYSTEM", True), ('greeting("x")', True), ('anything("x")', False), ("greeting", False)],
)
def test_texts_of_another_module(contents: str, native: bool) -> None:
    program = PROMPTED.replace("CONTENTS", contents).encode()
    found = rewrite_tree({"app.py": program, "prompts.py": PROMPTS})["app.py"]
    assert (f"input={contents}".encode() in found.source) == native
    assert (b"stepbridge" in found.source) != native


SESSION = b"""import streamlit as st
from google import genai

client = genai.Client()
if "chat" not in st.session_state:
    st.session_state.chat = client.chats.create(model="gemini-2.5-flash")
st.write(st.session_state.chat.send_message("Hi").text)
"""


def test_chat_in_a_session_of_one_page() -> None:
    page = b"import streamlit as st\n\nst.write(st.session_state.other)\n"
    results = rewrite_tree({"app.py": SESSION, "pages/two.py": page})
    assert b'st.session_state.chat = {"model": "gemini-2.5-flash"}' in results["app.py"].source


def test_chat_in_a_session_of_two_pages() -> None:
    page = b'import streamlit as st\n\nst.write(st.session_state["chat"].get_history())\n'
    results = rewrite_tree({"app.py": SESSION, "pages/two.py": page})
    assert b"stepbridge.legacy(client).chats.create(" in results["app.py"].source


TWO_PROJECTS = {
    "other/config.py": b"client = None\n",
    "other/app/agent.py": b"from app import CONFIG",
}


def test_a_module_of_the_same_name_in_another_project_is_not_meant() -> None:
    sources = {"one/tools/app.py": call("config", "client", "client"), "one/config.py": CLIENT}
    found = rewrite_tree(sources | TWO_PROJECTS)
    assert b".interactions.create(" in found["one/tools/app.py"].source


def test_a_package_of_the_same_name_as_a_module_of_another_project() -> None:
    found = rewrite_tree({"app.py": CONFIG} | TWO_PROJECTS)
    assert b"types" in found["app.py"].source
    found = rewrite_tree({"one/app.py": CONFIG} | TWO_PROJECTS)
    assert b"types" not in found["one/app.py"].source


def test_configs_of_two_folders_above_have_to_agree() -> None:
    importing = {"a/b/c/app.py": call("config", "client", "client")}
    found = rewrite_tree(importing | {"a/config.py": CLIENT, "a/b/config.py": b"client = None\n"})
    assert b".interactions.create(" not in found["a/b/c/app.py"].source


TOOLS = b"""import functools

from acme import decorated


def get_weather(city: str) -> str:
    return city


@decorated
def get_time(city: str) -> str:
    return city


get_date = functools.partial(get_weather, "Rome")
"""
WITH_TOOL = """from google import genai
from tools import {name}

client = genai.Client()
print(
    client.models.generate_content(model="m", contents="Hi", config={{"tools": [{name}]}}).text
)
"""


@pytest.mark.parametrize(
    ("name", "is_function"), [("get_weather", True), ("get_time", False), ("get_date", False)]
)
def test_functions_of_another_module_are_called(name: str, is_function: bool) -> None:
    tree = {"tools.py": TOOLS, "app.py": WITH_TOOL.format(name=name).encode()}
    written = rewrite_tree(tree)["app.py"].source.decode()
    assert ("stepbridge.run_tools(" in written) is is_function
    assert ("stepbridge.legacy(" in written) is not is_function

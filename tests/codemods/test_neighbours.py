"""Of a tree only the modules are parsed that have to do with some, and none of these is missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from stepbridge_codemods import surroundings_of
from stepbridge_codemods.neighbours import Neighbours, imports_in

APP = b"""from google import genai
from settings import SETTINGS

client = genai.Client()


def ask(text: str) -> str:
    return client.models.generate_content(model="m", contents=text, config=SETTINGS).text
"""
SETTINGS = b'SETTINGS = {"temperature": 0.2}\n'
TREE = {
    "app.py": APP,
    "settings.py": SETTINGS,
    "filling.py": b'import settings\n\nsettings.SETTINGS["top_p"] = 0.5\n',
    "pkg/__init__.py": b"from app import ask as put, client\n",
    "pkg/reader.py": b"from . import put\n\nput.cache\n",
    "pkg/other.py": b"import pkg\n\nprint(pkg.client.vertexai)\n",
    "stars.py": b"from app import *\n\nask('x').strip()\n",
    "apart.py": b"import os\n\nprint(os.name, 'app')\n",
    "broken.py": b"from app import (\n",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"import a, b.c as d\n", [("a", 0, []), ("b.c", 0, [])]),
        (b"from . import a, b as c\n", [("", 1, [("a", "a"), ("b", "c")])]),
        (b"from ..x.y import *\n", [("x.y", 2, [("*", "*")])]),
        (
            b"from x import (  # )\r\n    a,\r\n    b as c,\r\n)\r\n",
            [("x", 0, [("a", "a"), ("b", "c")])],
        ),
        (b"from x import \\\n    a, b\n", [("x", 0, [("a", "a"), ("b", "b")])]),
        (b"try: import a; import b\n", [("a", 0, []), ("b", 0, [])]),
        (b"if x:\n\tfrom ._a import b  # c, d\n", [("_a", 1, [("b", "b")])]),
        (b"# import a\nimportant = from_a = 1\n", []),
    ],
)
def test_imports(text: bytes, found: list[object]) -> None:
    assert list(imports_in(text)) == found


def test_neighbours() -> None:
    near = Neighbours(TREE).of(["app.py"])
    assert near == TREE.keys() - {"filling.py", "apart.py"}


def test_pages_that_share_a_session() -> None:
    pages = {
        "app.py": b"# genai\nst.session_state.chat = 1\n",
        "page.py": b"st.session_state['chat'].get_history()\n",
        "other.py": b"print(state)\n",
    }
    assert Neighbours(pages).of(["app.py"]) == {"app.py", "page.py"}
    assert surroundings_of(pages, ["app.py"])["app.py"].sessions == {"chat"}


def test_calling_is_told_along_all_imports() -> None:
    chain = {"one.py": b"import two\n", "two.py": b"import three\n", "three.py": b"import app\n"}
    assert Neighbours(TREE | chain).calling >= {"one.py", "two.py", "three.py", "app.py"}


@pytest.mark.parametrize("path", ["app.py", "settings.py", "pkg/__init__.py", "pkg/reader.py"])
def test_one_module_is_told_what_all_are(path: str) -> None:
    one, all_ = surroundings_of(TREE, [path])[path], surroundings_of(TREE)[path]
    assert (one.names, one.kinds, one.makes) == (all_.names, all_.kinds, all_.makes)
    assert (one.texts, one.functions) == (all_.texts, all_.functions)
    assert (one.literals, one.changed, one.sessions) == (
        all_.literals,
        all_.changed,
        all_.sessions,
    )
    assert one.calling == all_.calling
    # Of what is read through others, only reads of names that come from the module are told.
    assert one.attributes <= all_.attributes
    assert path == "settings.py" or one.attributes == all_.attributes


def test_a_module_without_ties_may_fill_what_another_writes_out() -> None:
    assert surroundings_of(TREE, ["app.py"])["app.py"].changed == {"SETTINGS"}


class Counted(Mapping[str, bytes]):
    """A tree that notes how often each module is read."""

    def __init__(self, tree: Mapping[str, bytes]) -> None:
        self.tree = tree
        self.reads: list[str] = []

    def __getitem__(self, path: str) -> bytes:
        self.reads.append(path)
        return self.tree[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tree)

    def __len__(self) -> int:
        return len(self.tree)


def test_modules_apart_are_looked_at_and_not_read_again() -> None:
    counted = Counted({f"m{number}.py": b"import os\n" for number in range(50)} | {"app.py": APP})
    surroundings_of(counted, ["app.py"])
    assert counted.reads.count("app.py") > counted.reads.count("m7.py")

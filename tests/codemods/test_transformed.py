"""Fixtures in other forms: their rewrite is the other form of the rewrite, and never a fault.

A part of the fixtures stands for all; each form takes every so many of them.
"""

from __future__ import annotations

import ast
import io
import textwrap
import tokenize
from collections.abc import Callable
from pathlib import Path

import pytest

from stepbridge_codemods import ProblemKind, rewrite

FIXTURES = Path(__file__).parents[2] / "fixtures" / "codemods"
STEP = 40
SAMPLE = [
    path
    for path in sorted(FIXTURES.rglob("*.before.py"))[::STEP]
    if "\r" not in (text := path.read_bytes().decode()) and text.endswith("\n")
]

EXACT: dict[str, Callable[[str], str]] = {
    "no final newline": lambda text: text.rstrip("\n"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
}
WRAPPED = {
    "function": "def main():\n",
    "coroutine": "async def main():\n",
    "method": "class App:\n  def run(self):\n",
    "condition": "if True:\n",
    "loop": "for turn in range(2):\n",
}


@pytest.mark.parametrize("form", EXACT)
@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.name.removesuffix(".before.py"))
def test_other_bytes_are_rewritten_alike(path: Path, form: str) -> None:
    change = EXACT[form]
    text = path.read_bytes().decode()
    plain, other = rewrite(text.encode()), rewrite(change(text).encode())
    assert (other.error is None) is (plain.error is None)
    assert other.source.decode() == change(plain.source.decode())


@pytest.mark.parametrize(
    "path", [*SAMPLE, FIXTURES / "old_sdk" / "no_text.before.py"], ids=lambda path: path.name
)
def test_files_with_tabs_are_rewritten(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    with_tabs = text.replace("    ", "\t")
    plain, tabbed = rewrite(text.encode()), rewrite(with_tabs.encode())
    assert (tabbed.error is None) is (plain.error is None)
    assert "\t" not in with_tabs or b"    " not in tabbed.source


def wrapped(text: str, head: str) -> bytes | None:
    """A program inside something else; None where it cannot be moved there."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    if any(token.type == tokenize.STRING and "\n" in token.string for token in tokens):
        return None
    source = head + textwrap.indent(text, "    ")
    try:
        compile(source, "moved.py", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError:
        return None
    return source.encode()


MOVED = [
    pytest.param(source, id=f"{path.name.removesuffix('.before.py')}-{form}")
    for path in SAMPLE
    for form, head in WRAPPED.items()
    if (source := wrapped(path.read_text(encoding="utf-8"), head)) is not None
]


@pytest.mark.parametrize("source", MOVED)
def test_other_places_are_no_fault(source: bytes) -> None:
    result = rewrite(source)
    assert result.error is None or result.error.kind is ProblemKind.SYNTAX
    assert rewrite(result.source).source == result.source

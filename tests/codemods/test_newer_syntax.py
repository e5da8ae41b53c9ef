"""Files in a newer Python's syntax are rewritten on an older one, and keep that syntax."""

from __future__ import annotations

import ast

import pytest

from stepbridge_codemods import ProblemKind, rewrite
from stepbridge_codemods.text.newer_syntax import stand_in

HEAD = "from google import genai\n\nclient = genai.Client()\n"
CALL = 'response = client.models.generate_content(model="m", contents="Hi")\n'
NEW_CALL = 'response = client.interactions.create(model="m", input="Hi", store=False)\n'

PIECES = {
    "type parameters": "class Box[T: (int, str)]:\n    def get[**P](self) -> T: ...\n",
    "type alias": "type Pair[T] = tuple[T, T]\ntype  Ünits = list[str]\n",
    "type default": "def first[T = int](items: list[T]) -> T: ...\n",
    "nested quotes": "row = {'a': {'b': 1}}\nprint(f'{row['a']['b']:>3} {'x'!r}')\n",
    "backslash in a field": "names = []\nprint(f'{'\\n'.join(names)}')\n",
}


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_rewritten_with_the_newer_syntax_kept(piece: str) -> None:
    result = rewrite((HEAD + piece + CALL + "print(response.text)\n").encode())
    assert result.error is None
    assert result.source.decode() == HEAD + piece + NEW_CALL + "print(response.output_text)\n"


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_a_stand_in_keeps_every_place(piece: str) -> None:
    text = HEAD + piece + "# Ä\nend = 1\n"
    readable = stand_in(text)
    assert readable is not None
    assert len(readable) == len(text)
    last = ast.parse(readable).body[-1]
    assert text.splitlines()[last.lineno - 1] == "end = 1"


def test_a_result_inside_a_nested_field_follows() -> None:
    before = HEAD + CALL + 'print(f"{response.text.replace("a", "b")}")\n'
    after = rewrite(before.encode()).source.decode()
    assert after.endswith('print(f"{response.output_text.replace("a", "b")}")\n')


def test_a_real_syntax_error_is_still_one() -> None:
    result = rewrite((HEAD + CALL + "def broken(:\n").encode())
    assert result.error is not None
    assert result.error.kind is ProblemKind.SYNTAX
    assert result.error.line == 5

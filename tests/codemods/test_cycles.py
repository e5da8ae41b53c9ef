"""Functions and names that depend on each other are evaluated once, not on each way to them."""

from __future__ import annotations

import ast

import pytest

from stepbridge_codemods import rewrite
from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.value import Value

COUNT = 9
HEAD = "from google import genai\n\nclient = genai.Client()\n"


def everyone(last: str) -> str:
    """Functions of which each returns what any other gives; one of them returns ``last`` too."""
    text = HEAD
    for number in range(COUNT):
        others = "".join(
            f"    if x == {other}:\n        return f{other}(x)\n" for other in range(COUNT)
        )
        text += f"\n\ndef f{number}(x):\n{others}    return {last if number == 4 else 'None'}\n"
    return text + "\n\nanswer = f0(1)\n"


class Counting(Values):
    """Values that count how often something is worked out."""

    evaluations = 0

    def _value(self, node: ast.AST) -> Value | None:
        self.evaluations += 1
        return super()._value(node)


def test_functions_that_call_each_other_are_nothing_without_a_client() -> None:
    values = Counting(Source(everyone("x").encode(), "app.py"))
    assert {values.value(node) for node in values.calls if ast.unparse(node) == "f0(1)"} == {None}
    assert values.evaluations < 4 * len(values.expressions)


def test_a_client_that_one_of_them_gives_is_no_answer_of_all() -> None:
    values = Counting(Source(everyone("client").encode(), "app.py"))
    (found,) = [values.value(node) for node in values.calls if ast.unparse(node) == "f0(1)"]
    assert found is not None
    assert found.kind is Kind.MIXED
    assert values.evaluations < COUNT * len(values.expressions)


@pytest.mark.parametrize("given", ["client", "other"])
def test_a_name_that_a_loop_passes_on(given: str) -> None:
    text = f"{HEAD}\nother = client\nfor i in range(3):\n    last = {given}\n    {given} = last\n"
    values = Values(Source(f"{text}\nprint(last)\n".encode(), "app.py"))
    (read,) = [node for node in values.names.reads if node.id == "last" and node.lineno > 8]
    found = values.value(read)
    assert found is not None
    assert found.kind in (Kind.CLIENT, Kind.MIXED)


def test_classes_of_attributes_that_are_made_of_each_other() -> None:
    lines = [f"        self.a{n} = self.a{m}.next" for n in range(12) for m in range(12)]
    text = "class Node:\n    def __init__(self):\n" + "\n".join(lines)
    values = Values(Source(text.encode(), "app.py"))
    assert {values.class_of(node) for node in values.expressions if "next" in ast.dump(node)} == {
        None
    }


@pytest.mark.parametrize(
    "statement", [f"r.text{'.strip()' * 400}\n", "if a:\n    b\n" + "elif a:\n    r.text\n" * 500]
)
def test_what_is_nested_too_deeply_is_told_and_left(statement: str) -> None:
    call = 'r = client.models.generate_content(model="m", contents="x")\n'
    source = f"{HEAD}{call}{statement}".encode()
    result = rewrite(source)
    assert result.source == source
    assert result.error is not None
    assert result.error.message == "nested too deeply"

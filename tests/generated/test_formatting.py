# ruff: noqa: E501  -- a program a line is easier to read than a wrapped one
"""Odd formatting: nothing but what must change changes, and the result means the same."""

from __future__ import annotations

import ast
import difflib

import pytest

from stepbridge_codemods import rewrite

HEAD = "from google import genai\n\nclient = genai.Client()\n"
ASK = 'client.models.generate_content(model="m", contents="Hi")'

# Each: a program, and the lines of it that may differ afterwards.
FORMS = {
    "comments_in_the_call": (
        f'{HEAD}r = client.models.generate_content(  # opening\n    # model\n    model="m",  # the model\n    # contents\n    contents="Hi",  # the contents\n    # last\n)  # closing\nprint(r.text)  # text\n',
        {4, 8, 11},
    ),
    "backslash": (f"{HEAD}r = \\\n    {ASK}\nprint(r\\\n    .text)\n", {5, 7}),
    "semicolons": (f"{HEAD}x = 1; r = {ASK}; y = 2\nprint(r.text); print(x); print(y)\n", {4, 5}),
    "one_line_if": (f"{HEAD}if True: r = {ASK}; print(r.text)\n", {4}),
    "one_line_def": (f"{HEAD}def f(): return {ASK}.text\nprint(f())\n", {4}),
    "tabs": (f"{HEAD}def f():\n\tif True:\n\t\tr = {ASK}\n\t\treturn r.text\nprint(f())\n", {6, 7}),
    "two_spaces": (f"{HEAD}def f():\n  r = {ASK}\n  return r.text\nprint(f())\n", {5, 6}),
    "form_feed": (
        f"{HEAD}\x0c\ndef f():\n    r = {ASK}\n    return r.text\n\x0c\nprint(f())\n",
        {6, 7},
    ),
    "trailing_space": (f"{HEAD}r = {ASK}   \nprint(r.text)  \t\n", {4, 5}),
    "no_final_newline": (f"{HEAD}r = {ASK}\nprint(r.text)", {4, 5}),
    "parenthesised_with": (
        f"{HEAD}with (\n    open('a') as a,\n    open('b') as b,\n):\n    r = {ASK}\n    print(r.text, a, b)\n",
        {8, 9},
    ),
    "unicode_names": (f"{HEAD}größe = 1\nответ = {ASK}\nprint(ответ.text, größe, 'λ')\n", {5, 6}),
    "type_comment": (
        f"{HEAD}n = 1  # type: int\nr = {ASK}  # type: ignore\nprint(r.text)  # noqa: T201\n",
        {5, 6},
    ),
    "implicit_concatenation": (
        f'{HEAD}r = client.models.generate_content(model="m", contents="a" \'b\' r"\\c")\nprint(r.text)\n',
        {4, 5},
    ),
    "nested_f_string": (
        f"{HEAD}r = {ASK}\nprint(f'{{r.text:>{{len(f\"{{r.text}}\")}}}}')\n",
        {4, 5},
    ),
    "line_continued_string": (
        f'{HEAD}s = "a\\\n  b"\nr = client.models.generate_content(model="m", contents=s)\nprint(r.text)\n',
        {6, 7},
    ),
    "decorated": (
        f"{HEAD}import functools\n@functools.cache  # once\n\ndef f(): # f\n    r = {ASK}\n    return r.text\nprint(f())\n",
        {8, 9},
    ),
    "walrus": (f"{HEAD}print([t for _ in 'a' if (t := ({ASK}).text)])\n", {4}),
    "odd_spacing": (
        f"{HEAD}r=client . models . generate_content( model = 'm' ,contents= 'Hi' )\nprint( r . text )\n",
        {4, 5},
    ),
    "aligned": (f"{HEAD}r     = {ASK}\nother = [1,2 , 3]\nprint(r.text,   other)\n", {4, 6}),
    "raw_and_bytes": (f"{HEAD}p = rb'\\x00' + b\"q\"\nr = {ASK}\nprint(r.text, p)\n", {5, 6}),
    "yapf": (
        f"{HEAD}r = client.models.generate_content(model='m',\n                                   contents='Hi')\nprint(r.text)\n",
        {4, 5, 6},
    ),
    "shebang_and_cookie": (
        f"#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n{HEAD}r = {ASK}\nprint(r.text)\n",
        {6, 7},
    ),
    "future_and_docstring": (
        f'"""Doc."""\nfrom __future__ import annotations\n{HEAD}r = {ASK}\nprint(r.text)\n',
        {6, 7},
    ),
    "long_chain": (
        f"{HEAD}print((\n    client\n    # models\n    .models\n    .generate_content(\n        model='m',\n        contents='Hi',\n    )\n    # text\n    .text\n))\n",
        {7, 8, 10, 11, 13},
    ),
    "else_on_a_line": (f"{HEAD}r = {ASK}\nif r.text: print(1)\nelse: print(r.text)\n", {4, 5, 6}),
    "match": (
        f"{HEAD}r = {ASK}\nmatch [1, 2]:\n    case [a, *_] if r.text: print(a)\n    case _: pass\n",
        {4, 6},
    ),
    "lambda_default": (
        f"{HEAD}r = {ASK}\nf = lambda x=1, *, y=r.text: (x, y)\nprint(f())\n",
        {4, 5},
    ),
    "ellipsis_and_slices": (
        f"{HEAD}r = {ASK}\nprint(r.text[1:-1:2], [...][0], 0x_ff, 1_0.5e-3j)\n",
        {4, 5},
    ),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("name", FORMS)
def test_only_the_lines_of_the_value_change(name: str, newline: str) -> None:
    """Every other line comes back byte for byte; comments and line endings stay."""
    before, lines = FORMS[name]
    before = before.replace("\n", newline)
    result = rewrite(before.encode(), "app.py")
    after = result.source.decode()
    assert result.error is None
    assert after != before
    ast.parse(after)
    assert "generate_content" not in after
    old, new = before.split("\n"), after.split("\n")
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    touched = {
        line + 1
        for kind, first, last, _, _ in matcher.get_opcodes()
        if kind in ("replace", "delete")
        for line in range(first, last)
    }
    assert touched <= lines, after
    assert after.count("\r\n") == (after.count("\n") if newline == "\r\n" else 0)
    for comment in (part for line in old for part in line.split("#")[1:] if "type" not in line):
        assert comment.strip() in after

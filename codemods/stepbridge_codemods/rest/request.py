"""The URL, the body and the headers of a POST, as far as they are written in the module."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from stepbridge_codemods.rules.beta_request import argument, entries
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.names import How

_GENERATE = re.compile(r"models/(?P<model>[^/:?{}\0]*|\0\d+\0):(?P<method>\w*[gG]enerateContent)")


@dataclass(frozen=True, slots=True)
class Address:
    """A URL that is a string or an f-string; ``\\0n\\0`` stands for its n-th replaced value."""

    node: ast.expr
    text: str
    held: tuple[ast.expr, ...]

    @property
    def method(self) -> str:
        """``generateContent``, ``streamGenerateContent``, ``interactions`` or nothing."""
        found = _GENERATE.search(self.text)
        if found:
            return found["method"]
        path = self.text.partition("?")[0].rstrip("/")
        is_google = "googleapis" in path or "\0" in path
        return "interactions" if is_google and path.endswith("/interactions") else ""

    @property
    def model(self) -> ast.expr | str:
        """The model in the path: its name, or the expression that gives it."""
        found = _GENERATE.search(self.text)
        name = found["model"] if found else ""
        return self.held[int(name.strip("\0"))] if name.startswith("\0") else name


def address_of(values: Values, call: ast.Call) -> Address | None:
    """Where a call posts to; None where that is not written here."""
    keyword = argument(call, "url")
    node = keyword.value if keyword is not None else (call.args[0] if call.args else None)
    written = definition(values, node) if node is not None else None
    if isinstance(written, ast.Constant) and isinstance(written.value, str):
        return Address(written, written.value, ())
    if isinstance(written, ast.JoinedStr):
        text = ""
        held: list[ast.expr] = []
        for part in written.values:
            if isinstance(part, ast.FormattedValue):
                text += f"\0{len(held)}\0"
                held.append(part.value)
            elif isinstance(part, ast.Constant):
                text += str(part.value)
        return Address(written, text, tuple(held))
    return None


def definition(values: Values, node: ast.expr) -> ast.expr | None:
    """The one expression that a name stands for; the expression itself where it is no name."""
    if not isinstance(node, ast.Name):
        return node
    found = list(values.names.reads.get(node, ()))
    if len(found) != 1 or found[0].how is not How.ASSIGN:
        return None
    return found[0].value


def body_of(values: Values, call: ast.Call) -> ast.Dict | None:
    """The dict that is sent as JSON."""
    for name in ("json", "data", "content"):
        keyword = argument(call, name)
        if keyword is None:
            continue
        found = definition(values, keyword.value)
        if isinstance(found, ast.Call) and values.qualified(found.func) == "json.dumps":
            found = definition(values, found.args[0]) if found.args else None
        return found if isinstance(found, ast.Dict) else None
    return None


def headers_of(values: Values, call: ast.Call) -> ast.Dict | None:
    """The dict of headers."""
    keyword = argument(call, "headers")
    found = definition(values, keyword.value) if keyword is not None else None
    return found if isinstance(found, ast.Dict) and entries(found) else None

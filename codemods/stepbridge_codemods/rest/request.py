"""The URL, the body and the headers of a POST, as far as they are written in the module."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from string import Formatter

from stepbridge_codemods.rules.beta.request import argument, entries
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.names import How

_GENERATE = re.compile(r"models/(?P<model>[^/:?{}\0]*|\0\d+\0):(?P<method>\w*[gG]enerateContent)")


@dataclass(frozen=True, slots=True)
class Address:
    """A URL that is a string or an f-string; ``\\0n\\0`` stands for its n-th replaced value."""

    node: ast.expr
    text: str
    held: tuple[ast.expr, ...]
    bases: dict[int, ast.Constant]
    """Values that are constants with ``/models`` in them, by number."""
    around: ast.expr | None = None
    """What goes on behind the name of the URL: ``f"{URL}?key={key}"``."""

    @property
    def found(self) -> re.Match[str] | None:
        """Where model and method are, in the text or with the bases written out."""
        text = self.text
        if _GENERATE.search(text) is None:
            for number, base in self.bases.items():
                text = text.replace(f"\0{number}\0", str(base.value))
        return _GENERATE.search(text)

    @property
    def method(self) -> str:
        """``generateContent``, ``streamGenerateContent``, ``interactions`` or nothing."""
        found = self.found
        if found:
            return found["method"]
        path = self.text.partition("?")[0].rstrip("/")
        is_google = "googleapis" in path or "\0" in path
        return "interactions" if is_google and path.endswith("/interactions") else ""

    @property
    def model(self) -> ast.expr | str:
        """The model in the path: its name, or the expression that gives it."""
        found = self.found
        name = found["model"] if found else ""
        return self.held[int(name.strip("\0"))] if name.startswith("\0") else name


def request_of(values: Values, call: ast.Call) -> ast.Call:
    """The call that has URL, body and headers: the one itself, or ``urllib.request.Request``."""
    if values.qualified(call.func) != "urllib.request.urlopen" or not call.args:
        return call
    found = definition(values, call.args[0])
    return found if isinstance(found, ast.Call) else call


def url_of(values: Values, call: ast.Call) -> ast.expr | None:
    """The argument that is the URL of a request."""
    call = request_of(values, call)
    keyword = argument(call, "url")
    named = getattr(call.func, "attr", "") in ("request", "stream")
    places = call.args[1:] if named else call.args
    return keyword.value if keyword is not None else (places[0] if places else None)


def address_of(values: Values, call: ast.Call) -> Address | None:
    """Where a call posts to; None where that is not written here."""
    node = url_of(values, call)
    written = definition(values, node) if node is not None else None
    template = _template(values, written)
    pieces = _pieces(values, written) if written is not None else None
    if template is not None:
        written, pieces = template[0], _filled(*template)
    whole = written
    written, pieces = _behind_name(values, pieces or []) or (written, pieces)
    if written is None or pieces is None:
        return None
    text = ""
    held: list[ast.expr] = []
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        else:
            text += f"\0{len(held)}\0"
            held.append(piece)
    known = {n: _last(definition(values, one)) for n, one in enumerate(held)}
    bases = {n: one for n, one in known.items() if isinstance(one, ast.Constant) and _is_base(one)}
    return Address(written, text, tuple(held), bases, whole if whole is not written else None)


def _behind_name(
    values: Values, pieces: list[str | ast.expr]
) -> tuple[ast.expr, list[str | ast.expr]] | None:
    """The URL under the name that another begins with, ``f"{URL}?key={key}"``, and all pieces."""
    place, name = next(((n, one) for n, one in enumerate(pieces) if one), (0, ""))
    if not isinstance(name, ast.Name | ast.Attribute):
        return None
    written = definition(values, name)
    found = _pieces(values, written) if written is not None and written is not name else None
    if found is None or not any(isinstance(p, str) and "enerateContent" in p for p in found):
        return None
    assert written is not None
    return written, [*found, *pieces[place + 1 :]]


def _last(node: ast.expr | None) -> ast.expr | None:
    """What a string ends with that is added up."""
    return _last(node.right) if isinstance(node, ast.BinOp) else node


def _is_base(node: ast.Constant) -> bool:
    return isinstance(node.value, str) and "/models" in node.value


def _pieces(values: Values, node: ast.expr) -> list[str | ast.expr] | None:
    """What an f-string, or strings that are added or joined, is put together from."""
    if isinstance(node, ast.JoinedStr):
        return [
            part.value if isinstance(part, ast.FormattedValue) else str(getattr(part, "value", ""))
            for part in node.values
        ]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _pieces(values, node.left), _pieces(values, node.right)
        return None if left is None or right is None else left + right
    if isinstance(node, ast.Call) and (parts := _joined(values, node)):
        between, *found = [_pieces(values, part) for part in parts]
        if between is None or None in found:
            return None
        rows = [[*between, *(row or ())] for row in found]
        return [piece for row in rows for piece in row][len(between) :]
    return [node] if isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call) else None


def _joined(values: Values, node: ast.Call) -> list[ast.expr]:
    """What stands between the parts of ``"/".join([...])`` or ``urljoin(...)``, then the parts."""
    if values.qualified(node.func) == "urllib.parse.urljoin" and len(node.args) == 2:
        return [ast.Constant(""), *node.args]
    is_join = isinstance(node.func, ast.Attribute) and node.func.attr == "join"
    if not is_join or len(node.args) != 1 or not isinstance(node.args[0], ast.List | ast.Tuple):
        return []
    assert isinstance(node.func, ast.Attribute)
    between = node.func.value
    is_text = isinstance(between, ast.Constant) and isinstance(between.value, str)
    return [between, *node.args[0].elts] if is_text else []


def _template(values: Values, node: ast.expr | None) -> tuple[ast.Constant, ast.Call] | None:
    """The string of ``URL.format(model=...)`` and the call."""
    is_format = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format"
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not is_format:
        return None
    text = definition(values, node.func.value)
    whole = isinstance(text, ast.Constant) and isinstance(text.value, str)
    return (text, node) if isinstance(text, ast.Constant) and whole else None


def _filled(text: ast.Constant, call: ast.Call) -> list[str | ast.expr] | None:
    """The pieces of a template; None where a place has no argument here, or says how to show it."""
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    pieces: list[str | ast.expr] = []
    number = 0
    for before, name, form, conversion in Formatter().parse(str(text.value)):
        pieces.append(before)
        if name is None:
            continue
        key = name or str(number)
        number += not name
        value = call.args[int(key)] if key.isdigit() and int(key) < len(call.args) else None
        value = value or named.get(key)
        if value is None or form or conversion:
            return None
        pieces.append(value)
    return pieces


def definition(values: Values, node: ast.expr) -> ast.expr | None:
    """The one expression that a name stands for; the expression itself where it is no name."""
    if isinstance(node, ast.Name):
        found = list(values.names.reads.get(node, ()))
    elif isinstance(node, ast.Attribute) and (variable := values.variable(node)) is not None:
        found = values.stores(variable)
    else:
        return node
    if len(found) != 1 or found[0].how is not How.ASSIGN:
        return None
    return found[0].value


def returned(values: Values, node: ast.expr | None) -> ast.expr | None:
    """What a call of a function gives that has one caller and one result; else the expression."""
    function = values.function(node.func) if isinstance(node, ast.Call) else None
    if node is None or function is None or len(values.callers[function]) != 1:
        return node
    results = values.results(function)
    return definition(values, results[0]) if len(results) == 1 else node


def body_of(values: Values, call: ast.Call) -> ast.Dict | None:
    """The dict that is sent as JSON."""
    call = request_of(values, call)
    for name in ("json", "data", "content"):
        keyword = argument(call, name)
        if keyword is None:
            continue
        found = definition(values, keyword.value)
        if isinstance(found, ast.Call) and _is_encoding(found.func):
            found = definition(values, found.func.value)  # type: ignore[attr-defined]
        if isinstance(found, ast.Call) and values.qualified(found.func) == "json.dumps":
            found = definition(values, found.args[0]) if found.args else None
        found = returned(values, found)
        return found if isinstance(found, ast.Dict) else None
    return None


def _is_encoding(function: ast.expr) -> bool:
    """``json.dumps(body).encode``."""
    return isinstance(function, ast.Attribute) and function.attr == "encode"


def headers_of(values: Values, call: ast.Call) -> ast.Dict | None:
    """The dict of headers."""
    keyword = argument(request_of(values, call), "headers")
    found = definition(values, keyword.value) if keyword is not None else None
    return found if isinstance(found, ast.Dict) and entries(found) else None

"""Items and steps of ``input`` that the SDK rejects or sends wrongly."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.objects import TYPES
from stepbridge_codemods.planning.lint import Fix, Problem, creates, kind_of, lint
from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.rules.beta.names import CONTENT_TYPES
from stepbridge_codemods.rules.beta.request import entries, text_of, type_of, written
from stepbridge_codemods.rules.beta.slots import given
from stepbridge_codemods.rules.lint.schema import STEPS
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

_OBJECTS = ("Part", "Content", "UserContent", "ModelContent", "File")
_READERS = frozenset({"read_bytes", "getvalue", "tobytes"})


@lint
def inputs(values: Values) -> Iterator[Problem]:
    """Each item of an input that is written out."""
    for call in creates(values):
        sent = given(values, call, "input")
        if sent is None:
            continue
        yield from _mixed(sent)
        for node in written(values, sent):
            yield from _item(values, node)


def _mixed(node: ast.expr) -> Iterator[Problem]:
    if not isinstance(node, ast.List) or not node.elts:
        return
    types = {type_of(item) for item in node.elts}
    if types & STEPS and types & CONTENT_TYPES:
        yield Problem("wrong.mixed_input", node)
    if len(node.elts) > 0 and all(text_of(item) for item in node.elts):
        yield Problem("wrong.bare_strings", node, _text_items(node.elts))


def _text_items(items: list[ast.expr]) -> Fix:
    def fix(plan: Plan) -> None:
        for item in items:
            start, end = plan.source.span(item)
            head = '{"type": "text", "text": '.replace('"', plan.quote)
            plan.edits.put(start, end, head, (start, end), "}")

    return fix


def _item(values: Values, node: ast.expr) -> Iterator[Problem]:
    if isinstance(node, ast.Call):
        name = (values.qualified(node.func) or "").removeprefix(TYPES)
        if name.partition(".")[0] in _OBJECTS:
            yield Problem("wrong.sdk_objects", node)
        return
    found = entries(node)
    if {"role", "parts"} <= found.keys():
        yield Problem("wrong.role_dict", node)
    kind = type_of(node)
    if kind == "function_result" and "call_id" not in found and not _spreads(node):
        yield Problem("wrong.missing_call_id", node, _answered(values, node, found))
    elif kind == "function_call" and "id" not in found and not _spreads(node):
        yield Problem("wrong.missing_id", node)
    elif kind in ("user_input", "model_output"):
        content = found.get("content")
        if isinstance(content, ast.Constant | ast.JoinedStr) and content is not None:
            yield Problem("wrong.string_content", content, _wrapped(content))
        items = content.elts if isinstance(content, ast.List) else []
        for item in items:
            yield from _item(values, item)
    elif kind in CONTENT_TYPES:
        yield from _media(values, found)


def _answered(values: Values, node: ast.expr, found: dict[str, ast.expr]) -> Fix | None:
    """The id of the call next to its name."""
    name = found.get("name")
    if not isinstance(name, ast.Attribute) or name.attr != "name":
        return None
    if kind_of(values, name.value) is not Kind.STEP:
        return None

    def fix(plan: Plan) -> None:
        end = plan.source.span(name)[1]
        key = f"{plan.quote}call_id{plan.quote}: "
        plan.edits.put(end, end, ", ", key, name.value, ".id")

    return fix


def _spreads(node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) and None in node.keys


def _wrapped(node: ast.expr) -> Fix:
    def fix(plan: Plan) -> None:
        start, end = plan.source.span(node)
        head = '[{"type": "text", "text": '.replace('"', plan.quote)
        plan.edits.put(start, end, head, (start, end), "}]")

    return fix


def _media(values: Values, found: dict[str, ast.expr]) -> Iterator[Problem]:
    data = found.get("data")
    if data is not None and _is_bytes(values, data):
        yield Problem("wrong.bytes_data", data, _encoded(data))
    for name in ("start_offset", "end_offset"):
        offset = entries(found.get("processing", ast.Pass())).get(name)
        if isinstance(offset, ast.Constant) and isinstance(offset.value, int):
            yield Problem("wrong.integer_offset", offset, _seconds(offset))


def _is_bytes(values: Values, node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, bytes)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "read":
            return _opened_as_bytes(values, node.func.value)
        return node.func.attr in _READERS
    if isinstance(node, ast.Name):
        found = values.names.reads.get(node, frozenset())
        given = [b.value for b in found if b.how == "assign"]
        return (
            bool(given)
            and len(given) == len(found)
            and all(
                v is not None and not isinstance(v, ast.Name) and _is_bytes(values, v)
                for v in given
            )
        )
    return False


def _opened_as_bytes(values: Values, node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        found = [b.value for b in values.names.reads.get(node, ())]
        return bool(found) and all(v is not None and _opened_as_bytes(values, v) for v in found)
    is_open = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("open")
    return is_open and any("b" in text_of(a) and len(text_of(a)) < 4 for a in node.args[1:])  # type: ignore[attr-defined]


def _encoded(node: ast.expr) -> Fix:
    def fix(plan: Plan) -> None:
        plan.imports.add(Import("base64"))
        start, end = plan.source.span(node)
        plan.edits.put(start, end, "base64.b64encode(", (start, end), ").decode()")

    return fix


def _seconds(node: ast.Constant) -> Fix:
    return lambda plan: plan.edits.replace(node, f"{plan.quote}{node.value!r}s{plan.quote}")

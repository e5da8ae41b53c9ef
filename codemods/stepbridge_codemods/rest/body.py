"""The body of a generateContent request, written as a dict literal, for Interactions.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.layout import Doc, Entry, Group, atom, listing, mapping
from stepbridge_codemods.objects import snake
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.rules.beta_request import entries, text_of
from stepbridge_codemods.rules.lint_schema import LEVELS, PLAIN_TOOLS

_MOVING = frozenset({"temperature", "top_p", "max_output_tokens", "stop_sequences", "seed"})
_MEDIA = ("image", "audio", "video")


def interaction_body(plan: Plan, body: ast.Dict, model: ast.expr | str) -> Group:
    """The new body; gives up on what cannot be seen or has no counterpart."""
    if None in body.keys:
        raise plan.cannot("SB008", body)
    found = {snake(name): value for name, value in entries(body).items()}
    if len(found) != len(body.keys) or "contents" not in found:
        raise plan.cannot("SB008", body)
    name = plan.quoted(model) if isinstance(model, str) else atom(ast.unparse(model))
    doc = mapping(Entry(name, "model"), Entry(_input(plan, found["contents"]), "input"))
    for key, value in found.items():
        if key == "contents":
            continue
        rule = _FIELDS.get(key)
        if rule is None:
            raise plan.cannot("SB006", value, key)
        doc.entries += rule(plan, value)
    doc.entries.append(Entry(atom("False"), "store"))
    doc.apart = "\n" in plan.text(body)
    return doc


# --- contents ------------------------------------------------------------------------------------


def _input(plan: Plan, node: ast.expr) -> Doc:
    turns = node.elts if isinstance(node, ast.List) else [node]
    if len(turns) == 1 and text_of(entries(turns[0]).get("role")) in ("", "user"):
        items = _items(plan, turns[0])
        single = items[0].entries[1].value if len(items) == 1 else None
        is_text = single is not None and items[0].entries[1].key == "text"
        return single if is_text and single is not None else listing(items)
    return listing([_step(plan, turn) for turn in turns])


def _step(plan: Plan, turn: ast.expr) -> Doc:
    role = entries(turn).get("role")
    names = {"user": "user_input", "model": "model_output"}
    kind = names.get(text_of(role)) if role is not None else "user_input"
    if kind is None:
        raise plan.cannot("SB005", turn, "the role is not written here")
    content = listing(_items(plan, turn))
    return mapping(Entry(plan.quoted(kind), "type"), Entry(content, "content"))


def _items(plan: Plan, turn: ast.expr) -> list[Group]:
    parts = entries(turn).get("parts")
    if isinstance(parts, ast.Dict):
        return [_item(plan, parts)]
    if not isinstance(parts, ast.List):
        raise plan.cannot("SB005", turn, "parts")
    return [_item(plan, part) for part in parts.elts]


def _item(plan: Plan, part: ast.expr) -> Group:
    found = {snake(name): value for name, value in entries(part).items()}
    if found.keys() == {"text"}:
        return mapping(Entry(plan.quoted("text"), "type"), Entry(atom(found["text"]), "text"))
    for name, source in (("inline_data", "data"), ("file_data", "file_uri")):
        if found.keys() != {name}:
            continue
        inner = {snake(key): value for key, value in entries(found[name]).items()}
        kind = text_of(inner.get("mime_type")).partition("/")[0]
        if source not in inner or not kind:
            raise plan.cannot("SB005", part, "a part whose type is not written here")
        return mapping(
            Entry(plan.quoted(kind if kind in _MEDIA else "document"), "type"),
            Entry(atom(inner[source]), "data" if source == "data" else "uri"),
            Entry(atom(inner["mime_type"]), "mime_type"),
        )
    raise plan.cannot("SB005", part, "a part")


# --- settings ------------------------------------------------------------------------------------


def _generation(plan: Plan, node: ast.expr) -> list[Entry]:
    moved: list[Entry] = []
    shape: dict[str, ast.expr] = {}
    for name, value in _fields(plan, node).items():
        if name in _MOVING:
            moved.append(Entry(atom(value), name))
        elif name == "thinking_config":
            moved += _thinking(plan, value)
        elif name in ("response_mime_type", "response_schema", "response_json_schema"):
            shape[name] = value
        else:
            raise plan.cannot("SB006", value, name)
    found = [Entry(mapping(*moved), "generation_config")] if moved else []
    return found + ([Entry(_format(plan, shape), "response_format")] if shape else [])


def _fields(plan: Plan, node: ast.expr) -> dict[str, ast.expr]:
    found = {snake(name): value for name, value in entries(node).items()}
    if not isinstance(node, ast.Dict) or len(found) != len(node.keys):
        raise plan.cannot("SB007", node)
    return found


def _thinking(plan: Plan, node: ast.expr) -> list[Entry]:
    found: list[Entry] = []
    for name, value in _fields(plan, node).items():
        if name == "thinking_level" and text_of(value).upper() in LEVELS:
            found.append(Entry(plan.quoted(text_of(value).lower()), name))
        elif name == "include_thoughts" and isinstance(value, ast.Constant):
            summaries = "auto" if value.value else "none"
            found.append(Entry(plan.quoted(summaries), "thinking_summaries"))
        else:
            raise plan.cannot("SB006", value, name)
    return found


def _format(plan: Plan, shape: dict[str, ast.expr]) -> Doc:
    doc = mapping(("type", plan.quoted("text")))
    if "response_mime_type" in shape:
        doc.entries.append(Entry(atom(shape["response_mime_type"]), "mime_type"))
    for name in ("response_schema", "response_json_schema"):
        if name in shape:
            _plain_schema(plan, shape[name])
            doc.entries.append(Entry(atom(shape[name]), "schema"))
    return doc


def _plain_schema(plan: Plan, node: ast.expr) -> None:
    """A schema is carried as it is where it is JSON Schema already."""
    for inner in ast.walk(node):
        found = entries(inner)
        kind = text_of(found.get("type"))
        if kind.isupper() or {"nullable", "propertyOrdering", "anyOf"} & found.keys():
            raise plan.cannot("SB007", inner, "a schema in OpenAPI's spelling")
    if not isinstance(node, ast.Dict):
        raise plan.cannot("SB007", node, "a schema that is not written here")


def _instruction(plan: Plan, node: ast.expr) -> list[Entry]:
    parts = entries(node).get("parts")
    if isinstance(parts, ast.List) and len(parts.elts) == 1:
        parts = parts.elts[0]
    text = entries(parts).get("text") if parts is not None else None
    if text is None:
        raise plan.cannot("SB007", node, "system_instruction")
    return [Entry(atom(text), "system_instruction")]


def _tools(plan: Plan, node: ast.expr) -> list[Entry]:
    if not isinstance(node, ast.List):
        raise plan.cannot("SB007", node, "tools")
    docs: list[Doc] = []
    for tool in node.elts:
        for name, value in _fields(plan, tool).items():
            if name in PLAIN_TOOLS and isinstance(value, ast.Dict) and not value.keys:
                docs.append(mapping(("type", plan.quoted(name))))
            elif name == "function_declarations" and isinstance(value, ast.List):
                docs += [_declared(plan, one) for one in value.elts]
            else:
                raise plan.cannot("SB006", value, name)
    return [Entry(listing(docs), "tools")]


def _declared(plan: Plan, node: ast.expr) -> Doc:
    found = _fields(plan, node)
    if not found.keys() <= {"name", "description", "parameters"}:
        raise plan.cannot("SB007", node, "a function declaration")
    if "parameters" in found:
        _plain_schema(plan, found["parameters"])
    doc = mapping(("type", plan.quoted("function")))
    doc.entries += [Entry(atom(value), name) for name, value in found.items()]
    return doc


_FIELDS = {
    "generation_config": _generation,
    "system_instruction": _instruction,
    "tools": _tools,
}

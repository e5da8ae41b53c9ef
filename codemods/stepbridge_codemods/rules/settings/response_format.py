"""response_mime_type and the response schemas become response_format.

https://ai.google.dev/gemini-api/docs/interactions/structured-output
"""

from __future__ import annotations

import ast
from dataclasses import replace

from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.certainty.guarded import is_guarded
from stepbridge_codemods.objects import Argument, constant_of, is_none
from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.rules.settings.draft import FINISHERS, Draft, config_field
from stepbridge_codemods.rules.settings.schema_classes import (
    MODELS,
    Classes,
    classes_of,
    is_json_object,
)
from stepbridge_codemods.rules.settings.schema_keywords import refuse_keywords
from stepbridge_codemods.rules.settings.schemas import is_schema, schema
from stepbridge_codemods.text.layout import Doc, Group, atom, mapping
from stepbridge_codemods.values.names import How

_JSON = "application/json"
_PLAIN = "text/plain"
_ENUM = "text/x.enum"
_TYPED = frozenset(
    {"enum.Enum", "enum.StrEnum", "enum.IntEnum", "typing.TypedDict", "typing_extensions.TypedDict"}
)
_TEXT_TYPE = Sort(
    "a type of text",
    lambda plan, node, path: (
        not path and isinstance(node, ast.Constant) and node.value in (_JSON, _PLAIN)
    ),
    lambda plan, name: False,
    annotated=False,
)
_TEXT_TYPE_OR_NONE = replace(_TEXT_TYPE, name="a type of text or None", optional=True)
_GENERIC = frozenset({"list", "List", "dict", "Dict", "Optional", "Union", "tuple", "set"})


@config_field("response_mime_type")
def response_mime_type(draft: Draft, argument: Argument) -> None:
    """The mime type of a text entry."""
    value = constant_of(draft.plan, argument.value)
    if not isinstance(value, str):
        _format(draft).entries.append(argument.entry("mime_type", _chosen(draft, argument.value)))
        return
    if value == _ENUM:
        draft.bare_enum = True
        draft.plan.mark(argument.node, "The answer is a JSON string; its quotes are taken off.")
        _format(draft).entries.append(argument.entry("mime_type", draft.plan.quoted(_JSON)))
        return
    if value != _PLAIN:
        _format(draft).entries.append(argument.entry("mime_type", atom(argument.value)))


@config_field("response_schema", "response_json_schema")
def response_schema(draft: Draft, argument: Argument) -> None:
    """The JSON Schema of a text entry, made from a class where a class was given."""
    draft.schema = argument.value
    refuse_keywords(draft.plan, argument.value)
    found = _classes(draft.plan, argument.value)
    draft.schema_changes |= found is not None and found.may_be_none
    if argument.name == "response_json_schema" and _is_ready(draft.plan, argument.value):
        doc: Doc = atom(argument.value)
    else:
        doc = json_schema(draft.plan, argument.value)
    _format(draft).entries.append(argument.entry("schema", doc))


def _chosen(draft: Draft, node: ast.expr) -> Doc:
    """One of several types, all of them known; None is plain text, as it was."""
    if is_certain(draft.plan, _TEXT_TYPE, node):
        return atom(node)
    if not is_certain(draft.plan, _TEXT_TYPE_OR_NONE, node):
        raise draft.plan.cannot("SB007", node, "response_mime_type")
    plain = draft.plan.quoted(_PLAIN)
    if isinstance(node, ast.IfExp) and is_none(node.orelse):
        draft.plan.edits.replace(node.orelse, *plain.parts)
        return atom(node)
    whole = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript)
    return atom(*([node] if whole else ["(", node, ")"]), " or ", *plain.parts)


def _format(draft: Draft) -> Group:
    entry = draft.arguments.get("response_format")
    if entry is not None:
        assert isinstance(entry.value, Group)
        return entry.value
    group = mapping(("type", draft.plan.quoted("text")))
    argument = Argument("response_format", draft.fields.node, draft.fields.node)
    draft.put("response_format", group, argument)
    return group


def _finish(draft: Draft) -> None:
    """A schema without a mime type means JSON; the mime type goes in front of the schema."""
    if draft.schema is None:
        if draft.bare_enum and not draft.is_part:
            raise draft.plan.cannot("SB007", draft.fields.node, "an enum without a schema")
        return
    group = _format(draft)
    keys = [entry.key for entry in group.entries]
    if "mime_type" not in keys and not draft.is_part:
        raise draft.plan.cannot("SB007", draft.schema, "a schema without response_mime_type")
    order = {"type": 0, "mime_type": 1, "schema": 2}
    group.entries.sort(key=lambda entry: order[entry.key])


FINISHERS.append(_finish)


def json_schema(plan: Plan, node: ast.expr) -> Doc:
    """The JSON Schema of a class, a type expression, a dict or a Schema object."""
    if is_schema(plan, node):
        return schema(plan, node)
    if makes_schema(node):
        return atom(node)
    looked_up = _looked_up(plan, node)
    if looked_up is not None:
        return looked_up
    found = _classes(plan, node)
    named = isinstance(node, ast.Name | ast.Attribute)
    plain = named or isinstance(node, ast.Subscript)
    if found is None or found.kind is None or not plain or (found.may_be_none and not named):
        raise plan.cannot("SB007", node, "response_schema")
    otherwise = (" if ", node, " else None") if found.may_be_none else ()
    if found.kind == "model":
        return atom(node, ".model_json_schema()", *otherwise)
    plan.imports.add(Import("pydantic", "TypeAdapter"))
    return atom("TypeAdapter(", node, ").json_schema()", *otherwise)


def _classes(plan: Plan, node: ast.expr) -> Classes | None:
    """The classes that an expression can be; None is none of them where a test sorts it out."""
    found = classes_of(plan, node, class_kind)
    if found is not None and found.may_be_none and is_guarded(plan.values, node):
        return replace(found, may_be_none=False)
    return found


def _looked_up(plan: Plan, node: ast.expr) -> Doc | None:
    """``SCHEMAS.get(name)``: the schema of what is there, if anything is."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    table = node.func.value
    if node.func.attr != "get" or len(node.args) != 1 or node.keywords or not _is_plain(table):
        return None
    key = node.args[0]
    entry = ast.copy_location(ast.Subscript(table, key, ast.Load()), node)
    found = classes_of(plan, entry, class_kind)
    if found is None or found.kind is None or found.may_be_none or not _is_plain(key):
        return None
    otherwise = (" if ", key, " in ", table, " else None")
    if found.kind == "model":
        return atom(table, "[", key, "].model_json_schema()", *otherwise)
    plan.imports.add(Import("pydantic", "TypeAdapter"))
    return atom("TypeAdapter(", table, "[", key, "]).json_schema()", *otherwise)


def _is_plain(node: ast.expr) -> bool:
    """Whether an expression can be said twice."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and _is_plain(node.value)
    return isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and _is_plain(node.value))


def _is_ready(plan: Plan, node: ast.expr) -> bool:
    """Whether a JSON Schema made elsewhere can go as it is."""
    return not is_schema(plan, node) and is_json_object(plan, node)


def makes_schema(node: ast.expr) -> bool:
    """Whether an expression asks a class or a TypeAdapter for its JSON Schema."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("model_json_schema", "json_schema", "schema")
    )


def parsed(plan: Plan, node: ast.expr, text: str) -> str:
    """The expression that makes of a text what ``.parsed`` gave for a schema."""
    if is_schema(plan, node) or makes_schema(node):
        plan.imports.add(Import("json"))
        return f"json.loads({text})"
    name = ast.unparse(node)
    found = classes_of(plan, node, class_kind)
    if found is not None and found.kind == "model":
        return f"{name}.model_validate_json({text})"
    plan.imports.add(Import("pydantic", "TypeAdapter"))
    return f"TypeAdapter({name}).validate_json({text})"


def class_kind(plan: Plan, node: ast.expr) -> str | None:
    """``model`` for a pydantic class, ``type`` for what TypeAdapter takes, None if unknown."""
    if isinstance(node, ast.Subscript):
        head = node.value
        name = head.id if isinstance(head, ast.Name) else getattr(head, "attr", "")
        inner = class_kind(plan, node.slice) if not isinstance(node.slice, ast.Tuple) else "type"
        return "type" if name in _GENERIC and inner is not None else None
    if isinstance(node, ast.Name) and node.id in ("str", "int", "float", "bool"):
        return "type" if not plan.values.names.reads.get(node) else None
    if isinstance(node, ast.Attribute):
        return "type" if plan.values.qualified(node) and _is_class_name(node.attr) else None
    if not isinstance(node, ast.Name):
        return None
    found = {_bound(plan, b.target, b.how) for b in plan.values.names.reads.get(node, ())}
    return found.pop() if len(found) == 1 else None


def _bound(plan: Plan, target: ast.AST, how: How) -> str | None:
    if how is How.IMPORT and isinstance(target, ast.alias):
        return "type" if _is_class_name(target.asname or target.name) else None
    if not isinstance(target, ast.ClassDef):
        return None
    if _derives(plan, target, MODELS):
        return "model"
    made = [plan.values.qualified(getattr(d, "func", d)) for d in target.decorator_list]
    known = "dataclasses.dataclass" in made or _derives(plan, target, _TYPED)
    return "type" if known else None


def _is_class_name(name: str) -> bool:
    return name[:1].isupper() and not name.isupper()


def _derives(plan: Plan, node: ast.ClassDef, names: frozenset[str], depth: int = 0) -> bool:
    """Whether a class has one of some others among its bases, near or far."""
    for base in node.bases:
        if plan.values.qualified(base) in names:
            return True
        for binding in plan.values.names.reads.get(base, ()) if isinstance(base, ast.Name) else ():
            if isinstance(binding.target, ast.ClassDef) and depth < 8:
                return _derives(plan, binding.target, names, depth + 1)
    return False

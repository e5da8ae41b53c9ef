"""Reads of an answer that are spelled ``getattr(response, "text", None)``.

The SDK's classes have all their fields at any time, so such a read is that of the attribute. In the
tree it becomes one, at the place of the call; the text knows how it is spelled.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.guarded import is_guarded
from stepbridge_codemods.planning.plan import USE_RULES
from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.absence import may_be_none
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kept_contents import KeptContents
from stepbridge_codemods.values.kinds import READS, RESULTS, Kind
from stepbridge_codemods.values.surroundings import Surroundings

_RENAMED = frozenset(
    {(Kind.RESPONSE, name) for name in ("text", "usage_metadata", "model_version")}
    | {(Kind.RESPONSE, "response_id"), (Kind.CANDIDATE, "content")}
    | {(Kind.CANDIDATE, "finish_reason"), (Kind.CANDIDATE, "grounding_metadata")}
    | {(Kind.FINISH, "name"), (Kind.FINISH, "value")}
    | {(Kind.WEB_SOURCE, "title"), (Kind.WEB_SOURCE, "uri")}
    | {(Kind.CALL, "name"), (Kind.CALL, "args"), (Kind.CALL, "id"), (Kind.BLOB, "mime_type")}
)
"""Reads whose new form is spelled the same way, or goes, so that None may be asked as well."""


def values_of(source: Source, around: Surroundings) -> Values:
    """The values of a module, with such reads as attributes."""
    values: Values = KeptContents(source, around)
    while "getattr" in source.text and (found := list(_found(values))):
        for call, name in found:
            _respell(source, call, name)
        source.look_again()
        values = KeptContents(source, around)
    return values


def asked_name(values: Values, call: ast.Call, function: str) -> str | None:
    """The name that ``getattr`` or ``hasattr`` asks for, where it is written out."""
    is_builtin = isinstance(call.func, ast.Name) and not values.names.reads.get(call.func)
    if not is_builtin or ast.unparse(call.func) != function or call.keywords:
        return None
    name = call.args[1] if len(call.args) > 1 else None
    text = name.value if isinstance(name, ast.Constant) else None
    return text if isinstance(text, str) and text.isidentifier() else None


def is_known(kind: Kind, name: str) -> bool:
    """Whether answers of a kind have an attribute for which a rule exists."""
    return (kind, name) in READS or (kind, f".{name}") in USE_RULES


def _found(values: Values) -> list[tuple[ast.Call, str]]:
    found = []
    for call in values.calls:
        name = asked_name(values, call, "getattr")
        value = values.value(call.args[0]) if name is not None else None
        if name is None or value is None or value.kind not in RESULTS:
            continue
        if not is_known(value.kind, name):
            continue
        keeps = (value.kind, name) in _RENAMED or value.kind is Kind.USAGE
        base = call.args[0]
        if keeps or not may_be_none(values, base) or is_guarded(values, base):
            found.append((call, name))
    return found


def _respell(source: Source, call: ast.Call, name: str) -> None:
    read = ast.copy_location(ast.Attribute(call.args[0], name, ast.Load()), call)
    parent = source.parents[call]
    for field, inner in ast.iter_fields(parent):
        if inner is call:
            setattr(parent, field, read)
        elif isinstance(inner, list) and call in inner:
            inner[inner.index(call)] = read
    source.spelled[read] = call

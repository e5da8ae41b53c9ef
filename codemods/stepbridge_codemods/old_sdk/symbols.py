"""The names of the old SDK, whichever way they were imported, and their names in google-genai."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from stepbridge_codemods.values.infer import Values

_PACKAGES = (
    "google.generativeai",
    "google.ai.generativelanguage",
    "google.ai.generativelanguage_v1beta",
)
_INNER = re.compile(r"^(?:generative_models|client|files|embedding|models|caching_types)\.")
_TYPE_MODULES = re.compile(
    r"^types\.(?:generation_types|content_types|safety_types|helper_types|file_types)\."
)

SAME_TYPES = frozenset(
    {
        "Part",
        "Content",
        "Blob",
        "FileData",
        "FunctionCall",
        "FunctionResponse",
        "FunctionDeclaration",
        "Tool",
        "ToolConfig",
        "FunctionCallingConfig",
        "Schema",
        "Type",
        "SafetySetting",
        "HarmCategory",
        "HarmBlockThreshold",
        "GenerateContentResponse",
        "Candidate",
        "CodeExecution",
    }
)
"""Classes that google.genai.types has by the same name and with the same fields."""

RENAMED_TYPES = {
    "GenerationConfig": "GenerateContentConfig",
    "AsyncGenerateContentResponse": "GenerateContentResponse",
    "Candidate.FinishReason": "FinishReason",
    "FunctionCallingConfig.Mode": "FunctionCallingConfigMode",
    "SafetySetting.HarmBlockThreshold": "HarmBlockThreshold",
    "CodeExecution": "ToolCodeExecution",
    "File": "File",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """One place that names something of the old SDK.

    ``name`` is relative to the package and normal: ``GenerativeModel``, ``configure``,
    ``types.HarmCategory.HARM_CATEGORY_HARASSMENT``. ``node`` is the whole dotted expression.
    """

    node: ast.expr
    name: str


def short_name(values: Values, node: ast.AST) -> str | None:
    """The name of an expression in the old SDK; None for all else."""
    full = values.qualified(node) or ""
    for package in reversed(_PACKAGES):
        if full == package:
            return ""
        if full.startswith(f"{package}."):
            name = full.removeprefix(f"{package}.")
            return normal(f"protos.{name}" if "language" in package else name)
    return None


def normal(name: str) -> str:
    """One spelling of a name that several modules of the old SDK export."""
    name = _INNER.sub("", name)
    name = _TYPE_MODULES.sub("types.", name)
    name = re.sub(r"^protos\.types\.", "protos.", name)
    return f"types.{name}" if name.startswith("GenerationConfig") else name


def references(values: Values) -> list[Reference]:
    """Every dotted name of the old SDK, as long as it is written."""
    return list(_references(values))


def _references(values: Values) -> Iterator[Reference]:
    parents = values.source.parents
    for name in values.names.reads:
        if short_name(values, name) is None and values.qualified(name) != "google":
            continue
        node: ast.expr = name
        parent = parents[node]
        while isinstance(parent, ast.Attribute) and parent.value is node:
            node, parent = parent, parents[parent]
        found = short_name(values, node)
        if found is not None:
            yield Reference(node, found)


def new_type(name: str) -> tuple[str, str] | None:
    """A type's name in google.genai.types, and the part of the old name that it stands for."""
    owner, _, rest = name.partition(".")
    if owner not in ("types", "protos") or not rest:
        return None
    pieces = rest.split(".")
    for length in (2, 1):
        head = ".".join(pieces[:length])
        if len(pieces) < length:
            continue
        new = RENAMED_TYPES.get(head) or (head if head in SAME_TYPES else None)
        if new is not None:
            return new, ".".join(pieces[length:])
    return None


def full_name(alias: ast.alias, statement: ast.stmt) -> str:
    """What an import binds: its dotted name."""
    if isinstance(statement, ast.ImportFrom):
        return f"{statement.module}.{alias.name}" if not statement.level else ""
    return alias.name


def is_old(full: str) -> bool:
    """Whether a dotted name belongs to the old SDK."""
    return any(full == package or full.startswith(f"{package}.") for package in _PACKAGES)

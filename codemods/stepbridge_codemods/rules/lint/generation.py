"""Keys and values of generation_config and response_format that the service refuses."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.objects import TYPES, snake
from stepbridge_codemods.planning.lint import Fix, Problem, creates, lint
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.names import respell
from stepbridge_codemods.rules.beta.request import entries, text_of, written
from stepbridge_codemods.rules.beta.slots import given
from stepbridge_codemods.rules.lint.schema import (
    CHOICES,
    GENERATION,
    LEVELS,
    LOST,
    WITHOUT_MINIMAL,
)
from stepbridge_codemods.values.infer import Values


@lint
def generation(values: Values) -> Iterator[Problem]:
    """Each key of a generation_config that is written out."""
    for call in creates(values):
        for node in written(values, given(values, call, "generation_config")):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if key is not None and text_of(key):
                        yield from _entry(values, call, key, value)
            elif isinstance(node, ast.Call) and (values.qualified(node.func) or "").startswith(
                TYPES
            ):
                yield Problem(
                    "wrong.config",
                    node,
                    advice="generation_config is a dict of its own "
                    "keys, or google.genai.interactions.GenerationConfig.",
                )


def _entry(values: Values, call: ast.Call, key: ast.expr, value: ast.expr) -> Iterator[Problem]:
    name = text_of(key)
    if name in ("thinking_config", "thinkingConfig"):
        yield Problem("wrong.thinking_config", key, _flattened(key, value))
    elif name not in GENERATION and snake(name) in GENERATION:
        yield Problem("wrong.camel_case", key, _snaked(key))
    elif snake(name) in LOST:
        yield Problem("wrong.unknown_generation_key", key)
    elif name == "thinking_summaries" and isinstance(value, ast.Constant):
        if isinstance(value.value, bool):
            yield Problem("wrong.thinking_summaries_bool", value, _summaries(value))
    elif name in ("thinking_level", "tool_choice", "thinking_summaries"):
        yield from _value(values, call, value)


def _value(values: Values, call: ast.Call, value: ast.expr) -> Iterator[Problem]:
    text = text_of(value)
    member = (values.qualified(value) or "").removeprefix(f"{TYPES}ThinkingLevel.")
    if text in LEVELS | CHOICES and isinstance(value, ast.Constant):
        yield Problem("wrong.upper_case", value, lambda plan: respell(plan, value, text.lower()))
    elif member in LEVELS:
        yield Problem(
            "wrong.upper_case",
            value,
            lambda plan: plan.edits.replace(value, f"{plan.quote}{member.lower()}{plan.quote}"),
        )
    elif text == "minimal":
        names = [text_of(n) for n in written(values, given(values, call, "model"))]
        if any(name.removeprefix("models/").startswith(WITHOUT_MINIMAL) for name in names):
            yield Problem("wrong.minimal_level", value)


def _snaked(key: ast.expr) -> Fix:
    def fix(plan: Plan) -> None:
        assert isinstance(key, ast.Constant)
        respell(plan, key, snake(text_of(key)))

    return fix


def _summaries(value: ast.Constant) -> Fix:
    new = "auto" if value.value else "none"
    return lambda plan: plan.edits.replace(value, f"{plan.quote}{new}{plan.quote}")


def _flattened(key: ast.expr, value: ast.expr) -> Fix:
    """``{"thinking_config": {"thinking_level": "HIGH"}}`` without its inner dict."""

    def fix(plan: Plan) -> None:
        found = {snake(name): node for name, node in entries(value).items()}
        parts: list[str] = []
        quote = plan.quote
        for name, node in found.items():
            if name == "thinking_level" and text_of(node).upper() in LEVELS:
                parts.append(f"{quote}{name}{quote}: {quote}{text_of(node).lower()}{quote}")
            elif name == "include_thoughts" and isinstance(node, ast.Constant):
                new = "auto" if node.value else "none"
                parts.append(f"{quote}thinking_summaries{quote}: {quote}{new}{quote}")
            else:
                raise plan.cannot("SB007", node, name)
        if not parts:
            raise plan.cannot("SB007", value)
        plan.edits.put(plan.source.span(key)[0], plan.source.span(value)[1], ", ".join(parts))

    return fix


_MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel"})


@lint
def formats(values: Values) -> Iterator[Problem]:
    """A class where a schema is due; entries without a type."""
    for call in creates(values):
        shape = given(values, call, "response_format")
        if shape is not None and _is_model(values, shape):
            yield Problem("wrong.schema_class", shape, _whole_format(shape))
        for node in written(values, shape):
            found = entries(node)
            schema = found.get("schema")
            if schema is not None and _is_model(values, schema):
                yield Problem("wrong.schema_class", schema, _to_schema(schema))
            if (
                isinstance(node, ast.Dict)
                and "type" not in found
                and (
                    found.keys() & {"mime_type", "schema", "aspect_ratio", "image_size", "mimeType"}
                )
            ):
                yield Problem("wrong.format_without_type", node, _with_type(node, found))


def _is_model(values: Values, node: ast.expr) -> bool:
    if not isinstance(node, ast.Name):
        return False
    for binding in values.names.reads.get(node, ()):
        target = binding.target
        if isinstance(target, ast.ClassDef):
            return any((values.qualified(base) or "") in _MODELS for base in target.bases)
    return False


def _to_schema(node: ast.expr) -> Fix:
    return lambda plan: plan.edits.replace(node, node, ".model_json_schema()")


def _whole_format(node: ast.expr) -> Fix:
    def fix(plan: Plan) -> None:
        text = '{"type": "text", "mime_type": "application/json", "schema": '
        start, end = plan.source.span(node)
        new = text.replace('"', plan.quote)
        plan.edits.put(start, end, new, (start, end), ".model_json_schema()}")

    return fix


def _with_type(node: ast.Dict, found: dict[str, ast.expr]) -> Fix:
    kind = "image" if found.keys() & {"aspect_ratio", "image_size"} else "text"

    def fix(plan: Plan) -> None:
        start = plan.source.span(node)[0] + 1
        if "\n" in plan.text(node):
            raise plan.cannot("SB007", node)
        plan.edits.put(
            start, start, f"{plan.quote}type{plan.quote}: {plan.quote}{kind}{plan.quote}, "
        )

    return fix

"""Whether a value is a JSON Schema at all, as far as the emulator reads it."""

from __future__ import annotations

from typing import Any

from stepbridge_emulator.errors import Refusal
from stepbridge_emulator.schema_form import COUNTS, renamed_keys

BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
LISTS_OF_SCHEMAS = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})


def check_schema(schema: Any, path: str) -> None:
    """Raises when a keyword has a value of the wrong kind, anywhere inside."""
    if schema is None or isinstance(schema, bool):
        return
    if not isinstance(schema, dict):
        raise Refusal(f"The value for '{path}' is not a valid schema.")
    for key, value in renamed_keys(schema).items():
        where = f"{path}.{key}"
        if key in ("properties", "$defs"):
            _check_members(value, where)
        elif key in LISTS_OF_SCHEMAS:
            _check_list(value, where)
        elif key in ("items", "additionalProperties"):
            check_schema(value, where)
        elif not _fits(key, value):
            raise Refusal(f"The value for '{where}' is not valid.")


def _check_members(value: Any, path: str) -> None:
    if value is None:
        return
    if not isinstance(value, dict):
        raise Refusal(f"The value for '{path}' is not valid: expected an object.")
    for name, item in value.items():
        if item is None:
            raise Refusal(f"The value for '{path}.{name}' is not a valid schema.")
        check_schema(item, f"{path}.{name}")


def _check_list(value: Any, path: str) -> None:
    if value is None:
        return
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Refusal(f"The value for '{path}' is not valid: expected a list of schemas.")
    for index, item in enumerate(value):
        check_schema(item, f"{path}[{index}]")


def _fits(key: str, value: Any) -> bool:
    if value is None:
        return True
    if key == "required":
        return _strings(value)
    if key == "type":
        return isinstance(value, str) or _strings(value)
    if key == "enum":
        return isinstance(value, list) and bool(value)
    if key in COUNTS:
        return isinstance(value, int | str) and str(value).isdigit()
    if key in BOUNDS:
        return isinstance(value, int | float)
    return True


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)

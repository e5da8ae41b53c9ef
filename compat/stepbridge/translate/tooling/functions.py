"""Function declarations -> ``{"type": "function", ...}`` tools."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.tooling.json_schema import from_json_schema
from stepbridge.translate.tooling.schema import from_openapi
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.malformed import MalformedRequestError
from stepbridge.translate.walk.rules import Rule, Table, carried, copied, refused
from stepbridge.translate.walk.shapes import as_list, as_text
from stepbridge.wire import JsonObject


def function_tools(value: Any, path: str, ledger: Ledger) -> list[JsonObject]:
    """One tool for each entry of ``functionDeclarations``."""
    return [
        carried(item, f"{path}[{place}]", _TABLE, ledger, type="function")
        for place, item in enumerate(as_list(value, path))
    ]


def _parameters(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    _only_one(path, target)
    target["parameters"] = from_openapi(value, path, ledger)


def _json_parameters(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
    _only_one(path, target)
    target["parameters"] = from_json_schema(value, path, ledger)


def _only_one(path: str, target: JsonObject) -> None:
    if "parameters" in target:
        raise MalformedRequestError(path, "one schema for the parameters")


def _result_schema(symbol: str) -> Rule[JsonObject]:
    # google-genai adds one for every return annotation: to refuse it would refuse most functions.
    def rule(value: Any, path: str, target: JsonObject, ledger: Ledger) -> None:
        ledger.approximated(symbol, path, value, _NO_RESULT_SCHEMA)

    return rule


_NO_RESULT_SCHEMA = (
    "A function tool has no schema for what the function returns, so it is left out; "
    "the model sees the returned value itself."
)
_TABLE: Table[JsonObject] = {
    "name": copied("name", as_text),
    "description": copied("description", as_text),
    "parameters": _parameters,
    "parameters_json_schema": _json_parameters,
    "response": _result_schema("FunctionDeclaration.response"),
    "response_json_schema": _result_schema("FunctionDeclaration.response_json_schema"),
    "behavior": refused("FunctionDeclaration.behavior", "BLOCKING", "UNSPECIFIED"),
}

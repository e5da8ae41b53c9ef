"""``executableCode`` and ``codeExecutionResult`` parts -> code execution steps."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.walk.enums import CODE_LANGUAGE, OUTCOME, chosen
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.rules import Table, carried, copied
from stepbridge.translate.walk.shapes import as_text
from stepbridge.wire import JsonObject


def read_code(value: Any, path: str, ledger: Ledger) -> tuple[str | None, JsonObject]:
    """The call's id, if it has one, and its arguments ``{code, language}``."""
    said = carried(value, path, _CODE, ledger)
    return said.pop("id", None), said


def read_outcome(value: Any, path: str, ledger: Ledger) -> tuple[str | None, JsonObject]:
    """The id of the call, if it is given, and ``{result, is_error}``."""
    said = carried(value, path, _OUTCOME, ledger, result="")
    outcome = said.pop("outcome", None)
    if outcome == "deadline_exceeded":
        note = "There is one kind of failure only; this one reads as failed afterwards."
        ledger.approximated("CodeExecutionResult.outcome", path, outcome, note)
    if outcome is not None:
        said["is_error"] = outcome != "ok"
    return said.pop("id", None), said


_CODE: Table[JsonObject] = {
    "id": copied("id", as_text),
    "code": copied("code", as_text),
    "language": chosen("language", CODE_LANGUAGE),
}
_OUTCOME: Table[JsonObject] = {
    "id": copied("id", as_text),
    "outcome": chosen("outcome", OUTCOME),
    "output": copied("result", as_text),
}

"""The linter's tables of names agree with the installed SDK, and its rows exist."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, get_args

import pytest
from google.genai import interactions
from google.genai._gaos.types.interactions.createagentinteraction import CreateAgentInteractionParam
from google.genai._gaos.types.interactions.createmodelinteraction import CreateModelInteractionParam

from stepbridge import fields
from stepbridge_codemods import Tier, audit
from stepbridge_codemods.rules.beta.types import GONE, TYPES
from stepbridge_codemods.rules.lint import schema as lint_schema

RULES = Path(lint_schema.__file__).parent
CALL_OPTIONS = {"api_version", "extra_headers", "extra_query", "extra_body", "timeout"}


def tags(suffix: str) -> set[str]:
    """The constant types of all classes of the SDK whose names end so."""
    found: set[str] = set()
    for name, value in vars(interactions).items():
        model: Any = value
        field = getattr(model, "model_fields", {}).get("type")
        if field is not None and name.endswith(suffix):
            found.update(str(tag) for tag in get_args(field.annotation) if isinstance(tag, str))
            found.update({field.default} if isinstance(field.default, str) else ())
    return found


def test_arguments_are_those_of_create() -> None:
    known = {
        *CreateModelInteractionParam.__annotations__,
        *CreateAgentInteractionParam.__annotations__,
    }
    assert known <= lint_schema.ARGUMENTS
    assert lint_schema.ARGUMENTS - known == CALL_OPTIONS | {"automatic_continuation"}


def test_generation_keys_are_those_of_the_sdk() -> None:
    assert set(interactions.GenerationConfigParam.__annotations__) == lint_schema.GENERATION
    assert not lint_schema.GENERATION & lint_schema.LOST


def test_steps_are_those_of_the_sdk() -> None:
    assert tags("Step") - {"UNKNOWN"} == lint_schema.STEPS


def test_renamed_classes_exist_and_old_ones_do_not() -> None:
    for old, new in TYPES.items():
        assert not hasattr(interactions, old), old
        assert hasattr(interactions, new), new
    assert not any(hasattr(interactions, name) for name in GONE)


def symbols() -> list[str]:
    """Every symbol of a row that a rule names."""
    found = {
        node.value
        for path in (*RULES.glob("lint_*.py"), *RULES.glob("beta_*.py"), *RULES.glob("rest_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith(("wrong.", "beta."))
        and node.value.count(".") >= 1
        and " " not in node.value
    }
    return sorted(symbol for symbol in found if not symbol.endswith("."))


@pytest.mark.parametrize("symbol", symbols())
def test_every_symbol_has_a_row(symbol: str) -> None:
    assert fields.of(symbol).symbol == symbol


def test_advice_is_given_where_there_is_no_fix() -> None:
    program = b"""
from google import genai

client = genai.Client()
client.interactions.create(model="m", input="hi", store=False, background=True)
"""
    (finding,) = audit(program).findings
    assert finding.tier is Tier.MANUAL
    assert finding.rule == fields.of("wrong.store_false_background").id
    assert "store=True" in finding.reason

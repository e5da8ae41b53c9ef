"""Safety settings in the shape of generateContent.

https://ai.google.dev/gemini-api/docs/safety-settings
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.objects import TYPES
from stepbridge_codemods.planning.lint import Fix, Problem, creates, lint
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.names import respell
from stepbridge_codemods.rules.beta.request import entries, text_of, written
from stepbridge_codemods.rules.beta.slots import given
from stepbridge_codemods.values.infer import Values

_PREFIX = "HARM_CATEGORY_"


@lint
def settings(values: Values) -> Iterator[Problem]:
    """``{"category": "HARM_CATEGORY_X", "threshold": "BLOCK_NONE"}``."""
    for call in creates(values):
        for node in written(values, given(values, call, "safety_settings")):
            name = values.qualified(node.func) if isinstance(node, ast.Call) else ""
            if name == f"{TYPES}SafetySetting":
                yield Problem("wrong.legacy_safety", node)
            elif isinstance(node, ast.Dict) and "category" in entries(node):
                yield Problem("wrong.legacy_safety", node, _renamed(node))


def _renamed(node: ast.Dict) -> Fix:
    def fix(plan: Plan) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            name, text = text_of(key), text_of(value)
            if not isinstance(key, ast.Constant) or not isinstance(value, ast.Constant) or not text:
                raise plan.cannot("SB007", node)
            if name == "category":
                respell(plan, key, "type")
            respell(plan, value, text.removeprefix(_PREFIX).lower())

    return fix

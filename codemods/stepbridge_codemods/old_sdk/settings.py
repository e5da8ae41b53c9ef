"""The settings of a model or a call as entries of a google-genai config."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from stepbridge_codemods.objects import bindings_of, is_none
from stepbridge_codemods.old_sdk import tool_settings
from stepbridge_codemods.old_sdk.generation import Generation
from stepbridge_codemods.old_sdk.given import named_values
from stepbridge_codemods.old_sdk.safety import Safety
from stepbridge_codemods.old_sdk.symbols import Reference
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.layout import Doc, Entry, atom, mapping
from stepbridge_codemods.values.names import How


class Settings:
    """Turns arguments of the old SDK into entries; edits variables where they are written."""

    def __init__(
        self, plan: Plan, configs: Iterable[ast.expr], references: Iterable[Reference]
    ) -> None:
        self.plan = plan
        self.generation = Generation(plan, configs, references)
        self.safety = Safety(plan)

    def entries(self, name: str, node: ast.expr) -> list[Entry]:
        """The entries of one argument of GenerativeModel or generate_content."""
        if is_none(node):
            return []
        if name == "generation_config":
            return self.generation.entries(node)
        if name == "safety_settings":
            return [Entry(self.safety.settings(node), "safety_settings")]
        if name == "tools":
            return tool_settings.tools(self.plan, node)
        if name == "tool_config":
            return [Entry(tool_settings.choice(self.plan, node), "tool_config")]
        if name == "system_instruction":
            return [Entry(atom(node), "system_instruction")]
        if name == "request_options":
            return self._request_options(node)
        raise self.plan.cannot("SB006", node, name)

    def _request_options(self, node: ast.expr) -> list[Entry]:
        """The timeout, which google-genai counts in milliseconds."""
        pairs = named_values(self._written(node))
        if pairs is None or set(pairs) != {"timeout"}:
            raise self.plan.cannot("SB006", node, "request_options")
        timeout = pairs["timeout"]
        if isinstance(timeout, ast.Constant) and isinstance(timeout.value, int | float):
            doc: Doc = atom(f"{round(timeout.value * 1000)}")
        else:
            doc = atom("int((", timeout, ") * 1000)")
        return [Entry(mapping(("timeout", doc)), "http_options")]

    def _written(self, node: ast.expr) -> ast.expr:
        """What a name stands for that is bound once, and read whole wherever it is read."""
        bindings = bindings_of(self.plan, node)
        value = bindings[0].value if len(bindings) == 1 else None
        variable = self.plan.values.variable(node)
        if value is None or variable is None or bindings[0].how is not How.ASSIGN:
            return node
        loads = self.plan.values.loads(variable)
        whole = all(isinstance(self.plan.source.parents[n], ast.keyword) for n in loads)
        constant = isinstance(value, ast.Dict) and all(
            isinstance(item, ast.Constant) for item in value.values
        )
        return value if whole and constant else node

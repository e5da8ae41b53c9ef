"""safety_settings of the old SDK, in any of its spellings, as the list that google-genai takes."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from stepbridge_codemods.objects import is_none
from stepbridge_codemods.old_sdk.elsewhere import is_safety_list, vet_imported
from stepbridge_codemods.old_sdk.given import Passed, named_values, passed_to
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.old_sdk.words import CATEGORIES, THRESHOLDS
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.text.layout import Doc, Entry, Group, atom, comments_of, listing, mapping

_NUMBERS = {
    "category": {7: "harassment", 8: "hate", 9: "sex", 10: "danger"},
    "threshold": {1: "low", 2: "medium", 3: "high", 4: "block_none"},
}
_WORDS: Mapping[str, Mapping[str, str]] = {"category": CATEGORIES, "threshold": THRESHOLDS}
_ALL = ("harassment", "hate", "sex", "danger")
_CLASS = ("types.SafetySetting", "protos.SafetySetting")


class Safety:
    """Turns safety settings into a list; edits variables where they are written."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._done: set[ast.AST] = set()

    def settings(self, node: ast.expr) -> Doc:
        """A list of settings, whichever of the many spellings was used."""
        if isinstance(node, ast.Constant):
            threshold = self._word(node, "threshold")
            return listing(self._setting(_full(c), threshold) for c in _ALL)
        if isinstance(node, ast.Dict):
            return self._by_category(node)
        if isinstance(node, ast.List | ast.Tuple):
            comments, _ = comments_of(self.plan.source, node, node.elts)
            return listing(Entry(self._listed(e), "", *comments[e]) for e in node.elts)
        if is_safety_list(self.plan, node):
            return atom(node)
        self._elsewhere(node)
        return atom(node)

    def _elsewhere(self, node: ast.expr) -> None:
        """What a variable, a parameter, a choice or a function gives, where it is written."""
        found = passed_to(self.plan, node)
        if found is None:
            vet_imported(self.plan, "safety_settings", node)
            raise self.plan.cannot("SB007", node, "safety_settings")
        self._annotate(found)
        for value in found.values:
            if value in self._done or is_none(value):
                continue
            self._done.add(value)
            doc = self.settings(value)
            if isinstance(doc, Group):
                in_place(self.plan, value, doc)

    def _annotate(self, found: Passed) -> None:
        for annotation in found.annotations:
            for node in ast.walk(annotation):
                name = getattr(node, "id", "")
                if name in ("dict", "Dict") and isinstance(node, ast.Name):
                    outer = self.plan.source.parents[node]
                    whole = isinstance(outer, ast.Subscript) and outer.value is node
                    self.plan.edits.replace(outer if whole else node, "list")

    def _by_category(self, node: ast.Dict) -> Group:
        comments, _ = comments_of(self.plan.source, node, node.values)
        result = listing([])
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                raise self.plan.cannot("SB007", value, "safety_settings")
            doc = self._setting(self._word(key, "category"), self._word(value, "threshold"))
            result.entries.append(Entry(doc, "", *comments[value]))
        return result

    def _listed(self, node: ast.expr) -> Doc:
        """One setting of a list: a dict or a SafetySetting."""
        is_class = isinstance(node, ast.Call) and short_name(self.plan.values, node.func) in _CLASS
        pairs = named_values(node) if is_class or isinstance(node, ast.Dict) else None
        if pairs is None or set(pairs) != {"category", "threshold"}:
            raise self.plan.cannot("SB007", node, "safety_settings")
        category = self._word(pairs["category"], "category")
        return self._setting(category, self._word(pairs["threshold"], "threshold"))

    def _setting(self, category: str, threshold: str) -> Group:
        quoted = self.plan.quoted
        return mapping(("category", quoted(category)), ("threshold", quoted(threshold)))

    def _word(self, node: ast.expr, which: str) -> str:
        """``HARM_CATEGORY_...`` or ``BLOCK_...`` for an enum member, a name, or a number."""
        value: object = node.value if isinstance(node, ast.Constant) else None
        if value is None:
            name = short_name(self.plan.values, node)
            value = name.rpartition(".")[2] if name else None
        if isinstance(value, int):
            value = _NUMBERS[which].get(value)
        if not isinstance(value, str):
            raise self.plan.cannot("SB007", node, which)
        found = _WORDS[which].get(value.lower().removeprefix("harm_category_"))
        if found is None:
            raise self.plan.cannot("SB007", node, which)
        return found


def _full(category: str) -> str:
    return CATEGORIES[category]

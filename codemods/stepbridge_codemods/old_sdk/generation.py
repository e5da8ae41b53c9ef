"""generation_config of the old SDK as entries of a google-genai config."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cached_property

from stepbridge_codemods.certainty.imported import written_elsewhere
from stepbridge_codemods.objects import is_none
from stepbridge_codemods.old_sdk.elsewhere import vet_imported
from stepbridge_codemods.old_sdk.symbols import Reference, short_name
from stepbridge_codemods.old_sdk.written import quote_at
from stepbridge_codemods.planning.plan import ManualError, Plan
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.text.layout import Atom, Doc, Entry, atom, comments_of, mapping
from stepbridge_codemods.values.literals import SCALARS

NAME = "generation_config"
CLASSES = frozenset({"types.GenerationConfig", "protos.GenerationConfig"})
_SHOWING = frozenset({"print", "repr", "str"})
_MAYBE = "**("
_SPELLED_ALIKE = SCALARS - {"response_mime_type"}
_WITHOUT_EFFECT = (("response_mime_type", "text/plain"), ("candidate_count", 1))


class Generation:
    """Settings of generation, wherever they are written.

    What is written out becomes entries. What has a name stays there, as a dict where nothing asks
    for more than that, and is spread; a dict of another module is read entry by entry. An object
    of which more is asked stays an object: it can be a config alone, and not be spread among other
    settings (``is_object``).
    """

    def __init__(
        self,
        plan: Plan,
        given: Iterable[ast.expr],
        references: Iterable[Reference],
    ) -> None:
        self.plan = plan
        self.given = list(given)
        self.references = [one for one in references if one.name in CLASSES]
        self._written: set[ast.AST] = set()
        self._objects: set[ast.AST] = set()

    def entries(self, node: ast.expr) -> list[Entry]:
        """What a dict or a GenerationConfig says; a variable is spread."""
        possible = vet_imported(self.plan, NAME, node)
        if isinstance(node, ast.Call) and self._is_object(node):
            return self._keywords(node)
        if isinstance(node, ast.Dict):
            return self._items(node)
        known = _effective(written_elsewhere(self.plan, node))
        if known and known.keys() <= _SPELLED_ALIKE:
            quote = quote_at(self.plan, node)
            return [Entry(atom(node, f"[{quote}{name}{quote}]"), name) for name in known]
        objects = [one for one in possible if isinstance(one, ast.Call) and self._is_object(one)]
        if objects and not self.are_dicts:
            self._objects.add(node)
        for one in objects if self.are_dicts else ():
            self._in_place(one)
        if any(isinstance(one, ast.expr) and is_none(one) for one in possible):
            return [Entry(atom(_MAYBE, node, " or {})"))]
        return [Entry(atom("**", node))]

    def is_object(self, node: ast.expr | None) -> bool:
        """Whether a setting may be an object, which cannot be spread."""
        return node in self._objects

    @cached_property
    def are_dicts(self) -> bool:
        """Whether every object that has a name may be a dict: none is read or changed."""
        flow: set[ast.AST] = set()
        for node in self.given:
            flow |= self._flow(node)
        parents = self.plan.source.parents
        for reference in self.references:
            call = parents[reference.node]
            called = isinstance(call, ast.Call) and call.func is reference.node
            if not (called and call in flow) and not self._is_annotation(reference.node):
                return False
        return all(self._is_quiet(node, flow) for node in flow)

    def _flow(self, node: ast.expr) -> set[ast.AST]:
        """All that a setting may be; empty where that is not known."""
        try:
            return vet_imported(self.plan, NAME, node)
        except ManualError:
            return set()

    def _is_quiet(self, node: ast.AST, flow: set[ast.AST]) -> bool:
        """Whether a variable that objects pass through is only ever a setting."""
        if not isinstance(node, ast.Name | ast.Attribute):
            return True
        if not any(isinstance(n, ast.Call) and self._is_object(n) for n in self._flow(node)):
            return True
        variable = self.plan.values.variable(node)
        if variable is None:
            named = self.plan.values.attribute_nodes.get(getattr(node, "attr", ""), [])
            return all(one in flow for one in named)
        loads = self.plan.values.loads(variable)
        shared = self.plan.values.is_shared(variable)
        return not shared and all(load in flow or self._is_shown(load) for load in loads)

    def _is_shown(self, load: ast.expr) -> bool:
        """Whether a value is printed, or asked whether it is there."""
        parent = self.plan.source.parents[load]
        if isinstance(parent, ast.Call):
            return isinstance(parent.func, ast.Name) and parent.func.id in _SHOWING
        if isinstance(parent, ast.Compare):
            return all(isinstance(op, ast.Is | ast.IsNot) for op in parent.ops)
        return isinstance(parent, ast.FormattedValue | ast.If)

    def _is_annotation(self, node: ast.expr) -> bool:
        """Whether a name stands in an annotation of a variable, a parameter or a function."""
        child: ast.AST = node
        parent = self.plan.source.parents[node]
        while isinstance(parent, ast.Subscript | ast.BinOp | ast.Tuple):
            child, parent = parent, self.plan.source.parents[parent]
        return child in (getattr(parent, "annotation", None), getattr(parent, "returns", None))

    def rename(self, types: str) -> None:
        """The class in annotations, and where objects stay objects."""
        for reference in self.references:
            if not self.are_dicts:
                self.plan.edits.replace(reference.node, f"{types}.GenerateContentConfig")
            elif self._is_annotation(reference.node):
                self.plan.edits.replace(reference.node, "dict")

    def _is_object(self, node: ast.Call) -> bool:
        """Whether an expression is a call of the class GenerationConfig."""
        return short_name(self.plan.values, node.func) in CLASSES

    def _in_place(self, node: ast.Call) -> None:
        """The definition of a variable: a dict in place of a GenerationConfig."""
        if node in self._written:
            return
        self._written.add(node)
        in_place(self.plan, node, mapping(*self._keywords(node)))

    def _keywords(self, node: ast.Call) -> list[Entry]:
        if node.args:
            raise self.plan.cannot("SB008", node)
        comments, _ = comments_of(self.plan.source, node, node.keywords)
        return [
            Entry(atom(k.value), k.arg, *comments[k])
            if k.arg
            else Entry(atom("**", k.value), "", *comments[k])
            for k in node.keywords
        ]

    def _items(self, node: ast.Dict) -> list[Entry]:
        comments, _ = comments_of(self.plan.source, node, node.values)
        found = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                found.append(Entry(atom("**", value), "", *comments[value]))
            elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                found.append(Entry(atom(value), key.value, *comments[value]))
            else:
                raise self.plan.cannot("SB007", value, NAME)
        return found


def _effective(known: object) -> dict[str, None]:
    """The names of the settings in a dict that set something, in order."""
    if not isinstance(known, dict):
        return {}
    return {
        name: None
        for name, value in known.items()
        if value is not None and (name, value) not in _WITHOUT_EFFECT
    }


def alone(entry: Entry) -> Doc:
    """What is spread, for a place where nothing stands beside it."""
    assert isinstance(entry.value, Atom)
    first, *rest = entry.value.parts
    return atom(rest[0]) if first == _MAYBE else atom(*rest)

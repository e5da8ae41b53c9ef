"""The settings of a model or a call as entries of a google-genai config."""

from __future__ import annotations

import ast

from stepbridge_codemods.layout import Doc, Entry, Group, atom, comments_of, listing, mapping
from stepbridge_codemods.lists import in_place
from stepbridge_codemods.objects import bindings_of, is_none
from stepbridge_codemods.old_sdk.elsewhere import is_safety_list, vet_imported
from stepbridge_codemods.old_sdk.symbols import short_name
from stepbridge_codemods.old_sdk.words import CATEGORIES, THRESHOLDS
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.texts import is_text
from stepbridge_codemods.values.names import How

_NUMBERS = {
    "category": {7: "harassment", 8: "hate", 9: "sex", 10: "danger"},
    "threshold": {1: "low", 2: "medium", 3: "high", 4: "block_none"},
}
_ALL = ("harassment", "hate", "sex", "danger")


class Settings:
    """Turns arguments of the old SDK into entries; edits variables where they are written."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._done: set[ast.AST] = set()

    def entries(self, name: str, node: ast.expr) -> list[Entry]:
        """The entries of one argument of GenerativeModel or generate_content."""
        if is_none(node):
            return []
        if name in ("tools", "tool_config"):
            vet_imported(self.plan, name, node)
        if name == "generation_config":
            return self.generation(node)
        if name == "safety_settings":
            return [Entry(self.safety(node), "safety_settings")]
        if name == "tools":
            return self.tools(node)
        if name == "tool_config":
            return [Entry(self.choice(node), "tool_config")]
        if name == "system_instruction":
            return [Entry(atom(node), "system_instruction")]
        if name == "request_options":
            return self.request_options(node)
        raise self.plan.cannot("SB006", node, name)

    # --- generation_config -----------------------------------------------------------------

    def generation(self, node: ast.expr) -> list[Entry]:
        """What a dict or a GenerationConfig says; a variable is spread."""
        possible = vet_imported(self.plan, "generation_config", node)
        if self.is_generation_config(node):
            assert isinstance(node, ast.Call)
            return self._keywords(node)
        if isinstance(node, ast.Dict):
            return self._items(node)
        bindings = bindings_of(self.plan, node)
        own = [b.value for b in bindings if b.how is How.ASSIGN and b.value is not None]
        objects = filter(self.is_generation_config, possible)
        if any(one not in own for one in objects):
            raise self.plan.cannot("SB004", node, "generation_config")
        for value in own:
            self._in_place(value)
        return [Entry(atom("**", node))]

    def is_generation_config(self, node: ast.AST) -> bool:
        """Whether an expression is a call of the class GenerationConfig."""
        name = short_name(self.plan.values, node.func) if isinstance(node, ast.Call) else None
        return name in ("types.GenerationConfig", "protos.GenerationConfig")

    def _in_place(self, node: ast.expr) -> None:
        """The definition of a variable: a dict in place of a GenerationConfig."""
        if node in self._done or not self.is_generation_config(node):
            return
        self._done.add(node)
        assert isinstance(node, ast.Call)
        doc = mapping(*self._keywords(node))
        in_place(self.plan, node, doc)

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
                raise self.plan.cannot("SB007", value, "generation_config")
        return found

    # --- safety ----------------------------------------------------------------------------

    def safety(self, node: ast.expr) -> Doc:
        """A list of settings, whichever of the many spellings was used."""
        if isinstance(node, ast.Constant):
            threshold = self._word(node, "threshold")
            return listing(self._setting(f"HARM_CATEGORY_{self._full(c)}", threshold) for c in _ALL)
        if isinstance(node, ast.Dict):
            return self._by_category(node)
        if isinstance(node, ast.List | ast.Tuple):
            comments, _ = comments_of(self.plan.source, node, node.elts)
            return listing(Entry(self._listed(e), "", *comments[e]) for e in node.elts)
        if is_safety_list(self.plan, node):
            return atom(node)
        bindings = bindings_of(self.plan, node)
        if not bindings:
            vet_imported(self.plan, "safety_settings", node)
            raise self.plan.cannot("SB007", node, "safety_settings")
        for binding in bindings:
            if binding.how is not How.ASSIGN or binding.value is None:
                raise self.plan.cannot("SB007", binding.target, "safety_settings")
            if binding.value not in self._done and not is_none(binding.value):
                self._done.add(binding.value)
                doc = self.safety(binding.value)
                if isinstance(doc, Group):
                    in_place(self.plan, binding.value, doc)
        return atom(node)

    def _full(self, category: str) -> str:
        return CATEGORIES[category].removeprefix("HARM_CATEGORY_")

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
        if isinstance(node, ast.Dict):
            pairs = {
                k.value: v
                for k, v in zip(node.keys, node.values, strict=True)
                if isinstance(k, ast.Constant)
            }
        elif isinstance(node, ast.Call):
            pairs = {k.arg: k.value for k in node.keywords}
        else:
            raise self.plan.cannot("SB007", node, "safety_settings")
        if set(pairs) != {"category", "threshold"}:
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
        key = value.lower().removeprefix("harm_category_")
        found = (CATEGORIES if which == "category" else THRESHOLDS).get(key)
        if found is None:
            raise self.plan.cannot("SB007", node, which)
        return found

    # --- tools -----------------------------------------------------------------------------

    def tools(self, node: ast.expr) -> list[Entry]:
        """A list of tools; functions among them are declared, and called by nobody."""
        if isinstance(node, ast.Constant):
            if node.value not in ("code_execution", "google_search_retrieval"):
                raise self.plan.cannot("SB007", node, "tools")
            return [Entry(listing([mapping((str(node.value), mapping()))]), "tools")]
        if isinstance(node, ast.List | ast.Tuple):
            comments, _ = comments_of(self.plan.source, node, node.elts)
            docs = [Entry(self._tool(e), "", *comments[e]) for e in node.elts]
            return [Entry(listing(docs), "tools")]
        if isinstance(node, ast.Call | ast.Dict) or self._is_tool(node):
            return [Entry(listing([self._tool(node)]), "tools")]
        return [Entry(atom(node), "tools")]

    def _is_tool(self, node: ast.expr) -> bool:
        """Whether a variable holds one Tool or function."""
        if self.plan.values.function(node) is not None:
            return True
        values = [b.value for b in bindings_of(self.plan, node)]
        return bool(values) and all(isinstance(v, ast.Call | ast.Dict) for v in values)

    def _tool(self, node: ast.expr) -> Doc:
        named = (isinstance(node, ast.Call) and short_name(self.plan.values, node.func)) or ""
        keys = (
            {k.value for k in node.keys if isinstance(k, ast.Constant)}
            if (isinstance(node, ast.Dict))
            else set()
        )
        bound = [b.value for b in bindings_of(self.plan, node)]
        declared = named.endswith(".FunctionDeclaration") or "name" in keys
        if len(bound) == 1 and isinstance(bound[0], ast.Call):
            name = short_name(self.plan.values, bound[0].func) or ""
            declared = name.endswith(".FunctionDeclaration")
        if isinstance(node, ast.Constant):
            return mapping((str(node.value), mapping()))
        if declared:
            return mapping(("function_declarations", listing([atom(node)])))
        return atom(node)

    def choice(self, node: ast.expr) -> Doc:
        """tool_config: a dict, a ToolConfig, or a mode alone."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            mode = mapping(("mode", self.plan.quoted(node.value.upper())))
            return mapping(("function_calling_config", mode))
        if isinstance(node, ast.Call):
            name = short_name(self.plan.values, node.func) or ""
            if name.endswith(".to_tool_config") and len(node.args) == 1:
                return atom(node.args[0])
        return atom(node)

    # --- request_options -------------------------------------------------------------------

    def request_options(self, node: ast.expr) -> list[Entry]:
        """The timeout, which google-genai counts in milliseconds."""
        pairs: dict[object, ast.expr] = {}
        if isinstance(node, ast.Dict):
            pairs = {
                k.value: v
                for k, v in zip(node.keys, node.values, strict=True)
                if isinstance(k, ast.Constant)
            }
        elif isinstance(node, ast.Call):
            pairs = {k.arg: k.value for k in node.keywords}
        if set(pairs) != {"timeout"}:
            raise self.plan.cannot("SB006", node, "request_options")
        timeout = pairs["timeout"]
        if isinstance(timeout, ast.Constant) and isinstance(timeout.value, int | float):
            doc: Doc = atom(f"{round(timeout.value * 1000)}")
        else:
            doc = atom("int((", timeout, ") * 1000)")
        return [Entry(mapping(("timeout", doc)), "http_options")]


def text_parts(plan: Plan, node: ast.Dict) -> None:
    """``{"role": ..., "parts": "text"}`` gets a list of parts, each a dict."""
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or key.value != "parts":
            continue
        if isinstance(value, ast.List | ast.Tuple):
            for item in value.elts:
                if is_text(plan, item):
                    plan.edits.replace(item, *_text(plan), item, "}")
        elif is_text(plan, value):
            plan.edits.replace(value, "[", *_text(plan), value, "}]")


def _text(plan: Plan) -> tuple[str]:
    return (f"{{{plan.quote}text{plan.quote}: ",)


def inline_blob(plan: Plan, node: ast.Dict) -> None:
    """``{"mime_type": ..., "data": ...}`` goes under ``inline_data``."""
    keys = {k.value for k in node.keys if isinstance(k, ast.Constant)}
    outer = plan.source.parents[node]
    named = isinstance(outer, ast.keyword | ast.Dict)
    if keys == {"mime_type", "data"} and not named:
        quote = plan.quote
        plan.edits.replace(node, f"{{{quote}inline_data{quote}: ", node, "}")

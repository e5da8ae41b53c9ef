"""What code reads from an exception that was one of the SDK's: by name, or in its text.

Exceptions of Interactions have ``status_code`` and ``body``; their text begins with
``Error code: 429``, and has no google.rpc status.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from stepbridge_codemods.planning.conditions import holding
from stepbridge_codemods.planning.error_texts import is_only_searched, replaced_words, words_in
from stepbridge_codemods.planning.plan import ManualError
from stepbridge_codemods.text.edits import Edits
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.shown import is_only_shown

CODES = {
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "UNAUTHENTICATED": 401,
    "RESOURCE_EXHAUSTED": 429,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}
"""Status that has an HTTP status of its own -> that."""
_EVERY = frozenset(
    {"args", "with_traceback", "add_note", "__class__", "__cause__", "__traceback__"}
)
_DETAILS = frozenset({"status", "details", "response_json"})


@dataclass(eq=False)
class Caught:
    """An exception under a name.

    ``certain``: it can only be one of the SDK. ``mixed``: also of calls that raise what they
    raised. ``others``: also of other packages, whose exceptions have codes and texts of their own.
    ``inside`` is where it is read; ``handed`` the arguments that hand it to functions.
    """

    values: Values
    edits: Edits
    reads: list[ast.Name]
    inside: ast.AST
    certain: bool
    mixed: bool
    others: bool
    shows_text: bool = False
    handed: list[tuple[ast.Call, ast.Name]] = field(default_factory=list)
    _numbered: set[ast.expr] = field(default_factory=set)

    def rewrite(self) -> None:
        """Edits every read; raises ManualError where one has no counterpart."""
        for read in self.reads:
            self._read(read)
        if self.reads:
            names = {read.id for read in self.reads}
            mixed = self.mixed or (not self.certain and self.others)
            words = [one for one in words_in(self.inside) if one not in self._numbered]
            self.shows_text |= replaced_words(self.values, self.edits, words, names, mixed)

    def _cannot(self, node: ast.AST, detail: str) -> ManualError:
        return ManualError("SB013", node, detail)

    def _read(self, read: ast.Name) -> None:
        parent = self.values.source.parents[read]
        if isinstance(parent, ast.Raise):
            return
        if isinstance(parent, ast.Attribute):
            self._attribute(read, parent)
        elif isinstance(parent, ast.Call) and _is_asking(self.values, parent, read):
            self._asked(parent)
        elif isinstance(parent, ast.Call) and self.values.function(parent.func) is not None:
            self.handed.append((parent, read))
        elif isinstance(parent, ast.Assign):
            self._kept(parent)
        elif not _is_isinstance(parent) and not is_only_searched(self.values, read):
            self.shows_text = True
            if self.certain and not _is_text(self.values, read, parent):
                raise self._cannot(parent, "what the exception itself says")

    def _kept(self, statement: ast.Assign) -> None:
        """``last = e``, which may be raised again or shown later."""
        self.shows_text = True
        variable = self.values.variable(statement.targets[0])
        if variable is None:
            raise self._cannot(statement, "an exception that is kept")
        for load in self.values.loads(variable):
            parent = self.values.source.parents[load]
            raised = isinstance(parent, ast.Raise | ast.Compare | ast.If | ast.BoolOp)
            if not raised and not _is_text(self.values, load, parent):
                raise self._cannot(load, "an exception that is kept")

    # --- attributes ------------------------------------------------------------------------------

    def _attribute(self, read: ast.Name, node: ast.Attribute) -> None:
        certain = self.certain or is_guarded(self.values, read)
        name = node.attr
        if name in _EVERY or (name == "response" and certain):
            return
        if name == "code":
            self._code(node, certain)
        elif name == "message" and certain:
            self._refuse_mixed(node)
            self._rename(node, f"body{self._keys('error', 'message')}")
        elif name in _DETAILS:
            self._detail(node, certain)
        elif certain and name != "message":
            raise self._cannot(node, name)
        else:
            self.shows_text |= name == "message"

    def _code(self, node: ast.Attribute, certain: bool) -> None:
        if isinstance(self.inside, ast.ExceptHandler):
            self._refuse_mixed(node)
            if not certain and self.others:
                raise self._cannot(node, "the code of an exception of any class")
            self._rename(node, "status_code")
        elif certain and not self.mixed:
            self._rename(node, "status_code")
        else:
            self._either(node, node.value, "None")

    def _detail(self, node: ast.Attribute, certain: bool) -> None:
        self._refuse_mixed(node)
        if not certain:
            raise self._cannot(node, "what an exception of any class says")
        if node.attr == "status" and self._compared(node):
            return
        if not is_only_shown(self.values, node):
            raise self._cannot(node, node.attr)
        self.shows_text = True
        status = f"body{self._keys('error', 'code')}"
        self._rename(node, status if node.attr == "status" else "body")

    def _compared(self, node: ast.Attribute) -> bool:
        """``e.status == "UNAVAILABLE"``, ``e.status in ("UNAVAILABLE", "INTERNAL")``."""
        test = self.values.source.parents[node]
        if not isinstance(test, ast.Compare) or test.left is not node or len(test.ops) != 1:
            return False
        right = test.comparators[0]
        listed = right.elts if isinstance(right, ast.Tuple | ast.List | ast.Set) else [right]
        words = [one.value if isinstance(one, ast.Constant) else None for one in listed]
        if not words or any(word not in CODES for word in words):
            return False
        self._rename(node, "status_code")
        for one, word in zip(listed, words, strict=True):
            self.edits.replace(one, str(CODES[str(word)]))
            self._numbered.add(one)
        return True

    # --- getattr and hasattr ---------------------------------------------------------------------

    def _asked(self, call: ast.Call) -> None:
        asked = call.args[1]
        name = asked.value if isinstance(asked, ast.Constant) else None
        if not isinstance(name, str) or name in _DETAILS:
            raise self._cannot(call, "what an exception of any class says")
        self.shows_text |= name == "message"
        if name != "code":
            return
        if ast.unparse(call.func) == "getattr":
            if len(call.args) != 3:
                raise self._cannot(call, "the code of an exception of any class")
            source = self.values.source
            self._either(call, call.args[0], source.text[slice(*source.span(call.args[2]))])
        else:
            self._refuse_mixed(call)
            if self.others:
                raise self._cannot(call, "the code of an exception of any class")
            self.edits.replace(asked, f"{self._quote}status_code{self._quote}")

    def _either(self, node: ast.expr, exception: ast.expr, default: str) -> None:
        """Of whichever class: none has both names."""
        name, quote = ast.unparse(exception), self._quote
        inner = f"getattr({name}, {quote}status_code{quote}, {default})"
        self.edits.replace(node, f"getattr({name}, {quote}code{quote}, {inner})")

    # --- words -----------------------------------------------------------------------------------

    def _refuse_mixed(self, node: ast.AST) -> None:
        if self.mixed:
            name = node.attr if isinstance(node, ast.Attribute) else "code"
            raise self._cannot(node, f"{name} of either family of exceptions")

    def _rename(self, node: ast.Attribute, name: str) -> None:
        end = self.values.source.span(node)[1]
        self.edits.put(end - len(node.attr), end, name)

    def _keys(self, *names: str) -> str:
        return "".join(f"[{self._quote}{name}{self._quote}]" for name in names)

    @property
    def _quote(self) -> str:
        text = self.values.source.text
        return "'" if text.count("'") > 2 * text.count('"') else '"'


def is_guarded(values: Values, read: ast.Name) -> bool:
    """Whether a read only happens where ``isinstance`` has found an exception of the SDK."""
    return any(_finds(values, test, read.id) for test in holding(values.source, read))


def _finds(values: Values, test: ast.expr, name: str) -> bool:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(_finds(values, one, name) for one in test.values)
    if not isinstance(test, ast.Call) or not _is_isinstance(test) or len(test.args) != 2:
        return False
    classes = test.args[1].elts if isinstance(test.args[1], ast.Tuple) else [test.args[1]]
    named = [values.qualified(one) or "" for one in classes]
    return ast.unparse(test.args[0]) == name and all(
        one.startswith("google.genai.errors.") for one in named
    )


def _is_isinstance(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance"


def _is_asking(values: Values, call: ast.Call, read: ast.Name) -> bool:
    is_builtin = isinstance(call.func, ast.Name) and not values.names.reads.get(call.func)
    asks = is_builtin and ast.unparse(call.func) in ("getattr", "hasattr")
    return asks and len(call.args) > 1 and call.args[0] is read


def _is_text(values: Values, read: ast.expr, parent: ast.AST) -> bool:
    """Whether an exception is only made into text: shown, or put into another exception."""
    if isinstance(parent, ast.FormattedValue) or is_only_shown(values, read):
        return True
    if isinstance(parent, ast.Call) and read in parent.args:
        raised = isinstance(values.source.parents[parent], ast.Raise)
        return raised or ast.unparse(parent.func) in ("str", "repr", "print", "type")
    return isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mod)

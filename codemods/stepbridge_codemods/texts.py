"""Which expressions are certainly strings."""

from __future__ import annotations

import ast

from stepbridge_codemods.known_texts import gives_text, holds_text
from stepbridge_codemods.objects import bindings_of, fields_of, type_name
from stepbridge_codemods.plan import Plan
from stepbridge_codemods.values.infer import annotation_names
from stepbridge_codemods.values.names import Binding, How

_METHODS = frozenset(
    {"format", "join", "strip", "lstrip", "rstrip", "upper", "lower", "title", "replace"}
    | {"read_text", "removeprefix", "removesuffix", "format_map", "capitalize", "getvalue"}
    | {"isoformat", "strftime", "expandtabs"}
)
_FUNCTIONS = frozenset({"str", "input", "repr", "chr", "format"})
_QUALIFIED = frozenset(
    {"json.dumps", "textwrap.dedent", "os.environ.get", "os.getenv", "textwrap.indent"}
)
_CONSTANTS = frozenset({"string.ascii_letters", "os.linesep", "os.sep"})

_COLLECTIONS = frozenset({"list", "tuple", "set", "frozenset", "sequence", "iterable", "iterator"})


def is_text(plan: Plan, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression is a string whatever happens."""
    if depth > 8:
        return False
    again = depth + 1
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Add):
            return is_text(plan, node.left, again) or is_text(plan, node.right, again)
        return isinstance(node.op, ast.Mod) and is_text(plan, node.left, again)
    if isinstance(node, ast.IfExp):
        return is_text(plan, node.body, again) and is_text(plan, node.orelse, again)
    if isinstance(node, ast.BoolOp):
        return all(is_text(plan, value, again) for value in node.values)
    if isinstance(node, ast.Call):
        return _call(plan, node, again)
    if isinstance(node, ast.Attribute) and plan.values.value(node.value) is not None:
        return node.attr == "text"
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return is_text(plan, node.value, again)
    if isinstance(node, ast.Name | ast.Attribute):
        name = plan.values.qualified(node)
        if name in plan.values.around.texts or name in _CONSTANTS:
            return True
    if isinstance(node, ast.Attribute) and holds_text(plan, node):
        return True
    if isinstance(node, ast.Subscript):
        return ast.unparse(node.value) == "sys.argv" or are_texts(plan, node.value)
    bindings = bindings_of(plan, node)
    return bool(bindings) and all(_bound(plan, binding, again) for binding in bindings)


def _call(plan: Plan, node: ast.Call, depth: int) -> bool:
    function = node.func
    if isinstance(function, ast.Name) and function.id in _FUNCTIONS:
        return not plan.values.names.reads.get(function)
    name = plan.values.qualified(function)
    if name in _QUALIFIED or f"{name}()" in plan.values.around.texts:
        return True
    if gives_text(plan, node):
        return True
    if isinstance(function, ast.Attribute) and function.attr in _METHODS:
        return plan.values.value(function.value) is None
    target = plan.values.function(function)
    if target is not None and target.returns is not None:
        return says_text(target.returns)
    return False


def _bound(plan: Plan, binding: Binding, depth: int) -> bool:
    if binding.how is How.AUGMENT and _was_text(plan, binding, depth):
        return True
    if binding.how in (How.ASSIGN, How.AUGMENT) and binding.value is not None:
        if says_text(_annotation(plan, binding)):
            return True
        return is_text(plan, binding.value, depth)
    if binding.how is How.LOOP and binding.value is not None:
        if binding.path:
            return _column(plan, binding.value, binding.path, depth)
        return _texts(plan, binding.value, depth)
    if binding.how is How.PARAM:
        return _parameter(plan, binding, depth)
    return binding.how is How.ANNOTATION and says_text(_annotation(plan, binding))


def _was_text(plan: Plan, binding: Binding, depth: int) -> bool:
    """Whether a string is grown: a string plus what is none raises an error."""
    stored = binding.scope.bindings.get(binding.name, [])
    others = [one for one in stored if one.how is not How.AUGMENT]
    return bool(others) and all(_bound(plan, one, depth + 1) for one in others if depth < 8)


def _parameter(plan: Plan, binding: Binding, depth: int) -> bool:
    if says_text(getattr(binding.target, "annotation", None)):
        return True
    function = binding.scope.node
    calls = plan.values.callers.get(function, [])
    if getattr(binding.target, "annotation", None) is not None or not calls:
        return False
    given = [plan.values.argument(call, function, binding.name) for call in calls]
    return all(g is not None and is_text(plan, g, depth) for g in given)


def are_texts(plan: Plan, node: ast.expr) -> bool:
    """Whether an expression is a list or tuple of strings whatever happens."""
    return not isinstance(node, ast.Set) and _texts(plan, node, 0)


def _texts(plan: Plan, node: ast.expr, depth: int) -> bool:
    """Whether looping over an expression gives strings."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return bool(node.elts) and all(is_text(plan, item, depth) for item in node.elts)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in ("split", "splitlines")
    if ast.unparse(node) in ("sys.stdin", "sys.argv[1:]"):
        return True
    bindings = bindings_of(plan, node)
    return bool(bindings) and all(_bound_texts(plan, b, depth + 1) for b in bindings if depth < 8)


def _bound_texts(plan: Plan, binding: Binding, depth: int) -> bool:
    if _says_texts(getattr(binding.target, "annotation", None) or _annotation(plan, binding)):
        return True
    if binding.how is not How.ASSIGN or binding.value is None:
        return False
    return _texts(plan, binding.value, depth)


def _says_texts(annotation: ast.expr | None) -> bool:
    """``list[str]``, ``Iterable[str]``, ``tuple[str, ...]`` and the like."""
    if not isinstance(annotation, ast.Subscript):
        return False
    inner = annotation.slice.elts[:1] if isinstance(annotation.slice, ast.Tuple) else []
    name = ast.unparse(annotation.value).rpartition(".")[2].lower()
    return name in _COLLECTIONS and says_text(inner[0] if inner else annotation.slice)


def _column(plan: Plan, node: ast.expr, path: tuple[int, ...], depth: int) -> bool:
    """Whether one place of every tuple in a list is a string."""
    if isinstance(node, ast.Name) and depth < 8:
        bindings = bindings_of(plan, node)
        return bool(bindings) and all(
            b.how is How.ASSIGN and b.value is not None and _column(plan, b.value, path, depth + 1)
            for b in bindings
        )
    if not isinstance(node, ast.List | ast.Tuple) or len(path) != 1 or not node.elts:
        return False
    rows = [row.elts for row in node.elts if isinstance(row, ast.Tuple | ast.List)]
    return len(rows) == len(node.elts) and all(
        0 <= path[0] < len(row) and is_text(plan, row[path[0]], depth) for row in rows
    )


def _annotation(plan: Plan, binding: Binding) -> ast.expr | None:
    parent = plan.source.parents.get(binding.target)
    return parent.annotation if isinstance(parent, ast.AnnAssign) else None


def says_text(annotation: ast.expr | None) -> bool:
    """``str``, also quoted or with None beside it."""
    if isinstance(annotation, ast.Constant):
        return annotation.value == "str"
    names = annotation_names(annotation)
    return len(names) == 1 and isinstance(names[0], ast.Name) and names[0].id == "str"


def text_of_parts(plan: Plan, node: ast.expr) -> ast.expr | None:
    """The one string inside a Content, Part, or list of one of them."""
    if is_text(plan, node):
        return node
    if isinstance(node, ast.List) and len(node.elts) == 1:
        return text_of_parts(plan, node.elts[0])
    name = type_name(plan, node)
    if name in ("Part", "Part.from_text", "Content"):
        found = fields_of(plan, node)
        wanted = "parts" if name == "Content" else "text"
        if found.names <= {wanted, "role"} and (value := found.get(wanted)) is not None:
            return text_of_parts(plan, value)
    return None

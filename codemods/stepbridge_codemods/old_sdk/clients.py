"""``configure`` becomes a client, at its place and visible wherever one is needed.

The old SDK kept one global configuration. Where all that needs it lies in one function or class,
the client is a local variable or an attribute; else it is a global of the module.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.text.layout import Doc, Entry, Group, Layout, atom, mapping
from stepbridge_codemods.values.infer import Values

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Home:
    """Where the client lives: a module, a class as an attribute, or functions.

    ``owner`` is None where each function that needs a client makes one of its own.
    """

    owner: ast.AST | None
    name: str

    def reference(self, values: Values, node: ast.AST) -> str:
        """The expression for the client at a place."""
        if not isinstance(self.owner, ast.ClassDef):
            return self.name
        return f"{self_name(values, node)}.{self.name}"


def function_of(values: Values, node: ast.AST) -> ast.AST | None:
    """The outermost function around a node; methods count, classes do not."""
    found = None
    parent = values.source.parents.get(node)
    while parent is not None:
        if isinstance(parent, _FUNCTIONS):
            found = parent
        parent = values.source.parents.get(parent)
    return found


def class_around(values: Values, node: ast.AST) -> ast.ClassDef | None:
    """The class whose method a node lies in, when the method has a self."""
    function = function_of(values, node)
    parent = values.source.parents.get(function) if function is not None else None
    if not isinstance(parent, ast.ClassDef) or not isinstance(function, _FUNCTIONS):
        return None
    marks = {getattr(mark, "id", "") for mark in function.decorator_list}
    return parent if function.args.args and not marks & {"staticmethod", "classmethod"} else None


def self_name(values: Values, node: ast.AST) -> str:
    """What the method around a node calls its instance."""
    function = function_of(values, node)
    assert isinstance(function, _FUNCTIONS)
    return function.args.args[0].arg


def home_of(values: Values, configures: list[ast.Call], needs: list[ast.AST]) -> Home:
    """The narrowest place that all calls of configure and all needs share."""
    places: list[ast.AST] = [*configures, *needs]
    classes = {class_around(values, place) for place in places}
    functions = {function_of(values, place) for place in places}
    tree = values.source.tree
    if len(functions) == 1 and (only := functions.pop()) is not None:
        owner = class_around(values, places[0])
        if owner is None or not is_init(only):
            return Home(only, free_name(values, "client"))
    if len(classes) == 1 and (owner := classes.pop()) is not None:
        made = [n for n in needs if is_init(function_of(values, n))]
        first = [*configures] if configures else made
        if first and all(is_init(function_of(values, place)) for place in first):
            return Home(owner, free_name(values, "client"))
    if not configures and None not in {function_of(values, need) for need in needs}:
        return Home(None, free_name(values, "client"))
    return Home(tree, free_name(values, "client"))


def is_init(node: ast.AST | None) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "__init__"


def free_name(values: Values, wanted: str) -> str:
    """A name that nothing in the module binds."""
    taken = {name for scope in _scopes(values) for name in scope}
    taken |= {attribute for _, attribute in values.attributes}
    for name in (wanted, f"genai_{wanted}", f"gemini_{wanted}", f"google_{wanted}"):
        if name not in taken:
            return name
    return f"google_genai_{wanted}"


def _scopes(values: Values) -> list[set[str]]:
    scopes = [values.names.module, *values.names.own_scope.values()]
    return [set(scope.bindings) for scope in scopes]


def construction(plan: Plan, call: ast.Call | None, genai: str) -> Doc:
    """``genai.Client(...)`` for a call of configure, or without one."""
    group = Group([], f"{genai}.Client(", ")", "=")
    for keyword in call.keywords if call is not None else ():
        if keyword.arg == "api_key":
            group.entries.append(Entry(atom(keyword.value), "api_key"))
        elif keyword.arg == "client_options":
            group.entries.append(Entry(_options(plan, keyword.value), "http_options"))
        elif keyword.arg != "transport":
            raise plan.cannot("SB006", keyword.value, keyword.arg or "**")
    if call is not None and call.args:
        raise plan.cannot("SB008", call)
    return group


def _options(plan: Plan, node: ast.expr) -> Doc:
    """The address, which the old SDK wrote without a scheme."""
    if isinstance(node, ast.Dict):
        keys = [k.value for k in node.keys if isinstance(k, ast.Constant)]
        endpoint = node.values[0] if keys == ["api_endpoint"] else None
    else:
        keywords = node.keywords if isinstance(node, ast.Call) else []
        names = [k.arg for k in keywords]
        endpoint = keywords[0].value if names == ["api_endpoint"] else None
    if endpoint is None:
        raise plan.cannot("SB007", node, "client_options")
    if isinstance(endpoint, ast.Constant) and isinstance(endpoint.value, str):
        address = endpoint.value
        if "://" not in address:
            address = f"https://{address}"
        return mapping(("base_url", plan.quoted(address)))
    return mapping(("base_url", atom(endpoint)))


def put_construction(plan: Plan, home: Home, call: ast.Call, genai: str) -> None:
    """Replaces one call of configure."""
    statement = plan.source.parents[call]
    if not isinstance(statement, ast.Expr) and not _is_unread(plan.values, statement):
        raise plan.cannot("SB009", call)
    layout = Layout(plan.source, plan.quote)
    start, end = plan.source.span(statement)
    target = f"{home.reference(plan.values, call)} = "
    doc = construction(plan, call, genai)
    assert isinstance(doc, Group)
    opening = plan.source.text.index("(", plan.source.span(call.func)[1])
    doc.apart = plan.source.text[opening + 1 :].lstrip(" \t")[:1] in "\r\n" and bool(doc.entries)
    column = start - plan.source.line_start(start) + len(target)
    plan.edits.put(start, end, target, *layout.pieces(doc, plan.source.indent(start), column))
    function = plan.values.enclosing(call, *_FUNCTIONS)
    if isinstance(home.owner, ast.Module) and isinstance(function, _FUNCTIONS):
        declare_global(plan, function, home.name)


def _is_unread(values: Values, statement: ast.AST) -> bool:
    """Whether a statement keeps what configure gives, None, under a name that nothing reads."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return False
    variable = values.variable(statement.targets[0])
    return variable is not None and not (values.is_shared(variable) or values.loads(variable))


def declare_global(plan: Plan, function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> None:
    """``global client`` at the head of a function that sets the module's client."""
    body = function.body
    first = body[0]
    is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    at = body[1] if is_doc and len(body) > 1 else first
    insert_before(plan, at, f"global {name}")


def insert_before(plan: Plan, statement: ast.AST, text: str) -> None:
    """A line in front of a statement that begins a line, above the comments that lead to it."""
    source = plan.source
    start = source.span(statement)[0]
    indent = source.indent(start)
    line = source.line_start(start)
    if source.text[line:start].strip():
        raise plan.cannot("SB001", statement, "several statements on a line")
    while line > 0:
        above = source.line_start(line - 1)
        content = source.text[above:line].strip()
        if not content.startswith("#") or content.replace(" ", "").startswith(("#@", "#!")):
            break
        line = above
    if line == 0:
        plan.edits.insert(0, text + source.newline)
        return
    at = line - (2 if source.text.startswith("\r\n", line - 2) else 1)
    plan.edits.insert(at, f"{source.newline}{indent}{text}")


def statement_at(values: Values, node: ast.AST, owner: ast.AST) -> ast.stmt:
    """The statement around a node that lies directly in the body of a module or function."""
    child: ast.AST = node
    parent = values.source.parents[child]
    while parent is not owner:
        child, parent = parent, values.source.parents[parent]
    assert isinstance(child, ast.stmt)
    return child

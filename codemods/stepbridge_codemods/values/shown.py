"""What is only shown to a person: printed, logged, or displayed by a notebook."""

from __future__ import annotations

import ast
import re

from stepbridge_codemods.values.infer import Values

_PRINTING = frozenset(
    {"print", "builtins.print", "rich.print", "rich.pretty.pprint", "pprint.pprint", "pprint.pp"}
    | {"IPython.display.display", "click.echo", "click.secho", "typer.echo", "typer.secho"}
    | {"sys.stdout.write", "sys.stderr.write"}
    | {f"streamlit.{name}" for name in ("write", "text", "code", "markdown", "caption", "toast")}
    | {f"streamlit.{name}" for name in ("info", "success", "warning", "error")}
)
_NOTEBOOK = frozenset({"pprint", "pp", "rprint", "display", "__stepbridge_show__"})
_LAST = "__stepbridge_shown__"
_LEVELS = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical"})
_LOGGER = re.compile(r"^_*(\w+_)?log(ger|ging)?_*$", re.IGNORECASE)
_CONSOLE = "rich.console.Console"
_CONSOLE_METHODS = frozenset({"print", "log"})
_STANDARD = frozenset({"sys.stdout", "sys.stderr"})
_TEXTS = frozenset({"str", "repr", "ascii", "format", "pprint.pformat", "json.dumps"})
_CAUGHT = re.compile(r"\bredirect_std(out|err)\b|\bcap(sys|fd|log)\b|\bsys\.std(out|err)\s*=[^=]")
"""Where what is printed is read by the program itself, or by its tests."""


def is_only_shown(values: Values, node: ast.AST, depth: int = 0) -> bool:
    """Whether all that becomes of an expression is text that a person reads.

    Printed to a terminal, logged, or displayed by a notebook; also as a part of a text that is
    made and shown. What is returned, written to a file, sent or kept is not.
    """
    child, parent = _made_into_text(values, node)
    if isinstance(parent, ast.Assign):
        text = child if child is not node else None
        return depth < 3 and _is_shown_later(values, text, parent, depth)
    if not isinstance(parent, ast.Call) or child not in parent.args:
        return False
    if values.source.path.endswith(".ipynb") and _by_notebook(values, parent):
        return True
    return _shows(values, parent) and not _CAUGHT.search(values.source.text)


def _is_shown_later(values: Values, text: ast.AST | None, held: ast.Assign, depth: int) -> bool:
    """Whether a text is kept under a name of which every read is shown.

    Under the name for what a notebook's cell ends with, this may be any object.
    """
    target = held.targets[0] if len(held.targets) == 1 else None
    if not isinstance(target, ast.Name):
        return False
    is_text = isinstance(text, ast.JoinedStr | ast.Call | ast.BinOp)
    if not is_text and target.id != _LAST:
        return False
    variable = values.variable(target)
    if variable is None or variable.is_attribute or values.is_shared(variable):
        return False
    reads = values.loads(variable)
    return bool(reads) and all(is_only_shown(values, read, depth + 1) for read in reads)


def in_json(values: Values, node: ast.AST) -> bool:
    """Whether an expression goes into ``json.dumps`` on its way to the screen."""
    parent = values.source.parents.get(node)
    return isinstance(parent, ast.Call) and values.qualified(parent.func) == "json.dumps"


def _made_into_text(values: Values, node: ast.AST) -> tuple[ast.AST, ast.AST | None]:
    """The outermost expression that is a text of a node or holds it, and what consumes that."""
    child, parent = node, values.source.parents.get(node)
    while parent is not None and _holds(values, parent, child):
        child, parent = parent, values.source.parents.get(parent)
    return child, parent


def _holds(values: Values, parent: ast.AST, child: ast.AST) -> bool:
    if isinstance(parent, ast.FormattedValue | ast.JoinedStr | ast.List | ast.Tuple | ast.Dict):
        return True
    if isinstance(parent, ast.IfExp):
        return child is not parent.test
    if isinstance(parent, ast.BoolOp):
        return child is parent.values[-1] or isinstance(parent.op, ast.Or)
    if isinstance(parent, ast.BinOp):
        return isinstance(parent.op, ast.Add | ast.Mod)
    if isinstance(parent, ast.keyword):
        call = values.source.parents[parent]
        return parent.arg is not None and _is_format(call)
    return isinstance(parent, ast.Call) and _makes_text(values, parent, child)


def _makes_text(values: Values, call: ast.Call, child: ast.AST) -> bool:
    if _is_format(call):
        return child is not call.func
    if not call.args or child is not call.args[0]:
        return False
    name = values.qualified(call.func)
    if name is None and isinstance(call.func, ast.Name) and _is_builtin(values, call.func):
        name = call.func.id
    return name in _TEXTS


def _is_format(call: ast.AST) -> bool:
    """``"...".format(...)``."""
    function = call.func if isinstance(call, ast.Call) else None
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "format"
        and isinstance(function.value, ast.Constant | ast.JoinedStr)
    )


def _is_builtin(values: Values, name: ast.Name) -> bool:
    return not values.names.reads.get(name)


def _by_notebook(values: Values, call: ast.Call) -> bool:
    if ast.unparse(call.func).rpartition(".")[2] in _NOTEBOOK:
        return True
    raised = values.source.parents.get(call)
    is_exception = isinstance(raised, ast.Raise) and raised.exc is call
    return is_exception and values.enclosing(call, ast.Try) is None


def _shows(values: Values, call: ast.Call) -> bool:
    if any(_leads_away(values, keyword) for keyword in call.keywords):
        return False
    function = call.func
    if isinstance(function, ast.Name) and _is_builtin(values, function):
        return function.id == "print"
    if values.qualified(function) in _PRINTING:
        return True
    if not isinstance(function, ast.Attribute):
        return False
    return _logs(values, function) or _is_rich(values, function)


def _leads_away(values: Values, keyword: ast.keyword) -> bool:
    """``file=`` and the like, other than the terminal."""
    if keyword.arg not in ("file", "stream", None):
        return False
    is_none = isinstance(keyword.value, ast.Constant) and keyword.value.value is None
    return not is_none and values.qualified(keyword.value) not in _STANDARD


def _logs(values: Values, function: ast.Attribute) -> bool:
    """``logger.info``, ``self._log.debug``, ``logging.getLogger(__name__).warning``."""
    if function.attr not in _LEVELS:
        return False
    logger = function.value
    if isinstance(logger, ast.Call):
        return values.qualified(logger.func) in ("logging.getLogger", "structlog.get_logger")
    name = logger.attr if isinstance(logger, ast.Attribute) else getattr(logger, "id", "")
    return bool(_LOGGER.match(name))


def _is_rich(values: Values, function: ast.Attribute) -> bool:
    """``console.print`` of a console that prints to the terminal."""
    if function.attr not in _CONSOLE_METHODS:
        return False
    variable = values.variable(function.value)
    made = [b.value for b in values.stores(variable)] if variable is not None else [function.value]
    return bool(made) and all(_is_console(values, one) for one in made)


def _is_console(values: Values, node: ast.expr | None) -> bool:
    if not isinstance(node, ast.Call) or values.qualified(node.func) != _CONSOLE:
        return False
    return not any(k.arg in ("record", None) or _leads_away(values, k) for k in node.keywords)

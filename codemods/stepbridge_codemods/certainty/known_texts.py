"""Calls, attributes and places that give strings: of the language, of its library, of others."""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.libraries.arguments import is_argument, is_option
from stepbridge_codemods.certainty.libraries.files import is_row, is_text_file
from stepbridge_codemods.certainty.libraries.objects import attribute_is_text, method_gives_text
from stepbridge_codemods.certainty.libraries.pages import is_field, is_filled_in
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.names import Binding
from stepbridge_codemods.values.paths import ITEM, Path

_METHODS = frozenset(
    {"format", "join", "strip", "lstrip", "rstrip", "upper", "lower", "title", "replace"}
    | {"read_text", "removeprefix", "removesuffix", "format_map", "capitalize"}
    | {"isoformat", "strftime", "expandtabs", "casefold", "swapcase", "zfill", "ljust", "rjust"}
    | {"hexdigest", "as_posix", "model_dump_json", "receive_text"}
)
_METHODS_OF = {
    "get_text": ("bs4", "fitz", "pymupdf"),
    "extract_text": ("pypdf", "PyPDF2", "pdfplumber", "pdfminer"),
}
"""Methods that other classes may have, too, and the packages whose classes give text."""

_FUNCTIONS = frozenset({"str", "input", "repr", "chr", "format", "ascii", "hex", "bin"})
_QUALIFIED = frozenset(
    {"json.dumps", "textwrap.dedent", "os.environ.get", "os.getenv", "textwrap.indent"}
    | {"textwrap.fill", "textwrap.shorten", "inspect.getsource", "inspect.cleandoc", "re.sub"}
    | {"html.escape", "html.unescape", "pprint.pformat", "getpass.getpass", "sys.stdin.read"}
    | {"sys.stdin.readline", "pytesseract.image_to_string", "pyperclip.paste", "os.path.join"}
    | {"os.path.basename", "os.path.abspath", "os.getcwd", "traceback.format_exc", "ast.unparse"}
    | {"rich.prompt.Prompt.ask", "markdownify.markdownify"}
)
_MAPPINGS = frozenset(
    {"os.environ", "flask.request.form", "flask.request.args", "flask.request.values"}
)
_LISTS = frozenset({"sys.argv", "sys.stdin"})
_LISTING = frozenset({"glob.glob", "glob.iglob", "os.listdir", "textwrap.wrap"})
_SPLITTERS = frozenset({"split", "splitlines", "rsplit", "readlines"})
_PRINTERS = frozenset({"to_string", "to_markdown", "to_csv", "to_json", "to_html"})
_TEXT_OPTIONS = frozenset({"text", "universal_newlines", "encoding"})


def gives_text(plan: Plan, call: ast.Call) -> bool:
    """Whether a call gives a string."""
    function = call.func
    if isinstance(function, ast.Name) and function.id in _FUNCTIONS:
        return not plan.values.names.reads.get(function)
    name = plan.values.qualified(function) or ""
    if name in _QUALIFIED or f"{name}()" in plan.values.around.texts:
        return True
    if name == "subprocess.check_output":
        return _asks_for_text(call)
    if not isinstance(function, ast.Attribute) or plan.values.value(function.value) is not None:
        return False
    if plan.values.function(function) is not None:
        return False
    return function.attr in _METHODS or _by_method(plan, call, function)


def _by_method(plan: Plan, call: ast.Call, method: ast.Attribute) -> bool:
    if method.attr == "decode":
        plain = all(isinstance(a, ast.Constant) and isinstance(a.value, str) for a in call.args)
        return plain and plan.values.qualified(method.value) is None
    if method.attr in _METHODS_OF and not call.args:
        plain = "option" not in {k.arg for k in call.keywords}
        return plain and _imports(plan, _METHODS_OF[method.attr])
    if method.attr in _PRINTERS:
        return not call.args and not {"path_or_buf", "buf", None} & {k.arg for k in call.keywords}
    if method.attr in ("read", "readline"):
        return is_text_file(plan, method.value)
    return is_field(plan, method) or method_gives_text(plan, method)


def _imports(plan: Plan, packages: tuple[str, ...]) -> bool:
    """Whether the module imports one of some packages."""
    for node in plan.source.nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(packages):
            return True
        if isinstance(node, ast.Import) and any(a.name.startswith(packages) for a in node.names):
            return True
    return False


def _asks_for_text(call: ast.Call) -> bool:
    return any(
        keyword.arg in _TEXT_OPTIONS
        and isinstance(keyword.value, ast.Constant)
        and bool(keyword.value.value)
        for keyword in call.keywords
    )


def holds_text(plan: Plan, node: ast.Attribute) -> bool:
    """Whether an attribute of a library's object is a string."""
    if node.attr in ("stdout", "stderr") and isinstance(node.value, ast.Call):
        run = plan.values.qualified(node.value.func) == "subprocess.run"
        return run and _asks_for_text(node.value)
    return is_argument(plan, node, ()) or attribute_is_text(plan, node)


def lists_texts(plan: Plan, node: ast.expr, path: Path) -> bool:
    """Whether what is at a path of an expression is a string by the library that gave it."""
    if isinstance(node, ast.Call):
        return _listed(plan, node, path)
    if is_argument(plan, node, path):
        return True
    name = plan.values.qualified(node)
    if name in _LISTS or name in _MAPPINGS:
        return len(path) == 1
    return path == (ITEM,) and is_text_file(plan, node)


def _listed(plan: Plan, call: ast.Call, path: Path) -> bool:
    name = plan.values.qualified(call.func)
    if len(path) == 1 and not isinstance(path[0], str):
        if name in _LISTING:
            return True
        if isinstance(call.func, ast.Attribute) and call.func.attr in _SPLITTERS:
            return plan.values.value(call.func.value) is None
    return is_row(plan, call, path)


def is_given_text(plan: Plan, binding: Binding, path: Path) -> bool:
    """Whether a library gives a string for a parameter."""
    return is_option(plan, binding, path) or (not path and is_filled_in(plan, binding))

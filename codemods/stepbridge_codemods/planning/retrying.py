"""Programs that try again by themselves: the client must not do it as well.

The Interactions client of the SDK (google-genai 3.4.0, ``_gaos/google_genai.py``) sends a request
up to five times when it is answered by 408, 429 or 5xx, unless ``retry_options`` say otherwise;
generateContent does so only where they are given. One attempt means the same to both.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from stepbridge_codemods.planning.raising import Reach, catches_api_errors
from stepbridge_codemods.text.edits import Edits
from stepbridge_codemods.text.layout import quote_of
from stepbridge_codemods.text.source import Source
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import CONSTRUCTORS, Kind

REMARK = (
    "The Interactions client sends a request again by itself after 408, 429 and 5xx; with "
    "retry_options of one attempt on the client, retries stay with this program."
)
_DECORATORS = ("retry", "backoff")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


@dataclass(eq=False)
class Retries:
    """What keeps one attempt one attempt: edits of clients, and the calls whose client is far."""

    edits: Edits
    remarked: set[ast.Call] = field(default_factory=set)


def left_to_the_program(values: Values, sent: set[ast.Call]) -> Retries:
    """One attempt for each client whose calls to Interactions the program repeats."""
    result = Retries(Edits(values.source))
    if not sent:
        return result
    for call in _repeated(values) & sent:
        clients = _clients(values, call)
        if not clients or not all(_settled(values, client, result.edits) for client in clients):
            result.remarked.add(call)
    return result


def _repeated(values: Values) -> set[ast.Call]:
    """The calls that are sent again when they fail."""
    reach = Reach(values)
    for node in values.source.nodes:
        if _repeats(values, node):
            reach.follow(node.body)  # type: ignore[attr-defined]
    return reach.calls


def _repeats(values: Values, node: ast.AST) -> bool:
    """Whether what is in the body of a node is done again when it fails."""
    if isinstance(node, ast.Try):
        return any(_tries_again(values, node, handler) for handler in node.handlers)
    return isinstance(node, _FUNCTIONS) and any(map(_retries, node.decorator_list))


def _retries(decorator: ast.expr) -> bool:
    """``@retry(...)``, ``@tenacity.retry``, ``@backoff.on_exception(...)``."""
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return any(word in ast.unparse(function).lower() for word in _DECORATORS)


def _tries_again(values: Values, block: ast.Try, handler: ast.ExceptHandler) -> bool:
    """Whether a handler goes round a loop that ends with success, or waits in one."""
    if not catches_api_errors(values, handler):
        return False
    loop = values.enclosing(block, *_LOOPS, *_FUNCTIONS, ast.Lambda)
    if not isinstance(loop, _LOOPS):
        return False
    waits = any(isinstance(n, ast.Call) and _is_sleep(n) for n in ast.walk(handler))
    return waits or (_counts(loop) and _ends_with_success(block))


def _is_sleep(call: ast.Call) -> bool:
    return ast.unparse(call.func).rpartition(".")[2] == "sleep"


def _counts(loop: ast.AST) -> bool:
    """``while True``, ``for attempt in range(3)``: a loop over attempts, not over items."""
    if not isinstance(loop, ast.For):
        return isinstance(loop, ast.While)
    return isinstance(loop.iter, ast.Call) and ast.unparse(loop.iter.func) == "range"


def _ends_with_success(block: ast.Try) -> bool:
    return any(
        isinstance(part[-1], ast.Return | ast.Break) for part in (block.body, block.orelse) if part
    )


def _clients(values: Values, call: ast.Call) -> list[ast.Call]:
    """Where the client of a call is made; the only one of the module where that is not seen."""
    node: ast.expr = call.func
    origins: set[ast.AST] = set()
    while isinstance(node, ast.Attribute):
        node = node.value
        value = values.value(node)
        if value is not None and value.kind in (Kind.CLIENT, Kind.AIO):
            origins |= value.origins
    if origins and all(_makes_client(values, origin) for origin in origins):
        return [origin for origin in origins if isinstance(origin, ast.Call)]
    made = [one for one in values.calls if _makes_client(values, one)]
    return made if len(made) == 1 else []


def _makes_client(values: Values, node: ast.AST) -> bool:
    name = values.qualified(node.func) if isinstance(node, ast.Call) else None
    return CONSTRUCTORS.get(name or "") is Kind.CLIENT


def _settled(values: Values, client: ast.Call, edits: Edits) -> bool:
    """Whether one attempt could be written where a client is made, or it has options already."""
    if "retry_options" in ast.unparse(client):
        return True
    given = {keyword.arg: keyword.value for keyword in client.keywords}
    if client.args or None in given:
        return False
    quote = quote_of(values.source)
    attempts = f"{quote}retry_options{quote}: {{{quote}attempts{quote}: 1}}"
    options = given.get("http_options")
    if options is None:
        _last(values.source, client, f"http_options={{{attempts}}}", edits)
    elif isinstance(options, ast.Dict):
        _last(values.source, options, attempts, edits)
    elif _is_options(values, options):
        _last(values.source, options, f"retry_options={{{quote}attempts{quote}: 1}}", edits)
    else:
        return False
    return True


def _is_options(values: Values, node: ast.expr) -> bool:
    name = values.qualified(node.func) if isinstance(node, ast.Call) else ""
    return name == "google.genai.types.HttpOptions"


def _last(source: Source, node: ast.expr, entry: str, edits: Edits) -> None:
    """Adds a last entry to a call or a dict that was written out."""
    end = source.span(node)[1] - 1
    entries = _entries(node)
    if not entries:
        edits.put(end, end, entry)
        return
    start, behind = source.span(entries[-1])
    own_line = not source.text[source.line_start(start) : start].strip()
    lead = f"{source.newline}{source.indent(start)}" if own_line else " "
    edits.put(behind, behind, f",{lead}{entry}")


def _entries(node: ast.expr) -> list[ast.AST]:
    if isinstance(node, ast.Dict):
        return list(node.values)
    return list(node.keywords) if isinstance(node, ast.Call) else []

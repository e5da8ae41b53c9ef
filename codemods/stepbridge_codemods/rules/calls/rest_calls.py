"""POST requests to ``:generateContent``, and to ``/interactions`` in the beta's shape.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.findings.request_fields import Seen
from stepbridge_codemods.planning.evidence import evidence
from stepbridge_codemods.planning.plan import Plan, Site, Use, site, use
from stepbridge_codemods.rest.address import check_sight, is_of_posts, rewrite_url
from stepbridge_codemods.rest.answer import rewrite_path
from stepbridge_codemods.rest.body import interaction_body, set_later
from stepbridge_codemods.rest.failed import after_failure
from stepbridge_codemods.rest.mentioned import method_mentioned
from stepbridge_codemods.rest.request import address_of, body_of, definition, headers_of
from stepbridge_codemods.rest.shared import is_taken
from stepbridge_codemods.rest.streamed import LINES, check_lines, end_at_done, is_streamed
from stepbridge_codemods.rules.answers.showing import remark
from stepbridge_codemods.rules.beta.evidence import beta_body
from stepbridge_codemods.rules.beta.format import rewrite_format, rewrite_speech
from stepbridge_codemods.rules.beta.request import entries, text_of
from stepbridge_codemods.rules.beta.slots import drop_entry
from stepbridge_codemods.rules.beta.turns import rewrite_turns
from stepbridge_codemods.rules.calls.flow import argument
from stepbridge_codemods.text.layout import Layout
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind

_CALLS = (
    *("requests.request", "httpx.request", "httpx.stream"),
    *(f"{kind}.{name}" for kind in (Kind.HTTP, Kind.AIO_HTTP) for name in ("request", "stream")),
    *("requests.post", "httpx.post", f"{Kind.HTTP}.post", f"{Kind.AIO_HTTP}.post"),
    *(f"{Kind.AIO_SESSION}.post", "urllib.request.urlopen"),
)
_STATUS = (
    *(".status_code", ".status", ".ok", ".raise_for_status", ".headers", ".json", ".reason"),
    *(".is_success", ".elapsed", ".request", ".close", ".reason_phrase"),
)


_SHOWING = frozenset({"print", "pprint", "pprint.pprint", "str", "repr", "RuntimeError"})
_SHOWN = "The answer is printed as it comes, in the shape of Interactions."
_LOGGING = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})


@evidence(*_CALLS)
def legacy(values: Values, sites: list[Site], uses: list[Use]) -> list[Seen]:
    """Requests to the old method, and requests and reads in the shape of the beta."""
    found: list[Seen] = []
    for one in sites:
        address = address_of(values, one.call)
        method = address.method if address is not None else ""
        method = method or method_mentioned(values, one.call)
        if method.endswith("enerateContent"):
            name = "generate_content_stream" if method.startswith("stream") else "generate_content"
            found.append(Seen(f"Models.{name}", one.call.func, "post", at_end=True))
        elif method == "interactions":
            found += _beta(values, one.call, uses)
    return found


def _beta(values: Values, call: ast.Call, uses: list[Use]) -> list[Seen]:
    found: list[Seen] = []
    body = body_of(values, call)
    found += beta_body(values, body) if body is not None else []
    for one in uses:
        index = one.parent.slice if isinstance(one.parent, ast.Subscript) else None
        if one.kind is Kind.ANSWER and text_of(index) == "outputs":
            found.append(Seen("beta.outputs", one.parent, "outputs"))
    headers = headers_of(values, call)
    for key in headers.keys if headers is not None else ():
        if text_of(key).lower() == "api-revision":
            assert key is not None
            found.append(Seen("beta.Api-Revision", key, text_of(key)))
    return found


@site(*_CALLS)
def post(plan: Plan, site: Site) -> None:
    """URL, headers and body; the answer's reads follow as uses."""
    address = address_of(plan.values, site.call)
    body = body_of(plan.values, site.call)
    if address is None or not address.method:
        raise plan.cannot("SB008", site.call, "the URL is put together elsewhere")
    _headers(plan, site.call)
    if address.method == "interactions":
        if body is not None:
            _beta_body(plan, body)
        return
    streams = address.method.startswith("stream")
    if streams and "alt=sse" not in address.text:
        raise plan.cannot("SB015", address.node, 'send "stream": True and read step.delta events')
    if body is None:
        raise plan.cannot("SB008", site.call, "the body is not written here as a dict")
    check_sight(plan, address, body)
    _only_here(plan, site.call, address.node)
    _only_here(plan, site.call, body)
    doc = interaction_body(plan, body, address.model, stream=streams)
    start, end = plan.source.span(body)
    layout = Layout(plan.source, plan.quote)
    column = start - plan.source.line_start(start)
    plan.edits.put(start, end, *layout.pieces(doc, plan.source.indent(start), column))
    rewrite_url(plan, site.call, address)


def _beta_body(plan: Plan, body: ast.Dict) -> None:
    if "input" in entries(body):
        rewrite_turns(plan, entries(body)["input"])
    rewrite_format(plan, body)
    rewrite_speech(plan, body)


def _only_here(plan: Plan, call: ast.Call, node: ast.expr) -> None:
    """Gives up where a URL or body is put together or used by other code too."""
    parent = plan.source.parents[node]
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
        return
    variable = plan.values.variable(parent.targets[0])
    if variable is None:
        raise plan.cannot("SB016", node)
    if is_taken(plan.values, parent.targets[0]):
        raise plan.cannot("SB011", node, f"another module uses {variable.name}")
    inside = {*ast.walk(call), *_asked_for(plan, call)}
    for load in plan.values.loads(variable):
        shared = isinstance(node, ast.Dict) or not is_of_posts(plan, load)
        if load not in inside and shared and not set_later(plan, load):
            raise plan.cannot("SB016", load, variable.name)


def _asked_for(plan: Plan, call: ast.Call) -> set[ast.AST]:
    """What lies in the arguments of a call that have a name, and in the results of functions."""
    found: set[ast.AST] = set()
    for given in [*call.args, *(keyword.value for keyword in call.keywords)]:
        written = definition(plan.values, given)
        found |= set(ast.walk(written)) if written is not None else set()
    for inner in [one for one in ast.walk(call) if isinstance(one, ast.Call)]:
        function = plan.values.function(inner.func)
        for result in plan.values.results(function) if function is not None else ():
            found |= set(ast.walk(result))
    return found


def _headers(plan: Plan, call: ast.Call) -> None:
    headers = headers_of(plan.values, call)
    for key, value in zip(headers.keys, headers.values, strict=True) if headers is not None else ():
        if text_of(key).lower() == "api-revision":
            drop_entry(plan, value, list(headers.values), key)  # type: ignore[union-attr]


@use((Kind.REPLY, Kind.AIO_REPLY), "bind", "test", "is None", "other", *_STATUS)
def reply(plan: Plan, use: Use) -> None:
    """The response itself is as before."""
    if use.context == "other" and not isinstance(use.parent, ast.withitem):
        raise plan.cannot("SB002", use.node, "the HTTP response")


@use((Kind.REPLY, Kind.AIO_REPLY), *LINES - {".content"})
def lines(plan: Plan, use: Use) -> None:
    """The lines of a stream."""
    check_lines(plan, use)


@use((Kind.REPLY, Kind.AIO_REPLY), "arg", ".text", ".content", ".read")
def raw(plan: Plan, use: Use) -> None:
    """The body as text: parsed as JSON, or shown; or the response for a function of this module."""
    if use.context == "arg" and _is_local(plan, use):
        argument(plan, use)
        return
    if use.context == ".content" and is_streamed(plan, use.node):
        check_lines(plan, use)
        return
    if not _is_read(plan, use.node, use.node):
        raise plan.cannot("SB002", use.node, "the text of the answer")


def _is_read(plan: Plan, text: ast.expr, reply: ast.expr) -> bool:
    """Whether the text of a reply is parsed or shown: ``json.loads(reply.text)``.

    It may have a name of its own, ``body = reply.text``.
    """
    node: ast.AST = text
    while isinstance(node, ast.expr | ast.keyword) and not isinstance(node, ast.Lambda):
        parsed = isinstance(node, ast.expr) and plan.values.value(node) is not None
        if parsed and node is not text:
            return True
        if is_shown(plan, node):
            if not after_failure(plan.values, node):
                remark(plan, reply, _SHOWN)
            return True
        node = plan.source.parents[node]
    target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    variable = (
        plan.values.variable(target) if text is reply and isinstance(target, ast.Name) else None
    )
    if variable is None or plan.values.is_shared(variable):
        return False
    loads = plan.values.loads(variable)
    alone = len(plan.values.stores(variable)) == 1
    return alone and all(_is_read(plan, load, reply) for load in loads)


def _is_local(plan: Plan, use: Use) -> bool:
    """Whether a value is handed to a function of this module."""
    call = use.parent if isinstance(use.parent, ast.Call) else plan.source.parents[use.parent]
    return isinstance(call, ast.Call) and plan.values.function(call.func) is not None


def is_shown(plan: Plan, node: ast.AST) -> bool:
    """Whether what an expression gives is printed, logged or told in an exception."""
    parent = plan.source.parents[node]
    if isinstance(parent, ast.Raise | ast.FormattedValue):
        return True
    if not isinstance(parent, ast.Call) or parent.func is node:
        return False
    name = ast.unparse(parent.func)
    is_log = name.rpartition(".")[2] in _LOGGING
    return is_log or name in _SHOWING or name.endswith(("Error", "Exception"))


@use(Kind.ANSWER, "bind", "test", "is None")
def bound(plan: Plan, use: Use) -> None:
    """The answer under a name."""
    if isinstance(use.node, ast.Call) and is_streamed(plan, use.node):
        end_at_done(plan, use.node)


@use(Kind.ANSWER, "arg")
def shown(plan: Plan, use: Use) -> None:
    """The whole answer, printed, or handed to a function of this module."""
    if _is_local(plan, use):
        argument(plan, use)
        return
    node: ast.AST = use.node
    outer = plan.source.parents[node]
    if isinstance(outer, ast.Call) and ast.unparse(outer.func) == "json.dumps":
        node = outer
    if not is_shown(plan, node):
        raise plan.cannot("SB002", use.node, "the answer")
    if not after_failure(plan.values, node):
        remark(plan, use.node, _SHOWN)


@use(Kind.ANSWER, "[]", ".get")
def read(plan: Plan, use: Use) -> None:
    """A path into the answer."""
    if isinstance(use.node, ast.Call) and is_streamed(plan, use.node):
        end_at_done(plan, use.node)
    rewrite_path(plan, use.node)


@use(Kind.ANSWER, "compare", "other")
def asked(plan: Plan, use: Use) -> None:
    """``"candidates" in data``."""
    there = "delta" if is_streamed(plan, use.node) else "steps"
    test = use.parent
    is_in = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.In | ast.NotIn)
    key = text_of(test.left) if isinstance(test, ast.Compare) and is_in else ""
    if key == "error":
        return
    if key not in ("candidates", "outputs") or not isinstance(test, ast.Compare):
        raise plan.cannot("SB001", use.parent, "a test of the answer: ask for its steps")
    plan.edits.replace(test.left, plan.quoted(there).parts[0])

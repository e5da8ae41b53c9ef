"""Where clients are made: in place of ``configure``, beside it, or before the first use."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from stepbridge_codemods.old_sdk import clients
from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.planning.plan import ManualError
from stepbridge_codemods.text.layout import Layout

if TYPE_CHECKING:
    from stepbridge_codemods.old_sdk.lowering import Lowering


def put_clients(lowering: Lowering) -> None:
    """Makes the clients that the lowered calls need; refuses the components where it cannot."""
    accepted = [c for c in lowering.accepted if c.refusal is None]
    if not accepted:
        return
    try:
        if not lowering.configures:
            _implicit(lowering, accepted)
        for call in lowering.configures:
            if lowering.complete:
                clients.put_construction(lowering.plan, lowering.home, call, lowering.genai)
            else:
                _beside(lowering, call)
    except ManualError as refusal:
        for component in accepted:
            component.refusal = refusal


def _beside(lowering: Lowering, call: ast.Call) -> None:
    """The client behind a configure that stays for the calls that stay."""
    values = lowering.values
    source = values.source
    statement = source.parents[call]
    end = source.span(statement)[1]
    indent = source.indent(source.span(statement)[0])
    doc = clients.construction(lowering.plan, call, lowering.genai)
    layout = Layout(source, lowering.plan.quote)
    target = f"{lowering.home.reference(values, call)} = "
    pieces = layout.pieces(doc, indent, len(indent) + len(target))
    lowering.plan.edits.put(end, end, source.newline, indent, target, *pieces)
    function = values.enclosing(call, ast.FunctionDef, ast.AsyncFunctionDef)
    if isinstance(lowering.home.owner, ast.Module) and isinstance(
        function, ast.FunctionDef | ast.AsyncFunctionDef
    ):
        clients.declare_global(lowering.plan, function, lowering.home.name)


def _implicit(lowering: Lowering, accepted: list[Component]) -> None:
    """Without configure: the client reads the key from the environment, as the old SDK did."""
    values = lowering.values
    nodes = [n for c in accepted for n in c.nodes]
    nodes.sort(key=lambda node: (node.lineno, node.col_offset))
    owner = lowering.home.owner
    around = clients.function_of
    if isinstance(owner, ast.ClassDef):
        first = next(n for n in nodes if clients.is_init(around(values, n)))
        _made_before(lowering, first, around(values, first) or owner)
    elif owner is not None:
        _made_before(lowering, nodes[0], owner)
    else:
        functions: dict[ast.AST | None, ast.Call] = {}
        for node in nodes:
            functions.setdefault(around(values, node), node)
        for function, node in functions.items():
            assert function is not None
            _made_before(lowering, node, function)


def _made_before(lowering: Lowering, node: ast.AST, block: ast.AST) -> None:
    statement = clients.statement_at(lowering.values, node, block)
    target = lowering.home.reference(lowering.values, node)
    text = f"{target} = {lowering.genai}.Client()"
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        text += 2 * lowering.values.source.newline
    clients.insert_before(lowering.plan, statement, text)

"""``interaction.outputs`` of the beta: output_text, the steps, or the items of model_output steps.

Outputs were one flat list of what are now steps and items inside the content of model_output
steps. An item or step has the attributes that the output had, so whatever reads an output goes on
reading it; only the list is built anew.

https://ai.google.dev/gemini-api/docs/interactions/breaking-changes
"""

from __future__ import annotations

import ast

from stepbridge_codemods.edits import Piece
from stepbridge_codemods.layout import WIDTH
from stepbridge_codemods.objects import constant_of
from stepbridge_codemods.plan import Plan, Use, use
from stepbridge_codemods.rules.beta_guards import ALL, CONTENT, STEP, wanted
from stepbridge_codemods.rules.beta_media import medium_of
from stepbridge_codemods.rules.results import rename
from stepbridge_codemods.uses import context_of
from stepbridge_codemods.values.kinds import Kind

_NAMES = ("step", "answer_step", "output_step", "model_step")
_COUNTING = frozenset({"print", "pprint", "repr", "str", "bool"})


@use(Kind.INTERACTION, ".outputs")
def outputs(plan: Plan, use: Use) -> None:
    """Each way of reading the list has its own counterpart."""
    node = use.parent
    assert isinstance(node, ast.Attribute)
    if node in plan.visited:
        return
    whole = _with_default(plan, node)
    context, consumer = context_of(plan.values, whole)
    if context == "for":
        _looped(plan, node, whole, consumer)
    elif context == "[]" and isinstance(consumer, ast.Subscript):
        _indexed(plan, node, whole, consumer)
    elif (
        context in ("test", "is None", "drop")
        or _is_counted(plan, whole, consumer)
        or _goes_back(plan, whole, consumer)
    ):
        rename(plan, node, "steps")
    else:
        put_list(plan, node, whole, wanted(plan, _all_uses(plan)))


def _with_default(plan: Plan, node: ast.expr) -> ast.expr:
    """``x.outputs or []`` as a whole."""
    parent = plan.source.parents[node]
    if isinstance(parent, ast.BoolOp) and plan.context(node) == "or nothing":
        return parent
    return node


def _all_uses(plan: Plan) -> list[Use]:
    return [use for use in plan.uses if use.kind is Kind.OUTPUT]


# --- loops ---------------------------------------------------------------------------------------


def _looped(plan: Plan, node: ast.Attribute, whole: ast.expr, loop: ast.AST) -> None:
    target = loop.target if isinstance(loop, ast.For | ast.comprehension) else None
    if not isinstance(target, ast.Name):
        put_list(plan, node, whole, ALL)
        return
    inside = plan.source.parents[loop] if isinstance(loop, ast.comprehension) else loop
    within = set(ast.walk(inside))
    names = {target.id}
    mine = [
        u
        for u in _all_uses(plan)
        if u.node in within and isinstance(u.node, ast.Name) and u.node.id in names
    ]
    sort = wanted(plan, [u for u in mine if not _is_element(u, loop)]) if mine else ALL
    if isinstance(loop, ast.comprehension) and sort != STEP:
        in_comprehension(plan, node, whole, loop, sort)
        return
    put_list(plan, node, whole, sort)


def _is_element(use: Use, loop: ast.AST) -> bool:
    """Whether a use is ``o`` in ``[o for o in outputs if ...]``: what is kept, not what is read."""
    kept = (ast.ListComp, ast.GeneratorExp, ast.SetComp)
    is_kept = isinstance(use.parent, kept) and use.parent.elt is use.node
    return is_kept and isinstance(loop, ast.comprehension) and bool(loop.ifs)


def in_comprehension(
    plan: Plan, node: ast.Attribute, whole: ast.expr, loop: ast.comprehension, sort: str
) -> None:
    """``for o in x.outputs`` inside a comprehension: two loops, on one line where they fit."""
    assert isinstance(loop.target, ast.Name)
    name, quote = _free(plan, node), plan.quote
    optional = " or []" if whole is not node else ""
    model = f"{name}.type == {quote}model_output{quote}"
    second = f"for {loop.target.id} in ({name}.content or [] if {model} else [{name}])"
    first = f".steps{optional}"
    clauses = [second]
    if sort == CONTENT:
        clauses = [f"if {model}", f"for {loop.target.id} in {name}.content or []"]
    start, end = plan.source.span(loop.target)[0], plan.source.span(whole)[1]
    line = plan.source.line_start(start)
    width = len(plan.source.text[line:].splitlines()[0]) + len(" ".join(clauses)) + len(name)
    outer = plan.source.parents[loop]
    if width <= WIDTH or len(outer.generators) > 1:  # type: ignore[attr-defined]
        plan.edits.put(start, end, f"{name} in ", node.value, " ".join([first, *clauses]))
        return
    _tall(plan, outer, loop, [(f"for {name} in ", node.value, first), *((c,) for c in clauses)])


def _tall(
    plan: Plan,
    outer: ast.AST,
    loop: ast.comprehension,
    clauses: list[tuple[Piece | ast.AST, ...]],
) -> None:
    """A comprehension with one clause a line."""
    start, end = plan.source.span(outer)
    text = plan.source.text
    newline, indent = plan.source.newline, plan.source.indent(start)
    elt = getattr(outer, "elt", None)
    if elt is None or "\n" in text[start:end]:
        parts = [part for clause in clauses for part in (*clause, " ")][:-1]
        target = plan.source.span(loop.target)[0]
        keyword = text.rindex("for", 0, target)
        whole = plan.source.span(loop.iter)[1]
        plan.edits.put(keyword, whole, *parts)
        return
    gap = f"{newline}{indent}    "
    pieces: list[Piece | ast.AST] = [text[start], gap, elt]
    for clause in clauses:
        pieces += [gap, *clause]
    for test in loop.ifs:
        pieces += [gap, "if ", test]
    plan.edits.put(start, end, *pieces, f"{newline}{indent}", text[end - 1])


# --- lists ---------------------------------------------------------------------------------------


def put_list(plan: Plan, node: ast.Attribute, whole: ast.expr, sort: str) -> None:
    """The list itself, as a value."""
    if sort == STEP:
        rename(plan, node, "steps")
        return
    optional = " or []" if whole is not node else ""
    clauses = _clauses(plan, node, sort, optional)
    start = plan.source.span(whole)[0]
    base = plan.text(node.value)
    flat = " ".join(clauses).replace("{}", base)
    before, after = (part for part in "\0".join(clauses).split("{}"))
    if start - plan.source.line_start(start) + len(flat) + 4 <= WIDTH and "\n" not in base:
        before, after = before.replace("\0", " "), after.replace("\0", " ")
        plan.edits.replace(whole, f"[{before}", node.value, f"{after}]")
        return
    newline, indent = plan.source.newline, plan.source.indent(start)
    gap = f"{newline}{indent}    "
    before, after = before.replace("\0", gap), after.replace("\0", gap)
    plan.edits.replace(whole, f"[{gap}{before}", node.value, f"{after}{newline}{indent}]")


def _clauses(plan: Plan, node: ast.AST, sort: str, optional: str) -> list[str]:
    step, item = _free(plan, node), "item" if _is_free(plan, "item") else "output_item"
    model = f"{plan.quote}model_output{plan.quote}"
    head = [item, f"for {step} in {{}}.steps{optional}"]
    if sort == CONTENT:
        return [*head, f"if {step}.type == {model}", f"for {item} in {step}.content or []"]
    skip = []
    if _is_fetched(plan, node):
        skip = [f"if {step}.type != {plan.quote}user_input{plan.quote}"]
    other = f"for {item} in ({step}.content or [] if {step}.type == {model} else [{step}])"
    return [*head, *skip, other]


def _is_fetched(plan: Plan, node: ast.AST) -> bool:
    """Whether an interaction may come from ``get``, whose timeline begins with the input."""
    value = plan.values.value(getattr(node, "value", node))
    calls = value.origins if value is not None else ()
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "get"
        for call in calls
    )


def _free(plan: Plan, node: ast.AST) -> str:
    """A name for a step that the file does not use."""
    return next((name for name in _NAMES if _is_free(plan, name)), "_step")


def _is_free(plan: Plan, name: str) -> bool:
    return all(node.id != name for node in plan.values.names.reads)


# --- single outputs ------------------------------------------------------------------------------


def _indexed(plan: Plan, node: ast.Attribute, whole: ast.expr, item: ast.Subscript) -> None:
    index = constant_of(plan, item.slice)
    reader = plan.source.parents[item]
    if isinstance(reader, ast.Attribute) and index in (0, -1) and whole is node:
        if reader.attr == "text" and _is_answer(plan, reader):
            plan.edits.put(plan.source.span(node.value)[1], plan.source.span(reader)[1], _TEXT)
            return
        medium = medium_of(plan, node)
        if reader.attr in ("data", "mime_type", "uri") and medium:
            start, end = plan.source.span(node.value)[1], plan.source.span(item)[1]
            plan.edits.put(start, end, f".output_{medium}")
            return
    put_list(plan, node, whole, wanted(plan, _flowing(plan, item)))


_TEXT = ".output_text"


def _is_answer(plan: Plan, reader: ast.Attribute) -> bool:
    """A text that is not compared with None: output_text is never None."""
    if plan.context(reader) != "is None":
        return True
    test = plan.source.parents[reader]
    assert isinstance(test, ast.Compare)
    raise plan.cannot("SB001", test, "output_text is '' where there is no text, never None")


def _flowing(plan: Plan, item: ast.Subscript) -> list[Use]:
    """The uses of one output: of the index itself, or of the name that it is bound to."""
    parent = plan.source.parents[item]
    if isinstance(parent, ast.Assign | ast.NamedExpr):
        return [u for u in _all_uses(plan) if isinstance(u.node, ast.Name)]
    return [u for u in _all_uses(plan) if u.node is item]


# --- other consumers -----------------------------------------------------------------------------


def _is_counted(plan: Plan, whole: ast.expr, consumer: ast.AST) -> bool:
    """``print(x.outputs)`` and ``len(x.outputs) > 0``."""
    if not isinstance(consumer, ast.Call) or not isinstance(consumer.func, ast.Name):
        return isinstance(consumer, ast.FormattedValue)
    if consumer.func.id in _COUNTING:
        return True
    test = plan.source.parents[consumer]
    return (
        consumer.func.id == "len"
        and isinstance(test, ast.Compare)
        and len(test.comparators) == 1
        and ast.unparse(test.comparators[0]) in ("0", "1")
        and isinstance(test.ops[0], ast.Gt | ast.Eq | ast.NotEq | ast.Lt | ast.GtE)
        and ast.unparse(test) not in (f"{ast.unparse(consumer)} {o} 1" for o in ("==", "!=", ">"))
    )


def _goes_back(plan: Plan, whole: ast.expr, consumer: ast.AST) -> bool:
    """Outputs that are put into a list of what is sent: ``history += x.outputs``."""
    if isinstance(consumer, ast.Starred | ast.AugAssign | ast.BinOp):
        return True
    if isinstance(consumer, ast.keyword):
        return consumer.arg == "input"
    return (
        isinstance(consumer, ast.Call)
        and isinstance(consumer.func, ast.Attribute)
        and consumer.func.attr == "extend"
    )


@use((Kind.OUTPUTS, Kind.OUTPUT), "*")
def flows(plan: Plan, use: Use) -> None:
    """The list is built anew where it is read from the interaction; what holds it stays."""


@use(Kind.OUTPUT, ".rate")
def rate(plan: Plan, use: Use) -> None:
    """``rate`` of audio is ``sample_rate``."""
    rename(plan, use.parent, "sample_rate")

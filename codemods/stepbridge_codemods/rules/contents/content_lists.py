"""Lists of contents and parts become lists of steps, content items or results.

What stands behind names, parameters and functions is converted where it is written.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.records import made_with
from stepbridge_codemods.objects import (
    Fields,
    bindings_of,
    claim,
    fields_of,
    is_none,
    strip_annotation,
    take,
    type_name,
)
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.beside import beside
from stepbridge_codemods.rewriting.placing import append, is_spread, put
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.rules.contents.at_use import item_at_use, list_at_use
from stepbridge_codemods.rules.contents.kept_lists import kept_in, table_of
from stepbridge_codemods.rules.contents.modes import (
    is_first,
    made_by_others,
    refuse_other_mode,
    visit_reads,
)
from stepbridge_codemods.rules.contents.parts import call_of, item
from stepbridge_codemods.rules.contents.passed import (
    called_function,
    handed_on,
    rename_annotation,
    returned_by,
    written_for,
)
from stepbridge_codemods.rules.contents.roles import step_type
from stepbridge_codemods.rules.contents.shapes import (
    CALLING,
    growth,
    growth_of,
    is_one_to_one,
    is_picked,
    listed,
    names_of,
    shape_of,
    shapes_in,
)
from stepbridge_codemods.rules.tooling.function_results import result_step
from stepbridge_codemods.text.layout import (
    Atom,
    Doc,
    Entry,
    Group,
    atom,
    comments_of,
    listing,
    mapping,
)
from stepbridge_codemods.values.infer import Variable
from stepbridge_codemods.values.inside import is_empty
from stepbridge_codemods.values.names import Function, How
from stepbridge_codemods.values.syntax import is_nothing

_OWN_MODES = {"turn": "steps", "call": "results", "result": "results"}
"""Contexts that take a list or an object for what it is in any form."""


def sequence(plan: Plan, node: ast.expr, mode: str) -> Doc:
    """A list in the given mode; variables are converted where they are defined and grown."""
    second = beside(plan, node, lambda plan, value: (sequence(plan, value, mode), mode))
    if second is not None and second[1] == mode:
        return atom(second[0])
    if isinstance(node, ast.List | ast.Tuple):
        return _literal(plan, node, mode)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        _convert(plan, node.left, mode)
        _convert(plan, node.right, mode)
        return atom(node)
    if isinstance(node, ast.IfExp):
        _convert(plan, node.body, mode)
        _convert(plan, node.orelse, mode)
        return atom(node)
    if isinstance(node, ast.ListComp | ast.GeneratorExp):
        put(plan, node.elt, element(plan, node.elt, mode))
        return atom(node)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        _refuse_unless_one_to_one(plan, node, mode)
        _convert(plan, node.value, mode)
        return atom(node)
    if is_empty(node):
        return atom(node)
    inner = listed(plan, node)
    if inner is not None:
        _convert(plan, inner, mode)
        return atom(node)
    table = table_of(plan, node)
    if table is not None:
        _kept(plan, table, mode)
        return atom(node)
    at_use = list_at_use(plan, node) if mode == "items" else None
    if at_use is not None:
        return at_use
    function = called_function(plan, node)
    if function is not None:
        return _returned(plan, node, function, mode)
    if plan.values.variable(node) is not None and bindings_of(plan, node):
        _variable(plan, node, mode)
        return atom(node)
    raise plan.cannot("SB005", node, ast.unparse(node)[:60])


def _convert(plan: Plan, node: ast.expr, mode: str) -> None:
    """Converts a list where it stands."""
    put(plan, node, sequence(plan, node, mode))


def _refuse_unless_one_to_one(plan: Plan, node: ast.expr, mode: str) -> None:
    if not is_one_to_one(plan, node, mode):
        raise plan.cannot("SB005", node, f"{ast.unparse(node)[:50]} counts contents")


def _returned(plan: Plan, node: ast.expr, function: Function, mode: str) -> Atom:
    """A list that a function of this module makes."""
    results = returned_by(plan, node, function)
    if is_first(plan, "list functions", function, mode, node):
        for result in results:
            _convert(plan, result, mode)
    return atom(node)


def _literal(plan: Plan, node: ast.List | ast.Tuple, mode: str) -> Group:
    comments, tail = comments_of(plan.source, node, node.elts)
    result = listing([])
    result.tail = tail
    pending: list[Entry] = []

    def flush() -> None:
        if pending:
            result.entries.append(Entry(_user_step(plan, listing(list(pending)))))
            pending.clear()

    for element_node in node.elts:
        leading, trailing = comments[element_node]
        if mode == "steps" and shape_of(plan, element_node) in ("text", "item"):
            pending.append(Entry(element(plan, element_node, "items"), "", leading, trailing))
            continue
        flush()
        for doc in element_docs(plan, element_node, mode):
            result.entries.append(Entry(doc, "", leading, trailing))
            leading, trailing = (), ""
    flush()
    return result


def _user_step(plan: Plan, content: Doc) -> Doc:
    return mapping(("type", plan.quoted("user_input")), ("content", content))


def _kept(plan: Plan, table: ast.expr, mode: str) -> None:
    """The lists that a dict keeps: what is stored, what they grow by, the names they get."""
    variable = take(plan, table)
    if not is_first(plan, "dicts of lists", variable, mode, table):
        return
    kept = kept_in(plan, variable)
    if kept is None:
        raise plan.cannot("SB005", table, variable.name)
    for binding in plan.values.stores(variable):
        holder = plan.source.parents.get(binding.target)
        rename_annotation(plan, holder.annotation if isinstance(holder, ast.AnnAssign) else None)
    plan.visited.update(kept.plain)
    for value in kept.stored:
        _convert(plan, value, mode)
    lists = [one for _, one in kept.lists]
    for call in growth_of(plan, lists):
        _grow(plan, call, mode)
    for name in names_of(plan, lists):
        _variable(plan, name, mode)
    grown = {
        call.func.value for call in growth_of(plan, lists) if isinstance(call.func, ast.Attribute)
    }
    plan.visited.update(load for load, one in kept.lists if one in grown)


# --- elements ------------------------------------------------------------------------------------


def element(plan: Plan, node: ast.expr, mode: str) -> Doc:
    """One element that becomes exactly one entry."""
    docs = element_docs(plan, node, mode)
    if len(docs) != 1 or is_spread(docs[0]):
        raise plan.cannot("SB005", node, ast.unparse(node)[:60])
    return docs[0]


def element_docs(plan: Plan, node: ast.expr, mode: str) -> list[Doc]:
    """The entries that one element of a list becomes."""
    node = written_out(plan, node)
    if isinstance(node, ast.Starred):
        doc = sequence(plan, node.value, mode)
        if isinstance(doc, Group):
            return [entry.value for entry in doc.entries]
        return [atom("*", *doc.parts)]
    shape = shape_of(plan, node)
    if shape == "reply":
        plan.visited.add(node)
        plan.related |= made_by_others(plan, node)
        return [atom("*", node, ".steps")]
    if shape == "list" and mode == "steps":
        return [_user_step(plan, sequence(plan, node, "items"))]
    made = item_at_use(plan, node, shape)
    if made is not None:
        return [made if mode == "items" else _user_step(plan, listing([made]))]
    if shape == "item" and mode == "items" and is_picked(node):
        _variable(plan, node.value, mode)
        return [atom(node)]
    behind = _behind(plan, node, mode, shape)
    if behind is not None:
        return [behind]
    if shape == "turn":
        return turn(plan, node)
    if shape == "result":
        return [result_step(plan, node)]
    call = call_of(plan, node) if shape == "call" else None
    if call is not None:
        plan.visited.add(call)
        return [atom(call)]
    if shape == "item":
        doc = item(plan, node)
        return [doc if mode == "items" else _user_step(plan, listing([doc]))]
    raise plan.cannot("SB005", node, ast.unparse(node)[:60])


def _behind(plan: Plan, node: ast.expr, mode: str, shape: str | None) -> Doc | None:
    """A name, a choice or a call that gives one content or part; None for one written out."""
    own_mode = _OWN_MODES.get(shape or "", "items")
    if isinstance(node, ast.IfExp) and shape is not None:
        refuse_other_mode(plan, node, mode, own_mode)
        for choice in (node.body, node.orelse):
            put(plan, choice, element(plan, choice, own_mode))
        return atom(node)
    function = called_function(plan, node)
    if function is not None:
        refuse_other_mode(plan, node, mode, own_mode)
        results = returned_by(plan, node, function)
        if is_first(plan, "content functions", function, own_mode, node):
            for result in results:
                put(plan, result, element(plan, result, own_mode))
        return atom(node)
    if plan.values.variable(node) is not None and bindings_of(plan, node):
        return _named(plan, node, mode, own_mode)
    return None


def _named(plan: Plan, node: ast.expr, mode: str, own_mode: str) -> Doc:
    """A variable that holds one content or part."""
    variable = take(plan, node)
    refuse_other_mode(plan, node, mode, own_mode)
    if not is_first(plan, "content variables", variable, own_mode, node):
        return atom(node)
    visit_reads(plan, variable)
    for binding in plan.values.stores(variable):
        strip_annotation(plan, binding, "dict")
        if binding.how is How.ANNOTATION:
            continue
        if binding.how is How.LOOP and binding.value is not None and not binding.path:
            _convert(plan, binding.value, own_mode)
            continue
        for value in written_for(plan, binding):
            put(plan, value, element(plan, value, own_mode))
    return atom(node)


# --- variables -----------------------------------------------------------------------------------


def _variable(plan: Plan, node: ast.expr, mode: str) -> None:
    """A variable that holds a list: its definitions, and everything that grows it."""
    _list_variable(plan, take(plan, node), node, mode)


def _list_variable(plan: Plan, variable: Variable, node: ast.expr, mode: str) -> None:
    if not is_first(plan, "list variables", variable, mode, node):
        return
    visit_reads(plan, variable)
    _visit_counts(plan, node, variable, mode)
    for binding in plan.values.stores(variable):
        strip_annotation(plan, binding, "list")
        for value in made_with(plan, binding) or ():
            _convert(plan, value, mode)
        if binding.how is How.ANNOTATION or (binding.value is not None and is_none(binding.value)):
            continue
        if binding.how is How.AUGMENT and binding.value is not None:
            _convert(plan, binding.value, mode)
            continue
        for value in written_for(plan, binding):
            if isinstance(value, ast.Call) and value.keywords and is_empty(value):
                _refuse_unless_one_to_one(plan, node, mode)
            if not is_nothing(value):
                _convert(plan, value, mode)
    for call in growth(plan, variable):
        _grow(plan, call, mode)
    for load, read in handed_on(plan, variable):
        _hand_on(plan, load, read, mode)
    _follow_names(plan, variable, mode)


def _follow_names(plan: Plan, variable: Variable, mode: str) -> None:
    """``history = session.history``: the same list under another name."""
    for load in plan.values.loads(variable):
        for name in names_of(plan, [load]):
            plan.visited.add(load)
            _variable(plan, name, mode)


def _hand_on(plan: Plan, load: ast.expr, read: ast.Name, mode: str) -> None:
    """A function that is given a list, and lets it grow."""
    parameter = plan.values.variable(read)
    assert parameter is not None
    claim(plan, parameter, load)
    plan.visited.add(load)
    _list_variable(plan, parameter, read, mode)


def _visit_counts(plan: Plan, node: ast.expr, variable: Variable, mode: str) -> None:
    """``len(history)`` and ``del history[0]`` stay where entries are as many as before."""
    for load in plan.values.loads(variable):
        parent = plan.source.parents[load]
        counts = isinstance(parent, ast.Call) and getattr(parent.func, "id", "") == "len"
        deletes = isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Del)
        if (counts or deletes) and is_one_to_one(plan, node, mode):
            plan.visited.add(load)


def _grow(plan: Plan, call: ast.Call, mode: str) -> None:
    method = call.func
    assert isinstance(method, ast.Attribute)
    plan.visited.add(method.value)
    if method.attr == "clear":
        return
    if method.attr == "pop":
        _refuse_unless_one_to_one(plan, method.value, mode)
        if plan.context(call) != "drop":
            raise plan.cannot("SB005", call, ast.unparse(call)[:60])
        return
    argument = call.args[-1]
    if method.attr == "extend":
        _convert(plan, argument, mode)
        return
    if method.attr == "insert":
        if ast.unparse(call.args[0]) != "0":
            _refuse_unless_one_to_one(plan, method.value, mode)
        put(plan, argument, element(plan, argument, mode))
        return
    append(plan, method, argument, element_docs(plan, argument, mode))


# --- turns ---------------------------------------------------------------------------------------


def content_fields(plan: Plan, node: ast.expr) -> Fields:
    """The fields of a Content; ``UserContent`` takes its parts by position, too."""
    short = type_name(plan, node) in ("UserContent", "ModelContent")
    return fields_of(plan, node, ("parts",) if short else ())


def items_of(plan: Plan, parts: ast.expr) -> Doc:
    """The content of a step: parts in a list, or the one text or part."""
    if shape_of(plan, parts) in ("text", "item"):
        return listing([element(plan, parts, "items")])
    return sequence(plan, parts, "items")


def turn(plan: Plan, node: ast.expr) -> list[Doc]:
    """The step, or the function_result steps, that a Content becomes."""
    found = content_fields(plan, node)
    parts = found.get("parts")
    if parts is None or not found.names <= {"role", "parts"}:
        raise plan.cannot("SB006", node, ", ".join(sorted(found.names)))
    shapes = shapes_in(plan, parts, set())
    if "call" in shapes and not shapes <= CALLING:
        raise plan.cannot("SB005", parts, "function calls next to other parts")
    if shapes & CALLING:
        doc = sequence(plan, parts, "results" if shapes <= CALLING else "steps")
        if isinstance(doc, Group):
            return [entry.value for entry in doc.entries]
        return [atom("*", *doc.parts)]
    content = items_of(plan, parts)
    argument = next(a for a in found.arguments if a.name == "parts")
    return [mapping(("type", step_type(plan, node)), argument.entry("content", content))]

"""Import statements of the old SDK give way to those of google-genai, or stand beside them."""

from __future__ import annotations

import ast

from stepbridge_codemods.old_sdk.optional import fallback_names
from stepbridge_codemods.old_sdk.symbols import full_name, is_old
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.infer import Values

Statement = ast.Import | ast.ImportFrom


def old_imports(values: Values) -> list[Statement]:
    """Every import statement that binds something of the old SDK."""
    return [
        node
        for node in ast.walk(values.source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(is_old(full_name(alias, node)) for alias in node.names)
    ]


def names_of_new(values: Values) -> dict[str, str]:
    """What the module calls ``google.genai`` and ``google.genai.types`` already."""
    found: dict[str, str] = {}
    for node in values.source.tree.body:
        for alias in node.names if isinstance(node, ast.Import | ast.ImportFrom) else ():
            full = full_name(alias, node)
            bound = alias.asname or alias.name
            if full in ("google.genai", "google.genai.types") and "." not in bound:
                found[full] = bound
    return found


def choose_names(values: Values, *, complete: bool) -> tuple[str, str]:
    """Names for google.genai and its types that nothing else in the module has."""
    known = names_of_new(values)
    freed = {
        alias.asname or alias.name.partition(".")[0]
        for node in old_imports(values)
        for alias in node.names
        if complete and is_old(full_name(alias, node))
    }
    scopes = [values.names.module, *values.names.own_scope.values()]
    taken = {name for scope in scopes for name in scope.bindings} - freed

    def free(*candidates: str) -> str:
        return next((name for name in candidates if name not in taken), candidates[-1])

    kept = sorted(fallback_names(values)) if complete else []
    genai = known.get("google.genai") or free(*kept, "genai", "google_genai")
    types = known.get("google.genai.types") or free("types", "genai_types")
    return genai, types


def replace_imports(plan: Plan, genai: str, types: str, *, complete: bool) -> None:
    """In every scope the first import of the old SDK becomes, or is followed by, the new ones."""
    values = plan.values
    known = names_of_new(values)
    seen: set[ast.AST] = set()
    for node in old_imports(values):
        scope = _scope(values, node)
        body = getattr(values.source.parents[node], "body", [])
        first = scope not in seen or len(body) == 1
        seen.add(scope)
        lines = []
        first = first and (scope is values.source.tree or _is_used(plan, scope, genai, types))
        if first and ("google.genai" not in known or scope is not values.source.tree):
            lines.append(_line("google", "genai", genai))
        if (
            types
            and first
            and ("google.genai.types" not in known or scope is not values.source.tree)
        ):
            lines.append(_line("google.genai", "types", types))
        if first:
            needed = sorted(plan.imports, key=lambda one: one.name)
            lines += [_line(one.module, one.name, one.alias or one.name) for one in needed]
        _replace(plan, node, lines, complete)


def _is_used(plan: Plan, scope: ast.AST, *names: str) -> bool:
    """Whether new text inside a function reads one of some names."""
    start, end = plan.source.span(scope)
    new = [
        piece
        for edit in plan.edits.in_order()
        if start <= edit.start < end
        for piece in edit.pieces
        if isinstance(piece, str)
    ]
    return any(f"{name}." in piece for name in names if name for piece in new)


def drop_handled(plan: Plan) -> None:
    """Names of google.api_core and datetime that only replaced code reads, or nothing beside it."""
    handled = plan.facts.get("handled", set())
    assert isinstance(handled, set)
    reads = plan.values.names.reads
    for node in ast.walk(plan.source.tree) if handled else ():
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        alone = len(getattr(plan.source.parents[node], "body", ())) == 1
        used = {
            alias: [name for name, found in reads.items() if any(b.target is alias for b in found)]
            for alias in node.names
        }
        kept = [one for one in node.names if not _is_done(plan, node, one, used[one], handled)]
        if any(used[one] for one in node.names if one not in kept) and not (alone and not kept):
            _replace(plan, node, [], complete=True, kept=kept)


def _is_done(
    plan: Plan, node: Statement, alias: ast.alias, used: list[ast.Name], handled: set[ast.AST]
) -> bool:
    if not full_name(alias, node).startswith(("google.api_core", "datetime")):
        return False
    shared = not used and plan.values.around.sees(alias.asname or alias.name)
    return handled.issuperset(used) and not shared


def _line(module: str, name: str, bound: str) -> str:
    return f"from {module} import {name}" + (f" as {bound}" if bound != name else "")


def _scope(values: Values, node: ast.AST) -> ast.AST:
    return values.enclosing(node, ast.FunctionDef, ast.AsyncFunctionDef) or values.source.tree


def _replace(
    plan: Plan,
    node: Statement,
    lines: list[str],
    complete: bool,
    kept: list[ast.alias] | None = None,
) -> None:
    source = plan.source
    start, end = source.span(node)
    indent = source.indent(start)
    if kept is None:
        kept = [a for a in node.names if not complete or not is_old(full_name(a, node))]
    if kept:
        if len(kept) < len(node.names):
            first, last = source.span(node.names[0])[0], source.span(node.names[-1])[1]
            names = ", ".join(source.text[slice(*source.span(alias))] for alias in kept)
            plan.edits.put(first, last, names)
        if lines:
            joined = "".join(f"{source.newline}{indent}{line}" for line in lines)
            end = _line_end(source.text, end)
            plan.edits.put(end, end, joined)
        return
    if lines:
        plan.edits.put(start, end, f"{source.newline}{indent}".join(lines))
        return
    line = source.line_start(start)
    if source.text[line:start].strip() or source.text[end : end + 1] == ";":
        raise plan.cannot("SB001", node, "several statements on a line")
    end = _line_end(source.text, end)
    if source.text.startswith("\r\n", end):
        end += 1
    plan.edits.put(line, min(end + 1, len(source.text)))


def _line_end(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] not in "\r\n":
        offset += 1
    return offset

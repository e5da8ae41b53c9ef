"""Imports after a rewrite: needed ones come, dead ones of the SDK go."""

from __future__ import annotations

import ast
import re
import sys
from bisect import bisect_left

from stepbridge_codemods.planning.plan import Import
from stepbridge_codemods.text.edits import ClashError, Edits
from stepbridge_codemods.text.source import Source, nodes_of, parse
from stepbridge_codemods.values.infer import Values

_SDK = re.compile(r"google\.genai\b|google$")


def adjust_imports(before: Values, planned: Edits, needed: set[Import], *, look: bool) -> str:
    """The text after the planned edits, with the imports that its names call for.

    ``look`` is for an audit: the text is put together without a concrete tree.
    """
    source = before.source
    text = planned.render(0, len(source.text))
    after = nodes_of(parse(text, source.path))
    dead = _used(source.nodes) - _used(after)
    first = min((edit.start for edit in planned.in_order()), default=0)
    imports = _statements(source, after, dead, needed, first)
    try:
        return _carried(source, _united(planned, imports), look=look)
    except _TouchError:
        # An import stands where something else changes: one after the other.
        source = Source(source.encode(text), source.path)
        imports = _statements(source, source.nodes, dead, needed, first)
        return _carried(source, imports, look=look)


class _TouchError(Exception):
    """An import would come or go where another edit is."""


def _united(planned: Edits, imports: Edits) -> Edits:
    starts = sorted({edit.start for edit in planned.in_order()})
    for edit in imports.in_order():
        first = bisect_left(starts, edit.start)
        if first < len(starts) and starts[first] < max(edit.end, edit.start + 1):
            raise _TouchError
    both = planned.copy()
    both.update(imports)
    return both


def _statements(
    source: Source, after: list[ast.AST], dead: set[str], needed: set[Import], first: int
) -> Edits:
    """The edits of the import statements; new names have to be free in ``after``.

    ``first`` is the offset of the first change, before which the text is the same as ever.
    """
    edits = Edits(source)
    touched = {node: kept for node, kept in _pruned(source, dead) if _removable(source, node, kept)}
    going = {node for node, kept in touched.items() if not kept}
    added = _add(source, edits, after, needed, going, first)
    for node in {**touched, **added}:
        assert isinstance(node, ast.Import | ast.ImportFrom)
        kept = touched.get(node, node.names)
        _rewrite(source, edits, node, kept, added.get(node, []))
    return edits


def _carried(source: Source, edits: Edits, *, look: bool) -> str:
    """The text after some edits; edits that cross statements are rendered without a tree."""
    if look:
        return edits.render(0, len(source.text))
    # libcst costs more to import than all else here, and nearly every file gets by without it.
    from stepbridge_codemods.text import concrete

    try:
        return concrete.carried_out(source, edits)
    except ClashError:
        return edits.render(0, len(source.text))


def _used(nodes: list[ast.AST]) -> set[str]:
    """Every name that is read, also in annotations that are strings."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.arg | ast.AnnAssign):
            found |= _quoted(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found |= _quoted(node.returns)
        elif isinstance(node, ast.Assign) and _is_all(node):
            found.update(re.findall(r"\w+", ast.unparse(node.value)))
    return found


def _is_all(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)


def _quoted(annotation: ast.expr | None) -> set[str]:
    found: set[str] = set()
    for inner in ast.walk(annotation) if annotation is not None else ():
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            found.update(re.findall(r"\w+", inner.value))
    return found


def _pruned(source: Source, dead: set[str]) -> list[tuple[ast.stmt, list[ast.alias]]]:
    found: list[tuple[ast.stmt, list[ast.alias]]] = []
    for node in source.nodes:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        kept = [a for a in node.names if not _is_dead(a, module, dead)]
        if len(kept) < len(node.names):
            found.append((node, kept))
    return found


def _is_dead(alias: ast.alias, module: str, dead: set[str]) -> bool:
    name = alias.asname or alias.name
    full = f"{module}.{alias.name}" if module else alias.name
    is_sdk = _SDK.match(module or full) is not None and "genai" in full
    return name in dead and (is_sdk or full == "json")


def _removable(source: Source, node: ast.stmt, kept: list[ast.alias]) -> bool:
    parent = source.parents[node]
    alone = len(getattr(parent, "body", ())) == 1
    start, end = source.span(node)
    has_comment = any(start <= first < end for first, _ in source.comments)
    line = source.line_start(start)
    shared = source.text[line:start].strip() or source.text[end : end + 1] == ";"
    return bool(kept or not alone) and not has_comment and not shared


def _rewrite(
    source: Source,
    edits: Edits,
    node: ast.Import | ast.ImportFrom,
    kept: list[ast.alias],
    added: list[str],
) -> None:
    start, end = source.span(node)
    if kept or added:
        first, last = source.span(node.names[0])[0], source.span(node.names[-1])[1]
        names = [source.text[slice(*source.span(alias))] for alias in kept] + added
        separator = ", "
        if "\n" in source.text[first:last]:
            separator = "," + source.newline + source.indent(first)
        edits.put(first, last, separator.join(names))
        return
    start = source.line_start(start)
    comment = next((c for c in source.comments if c[0] >= end), None)
    if comment is not None and "\n" not in source.text[end : comment[0]]:
        end = comment[1]
    while end < len(source.text) and source.text[end] in " \t":
        end += 1
    if source.text.startswith("\r\n", end):
        end += 1
    edits.put(start, min(end + 1, len(source.text)))


def _add(
    source: Source,
    edits: Edits,
    after: list[ast.AST],
    needed: set[Import],
    going: set[ast.stmt],
    first: int,
) -> dict[ast.stmt, list[str]]:
    """Inserts statements, none next to one that is going; returns what existing ones take in.

    None goes behind the first change where there is a place in front: cells of a notebook import
    all the way down.
    """
    added: dict[ast.stmt, list[str]] = {}
    inserted: dict[int, str] = {}
    every = [n for n in source.tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    top = [node for node in every if source.span(node)[0] <= first] or every
    staying = [node for node in top if node not in going] or top
    for one in sorted(needed, key=lambda i: (not _is_of_python(i.module), i.module, i.name)):
        if _present(after, every, one):
            continue
        if one.name and (home := _home(top, one)) is not None:
            name = f"{one.name} as {one.alias}" if one.alias else one.name
            added.setdefault(home, []).append(name)
            continue
        text = f"from {one.module} import {one.name}" if one.name else f"import {one.module}"
        if one.alias:
            text += f" as {one.alias}"
        at, text = _insertion(source, staying, one, text)
        gap = source.newline * 2
        if text.endswith(gap) and at in inserted:
            inserted[at] = inserted[at].removesuffix(gap) + source.newline
        inserted[at] = inserted.get(at, "") + text
    for at, text in inserted.items():
        edits.put(at, at, text)
    return added


def _present(after: list[ast.AST], top: list[ast.Import | ast.ImportFrom], one: Import) -> bool:
    wanted = one.alias or one.name or one.module
    for node in top:
        for alias in node.names:
            bound = alias.asname or alias.name
            if bound != wanted:
                continue
            module = node.module if isinstance(node, ast.ImportFrom) else ""
            if (module or alias.name) != one.module:
                raise ClashError(f"the name {wanted} is taken")
            return True
    for inner in after:
        is_store = isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
        if (is_store and inner.id == wanted) or (  # type: ignore[attr-defined]
            isinstance(inner, ast.arg) and inner.arg == wanted
        ):
            raise ClashError(f"the name {wanted} is taken")
    return False


def _home(top: list[ast.Import | ast.ImportFrom], one: Import) -> ast.ImportFrom | None:
    for node in top:
        if isinstance(node, ast.ImportFrom) and node.module == one.module and not node.level:
            return None if any(alias.name == "*" for alias in node.names) else node
    return None


def _insertion(
    source: Source, top: list[ast.Import | ast.ImportFrom], one: Import, text: str
) -> tuple[int, str]:
    """Where a new statement goes, and its line with the white space around it."""
    standard = _is_of_python(one.module)
    alike = [n for n in top if _is_standard(n) == standard and not _is_future(n)]
    newline = source.newline
    before = [n for n in alike if _order(n) < (bool(one.name), one.module)]
    if before:
        return _line_end(source, before[-1]), newline + text
    if top and not alike and not standard:  # below the standard library, apart from it
        return _line_end(source, top[-1]), newline * 2 + text
    later = [n for n in alike if n not in before] or [n for n in top if not _is_future(n)]
    if later:
        at = source.line_start(source.span(later[0])[0])
        gap = "" if _is_standard(later[0]) == standard else newline
        return at, text + newline + gap
    body = source.tree.body
    at = source.line_start(source.span(body[0])[0]) if body else 0
    return at, text + newline


def _line_end(source: Source, node: ast.stmt) -> int:
    end = source.span(node)[1]
    while end < len(source.text) and source.text[end] not in "\r\n":
        end += 1
    return end


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _is_standard(node: ast.Import | ast.ImportFrom) -> bool:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
    return _is_of_python(module)


def _is_of_python(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


def _order(node: ast.Import | ast.ImportFrom) -> tuple[bool, str]:
    if isinstance(node, ast.ImportFrom):
        return True, node.module or ""
    return False, node.names[0].name

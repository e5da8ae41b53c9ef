"""Small functions that a rewritten module gets once, below its imports."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from stepbridge_codemods.planning.plan import Import, Plan
from stepbridge_codemods.text.source import parse


@dataclass(frozen=True, slots=True)
class Given:
    """A function: its name, its text, the modules it needs, and with whose imports it stands."""

    name: str
    text: str
    modules: tuple[str, ...] = ()
    beside: str = ""


def give(plan: Plan, function: Given, node: ast.expr) -> None:
    """Sees to it that the module has a function; gives up at ``node`` where its name is taken."""
    known = [one for one in plan.source.nodes if _binds(one, function.name)]
    if not known:
        _define(plan, function, node)
    elif [ast.unparse(one) for one in known] != [ast.unparse(parse(function.text, function.name))]:
        raise plan.cannot("SB005", node, f"the name {function.name} is taken")


def _binds(node: ast.AST, name: str) -> bool:
    """Whether a node gives a name to something."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name == name
    if isinstance(node, ast.alias):
        return (node.asname or node.name) == name
    if isinstance(node, ast.Name):
        return node.id == name and not isinstance(node.ctx, ast.Load)
    return isinstance(node, ast.arg) and node.arg == name


def _define(plan: Plan, function: Given, node: ast.expr) -> None:
    """Puts the function below the imports, with two blank lines on either side."""
    last = _last_import(plan.source.tree.body, function.beside)
    if last is None:
        raise plan.cannot("SB005", node, f"no place for {function.name} below imports")
    source, newline = plan.source, plan.source.newline
    at = source.span(last)[1]
    while at < len(source.text) and source.text[at] not in "\r\n":
        at += 1
    rest = source.text[at:]
    breaks = rest[: len(rest) - len(rest.lstrip())].count("\n")
    text = function.text.rstrip().replace("    ", source.step).replace("\n", newline)
    plan.edits.insert(at, newline * 3 + text)
    if breaks < 3:
        plan.edits.insert(at, newline * (3 - breaks))
    for module in function.modules:
        plan.imports.add(Import(module))


def _last_import(body: list[ast.stmt], beside: str) -> ast.stmt | None:
    """The last of the imports that stand with a package's or the SDK's; or that come first."""
    runs: list[list[ast.stmt]] = [[]]
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            runs[-1].append(statement)
        elif runs[-1]:
            runs.append([])
    for word in (beside, "genai"):
        named = [run for run in runs if any(word in ast.unparse(one) for one in run)]
        if word and named:
            return named[0][-1]
    return runs[0][-1] if runs[0] else None

"""Cells that were run in another order than they stand in, while a name was set anew.

Values are followed in the order of the cells; where the last session saw another value, a person
should know.
"""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from collections.abc import Collection, Iterator

from stepbridge_codemods.finding import Remark
from stepbridge_codemods.notebooks.document import Notebook
from stepbridge_codemods.notebooks.script import Script


def out_of_order(
    notebook: Notebook, script: Script, path: str, cells: Collection[int]
) -> tuple[Remark, ...]:
    """A remark for each of some cells that read what another cell than the one above had set."""
    try:
        tree = ast.parse(script.text)
    except (SyntaxError, ValueError):
        return ()
    held = json.loads(notebook.text.removeprefix("\ufeff"))["cells"]
    counts = {number: cell.get("execution_count") for number, cell in enumerate(held, 1)}
    ran = {number: count for number, count in counts.items() if isinstance(count, int)}
    stored, read = _names(tree, script)
    return tuple(
        Remark(path, reader, line, 1, _told(name, above, last))
        for (reader, name), line in sorted(read.items())
        if reader in cells and reader in ran
        for above, last in _differing(reader, stored[name], ran)
    )


def _names(
    tree: ast.Module, script: Script
) -> tuple[dict[str, list[int]], dict[tuple[int, str], int]]:
    """The cells that set each name, and where a cell reads one that it has not set itself."""
    stored: dict[str, list[int]] = defaultdict(list)
    read: dict[tuple[int, str], int] = {}
    for statement in tree.body:
        cell, _ = script.cell_of(statement.lineno)
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        for name in names:
            if isinstance(name.ctx, ast.Load) and cell not in stored[name.id]:
                read.setdefault((cell, name.id), script.cell_of(name.lineno)[1])
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            for name in names:
                if isinstance(name.ctx, ast.Store) and cell not in stored[name.id]:
                    stored[name.id].append(cell)
    return stored, read


def _differing(reader: int, stores: list[int], ran: dict[int, int]) -> Iterator[tuple[int, int]]:
    """The cell above that sets a name, and the one that had set it last, where they differ."""
    known = [cell for cell in stores if cell in ran and cell != reader]
    above = [cell for cell in known if cell < reader]
    before = [cell for cell in known if ran[cell] < ran[reader]]
    if len(known) == len([cell for cell in stores if cell != reader]) and above and before:
        last = max(before, key=lambda cell: ran[cell])
        if last != above[-1]:
            yield above[-1], last


def _told(name: str, above: int, last: int) -> str:
    return (
        f"when this cell ran, {name} was what cell {last} had set; it is taken for what cell "
        f"{above} sets, in the order in which the cells stand"
    )

"""The MIME type of a file by the ending of its address, as ``Part.from_uri`` guesses it.

Source: ``google.genai.types.Part.from_uri``.
"""

from __future__ import annotations

import ast
import mimetypes

from stepbridge_codemods.certainty.certain import Sort, is_certain
from stepbridge_codemods.objects import constant_of
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.values.paths import Path

_ENDINGS = ("png", "jpg", "webp", "gif", "pdf", "mp4", "mov", "mp3", "flac", "ogg")


def guessed_of(plan: Plan, address: ast.expr) -> str | None:
    """The MIME type of each file that an address may be of; None where that is not one."""
    known = constant_of(plan, address)
    if isinstance(known, str):
        return mimetypes.guess_type(known)[0]
    return next((name for name, sort in _SORTS.items() if is_certain(plan, sort, address)), None)


def _sort(mime: str) -> Sort:
    def shows(plan: Plan, node: ast.expr, path: Path) -> bool:
        if path:
            return False
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return _ends(plan, node.right, sort, mime)
        if isinstance(node, ast.JoinedStr) and node.values:
            last = node.values[-1]
            if isinstance(last, ast.FormattedValue):
                plain = last.conversion == -1 and last.format_spec is None
                return plain and _ends(plan, last.value, sort, mime)
            return _ends(plan, last, sort, mime)
        return isinstance(node, ast.Constant) and _ends(plan, node, sort, mime)

    sort = Sort(f"an address of {mime}", shows, lambda plan, name: False, annotated=False)
    return sort


def _ends(plan: Plan, node: ast.expr, sort: Sort, mime: str) -> bool:
    """Whether the last piece of an address shows by itself what it is of."""
    if isinstance(node, ast.Constant):
        # A piece that is only ".png" is an ending as well, but for a file without a name.
        text = f"file{node.value}" if isinstance(node.value, str) else ""
        return mimetypes.guess_type(text)[0] == mime
    return is_certain(plan, sort, node)


_SORTS: dict[str, Sort] = {}
for _ending in _ENDINGS:
    _mime = mimetypes.guess_type(f"file.{_ending}")[0]
    if _mime is not None:
        _SORTS[_mime] = _sort(_mime)

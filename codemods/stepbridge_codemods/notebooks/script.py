"""A notebook's code cells as one Python module, and back: values live across cells."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from stepbridge_codemods.notebooks.document import CodeCell

_MARK = re.compile(r'^"stepbridge cell (\d+)"\r?$', re.MULTILINE)
_MAGIC_CALL = re.compile(r"__stepbridge_magic__\((\d+)[^()]*\)")
_MAGIC_LINE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<assign>[\w.\[\]'\", ]+=[ \t]*)?(?P<magic>[%!?].*)$"
)
_HELP_LINE = re.compile(r"^(?P<indent>[ \t]*)(?P<assign>)(?P<magic>[\w.]+\?\??[ \t]*)$")
_SHOWN = "__stepbridge_shown__ = "
_SHOW = "\n__stepbridge_show__(__stepbridge_shown__)"
_LEGACY = ("generate_content", "send_message", "interactions")
_OTHER_LANGUAGES = re.compile(
    r"%%(bash|sh|script|html|HTML|javascript|js|markdown|latex|svg|SVG|writefile|file|perl|ruby)\b"
)
_PYTHON_CELL_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun", "%%memit")
_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(slots=True)
class Script:
    """One module made of all cells; ``first_lines`` maps a cell's number to its first line.

    Magics stand in the module as calls of ``__stepbridge_magic__``. A cell that is not Python is
    one call of ``__stepbridge_opaque__`` with every name it mentions: what reaches it has escaped.
    """

    text: str = ""
    first_lines: dict[int, int] = field(default_factory=dict)
    magics: list[str] = field(default_factory=list)
    opaque: dict[int, str] = field(default_factory=dict)
    shown: dict[int, int] = field(default_factory=dict)

    def cell_of(self, line: int) -> tuple[int, int]:
        """The cell's number and the line in it, both from 1, for a line of the module."""
        number, first = max(
            ((cell, start) for cell, start in self.first_lines.items() if start <= line),
            key=lambda place: place[1],
            default=(0, 1),
        )
        return number, line - first + 1

    def column(self, cell: int, line: int, column: int) -> int:
        """The column in the notebook of a column in the module; both from 1."""
        return column - len(_SHOWN) if self.shown.get(cell) == line else column

    def sources(self, rewritten: str) -> dict[int, str]:
        """Each cell's source, read back from the rewritten module."""
        marks = list(_MARK.finditer(rewritten))
        found: dict[int, str] = {}
        ends = [*marks[1:], None][: len(marks)]
        for mark, following in zip(marks, ends, strict=True):
            number = int(mark[1])
            body = rewritten[mark.end() + 1 : following.start() if following else len(rewritten)]
            if number in self.opaque:
                found[number] = self.opaque[number]
            else:
                plain = _MAGIC_CALL.sub(lambda call: self.magics[int(call[1])], body)
                plain = plain.removesuffix("\n").removesuffix(_SHOW)
                found[number] = plain.replace(_SHOWN, "", 1) if number in self.shown else plain
        return found


def join_cells(cells: Sequence[CodeCell]) -> Script:
    """Joins the cells in their order in the document."""
    script = Script()
    pieces: list[str] = []
    line = 1
    for cell in cells:
        mark = f'"stepbridge cell {cell.number}"\n'
        body = _as_python(cell, script)
        script.first_lines[cell.number] = line + 1
        pieces += [mark, body + "\n"]
        line += 2 + body.count("\n")
    script.text = "".join(pieces)
    return script


def _as_python(cell: CodeCell, script: Script) -> str:
    if _parsed(cell.source) is not None:
        return _with_last_shown(cell.source, cell.number, script)
    magics = list(script.magics)
    body = _without_magics(cell.source, magics)
    if body is not None and _parsed(body) is not None:
        script.magics[:] = magics
        return _with_last_shown(body, cell.number, script)
    script.opaque[cell.number] = cell.source
    first = cell.source.partition("\n")[0]
    mentioned = first if _OTHER_LANGUAGES.match(first) else cell.source
    return f"__stepbridge_opaque__({', '.join(_names(mentioned))})"


def _with_last_shown(body: str, number: int, script: Script) -> str:
    """A notebook shows the last expression of a cell: as good as handing it on."""
    tree = _parsed(body)
    last = tree.body[-1] if tree is not None and tree.body else None
    if not isinstance(last, ast.Expr) or last.col_offset:
        return body
    text = ast.unparse(last)
    if isinstance(last.value, ast.Constant) or (
        isinstance(last.value, ast.Call | ast.Await) and not any(name in text for name in _LEGACY)
    ):
        return body
    lines = body.split("\n")
    lines[last.lineno - 1] = _SHOWN + lines[last.lineno - 1]
    script.shown[number] = last.lineno
    return "\n".join(lines) + _SHOW


def _without_magics(source: str, magics: list[str]) -> str | None:
    """The source with every magic as a call; None for a cell that belongs to another language."""
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%") and not first.startswith(_PYTHON_CELL_MAGICS):
        return None
    done: list[str] = []
    while lines:
        line = lines.pop(0)
        found = _MAGIC_LINE.match(line) or _HELP_LINE.match(line)
        if found is None:
            done.append(line)
            continue
        while line.endswith("\\") and lines:
            line += "\n" + lines.pop(0)
        kept = f"{found['indent']}{found['assign'] or ''}"
        magics.append(line[len(kept) :])
        done.append(f"{kept}{_call(len(magics) - 1, magics[-1])}")
    return "\n".join(done)


def _call(index: int, magic: str) -> str:
    """A call that holds the magic's place and lines; names it mentions are arguments and escape."""
    arguments = ", ".join([str(index), *_names(magic)])
    lines = "\n" * magic.count("\n")
    return f"__stepbridge_magic__({arguments}{lines})"


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


def _names(source: str) -> list[str]:
    """Names that text of another language mentions, as far as they can be Python names."""
    return sorted({name for name in _NAME.findall(source) if not keyword.iskeyword(name)})

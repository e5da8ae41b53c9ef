"""A notebook as a program that runs its cells one after the other, as a person would.

A cell that fails says so and the next one runs. Nothing is installed and no command is run.
"""

from __future__ import annotations

from stepbridge_codemods.notebooks.document import read_notebook

_PROGRAM = """
import sys
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance(colors="nocolor")
shell.showtraceback = lambda *args, **options: print("failed:", sys.exc_info()[0].__name__)
shell.showsyntaxerror = shell.showtraceback
shell.system = lambda command: None
shell.getoutput = lambda command, split=True: []
for name in ("pip", "conda", "load_ext", "bash"):
    shell.register_magic_function(lambda line="", cell="": None, "line_cell", name)
for cell in {cells!r}:
    shell.run_cell(cell, store_history=False)
"""


def program_of(notebook: bytes) -> bytes:
    """The program; it needs IPython."""
    cells = [cell.source for cell in read_notebook(notebook).cells]
    return _PROGRAM.replace("{cells!r}", repr(cells)).encode()

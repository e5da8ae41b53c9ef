"""A progress bar on long work, when someone is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Source bytes below which the work is over before a bar could be read.
WORTH_A_BAR = 300_000


@contextmanager
def progress(total: int, volume: int, quiet: bool) -> Iterator[Callable[[], object]]:
    """Yields a function to call after each of ``total`` files, ``volume`` bytes in all."""
    if quiet or volume < WORTH_A_BAR or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading code", total=total)
        yield lambda: bar.advance(task)

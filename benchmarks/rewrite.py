"""What a rewrite costs beside libcst reading and printing the same files.

    python benchmarks/rewrite.py [PATH ...] [--rounds N]

CPU time in one process, best of some rounds, as a ratio to ``libcst.parse_module(source).code``.
Without a path, the examples and applications of this repository; with one, the files below it that
hold legacy calls. A rewrite includes its checks; an audit is the findings alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import libcst

from stepbridge_codemods import audit, rewrite
from stepbridge_codemods.scan import worth_parsing

ROOT = Path(__file__).parents[1]
OWN = (ROOT / "examples", ROOT / "fixtures" / "apps")


def sources(paths: Sequence[Path]) -> Iterator[bytes]:
    """The files below some paths that hold legacy calls and that libcst can read."""
    for root in paths:
        for path in sorted(root.rglob("*.py")) if root.is_dir() else [root]:
            source = path.read_bytes() if path.is_file() else b""
            if worth_parsing(source) and audit(source).findings:
                try:
                    libcst.parse_module(source)
                except libcst.ParserSyntaxError:
                    continue
                yield source


def seconds(work: Callable[[bytes], object], files: list[bytes], rounds: int) -> float:
    """CPU time of the best round over all files."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for source in files:
            work(source)
        best = min(best, time.process_time() - start)
    return best


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--rounds", default=5, show_default=True, help="Rounds; the best one counts.")
def main(paths: tuple[Path, ...], rounds: int) -> None:
    """Print the cost of audit and rewrite over PATHS, as ratios to bare libcst."""
    files = list(sources(paths or OWN))
    changed = sum(rewrite(source).source != source for source in files)
    bare = seconds(lambda source: libcst.parse_module(source).code, files, rounds)
    click.echo(f"{len(files)} files, {sum(map(len, files))} bytes, {changed} change")
    click.echo(f"libcst   {bare * 1000:9.1f} ms  1.00")
    for name, work in (("audit", audit), ("rewrite", rewrite)):
        cost = seconds(work, files, rounds)
        click.echo(f"{name:8} {cost * 1000:9.1f} ms  {cost / bare:.2f}")


if __name__ == "__main__":
    main()

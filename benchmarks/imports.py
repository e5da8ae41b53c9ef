"""What it costs to begin: CPU of a fresh Python that imports, or answers ``--version``.

    python benchmarks/imports.py [--rounds 15]

Each round starts every program once, in turn; the table gives medians of user and system time, less
those of a bare Python, and the ratio to the program that it is held against. Targets: 1.5 times
`import httpx`; near bare click.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys

BARE = "pass"
CLICK = "import click; click.version_option"
# What is measured, and what it is held against.
PAIRS = {
    "import stepbridge": ("import stepbridge", "import httpx"),
    "stepbridge.Client": ("from stepbridge import Client", "import httpx"),
    "InteractionsTransport": ("from stepbridge import InteractionsTransport", "import httpx"),
    "stepbridge --version": (
        "import sys; sys.argv = ['stepbridge', '--version']\n"
        "from stepbridge_cli.main import main; main()",
        CLICK,
    ),
}


def cpu_of(source: str) -> float:
    """Milliseconds of CPU of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", source], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user = after.ru_utime - before.ru_utime
    return (user + after.ru_stime - before.ru_stime) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    sources = dict.fromkeys([BARE, *(source for pair in PAIRS.values() for source in pair)])
    spent: dict[str, list[float]] = {source: [] for source in sources}
    for _ in range(rounds + 1):
        for source in sources:
            spent[source].append(cpu_of(source))
    # The first round wrote the caches of compiled files.
    middle = {source: statistics.median(times[1:]) for source, times in spent.items()}
    print(f"{'':24}{'ms':>8}{'against ms':>12}{'ratio':>8}")
    for name, (source, other) in PAIRS.items():
        own, theirs = middle[source] - middle[BARE], middle[other] - middle[BARE]
        print(f"{name:24}{own:8.1f}{theirs:12.1f}{own / theirs:8.2f}")


if __name__ == "__main__":
    main()

"""Every fixture under mixes of options: the result is sound, and a second run changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepbridge_codemods import Options, rewrite

FIXTURES = Path(__file__).parents[2] / "fixtures" / "codemods"
PROGRAMS = sorted([*FIXTURES.glob("*/*.before.py"), *FIXTURES.glob("*/*.keep.py")])
MIXES = {
    "todo": Options(todo=True),
    "todo, native only": Options(todo=True, native_only=True),
    "todo, safe": Options(todo=True, safe=True),
    "todo, chats stateless": Options(todo=True, chats="stateless"),
    "todo, chats bridge, models": Options(todo=True, chats="bridge", models=True),
    "store default, dropping": Options(store="default", drop=frozenset({"SB105", "SB111"})),
}


@pytest.mark.parametrize("mix", MIXES)
def test_a_second_run_changes_nothing(mix: str) -> None:
    options = MIXES[mix]
    wrong = []
    for path in PROGRAMS:
        where = f"{path.parent.name}/{path.name}"
        once = rewrite(path.read_bytes(), path.name, options)
        if once.error is not None:
            wrong.append(f"{where}: {once.error.message}")
        elif rewrite(once.source, path.name, options).source != once.source:
            wrong.append(f"{where}: changed again")
    assert wrong == []

"""Every fixture that changes runs on the emulator: as before, and in every form it can be given.

The form that is recorded, those that options ask for, and those over each of the bridges: all send
what the program sent and print what it printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from staged import FIXTURES, differences, name, run, said
from whole_answers import words_without

from stepbridge_codemods import Options, Result, rewrite
from stepbridge_codemods.planning import groups
from stepbridge_codemods.planning.plan import ManualError, Plan

# What these were cannot run: see test_runs_after.py, test_old_sdk.py.
ELSEWHERE = ("beta_", "lint_rules", "old_sdk")
BEFORE = sorted(
    path for path in FIXTURES.glob("*/*.before.py") if not path.parent.name.startswith(ELSEWHERE)
)
NEEDS = {
    "automatic/mcp_in_config": "mcp",
    "automatic/mcp_kept": "mcp",
    "automatic/mcp_session": "mcp",
    "automatic/mcp_unknown": "mcp",
}
"""Packages that fixtures run with: real servers of the protocol, on this machine."""

FAILS_BEFORE = {"automatic/mcp_in_config": "cannot pickle"}
"""Fixtures in which google-genai itself fails, and how. All forms are compared with the first."""

_ANSWER = ("sdk_http_response", "create_time", "response_id")
_CHUNK = (*_ANSWER, "usage_metadata", "thought_signature")
WHOLE = {
    "shown/bare_enum": _ANSWER,
    "shown/dumped": _ANSWER,
    "shown/dumped_parts": _ANSWER,
    "shown/printed": _ANSWER,
    "shown/streamed": _CHUNK,
}
"""Fixtures that print whole answers: under ``--safe`` these fields are other, as findings say."""

OPTIONS = {
    "safe": Options(safe=True),
    "chats stateless": Options(chats="stateless"),
    "chats over a bridge": Options(chats="bridge"),
    "native only": Options(native_only=True),
    "over bridges": Options(store="default"),
}
BRIDGES = {
    "over bridges": ("bridges_input", "bridges_result"),
    "calls over a bridge": ("bridges_call",),
}
BRIDGED = ("Models.", "Chats.", "Chat.")
"""Beginnings of symbols of calls that a bridge knows."""


def forms(path: Path) -> Iterator[tuple[str, Result]]:
    """Each different text that a program is rewritten to, and how it came."""
    source = path.read_bytes()
    known = {source, rewrite(source, path.name).source}
    for form in OPTIONS | BRIDGES:
        with pytest.MonkeyPatch.context() as patch:
            over_bridges(patch, BRIDGES.get(form, ()))
            result = rewrite(source, path.name, OPTIONS.get(form))
        assert result.error is None, (form, result.error)
        if result.source not in known:
            known.add(result.source)
            yield form, result


def over_bridges(patch: pytest.MonkeyPatch, bridges: tuple[str, ...]) -> None:
    """Takes every group over bridges, also where it needs none."""
    attempt = groups._attempt

    def forced(plan: Plan) -> ManualError | None:
        for bridge in bridges if all(s.symbol.startswith(BRIDGED) for s in plan.sites) else ():
            setattr(plan, bridge, True)
        return attempt(plan)

    patch.setattr(groups, "_attempt", forced)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(path, marks=pytest.mark.skip(f"{package} is not installed"))
        if (package := NEEDS.get(name(path))) and find_spec(package) is None
        else path
        for path in BEFORE
    ],
    ids=name,
)
def test_means_the_same(before: Path, tmp_path: Path, emulator: Any, warm_start: Any) -> None:
    """Only what is printed between the marks that a program names may be another."""

    def ran(source: bytes) -> Any:
        return run(source, before, tmp_path / "room", emulator, warm_start)

    old = ran(before.read_bytes())
    new = ran(before.with_name(before.name.replace(".before.", ".after.")).read_bytes())
    if name(before) in FAILS_BEFORE:
        assert old.status
        assert FAILS_BEFORE[name(before)] in old.stderr
        old = new
    assert old.status == 0, old.stderr
    assert old.prompts, "a fixture asks the model at least once"
    assert differences(before, old, new, told=True) == []
    passages = [said(before, one.stdout)[1] for one in (old, new)]
    assert all(one and other and one != other for one, other in zip(*passages, strict=True))
    wrong = {}
    for form, result in forms(before):
        other = ran(result.source)
        if form == "safe" and name(before) in WHOLE:
            assert any("As a whole, " in finding.note for finding in result.findings)
            assert old.stdout != other.stdout
            old_words, words = (
                words_without(one.stdout, WHOLE[name(before)]) for one in (old, other)
            )
            assert words == old_words
            other = replace(other, stdout=old.stdout)
        wrong[form] = differences(before, old, other, told=form != "safe")
    assert {form: found for form, found in wrong.items() if found} == {}

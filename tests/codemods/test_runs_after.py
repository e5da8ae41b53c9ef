"""Rewritten programs that have nothing to be compared with, run on the emulator.

Programs of the beta fail today, or go by what is answered without a word; mistakes in code for
Interactions do as well; and the old SDK is not installed here (test_old_sdk.py compares with it
where it is). After, all of them must end well, and be refused nothing that they do not ask for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from staged import FIXTURES, name, run

BETA, MISTAKES, OLD = "beta_", "lint_rules", "old_sdk"
BEFORE = sorted(
    path
    for path in FIXTURES.glob("*/*.before.py")
    if path.parent.name.startswith((BETA, MISTAKES, OLD))
)
LEFT = {"lint_rules/legacy_names": ("SB867", "object has no attribute 'text'")}
"""Fixtures that end at what is left to a person: the rule that tells of it, and the error."""

SERVICES = frozenset({"old_sdk/services", "old_sdk/tuned_models", "old_sdk/unknown_embedding"})
"""Fixtures that ask for files, models and embeddings, and for no answer."""

PRINTS = {
    "beta_calls/answered_together": "sunny in",
    "beta_events/final_outputs": "Emulated",
    "beta_events/final_outputs_async": "Emulated",
    "beta_events/matched": "Emulated",
    "beta_events/names": "Emulated",
    "beta_events/streamed_call": "get_weather {'city'",
    "beta_events/streamed_call_collected": "get_weather {'city'",
    "beta_events/streamed_call_alone": "get_weather {'city'",
    "beta_events/streamed_call_first": "get_weather {'city'",
    "beta_format/computed_modalities": "completed",
    "beta_format/picture_settings": "image/",
    "beta_format/schema": "name=",
    "beta_format/spread": "image/",
    "beta_outputs/by_index": "thought",
    "beta_outputs/compared_with_none": "answered True",
    "beta_outputs/dates_elsewhere": "past",
    "beta_outputs/either": "Output: Emulated",
    "beta_outputs/filters": "Emulated",
    "beta_outputs/helper": "Emulated",
    "beta_outputs/hidden": "Emulated",
    "beta_outputs/in_f_strings": "Emulated",
    "beta_outputs/last_text": "Emulated",
    "beta_outputs/loops": "Emulated",
    "beta_outputs/passed_on": "outputs",
    "beta_outputs/picture": "image/",
    "beta_turns/appended": "Earlier you said 'first'",
    "beta_turns/first_turn": "User: And in France?",
    "beta_turns/role_variable": "Emulated",
    "beta_types/turns": "Emulated",
    "beta_turns/history": "Earlier you said 'hi'",
    "beta_turns/in_the_call": "with image",
    "beta_turns/parameter": "Emulated",
    "beta_calls/one_result": "get_time returned",
    "beta_calls/over_http": "Emulated",
    "beta_calls/result_items": "look returned",
    "beta_events/untracked": "Emulated",
    "beta_outputs/fetched": "Emulated",
    "lint_rules/tools_listed": "get_time returned",
    "old_sdk/caches": "you said 'And who left?'",
    "old_sdk/tuned_models": "remove 404",
}
"""What must be printed, where that is more than that something is."""


def findings(before: Path) -> str:
    return before.with_name(before.name.replace(".before.py", ".findings.txt")).read_text()


@pytest.mark.parametrize("before", BEFORE, ids=name)
def test_runs(before: Path, tmp_path: Path, emulator: Any, warm_start: Any) -> None:
    after = before.with_name(before.name.replace(".before.", ".after."))
    new = run(after.read_bytes(), before, tmp_path / "room", emulator, warm_start)
    if name(before) in LEFT:
        rule, error = LEFT[name(before)]
        assert f" {rule} manual " in findings(before)
        assert new.stderr.strip().endswith(error)
    else:
        assert new.status == 0, new.stderr
    assert new.prompts or name(before) in SERVICES
    assert PRINTS.get(name(before), "") in new.stdout
    if before.parent.name.startswith(OLD):
        return  # some ask for a refusal
    assert [exchange.error for exchange in emulator.exchanges if exchange.error] == []
    if before.parent.name.startswith(BETA):
        old = run(before.read_bytes(), before, tmp_path / "room", emulator, warm_start)
        assert old.status or old.stdout != new.stdout, "the beta is gone"

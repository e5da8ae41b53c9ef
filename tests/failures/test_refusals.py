"""A refusal looks the same by every way, and is tried again as often."""

from __future__ import annotations

from typing import Any

import pytest
from google.genai import errors, types

from stepbridge_emulator import Emulator
from stepbridge_emulator.failures import BLOCKED_PROMPT, REFUSALS

RETRIES = {"attempts": 3, "initial_delay": 0.001, "max_delay": 0.002}
# The live service has a finish reason for recitation, no block reason.
BLOCKED = sorted(BLOCKED_PROMPT.keys() - {"recitation"})

pytestmark = pytest.mark.filterwarnings("ignore::stepbridge.UnsupportedFieldWarning")


def tries(emulator: Emulator) -> int:
    """How often a client asked: what Interactions refuses for good is asked of both APIs."""
    apis = [exchange.api for exchange in emulator.exchanges]
    return apis.count("interactions") or len(apis)


@pytest.mark.parametrize("kind", [*REFUSALS, *BLOCKED])
def test_a_refusal(
    way_of: Any, way: Any, native: Any, emulator: Emulator, form: str, kind: str
) -> None:
    told = []
    for name in (native.name, way.name):
        emulator.reset()
        seen = way_of(name, retry_options=RETRIES).seen(form, f"hi [[emulator:{kind}]]")
        told.append((seen, tries(emulator)))
    assert told[0] == told[1]
    assert told[0][1] in (1, 3)


def test_a_refusal_that_passes_is_not_seen(
    way_of: Any, way: Any, emulator: Emulator, form: str
) -> None:
    seen = way_of(way.name, retry_options=RETRIES).seen(form, "hi [[emulator:503x2]]")
    assert seen == ("answer", None, types.FinishReason.STOP)
    assert tries(emulator) == 3


def details_of(way: Any, form: str, prompt: str) -> tuple[str, list[str]]:
    """The words of an error, and the reasons in its details."""
    with pytest.raises(errors.ClientError) as caught:
        way.ask(form, prompt)
    details = caught.value.details["error"].get("details", [])
    return str(caught.value.message), [one["reason"] for one in details if "reason" in one]


@pytest.mark.parametrize(
    ("kind", "original"), [("bad-key", "authentication"), ("429", "quota_exceeded")]
)
def test_an_error_says_the_same_and_keeps_the_original_code(
    way: Any, native: Any, form: str, kind: str, original: str
) -> None:
    prompt = f"hi [[emulator:{kind}]]"
    words, reasons = details_of(native, form, prompt)
    assert details_of(way, form, prompt) == (words, [*reasons, original])

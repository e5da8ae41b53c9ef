"""What is only shown may look new, unless nothing may change: then it goes over the bridge."""

from __future__ import annotations

import pytest

from stepbridge_codemods import Options, Tier, rewrite

SETUP = """\
import logging
from google import genai
client = genai.Client()
response = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")
"""
SHOWN = [
    "print(response)",
    'print(f"{response.usage_metadata}")',
    'print(f"{response.text=}")',
    'logging.info("stopped: %s", response.candidates[0].finish_reason)',
]
BY_NAME = "logging.info(response.candidates[0].finish_reason.name)"


@pytest.mark.parametrize("line", [*SHOWN, BY_NAME])
def test_what_is_shown_is_native_and_says_that_it_looks_new(line: str) -> None:
    result = rewrite(f"{SETUP}{line}\n".encode(), "app.py", Options(native_only=True))
    assert {finding.tier for finding in result.findings} == {Tier.NATIVE}
    assert any(finding.behaviour_change and "shown" in finding.note for finding in result.findings)


def test_safe_tells_the_name_of_a_finish_reason_as_it_was() -> None:
    result = rewrite(f"{SETUP}{BY_NAME}\n".encode(), "app.py", Options(safe=True))
    assert result.source.decode().endswith("logging.info(finish_reason_name(response.status))\n")
    assert {finding.tier for finding in result.findings} == {Tier.NATIVE}
    assert not any(finding.behaviour_change for finding in result.findings)


@pytest.mark.parametrize("line", SHOWN)
def test_safe_keeps_what_is_shown_over_the_bridge(line: str) -> None:
    result = rewrite(f"{SETUP}{line}\n".encode(), "app.py", Options(safe=True))
    after = result.source.decode()
    assert "response = stepbridge.as_response(client.interactions.create(" in after
    assert after.endswith(f"{line}\n")
    assert {finding.tier for finding in result.findings} == {Tier.BRIDGED}
    assert not any(finding.behaviour_change for finding in result.findings)


@pytest.mark.parametrize(
    "line",
    [
        "text = str(response)",
        "log(response.usage_metadata)",
        "sys.exit(response)",
        "print(*response.candidates)",
        "print(response.text, file=response)",
        "print(len(str(response)))",
        "logging.log(response.usage_metadata)",
        'raise ValueError(f"{response.usage_metadata}")',
        'logging.info("%(usage)s", extra={"usage": response.usage_metadata})',
        "sys.stdout = open('log.txt', 'w')\nprint(response)",
        "def test_answer(capsys):\n    print(response)",
    ],
)
def test_what_goes_further_than_the_screen_stays(line: str) -> None:
    before = f"{SETUP}{line}\n".encode()
    result = rewrite(before, "app.py", Options(native_only=True))
    assert result.source == before
    assert result.findings

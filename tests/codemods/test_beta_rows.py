"""Every difference between the beta and today: what changes, what comes close and stays.

A row is a fixture in which its finding is native, and a near miss: code of today, or of something
else, that is much like it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from stepbridge import fields
from stepbridge_codemods import Tier, rewrite

FIXTURES = Path(__file__).parents[2] / "fixtures" / "codemods"
HEAD = """from google import genai

client = genai.Client()
one = client.interactions.create(model="gemini-3.5-flash", input="hi")
events = client.interactions.create(model="gemini-3.5-flash", input="hi", stream=True)
"""


@dataclass(frozen=True)
class Row:
    """One difference: its number in the list of them, the symbol, a fixture and a near miss."""

    number: int
    symbol: str
    fixture: str
    near: str


ROWS = (
    Row(1, "outputs", "beta_outputs/loops", "print([s.type for s in one.steps], Job().outputs)"),
    Row(2, "role", "beta_outputs/dates", "print({'role': 'model'}['role'], Job().role)"),
    Row(4, "outputs_text", "beta_outputs/last_text", "print(one.output_text, Job().outputs[-1])"),
    Row(5, "turns", "beta_turns/history", "chat(messages=[{'role': 'user', 'content': 'hi'}])"),
    Row(
        6,
        "turn_content",
        "beta_turns/calls_inside",
        "ask([{'type': 'function_call', 'id': 'a', 'name': 'f', 'arguments': {}}])",
    ),
    Row(
        7,
        "function_result_dict",
        "beta_calls/one_result",
        "ask([{'type': 'function_result', 'call_id': 'a', 'name': 'f', 'result': '1'}])",
    ),
    Row(8, "outputs_as_history", "beta_turns/appended", "history = []\nhistory.extend(one.steps)"),
    Row(
        9,
        "response_mime_type",
        "beta_format/schema",
        "ask('hi', response_format={'type': 'text', 'mime_type': 'text/plain'})",
    ),
    Row(
        10,
        "image_config",
        "beta_format/pictures",
        "ask('hi', response_format={'type': 'image', 'aspect_ratio': '1:1'})",
    ),
    Row(
        11, "response_modalities", "beta_format/picture_settings", "Job(response_modalities=['A'])"
    ),
    Row(
        12,
        "several_modalities",
        "beta_format/pictures",
        "ask('hi', response_format=[{'type': 'text'}, {'type': 'image'}])",
    ),
    Row(
        13,
        "speech_config",
        "beta_format/pictures",
        "ask('hi', generation_config={'speech_config': [{'voice': 'Kore'}]})",
    ),
    Row(14, "content.delta", "beta_events/names", "print(Job().kind == 'content.delta')"),
    Row(
        15,
        "function_call_delta",
        "beta_events/streamed_call",
        "print([e.step.name for e in events if e.event_type == 'step.start'])",
    ),
    Row(
        16,
        "text_annotation",
        "beta_events/names",
        "print([e for e in events if e.delta.type == 'text_annotation_delta'])",
    ),
    Row(
        17,
        "annotation_source",
        "beta_types/search",
        "for note in Job().notes:\n    print(note.source)",
    ),
    Row(
        18,
        "rendered_content",
        "beta_types/search",
        "print([s.result[0].search_suggestions for s in one.steps], Job().rendered_content)",
    ),
    Row(
        19,
        "function_call_signature",
        "beta_calls/result_items",
        "ask([{'type': 'thought', 'signature': 'abc'}])",
    ),
    Row(
        22,
        "function_result_items",
        "beta_calls/result_items",
        "ask([{'type': 'function_result', 'call_id': 'a', 'result': [{'type': 'text'}]}])",
    ),
    Row(
        23,
        "excludedPredefinedFunctions",
        "beta_format/tools",
        "ask('', tools=[{'type': 'computer_use', 'excluded_predefined_functions': ['a']}])",
    ),
    Row(
        24, "rate", "beta_events/names", "print([e.delta.sample_rate for e in events], Job().rate)"
    ),
    Row(27, "status", "lint_rules/status", "print(one.status in ('completed', 'failed'))"),
    Row(30, "created", "beta_outputs/dates", "print(one.created[:10], Job().created.isoformat())"),
    Row(31, "error", "beta_outputs/dates", "print(one.errors, Job().error)"),
    Row(
        32,
        "total_reasoning_tokens",
        "beta_outputs/dates",
        "print(one.usage.total_thought_tokens, Job().usage.total_reasoning_tokens)",
    ),
    Row(
        36,
        "FunctionCallContent",
        "beta_types/names",
        "from elsewhere import FunctionCallContent\nprint(FunctionCallContent)",
    ),
    Row(
        37,
        "Api-Revision",
        "beta_calls/over_http",
        "ask('', extra_headers={'X-Revision': '2026-05-07'})",
    ),
)

SAME = {
    3: "print(one.object)",
    21: "print([s.result for s in one.steps if s.type == 'code_execution_result'])",
    25: "ask([{'type': 'document', 'uri': 'https://a.b/c.csv', 'mime_type': 'text/csv'}])",
    26: "ask('hi', generation_config={'thinking_level': 'xhigh'})",
    29: "ask('hi', service_tier='flex')",
    33: "ask('hi', generation_config={'seed': 1, 'tool_choice': 'auto', 'temperature': 0.5})",
    34: "ask('hi', tools=[{'type': 'google_search'}, {'type': 'function', 'name': 'f'}])",
    35: "client.interactions.create(agent='deep-research-pro-preview-12-2025', background=True)",
}
"""Rows of which nothing follows for code: what the beta had is still right."""


def program(line: str) -> bytes:
    """A near miss with what it needs."""
    keywords = 'model="gemini-3.5-flash", input='
    called = line.replace("ask(", f"client.interactions.create({keywords}")
    return f"{HEAD}from elsewhere import Job, chat\n\n{called}\n".encode()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number}-{row.symbol}")
def test_row_changes_its_fixture(row: Row) -> None:
    result = rewrite((FIXTURES / f"{row.fixture}.before.py").read_bytes())
    own = [f for f in result.findings if f.rule == fields.of(f"beta.{row.symbol}").id]
    assert own
    assert {finding.tier for finding in own} == {Tier.NATIVE}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number}-{row.symbol}")
def test_row_leaves_what_comes_close(row: Row) -> None:
    source = program(row.near)
    result = rewrite(source)
    assert result.source == source
    assert result.error is None
    assert result.findings == ()


@pytest.mark.parametrize("number", SAME)
def test_what_did_not_change_stays(number: int) -> None:
    source = program(SAME[number])
    result = rewrite(source)
    assert (result.source, result.findings) == (source, ())


def test_what_is_not_delivered_any_more_is_left_to_a_person() -> None:
    """Row 20: a file_search_result step has no result."""
    source = HEAD + (
        "for step in one.steps:\n"
        "    if step.type == 'file_search_result':\n"
        "        print(step.result)\n"
    )
    result = rewrite(source.encode())
    own = [f for f in result.findings if f.rule == fields.of("beta.file_search_result").id]
    assert [finding.tier for finding in own] == [Tier.MANUAL]
    near = source.replace("file_search_result", "code_execution_result").encode()
    assert rewrite(near).findings == ()


def test_a_fetched_timeline_is_read_without_its_input() -> None:
    """Row 28: ``get`` begins with what was asked."""
    fetched = rewrite((FIXTURES / "beta_outputs/fetched.before.py").read_bytes())
    assert "user_input" in fetched.source.decode()
    made = rewrite((FIXTURES / "beta_outputs/loops.before.py").read_bytes())
    assert "user_input" not in made.source.decode()


def test_all_rows_are_here() -> None:
    numbers = [row.number for row in ROWS]
    assert sorted([*numbers, *SAME, 20, 28]) == list(range(1, 38))

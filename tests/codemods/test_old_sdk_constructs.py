"""Every construct of the old SDK that programs use: a fixture holds it, and its rewrite does not.

Where calls with a construct go no further than google-genai, or over a bridge, the row says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from stepbridge_codemods import Tier, rewrite

FIXTURES = Path(__file__).parents[2] / "fixtures" / "codemods"


@dataclass(frozen=True)
class Row:
    """A construct as it is written, the row of the field map that tells of it, and a fixture."""

    written: str
    rule: str
    fixture: str
    tier: Tier = Tier.NATIVE


ROWS = (
    Row("genai.configure(", "SB901", "old_sdk/simple"),
    Row("genai.GenerativeModel(", "SB904", "old_sdk/simple"),
    Row("model_name=", "SB905", "old_sdk/last_answer"),
    Row("system_instruction=", "SB906", "old_sdk/settings_merged"),
    Row("generation_config={", "SB907", "old_sdk/settings_merged"),
    Row("safety_settings=[", "SB908", "old_sdk/schemas"),
    Row("tools=[", "SB909", "old_sdk/tools"),
    Row(".generate_content(", "SB912", "old_sdk/simple"),
    Row(".generate_content_async(", "SB913", "old_sdk/in_class"),
    Row(".count_tokens(", "SB914", "old_sdk/simple"),
    Row(".start_chat(", "SB916", "old_sdk/settings_merged"),
    Row("enable_automatic_function_calling", "SB930", "old_sdk/automatic"),
    Row("stream=True", "SB918", "old_sdk/simple"),
    Row("request_options", "SB919", "old_sdk/no_configure"),
    Row("generation_config=config", "SB920", "old_sdk/settings_passed"),
    Row("safety_settings={", "SB921", "old_sdk/safety"),
    Row('safety_settings="high"', "SB962", "old_sdk/safety"),
    Row("HarmCategory.", "SB961", "old_sdk/safety"),
    Row(".send_message(", "SB924", "old_sdk/settings_merged"),
    Row(".history", "SB926", "old_sdk/session", Tier.BRIDGED),
    Row(".last", "SB927", "old_sdk/last_answer"),
    Row("history=[", "SB929", "old_sdk/dicts_that_stay", Tier.MANUAL),
    Row("candidate_count", "SB931", "old_sdk/settings_passed"),
    Row("top_k", "SB936", "old_sdk/dicts_that_stay", Tier.MANUAL),
    Row("response_mime_type", "SB938", "old_sdk/schemas"),
    Row("response_schema", "SB939", "old_sdk/schemas"),
    Row("GenerationConfig(", "SB963", "old_sdk/settings_passed"),
    Row(".text", "SB950", "old_sdk/simple"),
    Row(".usage_metadata", "SB954", "old_sdk/simple"),
    Row(".prompt_feedback", "SB953", "old_sdk/feedback", Tier.BRIDGED),
    Row(".finish_reason", "SB959", "old_sdk/schemas"),
    Row(".resolve()", "SB955", "old_sdk/resolved"),
    Row("Image.open(", "SB980", "old_sdk/picture"),
    Row("genai.upload_file(", "SB982", "old_sdk/services"),
    Row("genai.embed_content(", "SB986", "old_sdk/services"),
    Row("CachedContent", "SB989", "old_sdk/caches"),
)


def before(row: Row) -> Path:
    return FIXTURES / f"{row.fixture}.before.py"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.written)
def test_a_fixture_holds_it(row: Row) -> None:
    assert row.written in before(row).read_text()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.written)
def test_it_is_told(row: Row) -> None:
    findings = rewrite(before(row).read_bytes(), "app.py").findings
    assert row.tier in {one.tier for one in findings if one.rule == row.rule}


def test_the_old_sdk_is_gone() -> None:
    for row in ROWS:
        assert b"generativeai" not in rewrite(before(row).read_bytes(), "app.py").source

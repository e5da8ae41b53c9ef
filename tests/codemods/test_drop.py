"""Fields without a counterpart, which the options let calls go without."""

from __future__ import annotations

import pytest

from stepbridge.fields import FIELDS
from stepbridge_codemods import Options, Tier, rewrite
from stepbridge_codemods.findings.rule_ids import droppable, not_droppable

SOURCE = """from google import genai

client = genai.Client()
settings = {"temperature": 0.2, "top_k": 40}
print(client.models.generate_content(model="m", contents="Hi", config=settings).text)
print(
    client.models.generate_content(
        model="m", contents="Ho", config={"top_k": 1, "presence_penalty": 0.5}
    ).text
)
"""
TOP_K = Options(drop=frozenset({"SB105"}))


def after(options: Options) -> str:
    result = rewrite(SOURCE.encode(), "app.py", options)
    assert result.error is None
    return result.source.decode()


def test_a_call_with_such_a_field_stays() -> None:
    assert after(Options()) == SOURCE


def test_a_field_that_may_go_is_left_out_and_told() -> None:
    result = rewrite(SOURCE.encode(), "app.py", TOP_K)
    text = result.source.decode()
    assert 'settings = {"generation_config": {"temperature": 0.2}}' in text
    told = [one for one in result.findings if one.rule == "SB105" and one.applied]
    assert [(one.line, one.tier, one.behaviour_change) for one in told] == [(4, Tier.NATIVE, True)]
    assert "the options drop SB105" in told[0].note


def test_a_call_with_another_such_field_stays_whole() -> None:
    assert 'config={"top_k": 1, "presence_penalty": 0.5}' in after(TOP_K)
    both = after(Options(drop=frozenset({"SB105", "SB111"})))
    assert "top_k" not in both
    assert "presence_penalty" not in both


def test_safe_leaves_alone_what_would_lose_a_field() -> None:
    assert after(Options(drop=frozenset({"SB105"}), safe=True)) == SOURCE


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [("SB103", "can do without"), ("SB123", "can do without"), ("SB99999", "there is no rule")],
)
def test_only_config_fields_without_counterpart_can_be_dropped(rule: str, complaint: str) -> None:
    """Temperature has one; a cache holds what the model is asked about."""
    assert complaint in not_droppable(["SB105", rule])
    assert not_droppable(droppable()) == ""
    assert droppable() < {row.id for row in FIELDS}


RATED = """from google import genai

client = genai.Client()
response = client.models.generate_content(model="m", contents="Hi")
print(response.text)
for rating in response.candidates[0].safety_ratings or []:
    print(rating.category, rating.probability)
"""


def test_safety_ratings_of_answers_keep_their_call_or_are_none() -> None:
    assert rewrite(RATED.encode(), "app.py").source.decode() == RATED
    result = rewrite(RATED.encode(), "app.py", Options(drop=frozenset({"SB429"})))
    assert "for rating in [] or []:" in result.source.decode()
    told = [one for one in result.findings if one.rule == "SB429"]
    assert [(one.line, one.tier, one.behaviour_change) for one in told] == [(6, Tier.NATIVE, True)]
    assert "the options drop SB429" in told[0].note


def test_one_rating_by_its_number_is_not_made_up() -> None:
    source = RATED.replace(" or []", "[0:1]")
    result = rewrite(source.encode(), "app.py", Options(drop=frozenset({"SB429"})))
    assert result.source.decode() == source

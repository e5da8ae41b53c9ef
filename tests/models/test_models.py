"""Model ids: found in strings of their own, judged by the table, replaced only on request."""

from __future__ import annotations

from stepbridge_codemods import Options, Tier
from stepbridge_codemods.files import audit_file, rewrite_file
from stepbridge_codemods.models import MODELS, Status, mentions, replaced, status_of

CODE = b"""from google import genai

MODEL = "models/gemini-2.0-flash"  # gemini-2.0-flash
OTHER = "gemini-3.5-flash"
OLD = 'gemini-1.5-pro-002'
TEXT = "use gemini-2.0-flash here"
"""


def test_a_replacement_is_never_itself_retired() -> None:
    for model in MODELS.values():
        known = status_of(model.replacement)
        assert known is None or known.status is not Status.RETIRED


def test_families_that_are_gone() -> None:
    for name in ("gemini-pro", "models/gemini-1.0-pro", "gemini-1.5-flash-8b", "text-bison-001"):
        model = status_of(name)
        assert model is not None
        assert model.status is Status.RETIRED
        assert not model.replacement
    assert status_of("gemini-3.5-flash") is None


def test_only_whole_strings_count() -> None:
    found = [mention.model.id for mention in mentions(CODE.decode())]
    assert found == ["gemini-2.0-flash", "gemini-1.5-pro-002"]
    assert replaced(CODE.decode()) == CODE.decode().replace(
        '"models/gemini-2.0-flash"', '"models/gemini-3.5-flash"'
    )


def test_audit_tells_and_rewrite_leaves() -> None:
    found = [f for f in audit_file(CODE, "a.py", Options()).findings if f.rule == "SB030"]
    assert [(f.line, f.column, f.tier) for f in found] == [
        (3, 17, Tier.MANUAL),
        (5, 8, Tier.MANUAL),
    ]
    assert rewrite_file(CODE, "a.py", Options()).source == CODE


def test_rewrite_with_models() -> None:
    result = rewrite_file(CODE, "a.py", Options(models=True))
    assert b'"models/gemini-3.5-flash"' in result.source
    assert b"'gemini-1.5-pro-002'" in result.source
    assert {f.legacy: f.applied for f in result.findings if f.rule == "SB030"} == {
        "gemini-2.0-flash": True,
        "gemini-1.5-pro-002": False,
    }


def test_a_date_at_second_hand_says_so() -> None:
    known, told = status_of("gemini-2.0-flash"), status_of("models/gemini-2.5-flash")
    assert known is not None
    assert told is not None
    assert "report" not in known.sentence
    assert "as other pages report" in told.sentence


def test_embeddings_and_experiments_end_too() -> None:
    for name in ("models/text-embedding-004", "embedding-001", "gemini-2.0-flash-exp"):
        (found,) = mentions(f'model = "{name}"')
        assert found.model.status is Status.RETIRED
    assert not list(mentions('model = "gemini-embedding-001"; field = "embedding"'))

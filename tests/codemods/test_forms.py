"""Encodings, line endings and broken files: what is not edited stays byte for byte."""

from __future__ import annotations

import pytest

from stepbridge_codemods import Options, ProblemKind, audit, rewrite

BEFORE = """\
from google import genai

client = genai.Client()
response = client.models.generate_content(model="m", contents="Grüße")
print(f"Antwort: {response.text}")
"""
AFTER = """\
from google import genai

client = genai.Client()
response = client.interactions.create(model="m", input="Grüße", store=False)
print(f"Antwort: {response.output_text}")
"""


@pytest.mark.parametrize(
    ("wrap", "encoding"),
    [
        pytest.param(lambda text: text, "utf-8", id="plain"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), "utf-8", id="CRLF"),
        pytest.param(lambda text: text, "utf-8-sig", id="byte order mark"),
        pytest.param(lambda text: "# coding: latin-1\n" + text, "latin-1", id="latin-1 cookie"),
        pytest.param(lambda text: text.rstrip("\n"), "utf-8", id="no final newline"),
        pytest.param(
            lambda text: text.replace("client =", "\f\nclient ="), "utf-8", id="form feed"
        ),
        pytest.param(lambda text: text.replace("print(", "if 1:\n\tprint("), "utf-8", id="tabs"),
        pytest.param(lambda text: text + "# ✓ 漢字 response.text\n", "utf-8", id="wide comment"),
    ],
)
def test_form_is_kept(wrap, encoding):  # type: ignore[no-untyped-def]
    result = rewrite(wrap(BEFORE).encode(encoding))
    assert result.error is None
    assert result.source == wrap(AFTER).encode(encoding)


@pytest.mark.parametrize(
    ("data", "kind", "line"),
    [
        (b"from google import genai\nclient.models.generate_content(\n", ProblemKind.SYNTAX, 2),
        (b"# genai generate_content \xff\xfe\n", ProblemKind.ENCODING, 0),
        (b"# coding: no-such-codec\n# genai generate_content\n", ProblemKind.ENCODING, 0),
    ],
    ids=["syntax error", "undecodable", "unknown encoding"],
)
def test_problem_is_a_value(data: bytes, kind: ProblemKind, line: int) -> None:
    for run in (rewrite, audit):
        result = run(data, "bad.py")
        assert result.source == data
        assert result.error is not None
        assert (result.error.path, result.error.kind, result.error.line) == ("bad.py", kind, line)


def test_too_large_is_a_problem() -> None:
    result = rewrite(BEFORE.encode(), "big.py", Options(max_bytes=10))
    assert result.error is not None
    assert result.error.kind is ProblemKind.TOO_LARGE


@pytest.mark.parametrize("data", [b"", b"\n", b"print('hello')\n", b"import genai_of_mine\n"])
def test_nothing_to_do(data: bytes) -> None:
    assert rewrite(data) == rewrite(data)
    assert rewrite(data).source == data
    assert rewrite(data).findings == ()


def test_audit_applies_nothing() -> None:
    result = audit(BEFORE.encode())
    assert result.source == BEFORE.encode()
    assert result.findings
    assert not any(finding.applied for finding in result.findings)


def test_store_may_be_left_to_the_service() -> None:
    result = rewrite(BEFORE.encode(), options=Options(store="default"))
    assert b"store" not in result.source


BUDGET = BEFORE.replace(
    'contents="Grüße"', 'contents="Hi", config={"thinking_config": {"thinking_budget": 0}}'
)


def test_safe_leaves_behaviour_alone() -> None:
    assert rewrite(BUDGET.encode()).source != BUDGET.encode()
    result = rewrite(BUDGET.encode(), options=Options(safe=True))
    assert result.source == BUDGET.encode()
    assert "SB017" in {finding.rule for finding in result.findings}
    assert rewrite(BEFORE.encode(), options=Options(safe=True)).source == AFTER.encode()


HANDLED = """from google import genai

client = genai.Client()
try:
    print(client.models.generate_content(model="m", contents="Hi").text)
except Exception as e:
    print(e)
"""


def test_safe_leaves_calls_alone_whose_errors_are_shown() -> None:
    assert b"interactions.create" in rewrite(HANDLED.encode()).source
    result = rewrite(HANDLED.encode(), options=Options(safe=True))
    assert result.source == HANDLED.encode()
    assert "SB017" in {finding.rule for finding in result.findings}
    silent = HANDLED.replace("print(e)", "raise SystemExit from e").encode()
    assert b"interactions.create" in rewrite(silent, options=Options(safe=True)).source


def test_ignored_rules_keep_their_sites() -> None:
    result = rewrite(BUDGET.encode(), options=Options(ignore=frozenset({"SB141"})))
    assert result.source == BUDGET.encode()
    assert "SB018" in {finding.rule for finding in result.findings}
    only = Options(select=frozenset({"SB105"}))
    assert rewrite(BUDGET.encode(), options=only).source == BUDGET.encode()

"""Comments that the codemods read, and the ones that they leave."""

from __future__ import annotations

from collections.abc import Callable

from stepbridge_codemods import Options, Result, Tier, rewrite

TODO = Options(todo=True)
HEAD = """from google import genai

client = genai.Client()
"""
LEFT = (
    HEAD
    + """

def ask(text: str) -> str:
    # Three of them.
    response = client.models.generate_content(
        model="gemini-2.5-flash", contents=text, config={"candidate_count": 3}
    )
    return response.text
"""
)
CALL = 'print(client.models.generate_content(model="m", contents="Hi").text)'


def after(source: str, options: Options = TODO) -> str:
    result = rewrite(source.encode(), "app.py", options)
    assert result.error is None
    return result.source.decode()


def test_a_manual_site_is_marked_above_its_statement() -> None:
    marked = after(LEFT)
    lines = marked.splitlines()
    at = next(i for i, line in enumerate(lines) if "TODO(stepbridge): SB006" in line)
    assert lines[at - 1] == "    # Three of them."
    assert lines[at + 1] == "    response = client.models.generate_content("
    assert marked.replace(lines[at] + "\n", "") == LEFT


def test_a_marker_is_never_doubled() -> None:
    marked = after(LEFT)
    assert after(marked) == marked
    assert marked.count("TODO(stepbridge)") == 1


def test_without_todo_nothing_is_marked(keeps: Callable[..., Result]) -> None:
    keeps(LEFT, "SB006")


def test_looked_at_needs_a_reason() -> None:
    looked = LEFT.replace("# Three of them.", "# stepbridge: leave[SB006]: three drafts on purpose")
    assert after(looked) == looked
    bare = LEFT.replace("# Three of them.", "# stepbridge: leave[SB006]:")
    assert after(bare).count("TODO(stepbridge)") == 1


def test_migrated_sites_are_not_marked() -> None:
    assert "TODO" not in after(f"{HEAD}{CALL}\n")


def test_carriage_returns_stay() -> None:
    marked = after(LEFT.replace("\n", "\r\n"))
    assert "TODO(stepbridge)" in marked
    assert "\n" not in marked.replace("\r\n", "")


def test_ignore_comment_leaves_its_call(keeps: Callable[..., Result]) -> None:
    keeps(f"{HEAD}{CALL}  # stepbridge: ignore[SB700]\n", "SB018")
    keeps(f"{HEAD}{CALL}  # stepbridge: ignore\n", "SB018")


def test_ignore_comment_is_for_its_call_and_its_rule() -> None:
    text = f"{HEAD}{CALL}  # stepbridge: ignore[SB700]\n{CALL}\n"
    done = after(text, Options())
    assert done.count("generate_content") == 1
    assert done.count("interactions.create") == 1
    other = after(f"{HEAD}{CALL}  # stepbridge: ignore[SB105]\n", Options())
    assert "interactions.create" in other


def test_an_ignored_call_gets_no_marker() -> None:
    text = f"{HEAD}{CALL}  # stepbridge: ignore\n"
    assert after(text) == text


def test_store_is_the_callers_choice() -> None:
    assert "store=False" in after(f"{HEAD}{CALL}\n", Options())
    assert "store" not in after(f"{HEAD}{CALL}\n", Options(store="default"))


def test_native_only_leaves_what_needs_the_runtime() -> None:
    source = f"{HEAD}def ask(**request):\n    return client.models.generate_content(**request)\n"
    result = rewrite(source.encode(), "app.py", Options(native_only=True))
    assert result.source.decode() == source
    assert {finding.tier for finding in result.findings} == {Tier.MANUAL}
    assert "stepbridge.legacy(client)" in after(source, Options())

"""Comments that the codemods read, and the ones that they leave."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stepbridge_codemods import Options, Result, Tier, audit, rewrite

TODO = Options(todo=True)
NOTHING = Options()
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


def said(source: str, options: Options = NOTHING) -> list[tuple[int, str]]:
    result = audit(source.encode(), "app.py", options)
    return [(remark.line, remark.message) for remark in result.remarks]


def test_an_ignore_comment_that_leaves_something_alone_is_not_remarked() -> None:
    assert said(f"{HEAD}{CALL}  # stepbridge: ignore[SB700]\n") == []
    assert said(f"{HEAD}{CALL}  # stepbridge: ignore\n") == []
    assert said(LEFT.replace("contents=text,", "contents=text,  # stepbridge: ignore")) == []


IDLE = {
    "no call": ("x = 1  # stepbridge: ignore[SB105]\n", "has no call of the legacy API"),
    "no call, no ids": ("# stepbridge: ignore\n", "has no call of the legacy API"),
    "another field": (f"{CALL}  # stepbridge: ignore[SB105]\n", "names SB105, which its call does"),
    "one of two": (f"{CALL}  # stepbridge: ignore[SB105, SB700]\n", "names SB105, which its call"),
    "no such rule": (
        f"{CALL}  # stepbridge: ignore[SB7OO]\n",
        "there is no rule 'SB7OO'; did you mean 'SB",
    ),
}


@pytest.mark.parametrize(("lines", "message"), IDLE.values(), ids=IDLE.keys())
def test_an_ignore_comment_of_no_use_is_remarked(lines: str, message: str) -> None:
    [(line, text)] = said(HEAD + lines)
    assert line == 4
    assert message in text
    assert rewrite((HEAD + lines).encode(), "app.py").remarks


def test_tidy_removes_what_leaves_nothing_alone() -> None:
    tidy = Options(tidy=True)
    assert after(f"{HEAD}x = 1  # stepbridge: ignore[SB105]\n", tidy) == f"{HEAD}x = 1\n"
    assert after(f"{HEAD}# stepbridge: ignore\nx = 1\n", tidy) == f"{HEAD}x = 1\n"
    both = f"{HEAD}x = 1  # noqa  # stepbridge: ignore  # fmt: skip\n"
    assert after(both, tidy) == f"{HEAD}x = 1  # noqa  # fmt: skip\n"
    used = f"{HEAD}{CALL}  # stepbridge: ignore[SB105, SB700]\n"
    assert after(used, tidy) == used


def test_a_file_without_the_sdk_is_tidied_too() -> None:
    assert after("x = 1  # stepbridge: ignore\r\n", Options(tidy=True)) == "x = 1\r\n"


MARKED = f"{HEAD}# TODO(stepbridge): SB004 the config is not written where it can be read\n"


def test_the_marker_of_a_call_that_migrates_goes_with_it() -> None:
    migrated = after(f"{MARKED}{CALL}\n", Options())
    assert "TODO" not in migrated
    assert "interactions.create" in migrated


def test_a_marker_of_a_call_that_is_gone_is_remarked_and_goes_with_todo_or_tidy() -> None:
    gone = f"{MARKED}print('by hand')\n"
    assert "stands at no call of the legacy API" in said(gone)[0][1]
    assert after(gone, Options()) == gone
    assert after(gone, Options(todo=True)) == f"{HEAD}print('by hand')\n"
    assert after(gone, Options(tidy=True)) == f"{HEAD}print('by hand')\n"


def test_only_the_markers_of_migrated_calls_go() -> None:
    text = after(f"{MARKED}print('by hand')\n{MARKED.removeprefix(HEAD)}{CALL}\n", Options())
    assert text.count("TODO(stepbridge)") == 1
    assert "can be read\nprint('by hand')" in text


def test_a_marker_stands_where_the_selection_leaves_its_call() -> None:
    marked = after(LEFT)
    assert after(marked, Options(todo=True, ignore=frozenset({"SB700"}))) == marked
    assert after(marked, Options(tidy=True)) == marked
    assert said(marked) == []


def test_a_leave_comment_of_no_use_is_remarked_and_stays() -> None:
    text = f"{HEAD}# stepbridge: leave[SB006]: on purpose\nprint('by hand')\n"
    assert "the leave comment stands at no call" in said(text)[0][1]
    assert after(text, Options(tidy=True)) == text

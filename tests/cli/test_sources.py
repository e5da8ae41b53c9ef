"""Which files a path, a folder or a pattern means, inside git and outside."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from stepbridge_cli.sources import Request, select
from stepbridge_cli.sources.git import GitError


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("x = 1\n")


def paths(*arguments: str, **options: object) -> list[str]:
    return [file.path for file in select(Request(arguments or (".",), **options)).files]  # type: ignore[arg-type]


def test_a_folder_outside_git_is_walked_without_environments_and_caches() -> None:
    fill("b.py", "a/c.pyw", "n.ipynb", "a/data.txt")
    fill("venv/lib/x.py", "node_modules/y.py", "own/bin/z.py")
    Path("own/pyvenv.cfg").touch()
    assert paths() == ["a/c.pyw", "b.py", "n.ipynb"]


def test_a_folder_inside_git_follows_gitignore(repository: Callable[..., str]) -> None:
    fill("kept.py", "new.py", "out/generated.py", "gone.py")
    Path(".gitignore").write_text("out/\n")
    repository("add", "kept.py", "gone.py")
    Path("gone.py").unlink()
    assert paths() == ["kept.py", "new.py"]


def test_a_nested_repository_is_looked_into(repository: Callable[..., str]) -> None:
    fill("top.py", "nested/inner.py")
    repository("init", "--quiet", "nested")
    assert paths() == ["nested/inner.py", "top.py"]


def test_a_named_file_is_taken_whatever_its_suffix_and_gitignore(
    repository: Callable[..., str],
) -> None:
    fill("script", "ignored.py")
    Path(".gitignore").write_text("ignored.py\n")
    assert paths("script", "ignored.py") == ["ignored.py", "script"]


def test_each_file_comes_once() -> None:
    fill("a/b.py")
    assert paths("a", "a/b.py", "./a", "a/*.py") == ["a/b.py"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"exclude": ("tests/",)}, ["src/a.py", "src/deep/b.py"]),
        ({"exclude": ("*.py", "!a.py")}, ["src/a.py"]),
        ({"include": ("src/**",)}, ["src/a.py", "src/deep/b.py"]),
        ({"include": ("src/**",), "exclude": ("deep",)}, ["src/a.py"]),
    ],
)
def test_patterns_work_as_in_gitignore(options: dict[str, object], expected: list[str]) -> None:
    fill("src/a.py", "src/deep/b.py", "tests/c.py")
    assert paths(**options) == expected


def test_exclude_wins_over_a_named_file() -> None:
    fill("a.py", "b.py")
    assert paths("a.py", "b.py", exclude=("a.py",)) == ["b.py"]


def test_globs_are_expanded_where_the_shell_did_not() -> None:
    fill("one/a.py", "two/b.py", "two/c.txt")
    assert paths("*/*.py") == ["one/a.py", "two/b.py"]
    assert paths("**/*.py") == ["one/a.py", "two/b.py"]


def test_links_are_not_followed_out_of_the_tree_or_in_circles(tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "theirs.py").write_text("x = 1\n")
    fill("tree/mine.py")
    Path("tree/away").symlink_to(outside)
    Path("tree/theirs.py").symlink_to(outside / "theirs.py")
    Path("tree/round").symlink_to(tmp_path / "tree")
    assert paths("tree") == ["tree/mine.py"]


def test_a_named_link_is_followed_to_its_file() -> None:
    fill("real.py")
    Path("link.py").symlink_to("real.py")
    [file] = select(Request(("link.py",))).files
    assert (file.path, file.location) == ("link.py", os.path.realpath("real.py"))


@pytest.mark.parametrize(
    ("make", "path", "message"),
    [
        (lambda: None, "nowhere.py", "no such file or folder"),
        (lambda: None, "*.nothing", "no file matches this pattern"),
        (lambda: Path("d.py").symlink_to("gone"), "d.py", "a link that leads nowhere"),
        (lambda: Path("d.py").symlink_to("gone"), ".", "a link that leads nowhere"),
        (lambda: Path("c.py").symlink_to("c.py"), "c.py", "a link that leads in a circle"),
    ],
)
def test_paths_that_lead_nowhere(make: Callable[[], None], path: str, message: str) -> None:
    make()
    [problem] = select(Request((path,))).problems
    assert message in str(problem)


def test_a_folder_without_python_is_remarked_on_not_failed() -> None:
    Path("docs").mkdir()
    selection = select(Request(("docs",)))
    assert (selection.files, selection.problems) == ([], [])
    assert selection.notes == [
        "docs: no Python files here (looked for *.py, *.pyw, *.ipynb; .gitignore is respected)"
    ]


def test_changed_since_means_since_the_branch_left(repository: Callable[..., str]) -> None:
    fill("old.py", "touched.py")
    repository("add", ".")
    repository("commit", "-qm", "first")
    repository("checkout", "-qb", "work")
    Path("touched.py").write_text("x = 2\n")
    fill("new.py", "sub/newer.py")
    assert paths(changed_since="main") == ["new.py", "sub/newer.py", "touched.py"]


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x"])
def test_changed_since_an_unknown_revision(repository: Callable[..., str], revision: str) -> None:
    fill("a.py")
    with pytest.raises(GitError, match=revision):
        paths(changed_since=revision)


def test_changed_since_outside_git() -> None:
    fill("a.py")
    with pytest.raises(GitError, match="not a git repository"):
        paths(changed_since="main")


def test_a_name_with_a_line_feed_is_shown_on_one_line(repository: Callable[..., str]) -> None:
    fill("two\nlines.py")
    [file] = select(Request((".",))).files
    assert (file.path, file.location) == ("two\\nlines.py", "two\nlines.py")

"""Who owns a file, as CODEOWNERS says: effort by team.

https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stepbridge_cli.problem import Problem, from_os_error

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
NOBODY = "nobody"


@dataclass(frozen=True)
class Owners:
    """The rules of one file, in its order; ``root`` is the folder that patterns are relative to."""

    root: Path
    rules: Sequence[tuple[GitIgnoreSpec, tuple[str, ...]]]

    def of(self, location: str) -> tuple[str, ...]:
        """The owners of a file: the last rule that matches it says who, and may say nobody."""
        path = Path(os.path.abspath(location))  # noqa: PTH100 - links keep their own owner
        if path.is_relative_to(self.root):
            name = path.relative_to(self.root).as_posix()
            for spec, owners in reversed(self.rules):
                if spec.match_file(name):
                    return owners or (NOBODY,)
        return (NOBODY,)


def find(folder: Path) -> tuple[Owners | None, Problem | None]:
    """The CODEOWNERS of the repository that a folder is in, and what was wrong with reading it."""
    for root in (folder, *folder.parents):
        for place in PLACES:
            if (root / place).is_file():
                try:
                    return parse(root, (root / place).read_text("utf-8").splitlines()), None
                except OSError as error:
                    return None, from_os_error(place, error)
                except ValueError:
                    return None, Problem(place, "not UTF-8 text")
        if (root / ".git").exists():
            break
    return None, None


def parse(root: Path, lines: Iterable[str]) -> Owners:
    """The rules in some lines. Sections of GitLab (``[Name]``) are passed over."""
    from pathspec import GitIgnoreSpec

    rules = []
    for line in lines:
        words = line.partition(" #")[0].split()
        if words and not words[0].startswith(("#", "[", "^[", "!")):
            rules.append((GitIgnoreSpec.from_lines([words[0]]), tuple(words[1:])))
    return Owners(root, rules)

"""What the files of a run have to do with each other, also those that do not mention Gemini."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from stepbridge_cli.problem import Problem
from stepbridge_cli.sources import SourceFile, read

if TYPE_CHECKING:
    from stepbridge_cli.pipeline import Candidate


def acquainted(candidates: list[Candidate], others: list[SourceFile]) -> list[Candidate]:
    """The candidates, each with what the other modules of the run have to do with it."""
    from stepbridge_codemods import surroundings_of

    sources = {
        item.file.location: item.source
        for item in candidates
        if _is_module(item.file) and len(item.source) <= LARGEST
    }
    if not sources or len(sources) + len(others) < 2:
        return candidates
    sources |= _related(sources, others)
    found = surroundings_of(sources)
    return [
        replace(item, around=found[item.file.location]) if item.file.location in found else item
        for item in candidates
    ]


# What the codemods refuse to read is not read for its imports either.
LARGEST = 2_000_000
_IMPORTS = re.compile(rb"^[ \t]*(?:from|import)\b([^#\r\n]*)", re.M)


def _related(sources: dict[str, bytes], others: list[SourceFile]) -> dict[str, bytes]:
    """The files that may import one of the modules or be imported by one, by a look at bytes."""
    # A file whose name is no identifier cannot be imported.
    names = {name for name in map(_name, sources) if name.isidentifier()}
    wanted = {
        word.decode()
        for source in sources.values()
        for line in _IMPORTS.findall(source)
        for word in re.findall(rb"\w+", line)
    }
    if not names:
        return {}
    known = "|".join(sorted(map(re.escape, names)))
    imports = re.compile(rf"^[ \t]*(?:from|import)\b[^#\r\n]*\b(?:{known})\b".encode(), re.M)
    found = {}
    for file in others:
        source = read(file) if _is_module(file) else b""
        if isinstance(source, Problem) or len(source) > LARGEST:
            continue
        if _name(file.location) in wanted or imports.search(source):
            found[file.location] = source
    return found


def _name(location: str) -> str:
    path = PurePath(location)
    return path.parent.name if path.stem == "__init__" else path.stem


def _is_module(file: SourceFile) -> bool:
    return file.location.endswith((".py", ".pyw"))

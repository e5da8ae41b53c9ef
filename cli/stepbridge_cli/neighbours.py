"""What the files of a run have to do with each other, also those that do not mention Gemini."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from stepbridge_cli.problem import Problem
from stepbridge_cli.sources import SourceFile, read

if TYPE_CHECKING:
    from stepbridge_cli.pipeline import Candidate

# What the codemods refuse to read is not read for its imports either.
LARGEST = 2_000_000


def acquainted(candidates: list[Candidate], others: list[SourceFile]) -> list[Candidate]:
    """The candidates, each with what the other modules of the run have to do with it."""
    from stepbridge_codemods import surroundings_of

    wanted = {
        item.file.location: item.source
        for item in candidates
        if _is_module(item.file) and len(item.source) <= LARGEST
    }
    if not wanted or len(wanted) + len(others) < 2:
        return candidates
    found = surroundings_of(_Modules(wanted, others), wanted)
    return [
        replace(item, around=found[item.file.location]) if item.file.location in found else item
        for item in candidates
    ]


class _Modules(Mapping[str, bytes]):
    """The modules of a run by their locations; those that do not mention Gemini are read anew."""

    def __init__(self, wanted: Mapping[str, bytes], others: list[SourceFile]) -> None:
        self._wanted = wanted
        self._others = {file.location: file for file in others if _is_module(file)}

    def __getitem__(self, location: str) -> bytes:
        if location in self._wanted:
            return self._wanted[location]
        source = read(self._others[location])
        return b"" if isinstance(source, Problem) or len(source) > LARGEST else source

    def __iter__(self) -> Iterator[str]:
        yield from self._wanted
        yield from (location for location in self._others if location not in self._wanted)

    def __len__(self) -> int:
        return len(self._wanted.keys() | self._others.keys())


def _is_module(file: SourceFile) -> bool:
    return file.location.endswith((".py", ".pyw"))

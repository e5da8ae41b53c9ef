"""One requirement, as PEP 508 spells it: the old SDK gives way to google-genai, low bounds rise."""

from __future__ import annotations

import re
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import Specifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

SDK_FLOOR = "2.34.0"
"""The first google-genai known to send every field that rewritten code uses.

2.3 has ``output_text``; releases up to 2.19 leave ``temperature`` and ``top_p`` out of an
interaction's ``generation_config`` without a word.
"""

OLD_SDK = "google-generativeai"
NEW_SDK = "google-genai"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class RequirementEdit:
    """A requirement's new text, and one sentence on what changed."""

    text: str
    note: str


def migrate_requirement(text: str, floor: str = SDK_FLOOR) -> RequirementEdit | None:
    """The edit that a requirement such as ``google-genai[aiohttp]>=1.0; extra == "x"`` needs.

    None means another distribution, a requirement that already admits nothing older than
    ``floor``, a URL requirement, or text that is no requirement at all.
    """
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    name = canonicalize_name(requirement.name)
    if requirement.url or name not in (OLD_SDK, NEW_SDK):
        return None
    if name == OLD_SDK:
        return _replaced(text, requirement, floor)
    return _raised(text, requirement, floor)


def _replaced(text: str, requirement: Requirement, floor: str) -> RequirementEdit:
    name = _NAME.search(text)
    assert name is not None
    new = text[: name.start()] + NEW_SDK + text[name.end() :]
    new = _with_specifier(new, requirement.specifier, f">={floor}")
    return RequirementEdit(new, f"{OLD_SDK} has ended; its code now runs on {NEW_SDK}")


def _raised(text: str, requirement: Requirement, floor: str) -> RequirementEdit | None:
    lowest = Version(floor)
    kept = [part for part in requirement.specifier if not _below(part, lowest)]
    if len(kept) == len(requirement.specifier) and _bounded(kept, lowest):
        return None
    bounds = [f">={floor}"] if not _bounded(kept, lowest) else []
    ordered = bounds + sorted((str(part) for part in kept), reverse=True)
    new = _with_specifier(text, requirement.specifier, ",".join(ordered))
    return RequirementEdit(new, f"rewritten code needs {NEW_SDK} {floor} or newer")


def _below(part: Specifier, lowest: Version) -> bool:
    """True for a clause that speaks only of releases older than ``lowest``."""
    version = part.version.removesuffix(".*")
    bound = Version(version)
    if part.operator in ("<", "<="):
        return bound <= lowest
    if part.operator == "~=":
        return not SpecifierSet(str(part)).contains(lowest, prereleases=True) and bound < lowest
    return bound < lowest


def _bounded(parts: list[Specifier], lowest: Version) -> bool:
    floors = {">=", ">", "==", "===", "~="}
    return any(
        part.operator in floors and Version(part.version.removesuffix(".*")) >= lowest
        for part in parts
    )


def _with_specifier(text: str, old: SpecifierSet, new: str) -> str:
    """Puts ``new`` where the specifier stands or would stand; extras, marker, spacing stay."""
    head, semicolon, marker = text.partition(";")
    found = re.search(r"\(?\s*(===|==|~=|!=|<=|>=|<|>)", head)
    if found is None:
        stripped = head.rstrip()
        return stripped + new + head[len(stripped) :] + semicolon + marker
    tail = head[found.start() :]
    trailing = tail[len(tail.rstrip()) :]
    spaced = tail.startswith("(") or "(" in tail
    body = f"({new})" if spaced else _spaced_like(tail, new)
    return head[: found.start()] + body + trailing + semicolon + marker


def _spaced_like(old: str, new: str) -> str:
    """Keeps a space after the operator or the comma where the line had one."""
    if re.search(r"[=<>] \S", old):
        new = re.sub(r"(===|==|~=|!=|<=|>=|<|>)", r"\1 ", new)
    return new.replace(",", ", ") if ", " in old else new

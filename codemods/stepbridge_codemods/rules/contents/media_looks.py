"""How a model should look at media: resolution, offsets, frame rate.

https://ai.google.dev/gemini-api/docs/media-resolution
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.objects import Argument, constant_of, fields_of, is_none, member, type_name
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.rules.settings.draft import Draft, config_field
from stepbridge_codemods.rules.settings.enum_words import is_there, word
from stepbridge_codemods.text.layout import Atom, Doc, Entry, atom, listing, mapping

FIELDS = frozenset({"media_resolution", "video_metadata"})
_PREFIX = "MEDIA_RESOLUTION_"
_LEVELS = frozenset({"low", "medium", "high", "ultra_high"})
_OFFSETS = frozenset({"start_offset", "end_offset"})
_SHARED = "media_resolution"
_ENUM = "PartMediaResolutionLevel"


@config_field("media_resolution")
def media_resolution(draft: Draft, argument: Argument) -> None:
    """One for all media: it is written on every item of the input."""
    draft.resolution = level_of(draft.plan, argument.value, "MediaResolution")
    draft.resolution_from = argument.value


def share_resolution(plan: Plan, drafts: list[Draft]) -> None:
    """Says which resolution the items of the next input have that name none themselves."""
    found = {draft.resolution for draft in drafts}
    if len(found) > 1:
        node = next(draft.resolution_from for draft in drafts if draft.resolution_from)
        raise plan.cannot("SB020", node, "media_resolution in one of several configs")
    plan.facts[_SHARED] = found.pop() if found else None


def shared_resolution(plan: Plan) -> str | None:
    """The resolution of the whole request."""
    found = plan.facts.get(_SHARED)
    assert found is None or isinstance(found, str)
    return found


def level_of(plan: Plan, node: ast.expr, enum: str) -> str | None:
    """``low`` for a member of an enum or for its text; None where nothing is specified."""
    name = member(plan, node, enum)
    level = (name or "").upper().removeprefix(_PREFIX).lower()
    if level == "unspecified":
        return None
    if level not in _LEVELS:
        raise plan.cannot("SB007", node, "media_resolution")
    return level


@dataclass(frozen=True, slots=True)
class Looks:
    """What a Part says about the media that it holds."""

    resolution: Argument | None = None
    video: Argument | None = None

    @classmethod
    def of(cls, fields: list[Argument]) -> Looks:
        given = {field.name: field for field in fields if not is_none(field.value)}
        return cls(given.get("media_resolution"), given.get("video_metadata"))

    def entries(self, plan: Plan, node: ast.AST, kind: str | None) -> list[Entry]:
        """The entries of an item of a kind; None is a kind known only when the program runs."""
        found = [] if self.video is None else [self._processing(plan, self.video, kind)]
        level, own = shared_resolution(plan), None
        if self.resolution is not None:
            own = _innermost(plan, self.resolution)
        said = _own_level(plan, own) if own is not None else None
        if own is not None and isinstance(said, Atom) and level is not None and len(said.parts) > 1:
            raise plan.cannot("SB020", own.value, "media_resolution said twice")
        doc = said or (plan.quoted(level) if level is not None else None)
        if doc is None or (kind == "audio" and said is None):
            return found
        if kind in (None, "audio"):
            at = node if own is None else own.value
            raise plan.cannot("SB020", at, "media_resolution of what may be audio")
        return [*found, own.entry("resolution", doc) if own else Entry(doc, "resolution")]

    def _processing(self, plan: Plan, argument: Argument, kind: str | None) -> Entry:
        if kind != "video":
            raise plan.cannot("SB006", argument.value, "video_metadata of what is no video")
        node = argument.value
        if isinstance(node, ast.IfExp) and is_none(node.orelse):
            in_place(plan, node.body, _static(plan, node.body))
            return argument.entry("processing", atom(node))
        return argument.entry("processing", _static(plan, node))


def _static(plan: Plan, node: ast.expr) -> Doc:
    entries: list[Entry | tuple[str, Doc]] = [("type", plan.quoted("static"))]
    for field in fields_of(plan, node).arguments:
        if not is_none(field.value):
            entries.append(field.entry(field.name, _video(plan, field)))
    return mapping(*entries)


def _innermost(plan: Plan, argument: Argument) -> Argument:
    """The level itself, out of a PartMediaResolution around it."""
    node = argument.value
    if type_name(plan, node) != "PartMediaResolution" and not isinstance(node, ast.Dict):
        return argument
    found = fields_of(plan, node)
    if found.names != {"level"}:
        raise plan.cannot("SB006", node, "num_tokens")
    return found.arguments[0]


def _own_level(plan: Plan, argument: Argument) -> Atom | None:
    """The level that a part has itself; ``... if wanted else None`` stays a choice."""
    node = argument.value
    if isinstance(node, ast.IfExp) and is_none(node.orelse):
        inner = _own_level(plan, _innermost(plan, replace(argument, value=node.body)))
        return inner and atom(*inner.parts, " if ", node.test, " else None")
    if member(plan, node, _ENUM) is not None:
        level = level_of(plan, node, _ENUM)
        return plan.quoted(level) if level is not None else None
    if not is_there(plan, node, _ENUM):
        raise plan.cannot("SB007", node, "media_resolution")
    return word(plan, node, _ENUM, _PREFIX)


def _video(plan: Plan, field: Argument) -> Doc:
    if field.name in _OFFSETS:
        number = constant_of(plan, field.value)
        if isinstance(number, int | float):
            return plan.quoted(f"{number}s")
        if not is_text(plan, field.value):
            raise plan.cannot("SB007", field.value, field.name)
        return atom(field.value)
    if field.name == "fps":
        return atom(field.value)
    if field.name == "content_layers" and isinstance(field.value, ast.List):
        layers = [member(plan, node, "VideoMetadataContentLayer") for node in field.value.elts]
        if None not in layers:
            return listing(plan.quoted(str(layer).lower()) for layer in layers)
    raise plan.cannot("SB007", field.value, field.name)

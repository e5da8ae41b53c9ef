"""A module of the old SDK through lowering and then through the rules for google-genai."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace

from stepbridge import fields
from stepbridge_codemods.finding import FileProblem, Finding, ProblemKind, Result, Tier
from stepbridge_codemods.findings import other_sdks
from stepbridge_codemods.old_sdk import findings as told
from stepbridge_codemods.old_sdk.components import Component, components_of
from stepbridge_codemods.old_sdk.kept import KeptValues
from stepbridge_codemods.old_sdk.lowering import Lowering
from stepbridge_codemods.old_sdk.mentioned import left_out
from stepbridge_codemods.old_sdk.methods import method_of
from stepbridge_codemods.old_sdk.places import Places, rendered
from stepbridge_codemods.old_sdk.staying import NO_COUNTERPART, can_stay, told_as_moved
from stepbridge_codemods.old_sdk.symbols import Reference, references, short_name
from stepbridge_codemods.old_sdk.unknown import unknown
from stepbridge_codemods.options import Options
from stepbridge_codemods.planning.plan import ManualError
from stepbridge_codemods.text.edits import ClashError
from stepbridge_codemods.text.source import Source, UnreadableError
from stepbridge_codemods.values.surroundings import NOWHERE, Surroundings

Pipeline = Callable[[bytes, str, Options], Result]

_OLD = re.compile(rb"generativeai|generativelanguage")
_ENVIRONMENT = "No configure here: the client reads GOOGLE_API_KEY or GEMINI_API_KEY."
_PUBLIC = "Other modules that read this attribute find a model id."
_BESIDE = "The old SDK stays imported for the calls that stay."
_CACHED = "The call stays on generateContent, in google-genai: Interactions has no explicit caches."
_CALLED = frozenset(
    {"GenerativeModel.generate_content", "GenerativeModel.generate_content_async"}
    | {"GenerativeModel.start_chat"}
)
_COUNTED = "The old SDK counted the system instruction and the tools of the model as well."
_PIECES = (
    "After a streamed turn every chunk is a content of its own: join those of a turn where turns "
    "are shown or counted."
)
_TEXT = "Without text the old SDK raised ValueError here."
_CODE = "Its text had the code that was run, and what that printed, among the words."


def mentions_old_sdk(data: bytes) -> bool:
    """Whether the bytes could import the old SDK."""
    return _OLD.search(data) is not None


def run(
    data: bytes,
    path: str,
    options: Options,
    pipeline: Pipeline,
    around: Surroundings = NOWHERE,
    *,
    apply: bool,
) -> Result:
    """Lowers what can be, lets ``pipeline`` rewrite it, and takes back what was left in it."""
    try:
        source = Source(data, path)
    except UnreadableError as unreadable:
        return Result(data, error=unreadable.problem)
    values = KeptValues(source, around)
    if all(map(_is_of_another, references(values))):
        result = pipeline(data, path, options)
    else:
        result = _Module(source, values, options, pipeline, apply).result(data)
    more = unknown(values)
    found = tuple(sorted({*result.findings, *more})) if more else result.findings
    return replace(result, findings=found, remarks=result.remarks or other_sdks.remarks(source))


def _is_of_another(reference: Reference) -> bool:
    """Whether a name is a message that another library takes too: LangChain's calls take them.

    In a module that calls the old SDK there are other names beside it.
    """
    return reference.name.startswith("protos.")


class _Module:
    def __init__(
        self, source: Source, values: KeptValues, options: Options, pipeline: Pipeline, apply: bool
    ) -> None:
        self.source = source
        self.values = values
        self.options = options
        self.pipeline = pipeline
        self.apply = apply
        self.components = components_of(values)
        self.references = references(values)
        for component in self.components:
            if component.calls + component.chats and not component.makers:
                component.refuse("SB010", component.first)
        self.configures = [
            parent
            for reference in self.references
            if reference.name == "configure"
            and isinstance(parent := values.source.parents[reference.node], ast.Call)
            and parent.func is reference.node
        ]
        self.lowering: Lowering | None = None

    def result(self, data: bytes) -> Result:
        try:
            return self._result(data)
        except (ClashError, UnreadableError) as clash:
            problem = FileProblem(self.source.path, ProblemKind.UNSTABLE, str(clash))
            return Result(data, error=problem)

    def _result(self, data: bytes) -> Result:
        while True:
            places = self._lowered()
            if places is None:
                untouched = self.pipeline(data, self.source.path, self.options)
                stays = self._findings(Tier.MANUAL, {}) + list(untouched.findings)
                return replace(untouched, findings=tuple(sorted(set(stays))))
            lowered = Source(self.source.encode(places.text), self.source.path)
            result = self.pipeline(lowered.encode(lowered.text), self.source.path, self.options)
            if result.error is not None:
                return Result(data, tuple(sorted(self._findings(Tier.MANUAL, {}))), result.error)
            if not self._take_back(lowered, places, result):
                break
        tiers = self._tiers(lowered, places, result)
        found: list[Finding] = []
        for one in result.findings:
            if one.tier is Tier.MANUAL and self._stays(lowered, places, one):
                continue
            moved = told.moved(self.source, lowered, places, one)
            if moved is not None:
                found.append(self._placed(lowered, places, one, moved))
        # What the rules say of a place says more than its name.
        placed = {(one.line, one.column, one.rule) for one in found}
        named = self._findings(Tier.NATIVE, tiers)
        found += [one for one in named if (one.line, one.column, one.rule) not in placed]
        after = result.source if self.apply else data
        return Result(after, tuple(sorted(set(found))))

    def _lowered(self) -> Places | None:
        """The lowered text, with ever fewer components until it stands; None when none is left."""
        while any(component.refusal is None for component in self.components):
            lowering = Lowering(self.values, self.options, self.components, self.configures)
            if lowering.run():
                self.lowering = lowering
                return rendered(lowering.plan.edits)
        return None

    def _take_back(self, lowered: Source, places: Places, result: Result) -> bool:
        """Refuses the components whose calls are still legacy calls; whether there were any.

        Settings that several models share tie their calls together: one site, many components.
        """
        some = False
        for one in result.findings:
            if one.tier is not Tier.MANUAL or not one.rule.startswith("SB0"):
                continue
            group = [other for other in result.findings if other.site == one.site]
            spots = {one.site, *(f"{other.line}:{other.column}" for other in group)}
            for component in self._at(lowered, places, spots):
                if component.stays or component.refusal is not None:
                    continue
                if one.rule == NO_COUNTERPART and can_stay(component):
                    component.stays = some = True
                else:
                    place = self._node_at(lowered, places, one) or component.first
                    detail = one.note.partition("(")[2].rstrip(").") if "(" in one.note else ""
                    component.refusal = ManualError(one.rule, place, detail)
                    some = True
        return some

    def _stays(self, lowered: Source, places: Places, one: Finding) -> bool:
        """Whether a finding says of a call with a cache that it goes no further."""
        return any(c.cached for c in self._at(lowered, places, {one.site}))

    def _at(self, lowered: Source, places: Places, spots: set[str]) -> list[Component]:
        """The components with a call at some places of the lowered text."""
        found = []
        for spot in sorted(spots):
            line, _, column = spot.partition(":")
            old, _ = places.old(lowered.at(int(line), int(column) - 1))
            for component in self.components:
                spans = [self.source.span(call) for call in component.nodes]
                if any(start <= old < end for start, end in spans):
                    found.append(component)
        return found

    def _node_at(self, lowered: Source, places: Places, one: Finding) -> ast.AST | None:
        """The old node at the place of a finding."""
        old, kept = places.old(lowered.at(one.line, one.column - 1))
        if not kept:
            return None
        best: ast.AST | None = None
        for node in ast.walk(self.source.tree):
            if isinstance(node, ast.expr) and self.source.span(node)[0] == old:
                best = best or node
        return best

    def _calls_at(self, lowered: Source, places: Places, spots: set[str]) -> list[ast.Call]:
        """The innermost calls of components at some places of the lowered text."""
        found = []
        for spot in spots:
            line, _, column = spot.partition(":")
            old, _ = places.old(lowered.at(int(line), int(column) - 1))
            inner = self._innermost(old)
            if inner is not None:
                found.append(inner)
        return found

    def _innermost(self, offset: int, component: Component | None = None) -> ast.Call | None:
        """The shortest request around an offset; a model's making is none."""
        spans = [
            (*self.source.span(call), call)
            for one in ([component] if component is not None else self.components)
            for call in [*one.chats, *one.calls, *one.services]
        ]
        around = [(end - start, call) for start, end, call in spans if start <= offset < end]
        return min(around, key=lambda pair: pair[0])[1] if around else None

    def _tiers(self, lowered: Source, places: Places, result: Result) -> dict[ast.AST, Tier]:
        tiers: dict[ast.AST, Tier] = {}
        for one in result.findings:
            if one.tier is Tier.NATIVE:
                continue
            spots = {one.site, f"{one.line}:{one.column}"}
            if any(component.cached for component in self._at(lowered, places, spots)):
                continue
            for call in self._calls_at(lowered, places, spots):
                tiers[call] = _worse(tiers.get(call, one.tier), one.tier)
        for component in self.components:
            # Turns go the way of their chat, also where only its keeper is seen.
            chats = [tiers.get(call, Tier.NATIVE) for call in component.chats]
            for call in component.calls if chats else ():
                method = method_of(self.values, call)
                if method is not None and method.attr.startswith("send"):
                    tiers[call] = _worse(tiers.get(call, Tier.NATIVE), *chats)
        return tiers

    # --- findings --------------------------------------------------------------------------

    def _site(self, call: ast.AST) -> str:
        line, column = self.source.position(self.source.span(call)[0])
        return f"{line}:{column}"

    def _placed(self, lowered: Source, places: Places, one: Finding, moved: Finding) -> Finding:
        """A moved finding under the site of its component, with a remark where one is due."""
        owners = self._at(lowered, places, {one.site})
        if moved.rule == fields.of("generativeai.response.text").id:
            runs_code = any(_runs_code(self.source, owner) for owner in owners)
            more = f"{_TEXT} {_CODE}" if runs_code else _TEXT
            moved = replace(moved, note=f"{moved.note} {more}", behaviour_change=True)
        if owners:
            moved = told_as_moved(moved, owners[0])
            calls = self._calls_at(lowered, places, {one.site})
            return replace(moved, site=self._site(calls[0] if calls else owners[0].first))
        line, _, column = one.site.partition(":")
        if not column.isdecimal():
            return moved
        old, _ = places.old(lowered.at(int(line), int(column) - 1))
        spot = self.source.position(old)
        return replace(moved, site=f"{spot[0]}:{spot[1]}")

    def _findings(self, otherwise: Tier, tiers: dict[ast.AST, Tier]) -> list[Finding]:
        found: list[Finding] = []
        complete = self.lowering is not None and self.lowering.complete
        for one in told.named(self.values, self.components, self.references):
            component = one.component
            known = told.row_of(one.symbol)
            if known is None:
                continue
            call = self._request(one)
            tier = otherwise if call is None else tiers.get(call, Tier.NATIVE)
            if component is not None and component.refusal is not None:
                tier = Tier.MANUAL
            if component is None and not complete:
                tier = Tier.MANUAL
            near = call or self._first(tier)
            site = self._site(near if near is not None else one.node)
            remark = self._remark(one)
            found.append(
                told.finding(
                    self.source, one.node, known, tier, site, applied=self.apply, remark=remark,
                    reason=self._reason(component, tier),
                )
            )  # fmt: skip
        for component in self.components:
            if component.refusal is not None:
                found.append(told.refused(self.source, component, self._site(component.first)))
        return found

    def _reason(self, component: Component | None, tier: Tier) -> str:
        if tier is not Tier.MANUAL:
            return ""
        refusal = component.refusal if component is not None else None
        if component is not None and component.stays:
            return NO_COUNTERPART
        return refusal.reason if refusal is not None else "SB010"

    def _first(self, tier: Tier) -> ast.Call | None:
        """The call under whose site a name outside all components is told."""
        for component in self.components:
            if (component.refusal is not None) == (tier is Tier.MANUAL):
                return component.first
        return self.components[0].first if self.components else None

    def _request(self, one: told.Named) -> ast.Call | None:
        """The request that a name is told with: the one around it, or its component's first."""
        if one.component is None:
            return None
        around = self._innermost(self.source.span(one.node)[0], one.component)
        return around or one.component.first

    def _has_more(self, one: told.Named) -> bool:
        """Whether a model says more than its name and its settings."""
        models = self.lowering.models if self.lowering is not None else {}
        makers = one.component.makers if one.component is not None else []
        given = {name for maker in makers if maker in models for name in models[maker].given}
        return bool(given & {"system_instruction", "tools", "cached_content"})

    def _remark(self, one: told.Named) -> str:
        if self.lowering is None:
            return ""
        if one.component is not None and one.component.cached and one.symbol in _CALLED:
            return _CACHED
        if one.symbol.startswith("GenerativeModel.count_tokens") and self._has_more(one):
            return _COUNTED
        calls = one.component.calls if one.component is not None else []
        if one.symbol == "ChatSession.history" and any(map(self.values.streams, calls)):
            return _PIECES
        if one.symbol == "GenerativeModel" and not self.configures:
            return _ENVIRONMENT
        statement = self.source.parents.get(self.source.parents.get(one.node, one.node))
        if one.symbol == "GenerativeModel" and isinstance(statement, ast.Assign):
            public = [t for t in statement.targets if isinstance(t, ast.Attribute)]
            if any(not target.attr.startswith("_") for target in public):
                return _PUBLIC
        if one.symbol == "configure" and not self.lowering.complete:
            return _BESIDE
        component = one.component
        if component is not None and component.refusal is None and not component.stays:
            return left_out(one.symbol, self.options.drop)
        return ""


def _runs_code(source: Source, component: Component) -> bool:
    """Whether the models of a component may run code."""
    return any(
        "code_execution" in source.text[slice(*source.span(call))]
        for call in [*component.makers, *component.calls]
    )


def _worse(*tiers: Tier) -> Tier:
    return max(tiers, key=list(Tier).index)


__all__ = ["mentions_old_sdk", "run", "short_name"]

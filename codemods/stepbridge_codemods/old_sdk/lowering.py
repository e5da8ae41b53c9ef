"""A module of the old SDK written anew for google-genai: the text, and what was done where."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from stepbridge_codemods.old_sdk import clients, exceptions
from stepbridge_codemods.old_sdk.calls import lower_call
from stepbridge_codemods.old_sdk.components import Component, contents_of
from stepbridge_codemods.old_sdk.constructions import put_clients
from stepbridge_codemods.old_sdk.content_dicts import lower_dicts
from stepbridge_codemods.old_sdk.conversions import CONVERSIONS, left_over, lower_conversions
from stepbridge_codemods.old_sdk.drained import lower_drained
from stepbridge_codemods.old_sdk.generation import CLASSES, NAME
from stepbridge_codemods.old_sdk.imports import (
    choose_names,
    drop_handled,
    replace_imports,
)
from stepbridge_codemods.old_sdk.kept import FROM_CACHE, KeptValues
from stepbridge_codemods.old_sdk.made_of import made_of
from stepbridge_codemods.old_sdk.models import (
    CACHED,
    PARAMETERS,
    Model,
    Representation,
    agreed,
    model_of,
)
from stepbridge_codemods.old_sdk.no_text import raise_without_text
from stepbridge_codemods.old_sdk.object_reads import name_answers, write_names
from stepbridge_codemods.old_sdk.optional import fallback_names, is_asked
from stepbridge_codemods.old_sdk.places import rendered
from stepbridge_codemods.old_sdk.reach import reach
from stepbridge_codemods.old_sdk.results import lower_results
from stepbridge_codemods.old_sdk.service_calls import lower_service
from stepbridge_codemods.old_sdk.service_results import lower_service_results
from stepbridge_codemods.old_sdk.settings import Settings
from stepbridge_codemods.old_sdk.symbols import Reference, new_type, references, short_name
from stepbridge_codemods.options import Options
from stepbridge_codemods.planning.plan import ManualError, Plan


@dataclass(eq=False)
class Lowering:
    """One attempt with the components that are not refused; those that fail get a refusal."""

    values: KeptValues
    options: Options
    components: list[Component]
    configures: list[ast.Call]
    references: list[Reference] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.accepted = [c for c in self.components if c.refusal is None]
        self.references = references(self.values)
        self.plan = Plan(self.values.source, self.values, self.options, [])
        self.complete = self._complete()
        self.genai, self.types = choose_names(self.values, complete=self.complete)
        self.refused = reach(
            self.values, [n for c in self.components if c.refusal is not None for n in c.nodes]
        )
        free = [one for one in self.references if one.node not in self.refused]
        self.settings = Settings(self.plan, self._configs(), free)
        needs: list[ast.AST] = [n for c in self.accepted for n in c.nodes]
        self.home = clients.home_of(self.values, self.configures, needs)
        self.models: dict[ast.AST, Model] = {}
        self.answers: dict[ast.Call, str] = {}
        self.last = ""

    def _configs(self) -> list[ast.expr]:
        """What calls and models are given as generation_config."""
        found: list[ast.expr] = []
        for component in self.accepted:
            for call in component.nodes:
                found += [k.value for k in call.keywords if k.arg == NAME]
            for call in component.makers:
                names = CACHED if short_name(self.values, call.func) == FROM_CACHE else PARAMETERS
                found += [v for n, v in zip(names, call.args, strict=False) if n == NAME]
        return found

    def _complete(self) -> bool:
        """Whether nothing of the old SDK stays in the module."""
        if any(component.refusal is not None for component in self.components):
            return False
        if len(fallback_names(self.values)) > 1:
            return False
        lowered = {c.func for component in self.accepted for c in component.nodes}
        lowered |= {call.func for call in self.configures}
        return all(
            reference.node in lowered
            or new_type(reference.name) is not None
            or self._is_annotation(reference)
            or self._is_handled(reference)
            or reference.name in CONVERSIONS
            or (not reference.name and is_asked(self.values, reference.node))
            for reference in self.references
        )

    def _is_annotation(self, reference: Reference) -> bool:
        node, parent = reference.node, self.values.source.parents[reference.node]
        named = reference.name in ("GenerativeModel", "ChatSession")
        if isinstance(parent, ast.Subscript | ast.BinOp):
            node, parent = parent, self.values.source.parents[parent]
        spots = (getattr(parent, "annotation", None), getattr(parent, "returns", None))
        return named and node in spots

    def _is_handled(self, reference: Reference) -> bool:
        parent = self.values.source.parents[reference.node]
        if isinstance(parent, ast.Tuple):
            parent = self.values.source.parents[parent]
        return isinstance(parent, ast.ExceptHandler)

    # --- carrying out ----------------------------------------------------------------------

    def run(self) -> bool:
        """Plans all edits; False where a component had to be refused on the way."""
        before = len(self.accepted)
        self._types()
        for component in self.accepted:
            try:
                self._component(component)
            except ManualError as refusal:
                component.refusal = component.refusal or refusal
        self._unreached()
        self._annotations()
        self._handlers()
        put_clients(self)
        if any(component.refusal for component in self.accepted) or not before:
            return False
        text = rendered(self.plan.edits).text
        used = re.search(rf"(?<![\w.]){self.types}\.", text)
        types = self.types if used else ""
        replace_imports(self.plan, self.genai, types, complete=self.complete)
        drop_handled(self.plan)
        return True

    def _types(self) -> None:
        """Type names of the old SDK, except where only refused code can reach them."""
        self.settings.generation.rename(self.types)
        for reference in self.references:
            new = new_type(reference.name)
            if new is None or reference.name in CLASSES or reference.node in self.refused:
                continue
            rest = f".{new[1]}" if new[1] else ""
            self.plan.edits.replace(reference.node, f"{self.types}.{new[0]}{rest}")

    def _annotations(self) -> None:
        """Parameters and results that are models or chats."""
        dicts = any(m.representation is Representation.REQUEST for m in self.models.values())
        news = {"GenerativeModel": "dict" if dicts else "str"}
        for reference in self.references if self.complete else ():
            if self._is_annotation(reference):
                new = news.get(reference.name, f"{self.genai}.chats.Chat")
                self.plan.edits.replace(reference.node, new)

    def _component(self, component: Component) -> None:
        nodes = reach(self.values, list(component.nodes))
        for reference in self.references:
            shared = reference.node in nodes and reference.node in self.refused
            if shared and new_type(reference.name) is not None:
                raise self.plan.cannot("SB011", reference.node, reference.name)
        made = made_of(self.values, contents_of(component))
        lower_conversions(self, nodes | {inner for one in made for inner in ast.walk(one)})
        if component.stays:
            lower_dicts(self.plan, contents_of(component))
        calls = component.chats + component.calls
        for maker in component.makers:
            self.models[maker] = model_of(self, component, maker)
        agreed(component, [self.models[maker] for maker in component.makers])
        name_answers(self, component)
        for call in calls:
            lower_call(self, component, call)
        write_names(self, component)
        for maker in component.makers:
            self.models[maker].write(self)
        for call in component.services:
            lower_service(self, component, call)
        lower_service_results(self, component)
        lower_results(self.plan, component, self.types)
        lower_drained(self.plan, component.drained)
        raise_without_text(self.plan, component)

    def _unreached(self) -> None:
        """Where the old SDK goes, nothing that no call reaches may need it."""
        left = left_over(self) if self.complete else None
        for component in self.accepted if left is not None else ():
            component.refuse("SB006", left.node, left.name)  # type: ignore[union-attr]

    def _handlers(self) -> None:
        """Handlers around lowered calls; where one cannot follow, its calls are refused."""
        owners = {n: c for c in self.accepted for n in c.nodes}
        for block in ast.walk(self.values.source.tree):
            if not isinstance(block, ast.Try):
                continue
            inside = [owners[n] for n in exceptions.reached(self.values, block) if n in owners]
            for handler in block.handlers if inside else ():
                if not exceptions.caught(self.values, handler):
                    continue
                try:
                    services = any(c.services or c.stays for c in inside)
                    exceptions.replace_handler(self.plan, handler, services=services)
                except ManualError as refusal:
                    for component in inside:
                        component.refusal = component.refusal or refusal

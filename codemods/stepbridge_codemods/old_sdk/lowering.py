"""A module of the old SDK written anew for google-genai: the text, and what was done where."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from stepbridge_codemods.layout import Doc, Entry, Group, Layout, atom, comments_of, mapping
from stepbridge_codemods.objects import is_none
from stepbridge_codemods.old_sdk import clients, exceptions
from stepbridge_codemods.old_sdk.components import Component
from stepbridge_codemods.old_sdk.imports import (
    choose_names,
    drop_handled,
    old_imports,
    replace_imports,
)
from stepbridge_codemods.old_sdk.models import Model, Representation, model_of
from stepbridge_codemods.old_sdk.places import rendered
from stepbridge_codemods.old_sdk.reach import reach
from stepbridge_codemods.old_sdk.results import lower_results
from stepbridge_codemods.old_sdk.services import Service, service_of
from stepbridge_codemods.old_sdk.settings import Settings, inline_blob, text_parts
from stepbridge_codemods.old_sdk.symbols import Reference, new_type, references, short_name
from stepbridge_codemods.old_sdk.uploads import lower_service_results
from stepbridge_codemods.options import Options
from stepbridge_codemods.plan import ManualError, Plan
from stepbridge_codemods.values.infer import Values

CALL_SETTINGS = ("generation_config", "safety_settings", "tools", "tool_config", "request_options")


@dataclass(eq=False)
class Lowering:
    """One attempt with the components that are not refused; those that fail get a refusal."""

    values: Values
    options: Options
    components: list[Component]
    configures: list[ast.Call]
    references: list[Reference] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.accepted = [c for c in self.components if c.refusal is None]
        self.references = references(self.values)
        self.plan = Plan(self.values.source, self.values, self.options, [])
        self.settings = Settings(self.plan)
        self.complete = self._complete()
        self.genai, self.types = choose_names(self.values, complete=self.complete)
        needs: list[ast.AST] = [n for c in self.accepted for n in c.nodes]
        self.home = clients.home_of(self.values, self.configures, needs)
        self.models: dict[ast.AST, Model] = {}

    def _complete(self) -> bool:
        """Whether nothing of the old SDK stays in the module."""
        if any(component.refusal is not None for component in self.components):
            return False
        lowered = {c.func for component in self.accepted for c in component.nodes}
        lowered |= {call.func for call in self.configures}
        return all(
            reference.node in lowered
            or new_type(reference.name) is not None
            or self._is_annotation(reference)
            or self._is_handled(reference)
            or reference.name.endswith(".to_tool_config")
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
        self._handlers()
        self._clients()
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
        refused = reach(
            self.values, [n for c in self.components if c.refusal is not None for n in c.nodes]
        )
        for reference in self.references:
            new = new_type(reference.name)
            if self._is_annotation(reference):
                if self.complete:
                    self._annotation(reference)
                continue
            if new is None or reference.node in refused or not self._wanted(reference):
                continue
            rest = f".{new[1]}" if new[1] else ""
            self.plan.edits.replace(reference.node, f"{self.types}.{new[0]}{rest}")

    def _annotation(self, reference: Reference) -> None:
        chat = f"{self.genai}.chats.Chat"
        new = "str" if reference.name == "GenerativeModel" else chat
        self.plan.edits.replace(reference.node, new)

    def _wanted(self, reference: Reference) -> bool:
        """GenerationConfig is written as a dict, where it can be."""
        parent = self.values.source.parents[reference.node]
        return not (
            reference.name.endswith(".GenerationConfig")
            and isinstance(parent, ast.Call)
            and parent.func is reference.node
        )

    def _component(self, component: Component) -> None:
        nodes = reach(self.values, list(component.nodes))
        for node in nodes:
            if isinstance(node, ast.Dict):
                text_parts(self.plan, node)
                inline_blob(self.plan, node)
        calls = component.calls + component.chats
        for maker in component.makers:
            self.models[maker] = model_of(self, component, maker)
        for call in calls:
            self._call(component, call)
        for maker in component.makers:
            self.models[maker].write(self)
        for call in component.services:
            self._service(call)
        lower_results(self.plan, component, self.types)

    # --- calls -----------------------------------------------------------------------------

    def _call(self, component: Component, call: ast.Call) -> None:
        assert isinstance(call.func, ast.Attribute)
        name = call.func.attr
        if name.startswith("send_message"):
            self._send(component, call)
        elif name == "start_chat":
            self._start(component, call)
        else:
            self._generate(component, call, name)

    def _generate(self, component: Component, call: ast.Call, name: str) -> None:
        given = self._arguments(call, ("contents",))
        contents = given.pop("contents", None)
        if contents is None:
            raise self.plan.cannot("SB008", call)
        aio = ".aio" if name.endswith("_async") else ""
        method = name.removesuffix("_async")
        if method == "count_tokens":
            entries = self._model(component, call, {}, counting=True)
        else:
            streams = self._streams(given) and call not in component.resolved
            method += "_stream" if streams else ""
            entries = self._model(component, call, given)
        entries.insert(1, Entry(atom(contents), "contents"))
        client = self.home.reference(self.values, call)
        self._put(call, f"{client}{aio}.models.{method}", entries)

    def _start(self, component: Component, call: ast.Call) -> None:
        given = self._arguments(call, ("history",))
        automatic = given.pop("enable_automatic_function_calling", None)
        history = given.pop("history", None)
        if given:
            raise self.plan.cannot("SB008", call)
        names = {c.func.attr for c in component.calls if isinstance(c.func, ast.Attribute)}
        if {"send_message", "send_message_async"} <= names:
            raise self.plan.cannot("SB003", call, "a chat used with and without await")
        enabled = isinstance(automatic, ast.Constant) and automatic.value is True
        entries = self._model(component, call, {}, automatic=enabled)
        if history is not None and not is_none(history):
            entries.append(Entry(atom(history), "history"))
        aio = ".aio" if "send_message_async" in names else ""
        client = self.home.reference(self.values, call)
        self._put(call, f"{client}{aio}.chats.create", entries)

    def _send(self, component: Component, call: ast.Call) -> None:
        given = self._arguments(call, ("content",))
        content = given.pop("content", None)
        if content is None:
            raise self.plan.cannot("SB008", call)
        streams = self._streams(given) and call not in component.resolved
        method = "send_message_stream" if streams else "send_message"
        config = self._config(given, [], automatic=False)
        entries = [Entry(atom(content)), *([Entry(config, "config")] if config else [])]
        assert isinstance(call.func, ast.Attribute)
        self._put(call, f"{self.plan.edits.node(call.func.value)}.{method}", entries)

    def _arguments(self, call: ast.Call, positional: tuple[str, ...]) -> dict[str, ast.expr]:
        starred = any(isinstance(a, ast.Starred) for a in call.args)
        if starred or len(call.args) > len(positional) or any(k.arg is None for k in call.keywords):
            raise self.plan.cannot("SB008", call)
        given = dict(zip(positional, call.args, strict=False))
        return {**given, **{k.arg or "": k.value for k in call.keywords}}

    def _streams(self, given: dict[str, ast.expr]) -> bool:
        stream = given.pop("stream", None)
        if stream is None:
            return False
        if not isinstance(stream, ast.Constant):
            raise self.plan.cannot("SB007", stream, "stream")
        return bool(stream.value)

    def _model(
        self,
        component: Component,
        call: ast.Call,
        given: dict[str, ast.expr],
        *,
        automatic: bool = False,
        counting: bool = False,
    ) -> list[Entry]:
        """model= and config= of a call, from its model and its own arguments."""
        assert isinstance(call.func, ast.Attribute)
        receiver = call.func.value
        value = self.values.value(receiver)
        models = [self.models[o] for o in value.origins if o in self.models] if value else []
        if not models:
            raise self.plan.cannot("SB010", call.func)
        name = models[0].name_at(self, receiver)
        entries = [Entry(name, "model")]
        if counting:
            return entries
        base = models[0].settings_at(self, receiver, bool(given))
        config = self._config(given, base, automatic=automatic)
        return entries + ([Entry(config, "config")] if config is not None else [])

    def _config(
        self, given: dict[str, ast.expr], base: list[Entry], *, automatic: bool
    ) -> Doc | None:
        """The settings of a call over those of its model."""
        own: list[Entry] = []
        for name, node in given.items():
            if name not in CALL_SETTINGS:
                raise self.plan.cannot("SB008", node, name)
            own += self.settings.entries(name, node)
        if own and any(not entry.key for entry in base):
            raise self.plan.cannot("SB004", next(iter(given.values())), "settings in two places")
        keys = {entry.key for entry in own}
        entries = [entry for entry in base if entry.key not in keys or not entry.key] + own
        if not automatic and any(self._has_functions(entry) for entry in entries):
            disabled = mapping(("disable", atom("True")))
            entries.append(Entry(disabled, "automatic_function_calling"))
        if not entries:
            return None
        only = entries[0].value
        if len(entries) == 1 and not entries[0].key and not isinstance(only, Group):
            return atom(*only.parts[1:])
        return mapping(*entries)

    def _has_functions(self, entry: Entry) -> bool:
        """Whether Python functions are among the tools, which google-genai would call by itself."""
        if entry.key != "tools":
            return False
        waiting: list[Doc] = [entry.value]
        while waiting:
            doc = waiting.pop()
            if isinstance(doc, Group):
                waiting += [inner.value for inner in doc.entries]
                continue
            for part in doc.parts:
                if isinstance(part, ast.expr) and self._names_function(part):
                    return True
        return False

    def _names_function(self, node: ast.expr) -> bool:
        found = reach(self.values, [node])
        return any(isinstance(n, ast.expr) and self.values.function(n) for n in found)

    def _put(self, call: ast.Call, function: str, entries: list[Entry]) -> None:
        source = self.plan.source
        self.plan.edits.replace(call.func, function)
        opening = source.text.index("(", source.span(call.func)[1])
        end = source.span(call)[1]
        given: list[ast.AST] = [*call.args, *call.keywords]
        comments, tail = comments_of(source, call, given)
        by_value = {getattr(n, "value", n) if isinstance(n, ast.keyword) else n: n for n in given}
        commented = []
        for entry in entries:
            parts = () if isinstance(entry.value, Group) else entry.value.parts
            known = next((by_value[p] for p in parts if p in by_value), None)
            leading, trailing = comments.get(known, ((), "")) if known is not None else ((), "")
            commented.append(
                Entry(entry.value, entry.key, entry.leading or leading, entry.trailing or trailing)
            )
        group = Group(commented, "(", ")", "=", tail)
        group.apart = source.text[opening + 1 :].lstrip(" \t")[:1] in ("\r", "\n") and bool(given)
        layout = Layout(source, self.plan.quote)
        start = source.span(call)[0]
        column = start - source.line_start(start) + len(function)
        pieces = layout.pieces(group, source.indent(opening), column)
        self.plan.edits.put(opening, end, *pieces)

    # --- functions -------------------------------------------------------------------------

    def _service(self, call: ast.Call) -> None:
        name = short_name(self.values, call.func) or ""
        service = service_of(name)
        assert service is not None
        given = self._arguments(call, tuple(service.arguments))
        entries: list[Entry] = []
        config = mapping()
        for argument, value in given.items():
            place = service.arguments.get(argument)
            if place is None:
                raise self.plan.cannot("SB006", value, argument)
            head, _, key = place.partition(".")
            if key and not is_none(value):
                config.entries.append(Entry(self._service_value(key, value), key))
            elif head and not key:
                entries.append(Entry(self._file_name(service, value), head))
        if config.entries:
            entries.append(Entry(config, "config"))
        aio = ".aio" if service.is_async else ""
        client = self.home.reference(self.values, call)
        self._put(call, f"{client}{aio}.{service.method}", entries)
        lower_service_results(self, name, service, call)

    def _service_value(self, key: str, node: ast.expr) -> Doc:
        if key == "task_type":
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                raise self.plan.cannot("SB007", node, key)
            return self.plan.quoted(node.value.upper())
        return atom(node)

    def _file_name(self, service: Service, node: ast.expr) -> Doc:
        """delete_file took a file or its name."""
        if service.method != "files.delete" or isinstance(node, ast.Constant):
            return atom(node)
        if isinstance(node, ast.Attribute) and node.attr == "name":
            return atom(node)
        return atom(node, ".name")

    # --- the rest --------------------------------------------------------------------------

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
                    services = any(component.services for component in inside)
                    exceptions.replace_handler(self.plan, handler, services=services)
                except ManualError as refusal:
                    for component in inside:
                        component.refusal = component.refusal or refusal

    def _clients(self) -> None:
        accepted = [c for c in self.accepted if c.refusal is None]
        if not accepted:
            return
        try:
            if not self.configures:
                self._implicit(accepted)
            for call in self.configures:
                if self.complete:
                    clients.put_construction(self.plan, self.home, call, self.genai)
                else:
                    self._beside(call)
        except ManualError as refusal:
            for component in accepted:
                component.refusal = refusal

    def _beside(self, call: ast.Call) -> None:
        """The client behind a configure that stays for the calls that stay."""
        values = self.values
        statement = values.source.parents[call]
        end = values.source.span(statement)[1]
        indent = values.source.indent(values.source.span(statement)[0])
        doc = clients.construction(self.plan, call, self.genai)
        layout = Layout(values.source, self.plan.quote)
        target = f"{self.home.reference(values, call)} = "
        pieces = layout.pieces(doc, indent, len(indent) + len(target))
        self.plan.edits.put(end, end, values.source.newline, indent, target, *pieces)
        function = values.enclosing(call, ast.FunctionDef, ast.AsyncFunctionDef)
        if isinstance(self.home.owner, ast.Module) and isinstance(
            function, ast.FunctionDef | ast.AsyncFunctionDef
        ):
            clients.declare_global(self.plan, function, self.home.name)

    def _implicit(self, accepted: list[Component]) -> None:
        """Without configure: the client reads the key from the environment, as the old SDK did."""
        nodes = [n for c in accepted for n in c.nodes]
        nodes.sort(key=lambda node: (node.lineno, node.col_offset))
        owner = self.home.owner
        around = clients.function_of
        if isinstance(owner, ast.ClassDef):
            first = next(n for n in nodes if clients.is_init(around(self.values, n)))
            self._made_before(first, around(self.values, first) or owner)
        elif owner is not None:
            self._made_before(nodes[0], owner)
        else:
            functions: dict[ast.AST | None, ast.Call] = {}
            for node in nodes:
                functions.setdefault(around(self.values, node), node)
            for function, node in functions.items():
                assert function is not None
                self._made_before(node, function)

    def _made_before(self, node: ast.AST, block: ast.AST) -> None:
        statement = clients.statement_at(self.values, node, block)
        target = self.home.reference(self.values, node)
        clients.insert_before(self.plan, statement, f"{target} = {self.genai}.Client()")

    @property
    def imports(self) -> list[ast.Import | ast.ImportFrom]:
        """The import statements of the old SDK."""
        return old_imports(self.values)


__all__ = ["Lowering", "Model", "Representation"]

"""Models, chats and calls that share a value, and whether all of their uses are understood."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from stepbridge_codemods.old_sdk.drained import READS as DRAINED
from stepbridge_codemods.old_sdk.drained import Loop, loop_of
from stepbridge_codemods.old_sdk.kept import FROM_CACHE, KeptValues
from stepbridge_codemods.old_sdk.leaving import answers_get_lost, is_handed_on
from stepbridge_codemods.old_sdk.methods import is_called, method_of
from stepbridge_codemods.old_sdk.reach import reach
from stepbridge_codemods.old_sdk.services import READS as READS_OF_SERVED
from stepbridge_codemods.old_sdk.services import service_of
from stepbridge_codemods.old_sdk.symbols import references, short_name
from stepbridge_codemods.planning.contexts import context_of
from stepbridge_codemods.planning.plan import ManualError
from stepbridge_codemods.values.infer import Value, Values
from stepbridge_codemods.values.kinds import OLD_SERVED, RESULTS, Kind

MODEL_CALLS = frozenset(
    {
        "generate_content",
        "generate_content_async",
        "count_tokens",
        "count_tokens_async",
        "start_chat",
    }
)
CHAT_CALLS = frozenset({"send_message", "send_message_async"})
READS = {
    Kind.OLD_MODEL: frozenset({"model_name", "_model_name"}),
    Kind.OLD_CHAT: frozenset({"last"}),
}
"""What may be read from models and chats, apart from the history."""

_CONTENTS = frozenset({"contents", "content", "history", "system_instruction"})
"""Arguments that hold messages."""

_SHOWING = frozenset({"print", "repr", "str", "display", "__stepbridge_show__"})
"""What is handed a value only to show it."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_READ_ALIKE = frozenset({"property", "cached_property"})
_PASSING = frozenset({"bind", "return", "pass", "drop", "test", "is None", "or nothing"})
_RESPONSE_READS = frozenset(
    {".text", ".parts", ".candidates", ".usage_metadata", ".prompt_feedback", ".resolve", "._error"}
)


@dataclass(eq=False)
class Component:
    """Values of the old SDK whose fate is one.

    ``makers`` are the calls of GenerativeModel, ``chats`` those of start_chat, ``calls`` the calls
    of their methods, ``services`` calls of functions such as upload_file. ``resolved`` are calls
    whose stream is never looped over, only read to its end; ``drained`` are loops that go through
    a stream, with what is read from it as a whole behind them. ``stays`` is true where calls go to
    google-genai and may stay on its generateContent, because something in them has no counterpart
    in Interactions; ``cached`` where that is a cache, for which nothing can be put.
    """

    makers: list[ast.Call] = field(default_factory=list)
    chats: list[ast.Call] = field(default_factory=list)
    calls: list[ast.Call] = field(default_factory=list)
    services: list[ast.Call] = field(default_factory=list)
    uses: list[tuple[ast.expr, Kind, str, ast.AST]] = field(default_factory=list)
    resolved: set[ast.AST] = field(default_factory=set)
    drained: dict[Loop, list[ast.Attribute]] = field(default_factory=dict)
    stays: bool = False
    cached: bool = False
    refusal: ManualError | None = None

    @property
    def nodes(self) -> list[ast.Call]:
        """All calls of the old SDK in it."""
        return [*self.makers, *self.chats, *self.calls, *self.services]

    @property
    def first(self) -> ast.Call:
        """The call that names the component in reports: its first request, if it has one."""
        return min(self.calls or self.chats or self.nodes, key=lambda n: (n.lineno, n.col_offset))

    def refuse(self, reason: str, node: ast.AST, detail: str = "") -> None:
        """Leaves the component as it is; the first reason counts."""
        self.refusal = self.refusal or ManualError(reason, node, detail)


def contents_of(component: Component) -> list[ast.expr]:
    """What the calls of a component are given to send, and the instructions of its models."""
    found: list[ast.expr] = []
    for call in [*component.calls, *component.chats, *component.services]:
        found += call.args[:1]
        found += [k.value for k in call.keywords if k.arg in _CONTENTS]
    for call in component.makers:
        found += [*call.args[5:6], *(k.value for k in call.keywords if k.arg in _CONTENTS)]
    return found


def components_of(values: Values) -> list[Component]:
    """Every component of a module, in order, those that are not understood refused."""
    owners: dict[ast.AST, Component] = {}
    makers: list[ast.Call] = []
    for call in values.calls:
        value = values.value(call)
        if value is None or value.origins != frozenset({call}):
            continue
        if value.kind is Kind.OLD_MODEL:
            cached = short_name(values, call.func) == FROM_CACHE
            owners[call] = Component(makers=[call], stays=cached, cached=cached)
            makers.append(call)
    _attach(values, owners)
    for reference in references(values):
        parent = values.source.parents[reference.node]
        called = isinstance(parent, ast.Call) and parent.func is reference.node
        if service_of(reference.name) is not None and called:
            owners[parent] = Component(services=[parent])  # type: ignore[list-item]
        elif called and parent not in owners and _is_foreign(reference.name):
            alone = Component(services=[parent])  # type: ignore[list-item]
            tuning = reference.name.endswith("tuned_model") or "Permissions" in reference.name
            alone.refuse("SB034" if tuning else "SB006", reference.node, reference.name)
            owners[parent] = alone
    unique = list({id(c): c for c in owners.values()}.values())
    for node, value in _tracked(values):
        found = _involved(owners, value)
        if found is not None:
            _vet(values, found, node, value)
    for component in unique:
        _vet_streams(values, component)
    _share(values, owners)
    unique = list({id(c): c for c in owners.values()}.values())
    return sorted(unique, key=lambda c: (c.first.lineno, c.first.col_offset))


_FOREIGN = (
    "create_tuned_model",
    "update_tuned_model",
    "types.Permissions",
    "get_operation",
    "list_operations",
    "generate_text",
    "generate_embeddings",
    "chat",
    "ImageGenerationModel",
)


def _is_foreign(name: str) -> bool:
    """Whether a function or class of the old SDK has no counterpart that is written for it."""
    return any(name == known or name.startswith(f"{known}.") for known in _FOREIGN)


def _attach(values: Values, owners: dict[ast.AST, Component]) -> None:
    """Calls of the methods of models and chats join those they belong to."""
    for kind, names in ((Kind.OLD_MODEL, MODEL_CALLS), (Kind.OLD_CHAT, CHAT_CALLS)):
        for call in values.calls:
            method = method_of(values, call)
            if method is None or method.attr not in names:
                continue
            value = values.value(method.value)
            if value is None or value.kind is not kind:
                continue
            joined = _involved(owners, value) or Component()
            (joined.chats if method.attr == "start_chat" else joined.calls).append(call)
            owners[call] = joined


def _involved(owners: dict[ast.AST, Component], value: Value) -> Component | None:
    """The one component of all origins of a value; joins those that were apart."""
    found = list({id(owners[o]): owners[o] for o in value.origins if o in owners}.values())
    if not found:
        return None
    first = found[0]
    for other in found[1:]:
        _join(owners, first, other)
    if any(origin not in owners for origin in value.origins):
        origin = next(o for o in value.origins if o not in owners)
        first.refuse("SB003", origin)
    return first


_LOCAL = frozenset({"bind", "return", "pass", "drop", "test", "is None", "or nothing", "format"})
_HANDED = frozenset({Kind.OLD_FILE, Kind.OLD_CACHE})


def _share(values: Values, owners: dict[ast.AST, Component]) -> None:
    """Files and caches that calls of models are given share the fate of those calls."""
    held = [c for c in _distinct(owners) if any(kind in _HANDED for _, kind, _, _ in c.uses)]
    for component in held:
        others = [c for c in _distinct(owners) if c is not component]
        for node in _handed(values, component):
            found = [c for c in others if node in reach(values, list(c.nodes))]
            for other in found or [c for c in others if c.makers]:
                mine = next(c for c in _distinct(owners) if set(component.nodes) <= set(c.nodes))
                if other is not mine and any(c is other for c in _distinct(owners)):
                    _join(owners, mine, other)


def _distinct(owners: dict[ast.AST, Component]) -> list[Component]:
    return list({id(c): c for c in owners.values()}.values())


def _handed(values: Values, component: Component) -> list[ast.expr]:
    """Files and caches that leave for somewhere: contents, lists, functions of others."""
    found = []
    for node, kind, context, parent in component.uses:
        if kind not in _HANDED or context in _LOCAL or context[:1] == ".":
            continue
        call = parent if isinstance(parent, ast.Call) else values.source.parents[parent]
        local = isinstance(call, ast.Call) and context == "arg" and values.function(call.func)
        shown = isinstance(call, ast.Call) and getattr(call.func, "id", "") in _SHOWING
        if not local and not shown:
            found.append(node)
    return found


def _join(owners: dict[ast.AST, Component], first: Component, other: Component) -> None:
    """Makes two components one, under all their calls."""
    first.makers += other.makers
    first.chats += other.chats
    first.calls += other.calls
    first.services += other.services
    first.uses += other.uses
    first.resolved |= other.resolved
    first.drained |= other.drained
    first.stays = first.stays or other.stays
    first.cached = first.cached or other.cached
    first.refusal = first.refusal or other.refusal
    for node, owner in list(owners.items()):
        if owner is other:
            owners[node] = first


def _tracked(values: Values) -> Iterator[tuple[ast.expr, Value]]:
    kinds = RESULTS | OLD_SERVED | {Kind.OLD_MODEL, Kind.OLD_CHAT}
    for node in ast.walk(values.source.tree):
        if not isinstance(node, ast.expr) or isinstance(
            getattr(node, "ctx", None), ast.Store | ast.Del
        ):
            continue
        value = values.value(node)
        if value is not None and value.kind in kinds:
            yield node, value


def _vet(values: Values, component: Component, node: ast.expr, value: Value) -> None:
    context, parent = context_of(values, node)
    component.uses.append((node, value.kind, context, parent))
    if value.kind is Kind.MIXED:
        component.refuse("SB003", node)
    elif value.kind in (Kind.OLD_MODEL, Kind.OLD_CHAT):
        _vet_object(values, component, node, value.kind, context, parent)
    elif value.kind in READS_OF_SERVED and context[:1] == ".":
        _vet_served(values, component, value.kind, parent)
    elif context == "return" and answers_get_lost(values, node):
        component.refuse("SB002", node, "the answer")
    elif value.kind is Kind.RESPONSE and context[:1] == "." and context not in _RESPONSE_READS:
        component.refuse("SB001", parent, context[1:])


def _vet_served(values: Values, component: Component, kind: Kind, read: ast.AST) -> None:
    """What files, models and caches gave is read by names that are known."""
    assert isinstance(read, ast.Attribute)
    reads = READS_OF_SERVED[kind]
    known = reads.kept | reads.methods | {old for old, _ in reads.renamed}
    if read.attr not in known:
        component.refuse("SB034" if read.attr == "permissions" else "SB001", read, read.attr)


def _is_kept(values: Values, statement: ast.AST) -> bool:
    """Whether a value is stored in attributes of this module's classes, or where it is kept."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", statement)]
    return all(
        (isinstance(target, ast.Attribute) and values.variable(target) is not None)
        or (isinstance(values, KeptValues) and values.is_kept(target))
        for target in targets
    )


def _vet_streams(values: Values, component: Component) -> None:
    """A stream is looped over, and then perhaps read, or resolved at once and read."""
    contexts: dict[ast.AST, dict[str, list[ast.AST]]] = defaultdict(lambda: defaultdict(list))
    for node, kind, context, parent in component.uses:
        value = values.value(node) if kind is Kind.STREAM else None
        for origin in value.origins if value is not None else ():
            contexts[origin][context].append(parent)
    for origin, found in contexts.items():
        reads = {context for context in found if context.startswith(".")}
        if ".resolve" in reads and "for" not in found and reads <= _RESPONSE_READS:
            component.resolved.add(origin)
        elif reads:
            places = [place for context in sorted(reads) for place in found[context]]
            loop = loop_of(values, found["for"], places) if reads <= DRAINED else None
            if loop is None:
                component.refuse("SB015", places[0], sorted(reads)[0][1:])
            else:
                component.drained[loop] = [p for p in places if isinstance(p, ast.Attribute)]


def _leaves(values: Values, node: ast.AST) -> bool:
    """Whether a value is returned to code that is not followed: other modules, or properties."""
    function = values.enclosing(node, *_FUNCTIONS)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    owner = values.source.parents[function]
    if isinstance(owner, ast.ClassDef) and _is_used_elsewhere(values, function.name):
        return True
    if isinstance(owner, ast.Module) and values.around.sees(function.name):
        return True
    marks = [ast.unparse(mark).rpartition(".")[2] for mark in function.decorator_list]
    return not _READ_ALIKE.isdisjoint(marks) or is_handed_on(values, node)


def _is_read_elsewhere(values: Values, statement: ast.AST) -> bool:
    """Whether an attribute that a value is stored in is called upon in other modules."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", statement)]
    return any(
        isinstance(target, ast.Attribute) and _is_used_elsewhere(values, target.attr)
        for target in targets
    )


def _is_used_elsewhere(values: Values, name: str) -> bool:
    """Whether other modules read a name from something, and call models or chats."""
    read = values.around.attributes
    return name in read and not read.isdisjoint(MODEL_CALLS | CHAT_CALLS)


def _vet_object(
    values: Values,
    component: Component,
    node: ast.expr,
    kind: Kind,
    context: str,
    parent: ast.AST,
) -> None:
    """Models and chats may be named, handed to functions of this module, and called."""
    if (context == "return" and _leaves(values, node)) or (
        context == "stored" and _is_read_elsewhere(values, parent)
    ):
        component.refuse("SB002", node, "the model" if kind is Kind.OLD_MODEL else "the chat")
        return
    if context in _PASSING or (context == "stored" and _is_kept(values, parent)):
        return
    if isinstance(values, KeptValues) and values.is_kept_entry(node):
        return
    if context[:1] == ".":
        methods = MODEL_CALLS if kind is Kind.OLD_MODEL else CHAT_CALLS | {"history"}
        outer = values.source.parents[parent]
        called = isinstance(outer, ast.Call) and is_called(values, outer, parent)
        if context[1:] in READS[kind]:
            return
        if context[1:] not in methods:
            component.refuse("SB001", parent, context[1:])
        elif context == ".history":
            if called or context_of(values, parent)[0].startswith("."):  # type: ignore[arg-type]
                component.refuse("SB001", parent, "history")
        elif not called:
            component.refuse("SB009", parent)
        return
    call = parent if isinstance(parent, ast.Call) else values.source.parents[parent]
    if context == "arg" and isinstance(call, ast.Call):
        kept = isinstance(values, KeptValues) and values.is_kept(call)
        shown = isinstance(call.func, ast.Name) and call.func.id in _SHOWING
        if kept or shown or values.function(call.func):
            return
    component.refuse("SB002", node, "the model" if kind is Kind.OLD_MODEL else "the chat")

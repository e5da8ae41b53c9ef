"""Keyword arguments of ``interactions.create`` that it does not have, or not together."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.planning.lint import Fix, Problem, creates, lint
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rules.beta.request import argument, entries, text_of
from stepbridge_codemods.rules.beta.slots import Slot, drop_entry, put_slot, slots
from stepbridge_codemods.rules.lint.schema import ARGUMENTS, CHOICES, GENERATION
from stepbridge_codemods.text.layout import Entry, atom, mapping
from stepbridge_codemods.values.infer import Values


@lint
def arguments(values: Values) -> Iterator[Problem]:
    """Names that create does not know."""
    for call in creates(values):
        found = slots(values, call)
        for one in found:
            if one.name not in ARGUMENTS:
                yield _unknown(found, one)


def _unknown(found: list[Slot], slot: Slot) -> Problem:
    name, keyword = slot.name, slot.node
    names = {one.name for one in found}
    alone = "generation_config" not in names
    if name == "tool_choice":
        fix = _into_generation(slot) if alone else None
        return Problem("wrong.tool_choice", keyword, fix)
    if name in GENERATION:
        settings = names & GENERATION
        fix = _into_generation(slot) if alone and len(settings) == 1 else None
        return Problem("wrong.top_level_setting", keyword, fix)
    if name == "contents":
        fix = _as_input(slot) if "input" not in names else None
        return Problem(
            "wrong.config",
            keyword,
            fix,
            advice="contents is called input: a string, "
            "a list of content items, or a list of steps.",
        )
    if name in ("config", "http_options"):
        return Problem("wrong.config", keyword)
    return Problem("wrong.unknown_argument", keyword)


def _into_generation(slot: Slot) -> Fix:
    def fix(plan: Plan) -> None:
        value = slot.value
        text = text_of(value)
        doc = plan.quoted(text.lower()) if text in CHOICES else atom(value)
        put_slot(plan, slot, "generation_config", mapping(Entry(doc, slot.name)))

    return fix


def _as_input(slot: Slot) -> Fix:
    def fix(plan: Plan) -> None:
        if not is_text(plan, slot.value):
            raise plan.cannot("SB005", slot.value)
        put_slot(plan, slot, "input", atom(slot.value))

    return fix


def is_constant(node: ast.expr | None, value: object) -> bool:
    """Whether an expression is this constant."""
    return isinstance(node, ast.Constant) and node.value is value


@lint
def together(values: Values) -> Iterator[Problem]:
    """Arguments that exclude one another."""
    for call in creates(values):
        found = {keyword.arg: keyword for keyword in call.keywords}
        if "agent" in found and "generation_config" in found:
            yield Problem("wrong.agent_settings", found["generation_config"])
        store = found.get("store")
        if store is None or not is_constant(store.value, False):
            continue
        chained = found.get("previous_interaction_id")
        if chained is not None and not is_constant(chained.value, None):
            yield Problem("wrong.store_false_chained", chained)
        if "background" in found and is_constant(found["background"].value, True):
            yield Problem("wrong.store_false_background", store)


@lint
def values_of_arguments(values: Values) -> Iterator[Problem]:
    """Timeouts in milliseconds, instructions that are no string."""
    for call in creates(values):
        timeout = argument(call, "timeout")
        amount = getattr(timeout.value, "value", None) if timeout is not None else None
        if isinstance(amount, int) and amount >= 1000 and timeout is not None:
            yield Problem("wrong.timeout_milliseconds", timeout)
        instruction = argument(call, "system_instruction")
        if instruction is not None and _is_object(values, instruction.value):
            yield Problem(
                "wrong.system_instruction_object", instruction, _unwrapped(instruction.value)
            )


def _is_object(values: Values, node: ast.expr) -> bool:
    if isinstance(node, ast.List | ast.Tuple | ast.Dict):
        return True
    name = values.qualified(node.func) if isinstance(node, ast.Call) else None
    return bool(name) and name.startswith("google.genai.types.")  # type: ignore[union-attr]


def _unwrapped(node: ast.expr) -> Fix | None:
    if not isinstance(node, ast.List) or len(node.elts) != 1:
        return None
    inner = node.elts[0]

    def fix(plan: Plan) -> None:
        if not is_text(plan, inner):
            raise plan.cannot("SB007", inner)
        plan.edits.replace(node, inner)

    return fix


@lint
def closed_client(values: Values) -> Iterator[Problem]:
    """A client that nothing keeps alive."""
    for call in creates(values):
        owner = getattr(call.func, "value", None)
        client = owner.value if isinstance(owner, ast.Attribute) else None
        if isinstance(client, ast.Attribute) and client.attr == "aio":
            client = client.value
        if isinstance(client, ast.Call) and (values.qualified(client.func) or "").endswith(
            "Client"
        ):
            yield Problem("wrong.client_in_one_expression", client)


@lint
def tools_again(values: Values) -> Iterator[Problem]:
    """A chained call that sends results without the tools."""
    for call in creates(values):
        chained = argument(call, "previous_interaction_id")
        sent = argument(call, "input")
        if chained is None or sent is None or argument(call, "tools") is not None:
            continue
        if any(keyword.arg is None for keyword in call.keywords):
            continue
        if not isinstance(chained.value, ast.Attribute) or "function_result" not in _text(
            values, sent.value
        ):
            continue
        before = values.value(chained.value.value)
        origins = before.origins if before is not None else ()
        given = [argument(o, "tools") for o in origins if isinstance(o, ast.Call) and o is not call]
        found = [keyword for keyword in given if keyword is not None]
        if found:
            yield Problem("wrong.tools_not_resent", call, _repeated(call, found))


def _text(values: Values, node: ast.expr) -> str:
    """What an input says, through one variable, or those that it lists."""
    if isinstance(node, ast.List | ast.Starred):
        held = node.elts if isinstance(node, ast.List) else [node.value]
        return " ".join(_text(values, one) for one in held)
    variable = values.variable(node)
    texts = [ast.unparse(node)]
    for load in values.loads(variable) if variable is not None else ():
        statement = values.enclosing(load, ast.stmt)
        if isinstance(statement, ast.Expr | ast.Assign):
            texts.append(ast.unparse(statement))
    for binding in values.stores(variable) if variable is not None else ():
        if binding.value is not None:
            texts.append(ast.unparse(binding.value))
    return " ".join(texts)


def _repeated(call: ast.Call, found: list[ast.keyword]) -> Fix:
    def fix(plan: Plan) -> None:
        texts = {ast.unparse(keyword.value) for keyword in found}
        value = found[0].value
        names = value.elts if isinstance(value, ast.List) else [value]
        plain = all(isinstance(name, ast.Name) for name in names)
        scopes = {plan.values.enclosing(k, ast.FunctionDef, ast.AsyncFunctionDef) for k in found}
        here = plan.values.enclosing(call, ast.FunctionDef, ast.AsyncFunctionDef)
        if len(texts) != 1 or not plain or scopes != {here}:
            raise plan.cannot("SB007", call)
        last = call.keywords[-1]
        start, end = plan.source.span(last)
        line = plan.source.line_start(start)
        own = not plan.source.text[line:start].strip()
        gap = f",{plan.source.newline}{plan.source.indent(start)}" if own else ", "
        plan.edits.put(end, end, f"{gap}tools={texts.pop()}")

    return fix


@lint
def header(values: Values) -> Iterator[Problem]:
    """The header that chose the schema, on a client."""
    for call in values.calls:
        for node in ast.walk(call) if _makes_client(values, call) else ():
            for key, value in zip(*_items(node), strict=True):
                if text_of(key).lower() == "api-revision":
                    siblings = list(_items(node)[1])

                    def fix(plan: Plan, v=value, s=siblings, k=key) -> None:  # type: ignore[no-untyped-def]
                        drop_entry(plan, v, s, k)

                    yield Problem("wrong.api_revision", key, fix)


def _items(node: ast.AST) -> tuple[list[ast.expr], list[ast.expr]]:
    if not isinstance(node, ast.Dict) or None in node.keys or not entries(node):
        return [], []
    return [key for key in node.keys if key is not None], node.values


def _makes_client(values: Values, call: ast.Call) -> bool:
    return (values.qualified(call.func) or "") in (
        "google.genai.Client",
        "google.genai.client.Client",
    )

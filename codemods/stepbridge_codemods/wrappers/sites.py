"""Calls of declared wrappers as call sites, and the legacy fields that their arguments are."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.findings.request_fields import NESTED, Seen, fields_in
from stepbridge_codemods.planning.plan import Site
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.wrappers.declared import symbol_of
from stepbridge_codemods.wrappers.wrapper import CALLS, Standing, Wrapper


def wrapped_sites(values: Values) -> list[Site]:
    """Every call of a wrapper that is not migrated yet, and every mention that is no call."""
    if not values.around.wrappers:
        return []
    found = [_site(call, call.func, values.wrapper(call.func)) for call in values.calls]
    called = {call.func for call in values.calls}
    for node in _mentions(values):
        if node not in called:
            call = ast.copy_location(ast.Call(node, [], []), node)
            found.append(_site(call, node, values.wrapper(node), is_reference=True))
    return [one for one in found if one is not None and not _is_migrated(values, one)]


def wrapper_of(values: Values, site: Site) -> Wrapper:
    """The wrapper that a site calls."""
    wrapper = values.wrapper(site.call.func)
    assert wrapper is not None
    return wrapper


def fields_of_wrapped(values: Values, site: Site) -> list[Seen]:
    """The call itself, and the request fields that its arguments stand for."""
    wrapper = wrapper_of(values, site)
    method = wrapper.call.removeprefix("aio.")
    symbol = f"Chats.{method[6:]}" if method.startswith("chats.") else f"Models.{method}"
    found = [Seen(symbol, site.call.func, _name(site.call.func), at_end=True)]
    for argument, node, value in _arguments(site.call, wrapper):
        field = symbol_of(argument)
        if field:
            found.append(Seen(field, node, argument.rpartition(".")[2]))
        owner = NESTED.get(argument.rpartition(".")[2], "")
        found += fields_in(values, value, owner)
    return found


def _arguments(
    call: ast.Call, wrapper: Wrapper
) -> Iterator[tuple[str, ast.expr | ast.keyword, ast.expr]]:
    """What each argument stands for, the node to point at, and its value."""
    names = [argument for _, argument in wrapper.parameters]
    for argument, value in zip(names, call.args, strict=False):
        yield argument, value, value
    by_name = dict(wrapper.parameters)
    for keyword in call.keywords:
        argument = by_name.get(keyword.arg or "", keyword.arg or "")
        yield argument, keyword, keyword.value


def _mentions(values: Values) -> Iterator[ast.expr]:
    names = {wrapper.last for wrapper in values.around.wrappers if wrapper.is_site}
    for name in sorted(names):
        yield from values.attribute_nodes.get(name, ())
    yield from values.names.reads


def _site(
    call: ast.Call, node: ast.expr, wrapper: Wrapper | None, *, is_reference: bool = False
) -> Site | None:
    if wrapper is None or not wrapper.is_site:
        return None
    kind: Kind = CALLS[wrapper.call]
    return Site(call, kind, wrapper.symbol, wrapper.is_async, is_reference)


def _is_migrated(values: Values, site: Site) -> bool:
    standing = values.around.standing.get(wrapper_of(values, site).declared)
    return standing in (Standing.MIGRATED, Standing.BRIDGED)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ast.unparse(node)

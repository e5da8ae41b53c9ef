"""Which legacy fields a call and the uses of its result mention, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepbridge_codemods.findings.request_fields import NESTED, Seen, seen_in
from stepbridge_codemods.findings.request_values import changes, given, made
from stepbridge_codemods.planning.plan import Site, Use
from stepbridge_codemods.values.deferred import HOLDERS, WAITING
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.wrappers.sites import fields_of_wrapped


def fields_of_uses(uses: list[Use]) -> list[Seen]:
    """The response fields that are read.

    What is asked of a finish reason, as its name, is told with the reason itself.
    """
    return [
        Seen(
            f"{use.kind.removeprefix('Async')}.{use.context[1:]}",
            use.parent,
            use.context[1:],
            at_end=True,
        )
        for use in uses
        if use.context.startswith(".")
        and not (use.kind in HOLDERS or use.kind is Kind.FINISH or use.context in WAITING)
    ]


def fields_of_call(values: Values, site: Site) -> list[Seen]:
    """The call itself and the request fields it mentions, followed through variables."""
    if site.is_wrapped:
        return fields_of_wrapped(values, site)
    assert isinstance(site.function, ast.Attribute)
    found = [Seen(site.symbol, site.function, site.function.attr, at_end=True)]
    visited: set[ast.AST] = set()
    for keyword in site.call.keywords:
        if keyword.arg is not None:
            owner = NESTED.get(keyword.arg, "")
            found += seen_in(values, keyword.value, owner, visited)
        else:
            found += _of_request(values, keyword.value, visited)
    for argument in site.call.args if site.handed_on is None else ():
        found += seen_in(values, argument, "", visited)
    return found


def _of_request(values: Values, node: ast.expr, visited: set[ast.AST]) -> Iterator[Seen]:
    """The fields of a request that is built in a dict, and spread into the call."""
    for one in (node, *given(values, node), *_returned(values, node)):
        pairs = zip(one.keys, one.values, strict=True) if isinstance(one, ast.Dict) else ()
        for key, value in pairs:
            owner = NESTED.get(str(getattr(key, "value", "")), "")
            yield from seen_in(values, value, owner, visited)
        for keyword in one.keywords if isinstance(one, ast.Call) else ():
            owner = NESTED.get(keyword.arg or "", "")
            yield from seen_in(values, keyword.value, owner, visited)
    for _, name, value in changes(values, node):
        yield from seen_in(values, value, NESTED.get(name, ""), visited)


def _returned(values: Values, node: ast.expr) -> list[ast.expr]:
    return made(values, node) if isinstance(node, ast.Call) else []

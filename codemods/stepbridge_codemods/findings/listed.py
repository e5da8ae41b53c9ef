"""Which legacy fields a call and the uses of its result mention, and where."""

from __future__ import annotations

import ast

from stepbridge_codemods.findings.request_fields import NESTED, Seen, seen_in
from stepbridge_codemods.planning.plan import Site, Use
from stepbridge_codemods.values.deferred import HOLDERS, WAITING
from stepbridge_codemods.values.infer import Values
from stepbridge_codemods.wrappers.sites import fields_of_wrapped


def fields_of_uses(uses: list[Use]) -> list[Seen]:
    """The response fields that are read."""
    return [
        Seen(
            f"{use.kind.removeprefix('Async')}.{use.context[1:]}",
            use.parent,
            use.context[1:],
            at_end=True,
        )
        for use in uses
        if use.context.startswith(".") and not (use.kind in HOLDERS or use.context in WAITING)
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
    for argument in site.call.args if site.handed_on is None else ():
        found += seen_in(values, argument, "", visited)
    return found

"""Answers that are turned into a dict or into JSON in order to be shown.

The keys are those of the new object, so only what a person reads may have them; what goes into a
file or an answer of the program keeps its legacy shape over the bridge.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use, use
from stepbridge_codemods.rules.answers.showing import is_shown, remark
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.shown import in_json

_OPTIONS = frozenset(
    {"indent", "mode", "exclude_none", "exclude_unset", "exclude_defaults", "by_alias"}
)
_PLAIN = frozenset({"to_json_dict", "to_dict"})


_DUMPED = (Kind.RESPONSE, Kind.CANDIDATE, Kind.CONTENT, Kind.GROUNDING, Kind.USAGE, Kind.CALL)


@use(_DUMPED, ".model_dump", ".model_dump_json", *(f".{name}" for name in _PLAIN))
def dumped(plan: Plan, use: Use) -> None:
    """``print(response.model_dump_json(indent=2))``."""
    method = use.parent
    call = plan.source.parents[method]
    assert isinstance(method, ast.Attribute)
    if not isinstance(call, ast.Call) or call.func is not method:
        raise plan.cannot("SB001", method, method.attr)
    reads = _reads(plan, call)
    if not reads or not all(is_shown(plan, read) for read in reads):
        raise plan.cannot("SB001", method, method.attr)
    given = {keyword.arg for keyword in call.keywords}
    if call.args or not given <= _OPTIONS or (given and method.attr in _PLAIN):
        raise plan.cannot("SB001", call, method.attr)
    remark(plan, method)
    remark(plan, use.node)
    quote = plan.quote
    if method.attr in _PLAIN:
        options = f"mode={quote}json{quote}, exclude_none=True"
        plan.edits.replace(call, use.node, f".model_dump({options})")
    elif (
        method.attr == "model_dump"
        and "mode" not in given
        and any(in_json(plan.values, read) for read in reads)
    ):
        end = plan.source.span(method)[1]
        rest = ", " if call.keywords else ""
        plan.edits.put(end, plan.source.text.index("(", end) + 1, f"(mode={quote}json{quote}{rest}")


def _reads(plan: Plan, call: ast.Call) -> list[ast.expr]:
    """Where a dict is read that an answer is turned into: here, or under a name."""
    statement = plan.source.parents[call]
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not isinstance(target, ast.Name) or len(statement.targets) != 1:  # type: ignore[attr-defined]
        return [call]
    variable = plan.values.variable(target)
    if variable is None or plan.values.is_shared(variable):
        return []
    return plan.values.loads(variable)

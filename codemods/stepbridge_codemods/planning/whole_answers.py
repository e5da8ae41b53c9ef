"""What a bridge cannot make equal in an answer that is shown or dumped as a whole.

Interactions has an id and a date for each answer, tells the token counts of a stream once, and its
client keeps no HTTP headers.
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan, Use
from stepbridge_codemods.values.kinds import Kind
from stepbridge_codemods.values.shown import is_only_shown

_ANSWER = "As a whole, the answer has an id and a date of its own, and no HTTP headers."
_CHUNK = (
    "As a whole, a chunk has an id of its own and no HTTP headers; token counts and the date come "
    "with the last one, and a thought's signature with the part that follows it."
)
_TOLD = {Kind.RESPONSE: _ANSWER, Kind.REPLY: _ANSWER, Kind.CHUNK: _CHUNK}
_DUMPS = frozenset({".model_dump", ".model_dump_json", ".to_json_dict", ".dict", ".json"})


def tell_of_whole_answers(plan: Plan) -> None:
    """Says at a call that goes over the bridge what is other where its answer is seen whole."""
    for use in plan.uses:
        if use.kind not in _TOLD or not _is_seen(plan, use):
            continue
        value = plan.values.value(use.node)
        for origin in value.origins if value is not None else ():
            if isinstance(origin, ast.Call):
                plan.tell(origin.func, _TOLD[use.kind])


def _is_seen(plan: Plan, use: Use) -> bool:
    return use.context in _DUMPS or is_only_shown(plan.values, use.node)

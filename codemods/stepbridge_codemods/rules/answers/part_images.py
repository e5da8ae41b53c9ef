"""``part.as_image()``: an item of type image, with its data in base64.

https://ai.google.dev/gemini-api/docs/interactions/image-generation
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Import, Plan, Use, use
from stepbridge_codemods.rules.answers.type_tests import type_test
from stepbridge_codemods.values.kinds import Kind


@use(Kind.PART, ".as_image")
def as_image(plan: Plan, use: Use) -> None:
    """Whether there is an image, its bytes or its type; the SDK's image object is not made."""
    call = plan.source.parents[use.parent]
    if not isinstance(call, ast.Call) or call.func is not use.parent or call.args or call.keywords:
        raise plan.cannot("SB001", use.parent, "as_image")
    if plan.context(call) in ("test", "is None"):
        type_test(plan, call, ("image",), use.node)
        return
    field = plan.source.parents[call]
    if plan.context(call) == ".image_bytes":
        plan.imports.add(Import("base64"))
        plan.edits.replace(field, "base64.b64decode(", use.node, ".data)")
    elif plan.context(call) == ".mime_type":
        plan.edits.replace(field, use.node, ".mime_type")
    else:
        raise plan.cannot("SB001", use.parent, "as_image")

"""system_instruction: a plain string at the top level.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

from stepbridge_codemods.layout import atom
from stepbridge_codemods.objects import Argument
from stepbridge_codemods.rules.config import Draft, config_field
from stepbridge_codemods.texts import is_text, text_of_parts


@config_field("system_instruction")
def system_instruction(draft: Draft, argument: Argument) -> None:
    """A string stays; a Content, Part or list of one text gives up its text."""
    node = argument.value
    if not is_text(draft.plan, node):
        found = text_of_parts(draft.plan, node)
        if found is None:
            raise draft.plan.cannot("SB007", node, "system_instruction")
        node = found
    draft.put("system_instruction", atom(node), argument)

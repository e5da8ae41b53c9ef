"""system_instruction: a plain string at the top level.

https://ai.google.dev/gemini-api/docs/migrate-to-interactions
"""

from __future__ import annotations

from stepbridge_codemods.certainty.texts import are_texts, is_optional_text, text_of_parts
from stepbridge_codemods.objects import Argument
from stepbridge_codemods.rules.settings.draft import Draft, config_field
from stepbridge_codemods.text.layout import atom

_JOINED = "Several texts become one, joined by line feeds."


@config_field("system_instruction")
def system_instruction(draft: Draft, argument: Argument) -> None:
    """A string stays; a Content, Part or list of one text gives up its text, several are joined."""
    plan, node = draft.plan, argument.value
    text = node if is_optional_text(plan, node) else text_of_parts(plan, node)
    if text is not None:
        draft.put("system_instruction", atom(text), argument)
        return
    if not are_texts(plan, node):
        raise plan.cannot("SB007", node, "system_instruction")
    plan.mark(argument.node, _JOINED)
    draft.put("system_instruction", atom(f"{plan.quote}\\n{plan.quote}.join(", node, ")"), argument)

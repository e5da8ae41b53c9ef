"""speech_config becomes the list of speakers in generation_config.speech_config.

https://ai.google.dev/gemini-api/docs/speech-generation
"""

from __future__ import annotations

import ast

from stepbridge_codemods.certainty.texts import is_text
from stepbridge_codemods.objects import Argument, fields_of, is_none, type_name
from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.held import Topic, definitions
from stepbridge_codemods.rewriting.lists import in_place
from stepbridge_codemods.rewriting.writing_out import written_out
from stepbridge_codemods.rules.settings.draft import Draft, config_field
from stepbridge_codemods.text.layout import Doc, Entry, Group, atom, listing, mapping

_NAMES = frozenset({"SpeechConfig", "SpeechConfigDict"})
_PLACE = "generation_config.speech_config"


@config_field("speech_config")
def speech_config(draft: Draft, argument: Argument) -> None:
    """One entry a speaker; a bare string is the name of a voice."""
    plan = draft.plan
    node = written_out(plan, argument.value)
    draft.makes_media = draft.makes_sound = True
    if _is_written(plan, node):
        doc = _speakers(plan, node)
        if not isinstance(doc, Group) or doc.entries:
            draft.put(_PLACE, doc, argument)
    elif is_text(plan, node):
        draft.put(_PLACE, listing([mapping(("voice", atom(node)))]), argument)
    else:
        definitions(plan, _SPEECH, node, [])
        draft.put(_PLACE, atom(node), argument)


def _is_written(plan: Plan, node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) or type_name(plan, node) in _NAMES


def _written(plan: Plan, node: ast.expr) -> Doc:
    """A speech config in a place of its own."""
    doc = _speakers(plan, node)
    in_place(plan, node, doc)
    return doc


_SPEECH: Topic[Doc] = Topic("speech_config", "SB007", _is_written, _written, _NAMES)


def _speakers(plan: Plan, node: ast.expr) -> Doc:
    own: list[Entry] = []
    language: list[Entry] = []
    several: ast.expr | None = None
    for field in fields_of(plan, node).arguments:
        if is_none(field.value):
            continue
        if field.name == "voice_config":
            own += _voice(plan, field)
        elif field.name == "language_code":
            language.append(field.entry("language", atom(field.value)))
        elif field.name == "multi_speaker_voice_config":
            several = _only(plan, field.value, "speaker_voice_configs")
        else:
            raise plan.cannot("SB006", field.value, field.name)
    if several is not None:
        return _several(plan, several, language)
    return listing([mapping(*own, *language)] if own or language else [])


def _several(plan: Plan, node: ast.expr, language: list[Entry]) -> Doc:
    """The list of speakers, each with the language."""
    if isinstance(node, ast.ListComp) and not language and node.lineno == node.end_lineno:
        in_place(plan, node.elt, mapping(*_speaker(plan, node.elt)))
        return atom(node)
    if not isinstance(node, ast.List | ast.Tuple):
        raise plan.cannot("SB007", node, "speaker_voice_configs")
    return listing(mapping(*_speaker(plan, one), *language) for one in node.elts)


def _speaker(plan: Plan, node: ast.expr) -> list[Entry]:
    found: list[Entry] = []
    for field in fields_of(plan, node).arguments:
        if field.name == "voice_config":
            found += _voice(plan, field)
        elif field.name == "speaker":
            found.append(field.entry("speaker", atom(field.value)))
        elif not is_none(field.value):
            raise plan.cannot("SB006", field.value, field.name)
    return found


def _voice(plan: Plan, argument: Argument) -> list[Entry]:
    """The name of the voice, out of what lies around it."""
    node = written_out(plan, argument.value)
    found = []
    for field in fields_of(plan, node).arguments:
        if is_none(field.value):
            continue
        if field.name == "voice":
            found.append(field.entry("voice", atom(field.value)))
        elif field.name == "prebuilt_voice_config":
            for inner in fields_of(plan, written_out(plan, field.value)).arguments:
                if inner.name != "voice_name":
                    raise plan.cannot("SB006", inner.value, inner.name)
                found.append(inner.entry("voice", atom(inner.value)))
        else:
            raise plan.cannot("SB006", field.value, field.name)
    return found


def _only(plan: Plan, node: ast.expr, name: str) -> ast.expr | None:
    """The value of the only field that an object may have."""
    found = fields_of(plan, node)
    if found.names != {name}:
        raise plan.cannot("SB006", node, ", ".join(sorted(found.names)))
    return found.get(name)

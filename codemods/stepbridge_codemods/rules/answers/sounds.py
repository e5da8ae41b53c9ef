"""Sound in answers: raw samples, as generateContent gave them, out of the WAV file around them.

https://ai.google.dev/gemini-api/docs/speech-generation
"""

from __future__ import annotations

import ast

from stepbridge_codemods.planning.plan import Plan
from stepbridge_codemods.rewriting.given_functions import Given, give
from stepbridge_codemods.rules.answers.results import origin_drafts
from stepbridge_codemods.text.layout import Atom, atom

_NAME = "raw_audio"
_FUNCTION = Given(
    _NAME,
    f'''def {_NAME}(item):
    """Return the samples of an audio item, out of the WAV file that may be around them."""
    data = base64.b64decode(item.data)
    if not data.startswith(b"RIFF"):
        return data
    with wave.open(io.BytesIO(data)) as sound:
        return sound.readframes(sound.getnframes())
''',
    ("base64", "io", "wave"),
)
_OTHER = "sound among other media"


def is_sound(plan: Plan, item: ast.expr) -> bool:
    """Whether the media of the answer that an item is of are sound; gives up where some are."""
    drafts = origin_drafts(plan, item)
    sounds = [draft.makes_sound for draft in drafts]
    if any(sounds) and (not all(sounds) or any("image" in draft.outputs for draft in drafts)):
        raise plan.cannot("SB001", item, _OTHER)
    return any(sounds)


def samples(plan: Plan, item: ast.expr) -> Atom:
    """A call of the function, which the module gets where it does not have it yet."""
    give(plan, _FUNCTION, item)
    return atom(f"{_NAME}(", item, ")")

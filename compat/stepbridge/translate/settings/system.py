"""``systemInstruction``: a Content -> one string."""

from __future__ import annotations

from typing import Any

from stepbridge.translate.settings.draft import Draft
from stepbridge.translate.walk.ledger import Ledger
from stepbridge.translate.walk.names import NAMES
from stepbridge.translate.walk.rules import Table, apply
from stepbridge.translate.walk.shapes import as_list, as_object, as_text

_SYMBOL = "GenerateContentConfig.system_instruction"
_SEPARATOR = "\n"


def system_instruction(value: Any, path: str, draft: Draft, ledger: Ledger) -> None:
    """Rule for ``systemInstruction``: a string, a Content, or its parts alone.

    Texts are joined by a line feed. Parts that are not text are refused.
    """
    texts = [value] if isinstance(value, str) else _texts(value, path, ledger)
    if len(texts) > 1:
        note = "One string: the text parts are joined by line feeds."
        ledger.approximated(_SYMBOL, path, texts, note)
    if any(texts):
        draft.body["system_instruction"] = _SEPARATOR.join(texts)


def _texts(value: Any, path: str, ledger: Ledger) -> list[str]:
    texts: list[str] = []
    if isinstance(value, dict) and "parts" in value:
        apply(value, path + ".", _CONTENT, texts, ledger)
    else:
        _parts(value, path, texts, ledger)
    return texts


def _role(value: Any, path: str, texts: list[str], ledger: Ledger) -> None:
    """Whatever role a system instruction names, it is the system's."""


def _parts(value: Any, path: str, texts: list[str], ledger: Ledger) -> None:
    for place, part in enumerate(as_list(value, path)):
        at = f"{path}[{place}]"
        if isinstance(part, str):
            texts.append(part)
            continue
        for key, field in as_object(part, at).items():
            if NAMES[key] == "text":
                texts.append(as_text(field, f"{at}.{key}"))
            elif field is not None:
                note = "A system instruction is text only."
                ledger.lost(_SYMBOL, f"{at}.{key}", field, note)


_CONTENT: Table[list[str]] = {"parts": _parts, "role": _role}

"""What the answer may consist of: text, JSON, image, audio, video."""

from __future__ import annotations

from stepbridge_emulator import levels
from stepbridge_emulator.media import present
from stepbridge_emulator.prompt import Json
from stepbridge_emulator.schema_form import normal_schema

# How the sound is packed is a matter of the API form: generateContent only knows raw PCM.
KEPT = {
    "text": ("mime_type",),
    "image": ("aspect_ratio", "image_size", "mime_type", "person_generation"),
    "audio": (),
    "video": ("aspect_ratio", "resolution", "duration"),
}
ORDER = ("text", "image", "audio", "video")


def default_modalities(model: str) -> list[str]:
    if levels.is_image_model(model):
        return ["text", "image"]
    return ["audio"] if levels.is_speech_model(model) else ["text"]


def output_formats(
    model: str, formats: list[Json], modalities: list[str], *, complete: bool = False
) -> tuple[Json, ...]:
    """Formats in a fixed order; plain text alone, the default, is the empty tuple.

    ``complete``: the formats alone say which modalities are wanted (Interactions). In
    generateContent an image config without modalities leaves the model its default ones.
    """
    details = {entry["type"]: _details(entry) for entry in formats}
    wanted = set(modalities)
    if not wanted and complete:
        wanted = set(details)
    if not wanted:
        wanted = set(default_modalities(model)) | set(details)
    entries = [{"type": kind, **details.get(kind, {})} for kind in ORDER if kind in wanted]
    return () if entries == [{"type": "text"}] else tuple(entries)


def _details(entry: Json) -> Json:
    kept = {key: entry.get(key) for key in KEPT.get(entry["type"], ())}
    if kept.get("mime_type") == "text/plain":
        del kept["mime_type"]
    if entry.get("schema"):
        kept["schema"] = normal_schema(entry["schema"])
        kept["mime_type"] = "application/json"
    if kept.get("mime_type") == "image/jpeg":  # the default of the service
        del kept["mime_type"]
    return present(kept)

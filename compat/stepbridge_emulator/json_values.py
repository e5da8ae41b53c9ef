"""A value that satisfies a JSON Schema, the same for the same prompt."""

from __future__ import annotations

import math
import re
from typing import Any

from stepbridge_emulator.prompt import Json, Prompt, fingerprint
from stepbridge_emulator.schema_form import renamed_keys

MAX_DEPTH = 12
SAMPLES = {
    "date-time": "2026-05-20T12:00:00Z",
    "date": "2026-05-20",
    "time": "12:00:00Z",
    "duration": "PT1H",
    "email": "phil@example.com",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "ipv4": "127.0.0.1",
}
# Not names, although they begin with a capital letter.
COMMON = frozenset(
    [
        "A",
        "An",
        "And",
        "Are",
        "Can",
        "Could",
        "Create",
        "Describe",
        "Do",
        "Extract",
        "For",
        "From",
        "Generate",
        "Get",
        "Give",
        "How",
        "I",
        "If",
        "In",
        "Is",
        "It",
        "Let",
        "List",
        "Make",
        "My",
        "No",
        "Please",
        "Schedule",
        "Send",
        "Set",
        "Show",
        "Tell",
        "The",
        "There",
        "This",
        "To",
        "Turn",
        "Use",
        "We",
        "What",
        "What's",
        "When",
        "Where",
        "Which",
        "Who",
        "Why",
        "Will",
        "Write",
        "Yes",
        "You",
        "Your",
        "Add",
        "Find",
        "Book",
        "Call",
        "Check",
        "Invent",
        "Name",
        "Hi",
        "Hello",
        "Now",
        "Then",
        "Also",
        "Compare",
        "Summarize",
        "Translate",
        "Explain",
        "Write",
    ]
)


class ValueMaker:
    """Makes values for one prompt: names and numbers come from what the user wrote."""

    def __init__(self, prompt: Prompt) -> None:
        self.digest = prompt.digest
        self.names = proper_names(prompt.question)
        self.numbers = [float(text) for text in re.findall(r"\d+(?:\.\d+)?", prompt.question)]

    def value(
        self, schema: Json, path: str = "value", root: Json | None = None, depth: int = 0
    ) -> Any:
        """A value for ``schema``; ``path`` (the property name) makes the strings readable."""
        schema = renamed_keys(schema) if isinstance(schema, dict) else {}
        root = schema if root is None else root
        if "$ref" in schema:
            return self._reference(schema, path, root, depth)
        if "enum" in schema:
            return self._pick(schema["enum"], path)
        if "const" in schema:
            return schema["const"]
        options = schema.get("anyOf") or schema.get("oneOf")
        if options:
            rest = {k: v for k, v in schema.items() if k not in ("anyOf", "oneOf")}
            return self.value({**rest, **options[0]}, path, root, depth)
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if depth > MAX_DEPTH and schema.get("nullable"):
            return None
        return self._typed(kind or self._guess(schema), schema, path, root, depth)

    def _guess(self, schema: Json) -> str:
        if "properties" in schema:
            return "object"
        return "array" if "items" in schema else "string"

    def _typed(self, kind: str, schema: Json, path: str, root: Json, depth: int) -> Any:
        if kind == "object":
            return self._object(schema, root, depth)
        if kind == "array":
            return self._array(schema, path, root, depth)
        if kind in ("integer", "number"):
            return self._number(kind, schema, path)
        if kind == "boolean":
            return self._seed(path) % 2 == 0
        return None if kind == "null" else self._string(schema, path)

    def _reference(self, schema: Json, path: str, root: Json, depth: int) -> Any:
        """A reference that is left in a canonical schema is recursive: it points up the tree."""
        if depth > MAX_DEPTH or schema.get("nullable"):
            return None
        target = root.get("$defs", {}).get(str(schema["$ref"]).rpartition("/")[2], root)
        return self.value(target, path, root, depth + 4)

    def _object(self, schema: Json, root: Json, depth: int) -> Json:
        properties = schema.get("properties", {})
        required = set(schema.get("required", ()))
        if depth > MAX_DEPTH / 2:
            properties = {k: v for k, v in properties.items() if k in required}
        missing: Json = {name: {} for name in required - properties.keys()}
        members = sorted({**properties, **missing}.items())
        members = [(k, v) for k, v in members if k in required or not _is_reference(v)]
        return {name: self.value(item, name, root, depth + 1) for name, item in members}

    def _array(self, schema: Json, path: str, root: Json, depth: int) -> list[Any]:
        least = int(schema.get("minItems", 0))
        most = int(schema.get("maxItems", max(least, 2)))
        item = schema.get("items", {"type": "string"})
        if (_is_reference(item) or depth > MAX_DEPTH) and not least:
            return []
        count = min(most, max(least, 1 + self._seed(path) % 2))
        return [self.value(item, f"{path} {n + 1}", root, depth + 1) for n in range(count)]

    def _number(self, kind: str, schema: Json, path: str) -> float | int:
        low = _bound(schema, "minimum", "exclusiveMinimum", -math.inf)
        high = _bound(schema, "maximum", "exclusiveMaximum", math.inf)
        for number in self.numbers:
            if _admits(schema, number) and (kind == "number" or number.is_integer()):
                self.numbers.remove(number)
                return int(number) if kind == "integer" else number
        base = low if math.isfinite(low) else min(high, 0.0) if math.isfinite(high) else 0.0
        room = min(high - base, 50.0)
        value = base + (self._seed(path) % (int(room) + 1))
        if "exclusiveMinimum" in schema and value <= low:
            value = min(low + 1, (low + high) / 2)
        if "exclusiveMaximum" in schema and value >= high:
            value = high - 1
        step = schema.get("multipleOf")
        value = value - value % step if step else value
        value = value + step if step and value < low else value
        return math.ceil(value) if kind == "integer" else value

    def _string(self, schema: Json, path: str) -> str:
        sample = SAMPLES.get(schema.get("format", ""))
        if sample:
            return sample
        text = self.names.pop(0) if self.names else f"{path} {self.digest[:4]}"
        least, most = int(schema.get("minLength", 0)), schema.get("maxLength")
        text = text.ljust(least, "x")
        return text if most is None else text[: int(most)]

    def _pick(self, options: list[Any], path: str) -> Any:
        wanted = [option for option in options if str(option) in self.names]
        return wanted[0] if wanted else options[self._seed(path) % len(options)]

    def _seed(self, path: str) -> int:
        return int(fingerprint([self.digest, path])[:8], 16)


def _is_reference(schema: Any) -> bool:
    return isinstance(schema, dict) and "$ref" in schema


def _admits(schema: Json, number: float) -> bool:
    """Whether a number that the prompt holds lies within the bounds and on the steps."""
    step = schema.get("multipleOf")
    return (
        number >= float(schema.get("minimum", -math.inf))
        and number > float(schema.get("exclusiveMinimum", -math.inf))
        and number <= float(schema.get("maximum", math.inf))
        and number < float(schema.get("exclusiveMaximum", math.inf))
        and not (step and number % step)
    )


def _bound(schema: Json, inclusive: str, exclusive: str, default: float) -> float:
    value = schema.get(inclusive, schema.get(exclusive))
    return default if value is None else float(value)


def proper_names(text: str) -> list[str]:
    """Quoted text, then runs of capitalised words without common ones.

    A first word comes last: it is capitalised whatever it is.
    """
    quoted = re.findall(r"[\"“]([^\"”]+)[\"”]", text)
    names: list[str] = []
    first: list[str] = []
    for match in re.finditer(r"[A-ZÀ-Þ][\w'’-]*(?:\s+[A-ZÀ-Þ][\w'’-]*)*", text):
        words = [word.removesuffix("'s") for word in match[0].split() if word not in COMMON]
        if words:
            (names if match.start() or len(words) > 1 else first).append(" ".join(words))
    return quoted + names + first

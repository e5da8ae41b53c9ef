"""What a view's attributes are: name, key on the wire, and how the value is read.

A shape is written as one string, ``"text thought_signature:bytes parts:[Part]"``. After the colon
stands a view's name, ``=Name`` for an enumeration, ``bytes`` for base64, ``datetime``, ``int``,
any of these in brackets for a list, and nothing for a value that is given as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from stepbridge.client.views.answer_shapes import SHAPES as ANSWER_SHAPES
from stepbridge.client.views.content_shapes import SHAPES as CONTENT_SHAPES
from stepbridge.client.views.grounding_shapes import SHAPES as GROUNDING_SHAPES

_UPPER = re.compile(r"(?<=[a-z0-9])([A-Z])")

SHAPES = ANSWER_SHAPES | CONTENT_SHAPES | GROUNDING_SHAPES


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its key in camelCase, the kind of its values, whether it is a list of them."""

    key: str
    kind: str
    is_list: bool


@cache
def shape_of(name: str) -> dict[str, Attribute]:
    """The attributes of a view by their Python names. Raises KeyError for an unknown view."""
    return dict(_attribute(word) for word in SHAPES[name].split())


@cache
def camel(name: str) -> str:
    """``prompt_token_count`` -> ``promptTokenCount``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@cache
def snake(key: str) -> str:
    """``promptTokenCount`` -> ``prompt_token_count``; snake_case stays as it is."""
    return _UPPER.sub(r"_\1", key).lower()


def _attribute(word: str) -> tuple[str, Attribute]:
    name, _, kind = word.partition(":")
    is_list = kind.startswith("[")
    return name, Attribute(camel(name), kind.strip("[]"), is_list)

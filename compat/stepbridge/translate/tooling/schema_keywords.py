"""The keywords of schemas, and where in a schema other schemas sit."""

from __future__ import annotations

# JSON Schema keywords that legacy Schema lacks. They pass as they are.
VALUES = frozenset(
    {
        "$anchor",
        "$comment",
        "$id",
        "$schema",
        "const",
        "contentEncoding",
        "contentMediaType",
        "deprecated",
        "discriminator",
        "examples",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "maxContains",
        "minContains",
        "multipleOf",
        "readOnly",
        "uniqueItems",
        "writeOnly",
    }
)
CHILD = frozenset(
    {
        "additionalProperties",
        "contains",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
CHILD_MAP = frozenset(
    {"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"}
)
CHILD_LIST = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})

KEYWORDS = {
    "additional_properties": "additionalProperties",
    "all_of": "allOf",
    "any_of": "anyOf",
    "contains": "contains",
    "default": "default",
    "defs": "$defs",
    "$defs": "$defs",
    "definitions": "definitions",
    "dependent_schemas": "dependentSchemas",
    "description": "description",
    "else": "else",
    "enum": "enum",
    "example": "example",
    "format": "format",
    "if": "if",
    "items": "items",
    "max_items": "maxItems",
    "max_length": "maxLength",
    "max_properties": "maxProperties",
    "maximum": "maximum",
    "min_items": "minItems",
    "min_length": "minLength",
    "min_properties": "minProperties",
    "minimum": "minimum",
    "not": "not",
    "nullable": "nullable",
    "one_of": "oneOf",
    "pattern": "pattern",
    "pattern_properties": "patternProperties",
    "prefix_items": "prefixItems",
    "properties": "properties",
    "property_names": "propertyNames",
    "property_ordering": "propertyOrdering",
    "ref": "$ref",
    "$ref": "$ref",
    "required": "required",
    "then": "then",
    "title": "title",
    "type": "type",
    "unevaluated_items": "unevaluatedItems",
    "unevaluated_properties": "unevaluatedProperties",
}
"""From a keyword's snake_case name to its JSON Schema spelling (``nullable``, ``example`` and
``propertyOrdering`` have none and are dealt with apart)."""

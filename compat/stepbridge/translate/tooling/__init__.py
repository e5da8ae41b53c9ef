"""Tools, their schemas and the choice among them -> Interactions."""

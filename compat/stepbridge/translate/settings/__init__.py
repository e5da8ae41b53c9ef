"""Generation settings, safety and formats of a request -> Interactions."""

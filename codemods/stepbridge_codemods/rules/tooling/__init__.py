"""Tools, function calls and their results."""

"""A file as text and as trees, and the edits between two states of it."""

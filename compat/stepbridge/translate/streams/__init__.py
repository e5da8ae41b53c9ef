"""Pieces of streamed answers, both ways."""

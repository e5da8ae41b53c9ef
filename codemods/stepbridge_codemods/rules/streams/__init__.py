"""Chunks become events."""

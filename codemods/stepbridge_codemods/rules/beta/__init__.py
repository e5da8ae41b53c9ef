"""Calls of the Interactions beta, and what reads their answers."""

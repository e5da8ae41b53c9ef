"""Mistakes in code that is on Interactions already."""

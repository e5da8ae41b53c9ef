"""Interactions requests -> generateContent."""

"""Errors: names, credentials, and what an error means for the exchange."""

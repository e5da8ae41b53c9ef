"""Contents and parts become input."""

"""The stepbridge command."""

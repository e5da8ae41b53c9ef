"""Parts of legacy contents -> steps."""

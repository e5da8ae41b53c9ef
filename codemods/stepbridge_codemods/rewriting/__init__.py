"""Values of a request rewritten where they are written, for all that read them."""

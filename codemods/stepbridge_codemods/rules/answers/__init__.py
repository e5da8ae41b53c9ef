"""What a program reads from an answer."""

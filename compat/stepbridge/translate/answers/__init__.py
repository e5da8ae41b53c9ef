"""What an answer holds, both ways: parts, grounding, usage, finish reasons."""

"""The calls themselves, and what stands for them."""

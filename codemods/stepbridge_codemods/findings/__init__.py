"""What is said about a file: fields, reasons, comments, and what is passed over."""

"""What other libraries give: strings, text files, objects with attributes that are text."""

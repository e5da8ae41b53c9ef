"""What an expression certainly is, whichever way its value has come."""

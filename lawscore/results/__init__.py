"""The result: the JSON that others keep and read, its shape, and its digits as text."""

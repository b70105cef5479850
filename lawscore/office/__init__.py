"""Papers of an office: the rubric as a printed table, and such a table read back."""

"""Files of the format, changed as an author would: every comment stays, and nothing else moves."""

"""Many units from Arrow tables: each distinct combination of what a result reads is worked out once, then handed to all."""

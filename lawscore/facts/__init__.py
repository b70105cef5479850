"""What is known about a unit, and what scoring found: frozen values, no behaviour of the engine."""

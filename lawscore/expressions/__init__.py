"""Conditions and measures written as text: read, checked against the declared names, and run exactly."""

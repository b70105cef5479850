"""Ranks and grades of very many units: equal results are one entry, and units are sorted once."""

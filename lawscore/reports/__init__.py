"""Showing results and problems: text, tables and pages. Nothing here computes a score."""

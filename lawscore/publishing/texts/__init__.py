"""A report as plain text: one Markdown file for a memo, and tables as CSV for any program."""

from lawscore.publishing.texts.memo import markdown
from lawscore.publishing.texts.tables import csv_files

__all__ = ["csv_files", "markdown"]

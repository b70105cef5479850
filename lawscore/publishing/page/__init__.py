"""The report page: one self-contained HTML file, in both languages, with no need of a network."""

from lawscore.publishing.page.drawing import page

__all__ = ["page"]

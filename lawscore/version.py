"""The engine's version and the versions of the calculation standard it knows."""

__version__ = "0.1.0"

#: Versions of the calculation standard (`calculation:` in a rubric) that this engine reproduces.
CALCULATIONS = (1,)

#: Version of the rubric and data format (`lawscore:` in a document).
FORMAT = 1

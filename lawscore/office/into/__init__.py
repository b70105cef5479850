"""An edited table brought into a rubric: each kind of change done to its text."""

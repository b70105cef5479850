"""The rubric: the document as it is written (frozen models), and the same made ready for scoring."""

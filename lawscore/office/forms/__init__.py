"""Forms: the workbooks that units fill in, made from a rubric."""

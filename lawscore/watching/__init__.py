"""What is looked at again at each save: the check and the cases of a rubric, and the standings under it."""

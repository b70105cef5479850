"""What units submit: the data document, its typed values, and how several documents become the facts of each unit."""

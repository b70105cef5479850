"""Cases of a rubric, written by its office: given these values, expect this score, this item, this grade, this error."""

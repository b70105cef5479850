"""What is asked of assessments once they are there: by layers, between years, under other weights."""

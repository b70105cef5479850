"""What the shipped letterheads say, as data: paragraphs and tables from which `drawing` makes the Word documents."""

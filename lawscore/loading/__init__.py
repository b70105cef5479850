"""Reading: files and texts become located trees of text, and trees become models or problems with a place."""

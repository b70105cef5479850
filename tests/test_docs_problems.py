"""The page of problems is the catalogue's, with examples that the loader really says."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "docs"))
import problem_page


def test_the_page_of_problems_is_up_to_date():
    assert problem_page.PAGE.read_text(encoding="utf-8") == problem_page.page(), "python docs/problem_page.py --write"

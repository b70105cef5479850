"""How the tests are shared out among workers: a file at a time, the longest first.

The tests of a file have their set-up in common, so that it is made once; tests of a folder that starts a browser or a cluster stay
together for the same reason. A worker that is given a long file last would be left alone at the end.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

#: Folders whose tests share a browser or a cluster: they begin, each on a worker of its own.
TOGETHER: Final = ("tests/spark", "tests/browser")

#: The files of which each takes a worker ten seconds or more, the longest first; the others come after them in any order.
LONG: Final = (
    *TOGETHER,
    "tests/columns/test_column_laws.py",
    "tests/property/test_laws.py",
    "tests/published/test_published.py",
    "tests/office/test_table_into.py",
    "tests/test_docs_commands.py",
    "tests/editing/test_formatting.py",
    "tests/publishing/test_book_workbook.py",
    "tests/test_docs_stories.py",
    "tests/columns/test_column_cohorts.py",
    "tests/loading/test_extending.py",
    "tests/conformance/test_conformance.py",
    "tests/publishing/test_charts_drawn.py",
    "tests/property/test_laws_of_rescoring.py",
    "tests/publishing/test_page_parts.py",
    "tests/test_rubrics.py",
    "tests/property/test_laws_of_adjustments.py",
    "tests/test_benchmarks.py",
    "tests/test_cli_columns.py",
    "tests/test_rubric_cases.py",
    "tests/analysis/test_diff_laws.py",
    "tests/test_examples.py",
    "tests/property/test_sensitivity_laws.py",
    "tests/test_cli.py",
    "tests/analysis/test_effect_laws.py",
    "tests/expressions/test_reference.py",
    "tests/loading/test_yaml_reader.py",
    "tests/property/test_standings_peers.py",
    "tests/loading/test_tables_law.py",
    "tests/publishing/test_charts_figures.py",
)


def shared(nodeid: str) -> str:
    """What a test goes to a worker with: its folder, or its file."""
    file = nodeid.partition("::")[0]
    folder = str(PurePosixPath(file).parent)
    return folder if folder in TOGETHER else file


def place(nodeid: str) -> int:
    """The place of a test among all: that of what it goes with."""
    with_it = shared(nodeid)
    return LONG.index(with_it) if with_it in LONG else len(LONG)


def scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Gives files and folders to workers in the order in which they were collected, and not by how many tests they have."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return shared(nodeid)

    config.option.loadscopereorder = False
    return ByFile(config, log)


__all__ = ["place", "scheduler", "shared"]

"""What the tests are shared out by is there, and tests that share a browser or a cluster go together."""

from pathlib import Path

from tests.support_workers import LONG, TOGETHER, place, shared

ROOT = Path(__file__).parent.parent


def test_what_takes_long_is_there_under_its_name():
    assert [name for name in LONG if not (ROOT / name).exists()] == []
    assert len(set(LONG)) == len(LONG)
    assert all((ROOT / name).is_dir() == (name in TOGETHER) for name in LONG)


def test_a_file_goes_to_one_worker_and_so_does_a_folder_with_a_browser():
    assert shared("tests/test_numbers.py::test_a[tests/browser/x.py::y]") == "tests/test_numbers.py"
    assert shared("tests/rules/test_place.py::TestA::test_b") == "tests/rules/test_place.py"
    assert {shared(f"tests/browser/{name}::test") for name in ("test_a.py", "test_b.py")} == {"tests/browser"}


def test_browser_and_cluster_begin_and_what_is_not_long_comes_last():
    assert [place(f"{name}/test_a.py::test") for name in TOGETHER] == [0, 1]
    assert place("tests/test_sharing.py::test") == len(LONG)

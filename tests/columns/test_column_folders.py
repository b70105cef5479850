"""Files beside each other: one without rows is told of, and a folder takes the place of no other than its own."""

from pathlib import Path

from lawscore import assess_table
from lawscore.columns.folder import put_in_place
from tests.support import rubric_of

RUBRIC = rubric_of("""
points: 1
fields: {件数: count}
indicators: [{id: a, points: 1, rules: [{deduct: 0.5, each: 件数}]}]
""")


def test_a_file_without_rows_is_told_of_and_the_others_are_scored(tmp_path: Path):
    full, empty = tmp_path / "a.csv", tmp_path / "b.csv"
    full.write_text("unit,件数\nu1,1\nu2,0\n", encoding="utf-8")
    empty.write_text("unit,件数\n", encoding="utf-8")
    found = assess_table(RUBRIC, [full, empty])
    assert [str(card.score) for card in found] == ["1/2", "1"]
    assert [problem.message("en") for problem in found.problems] == ["the file has neither units nor submissions"]
    assert [problem.where.file for problem in found.problems] == [str(empty)]


def test_a_folder_replaces_the_one_of_its_name_and_leaves_those_beside_it(tmp_path: Path):
    made, folder = tmp_path / "out.part", tmp_path / "out"
    beside = [tmp_path / "out.old" / "mine.txt", tmp_path / "out.2" / "mine.txt"]
    for path in (made / "new.txt", folder / "old.txt", *beside):
        path.parent.mkdir()
        path.write_text("precious", encoding="utf-8")
    put_in_place(made, folder)
    assert [path.name for path in folder.iterdir()] == ["new.txt"]
    assert all(path.read_text("utf-8") == "precious" for path in beside)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.2", "out.old"]

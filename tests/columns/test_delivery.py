"""Results in folders of Parquet: whole or not there at all, and the same bytes whether or not a run was interrupted."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lawscore.columns.assess import assess_table, of_gathered
from lawscore.columns.delivery import Delivered, deliver, light
from lawscore.columns.files import find_units
from lawscore.columns.orders import MOST_IN_PART, Order, made_of
from lawscore.columns.unfinished import Complete, Unlike, done_before, unfinished_of
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import gather
from tests.support import rubric_of

TEXT = """
classes: {county: 县, zone: 开发区}
fields: {件数: count, 报备: yesno, 应办: count, 已办: count}
checks: [{id: c1, that: 已办 <= 应办, message: 已办多于应办}]
indicators:
  - {id: a, points: 2, rules: [{deduct: 0.5, each: 件数, text: 每件扣0.5分}]}
  - {id: b, points: 2, rules: [{deduct: 1, when: not 报备, text: 没有报备}]}
  - {id: c, points: 3, rules: [{award: 3, in_proportion_to: 已办 / 应办}]}
points: 7
ranking: {within: class, using: exact, ties: [{higher: b}]}
grades: {using: exact, bands: [{grade: 好, from: 4}, {grade: 差, else: yes}]}
"""
RUBRIC = rubric_of(TEXT)


def table(rows: int) -> pa.Table:
    numbers = range(rows)
    return pa.table({
        "unit": ["u0" if number == rows - 2 else f"u{number}" for number in numbers],  # one stands twice
        "class": ["county" if number % 3 else "zone" for number in numbers],
        "件数": ["待查" if number == 7 else str(number * 7 % 11 % 4) for number in numbers],
        "报备": [number % 2 == 0 for number in numbers], "应办": [3] * rows,
        "已办": [number % 5 if number % 6 else None for number in numbers],
    })  # fmt: skip


def write(folder: Path, rows: int = 60) -> Path:
    data = folder / "data"
    data.mkdir(parents=True)
    for number in range(3):
        part = table(rows).slice(number * rows // 3, rows // 3)
        pq.write_table(part, data / f"{number}.parquet", row_group_size=9)
    return data


def run(data: Path, target: Path, *, rubric: Rubric = RUBRIC, resume: bool = False, progress=None, **how) -> Delivered:
    found = find_units(rubric, [data], size=4)
    assert found.source is not None
    made = Order(target, "zh", made_of(rubric, found.files), together=2, resume=resume, **how)
    return deliver(rubric, found.source, made, progress=progress)


def stop_at(units: int):
    def stop(done: int, _: int) -> None:
        if done >= units:
            raise KeyboardInterrupt

    return stop


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows_in(path: Path) -> list[dict]:
    return pq.read_table(path).to_pylist()


def test_everything_is_in_the_folder(tmp_path):
    data = write(tmp_path)
    done = run(data, tmp_path / "out")
    found = assess_table(RUBRIC, find_units(RUBRIC, [data]).source)
    assert (done.units, done.problems, done.there_before) == (59, found.problems, 0)
    scores = {row["unit"]: row for row in rows_in(tmp_path / "out/scores")}
    states = {row["unit"]: row for row in rows_in(tmp_path / "out/states")}
    standings = rows_in(tmp_path / "out/standings.parquet")
    assert [row["unit"] for row in standings] == [card.unit.id for card in found]
    for card, standing in zip(found, standings, strict=True):
        row = scores[card.unit.id]
        assert (row["state"], row["score"]) == (card.state, None if card.score is None else str(card.score))
        assert [states[card.unit.id][node.id] for node in card.nodes] == [node.state for node in card.nodes]
        assert (standing["rank"], standing["tied"], standing["grade"]) == (card.rank, card.tied, card.grade)
    assert len(rows_in(tmp_path / "out/items")) == sum(len(card.items) for card in found)
    problems = rows_in(tmp_path / "out/problems.parquet")
    assert [row["message"] for row in problems] == [problem.message() for problem in found.problems]
    wrong = next(row for row in problems if row["column"] == "件数")
    assert (wrong["file"], wrong["row_group"], wrong["row"]) == (str(data / "0.parquet"), 1, 8)


def test_the_run_is_described(tmp_path):
    run(write(tmp_path), tmp_path / "out")
    told = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    assert (told["units"], told["by_columns"], told["one_by_one"]) == (59, 58, {"irregular": 1})
    assert sum(told["states"].values()) == 59
    assert told["rubric"]["digest"] == RUBRIC.digest
    assert [Path(one["file"]).name for one in told["data"]] == ["0.parquet", "1.parquet", "2.parquet"]
    assert told["tables"] == ["scores", "states", "items", "standings", "problems"]


@pytest.mark.parametrize("units", [4, 13, 24, 58])
def test_a_run_that_was_interrupted_goes_on_with_the_same_bytes(tmp_path, units):
    data = write(tmp_path)
    run(data, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run(data, tmp_path / "out", progress=stop_at(units))
    assert not (tmp_path / "out").exists()
    before = done_before(tmp_path / "out")
    assert unfinished_of(tmp_path / "out").exists() == (before > 0)
    assert all(pq.read_table(path) is not None for path in unfinished_of(tmp_path / "out").rglob("*.parquet"))
    done = run(data, tmp_path / "out", resume=True)
    assert done.there_before == before
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert not unfinished_of(tmp_path / "out").exists()


def test_what_is_there_is_not_written_again(tmp_path):
    data = write(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(data, tmp_path / "out", progress=stop_at(30))
    first = unfinished_of(tmp_path / "out") / "scores/part-00000.parquet"
    node = first.stat().st_ino
    run(data, tmp_path / "out", resume=True)
    assert (tmp_path / "out/scores/part-00000.parquet").stat().st_ino == node


def test_a_part_that_was_cut_is_written_again(tmp_path):
    data = write(tmp_path)
    run(data, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run(data, tmp_path / "out", progress=stop_at(40))
    cut = unfinished_of(tmp_path / "out") / "items/part-00001.parquet"
    cut.write_bytes(cut.read_bytes()[:50])
    run(data, tmp_path / "out", resume=True)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_without_resume_it_begins_anew(tmp_path):
    data = write(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(data, tmp_path / "out", progress=stop_at(40))
    assert run(data, tmp_path / "out").there_before == 0


def test_it_goes_on_with_nothing_else_than_it_began_with(tmp_path):
    data = write(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(data, tmp_path / "out", progress=stop_at(40))
    other = rubric_of(TEXT.replace("deduct: 0.5", "deduct: 0.6"))
    with pytest.raises(Unlike) as found:
        run(data, tmp_path / "out", rubric=other, resume=True)
    assert (found.value.what, Path(found.value.where).name) == ("rubric", "manifest.json")
    with pytest.raises(Unlike) as found:
        run(data, tmp_path / "out", resume=True, figures="shown")
    assert found.value.what == "figures"
    with pytest.raises(Unlike) as found:
        run(data, tmp_path / "out", resume=True, asked={"layer": "self"})
    assert found.value.what == "layer"
    pq.write_table(table(60).slice(40, 19), data / "2.parquet", row_group_size=9)
    with pytest.raises(Unlike) as found:
        run(data, tmp_path / "out", resume=True)
    assert found.value.what == "data"


def manifest_in(folder: Path) -> dict:
    return json.loads((unfinished_of(folder) / "manifest.json").read_text(encoding="utf-8"))


def test_a_run_is_described_before_anything_is_scored(tmp_path):
    data, seen = write(tmp_path), []
    run(data, tmp_path / "out", progress=lambda done, _: seen.append((done, manifest_in(tmp_path / "out"))))
    done, first = seen[0]
    assert (done < 59, first["parts"], first["rubric"]["digest"]) == (True, [], RUBRIC.digest)
    assert [len(told["parts"]) for _, told in seen] == sorted(len(told["parts"]) for _, told in seen)
    assert len(seen[-1][1]["parts"]) > 1


def test_units_that_are_scored_one_by_one_are_scored_after_the_run_is_described(tmp_path):
    gathered = gather(RUBRIC, find_units(RUBRIC, [write(tmp_path)]).source.documents(RUBRIC)[0])

    def scored():
        assert manifest_in(tmp_path / "out")["parts"] == []
        return of_gathered(RUBRIC, gathered, "asked")

    done = deliver(RUBRIC, scored, Order(tmp_path / "out", "zh", made_of(RUBRIC, [])))
    assert done.units == len(rows_in(tmp_path / "out/scores")) == 59


def killed_before_a_part_was_whole(data: Path, target: Path) -> None:
    """As a machine that went down leaves it."""
    with pytest.raises(KeyboardInterrupt):
        run(data, target, progress=stop_at(13))
    note = unfinished_of(target) / "manifest.json"
    note.write_text(json.dumps({**json.loads(note.read_text(encoding="utf-8")), "parts": []}), encoding="utf-8")


def test_where_no_part_is_whole_it_begins_anew_but_only_with_the_same(tmp_path):
    data = write(tmp_path)
    run(data, tmp_path / "whole")
    killed_before_a_part_was_whole(data, tmp_path / "out")
    with pytest.raises(Unlike) as found:
        run(data, tmp_path / "out", rubric=rubric_of(TEXT.replace("deduct: 0.5", "deduct: 0.6")), resume=True)
    assert (found.value.what, found.value.is_whole) == ("rubric", False)
    assert run(data, tmp_path / "out", resume=True).there_before == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def nodes(place: Path) -> dict[Path, int]:
    return {path: path.stat().st_ino for path in (place, *place.rglob("*"))}


@pytest.mark.parametrize("single", [None, "scores"])
def test_what_is_complete_is_left_as_it_is(tmp_path, single):
    data, place = write(tmp_path), tmp_path / "out.parquet"
    how = {"single": single, "tables": (single,)} if single is not None else {}
    run(data, place, **how)
    there = nodes(place)
    with pytest.raises(Complete) as found:
        run(data, place, resume=True, **how)
    assert (found.value.told["units"], nodes(place)) == (59, there)
    with pytest.raises(Unlike) as other:
        run(data, place, rubric=rubric_of(TEXT.replace("deduct: 0.5", "deduct: 0.6")), resume=True, **how)
    assert (other.value.what, other.value.where, other.value.is_whole) == ("rubric", str(place), True)
    with pytest.raises(Unlike) as other:
        run(data, place, resume=True, figures="shown", **how)
    assert (other.value.what, nodes(place)) == ("figures", there)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out.parquet"]


def test_a_complete_result_makes_the_same_run_that_was_begun_again_needless(tmp_path):
    data = write(tmp_path)
    run(data, tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):
        run(data, tmp_path / "out", progress=stop_at(40))
    with pytest.raises(Complete):
        run(data, tmp_path / "out", resume=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


def test_a_file_that_says_nothing_of_its_run_is_not_gone_on_with(tmp_path):
    data, place = write(tmp_path), tmp_path / "one.parquet"
    pq.write_table(table(3), place)
    with pytest.raises(Unlike) as found:
        run(data, place, resume=True, single="scores", tables=("scores",))
    assert found.value.what == "untold"
    run(data, place, single="scores", tables=("scores",))
    with pytest.raises(Unlike) as found:
        run(data, place, resume=True, single="items", tables=("items",))
    assert found.value.what == "tables"
    assert pq.read_table(place).num_rows == 59


def test_an_unfinished_folder_that_is_not_ours_is_left_alone(tmp_path):
    data = write(tmp_path)
    (tmp_path / "out.part").mkdir()
    (tmp_path / "out.part/thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError):
        run(data, tmp_path / "out")
    assert (tmp_path / "out.part/thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("page", ["columns.md", "columns.zh-CN.md"])
def test_the_page_says_how_many_units_make_a_part(page):
    docs = Path(__file__).parent.parent.parent / "docs"
    assert f"{MOST_IN_PART:,}" in (docs / page).read_text(encoding="utf-8")


def test_a_folder_of_other_files_is_left_alone(tmp_path):
    data = write(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError):
        run(data, tmp_path / "out")
    assert (tmp_path / "out/thesis.txt").read_text() == "years of work"


def test_an_earlier_result_is_replaced_when_the_new_one_is_whole(tmp_path):
    data = write(tmp_path)
    run(data, tmp_path / "out", tables=("scores",))
    with pytest.raises(KeyboardInterrupt):
        run(data, tmp_path / "out", progress=stop_at(40))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "problems.parquet", "run.json", "scores", "standings.parquet",
    ]  # fmt: skip
    run(data, tmp_path / "out")
    assert (tmp_path / "out/items").is_dir()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


def test_one_file_says_what_it_is_made_of(tmp_path):
    data = write(tmp_path)
    run(data, tmp_path / "out")
    run(data, tmp_path / "one.parquet", tables=("scores",), single="scores")
    assert rows_in(tmp_path / "one.parquet") == rows_in(tmp_path / "out/scores")
    told = json.loads(pq.read_schema(tmp_path / "one.parquet").metadata[b"lawscore"])
    assert (told["rubric"]["digest"], told["units"]) == (RUBRIC.digest, 59)
    assert pq.ParquetFile(tmp_path / "one.parquet").num_row_groups == len(list((tmp_path / "out/scores").iterdir()))


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.columns.test_delivery import run

def kill(done, _):
    if done >= 30:
        os.kill(os.getpid(), signal.SIGKILL)

run(Path(sys.argv[1]), Path(sys.argv[2]), progress=kill)
"""


def test_a_process_that_was_killed_loses_only_the_part_it_was_at(tmp_path):
    data = write(tmp_path)
    run(data, tmp_path / "whole")
    root = Path(__file__).parent.parent.parent
    done = subprocess.run([sys.executable, "-c", KILLED, data, tmp_path / "out"], cwd=root, check=False)
    assert done.returncode == -9
    assert done_before(tmp_path / "out") > 0
    assert run(data, tmp_path / "out", resume=True).there_before > 0
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_what_is_kept_of_a_unit_does_not_grow_with_the_indicators():
    found = assess_table(RUBRIC, table(60))
    kept = light(RUBRIC, found.parts[0])
    assert set(kept.scored.results) == {"", "b"}


def bytes_kept(rows: int) -> int:
    """Of all that stays for each unit until the end."""
    numbers = range(rows)
    units = pa.table({
        "unit": [f"v{number:08}" for number in numbers], "class": ["county"] * rows, "件数": [number % 3 for number in numbers]
    })  # fmt: skip
    found = assess_table(RUBRIC, units, size=1000)
    parts = [light(RUBRIC, part) for part in found.parts]
    survey = parts[0].who.survey
    arrays = [survey.class_codes, survey.describing, survey.irregular]
    for part in parts:
        arrays += [part.rows, part.scored.card_codes, *(one.codes for one in part.scored.results.values())]
    return survey.ids.nbytes + sum(one.nbytes for one in arrays)


def test_what_is_kept_grows_by_some_bytes_for_each_unit():
    few, many = bytes_kept(10_000), bytes_kept(20_000)
    assert (many - few) / 10_000 < 32

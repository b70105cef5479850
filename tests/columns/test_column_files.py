"""Files of batches: whatever they are made of, readers are told the same; what fails leaves nothing behind."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lawscore.columns import parquet
from lawscore.columns.arrow import OWN, Columns
from lawscore.columns.assess import assess_table
from lawscore.columns.writing import write_table
from tests.columns.test_column_results import RUBRIC, table


def batch(*rows: tuple[str, str]) -> pa.RecordBatch:
    units, words = zip(*rows, strict=True)
    return pa.RecordBatch.from_pydict({
        "unit": pa.array(units).dictionary_encode(), "reason": pa.array(words).dictionary_encode()
    })  # fmt: skip


def test_batches_come_together_to_row_groups_and_those_without_rows_are_no_harm(tmp_path: Path):
    batches = [
        batch(("u1", "少")),
        batch(("u2", "多"), ("u2", "少")),
        batch(("u3", "无")).slice(1),
        batch(("u4", "少")),
    ]
    for together, groups in ((1, [1, 2, 0, 1]), (3, [3, 1]), (None, [4])):
        with parquet.file(tmp_path / "one.parquet", together) as file:
            for one in batches:
                file.write(one)
        found = pq.ParquetFile(tmp_path / "one.parquet")
        assert [found.metadata.row_group(at).num_rows for at in range(found.num_row_groups)] == groups
        assert found.read().to_pylist() == [row for one in batches for row in one.to_pylist()]
    assert [path.name for path in tmp_path.iterdir()] == ["one.parquet"]


def test_an_id_is_a_text_to_readers_whatever_it_was_written_from(tmp_path: Path):
    parquet.write(tmp_path / "one.parquet", [batch(("u1", "少"), ("u2", "少"))])
    told = pq.read_table(tmp_path / "one.parquet").schema
    assert (told.field("unit").type, pa.types.is_dictionary(told.field("reason").type)) == (pa.string(), True)
    (again,) = parquet.row_groups(tmp_path / "one.parquet")
    assert pa.types.is_dictionary(again.schema.field("unit").type)


def test_where_a_unit_stands_is_told_and_of_other_texts_no_least_and_greatest(tmp_path: Path):
    parquet.write(tmp_path / "one.parquet", [batch(("u1", "少"), ("u2", "多"))])
    unit, reason = (pq.read_metadata(tmp_path / "one.parquet").row_group(0).column(at) for at in (0, 1))
    assert (unit.statistics.min, unit.statistics.max) == ("u1", "u2")
    assert reason.statistics is None


def test_what_fails_while_it_is_written_is_told_and_leaves_no_file(tmp_path: Path):
    with pytest.raises(ValueError, match="schema"), parquet.file(tmp_path / "one.parquet") as file:
        file.write(batch(("u1", "少")))
        file.write(pa.RecordBatch.from_pydict({"unit": ["u2"]}))
        file.write(batch(("u3", "少")))
    assert list(tmp_path.iterdir()) == []


def test_the_same_bytes_in_every_run(tmp_path: Path):
    for run in ("one", "other"):
        write_table(RUBRIC, table(500), tmp_path / f"{run}.scores", tmp_path / f"{run}.items")
    for name in ("scores", "items"):
        assert (tmp_path / f"one.{name}").read_bytes() == (tmp_path / f"other.{name}").read_bytes()


def test_what_every_item_has_is_said_to_be_never_empty():
    (part,) = assess_table(RUBRIC, table(4)).parts
    items = Columns(RUBRIC).items(part)
    assert [field.name for field in items.schema if not field.nullable] == ["unit", "kind", "points", "reason"]
    assert Columns(RUBRIC).scores(part).schema.names[: len(OWN)] == list(OWN)


def test_of_no_units_there_are_no_items():
    (part,) = assess_table(RUBRIC, table(4)).parts
    scored = part.scored.take(pa.array([], pa.int64()).to_numpy())
    assert Columns(RUBRIC)._items.of(scored, pa.array([], pa.string())).num_rows == 0

"""Writes data of many counties for a rubric of this repository: as one office would have them, in CSV files and one JSON file.

Nothing here is real. The figures come from the generator of the Tieling example, from a fixed seed, so that the same
files are written each time. Run it with a folder and a number of units:

    python benchmarks/make_counties.py out/counties 3000
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections.abc import Mapping, Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).parents[1]
RUBRIC: Final = ROOT / "rubrics" / "county-government" / "2023.1.yaml"
SEED: Final = 41
GENERATOR: Final = ROOT / "examples" / "tieling-2023" / "make_companions.py"


def _companions() -> Any:
    """The generator of the example: what a county reports."""
    spec = spec_from_file_location("make_companions", GENERATOR)
    assert spec is not None  # it is a file of this repository
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def counties(count: int, seed: int = SEED) -> list[dict[str, Any]]:
    """The submissions of so many counties: id, name, values and answers, each value a text or a list of records."""
    make, generator = _companions(), random.Random(seed)
    return [_county(make, make.County(generator, number + 1, int(generator.random() * 101))) for number in range(count)]


def _county(make: Any, county: Any) -> dict[str, Any]:
    values = {name: _read(value) for part in make.PARTS for name, value in part(county).items()}
    answers = [_parsed(answer) for answer in make.answers(county)]
    return {"unit": county.id, "name": county.name, "values": values, "answers": answers}


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return [_parsed(record) for record in value]
    absent = str(value).startswith("{absent")
    return "不适用" if absent else str(value)


def _parsed(text: str) -> dict[str, str]:
    """What is written in the braces of a record or an answer; every value stays a text."""
    found: dict[str, str] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - texts of our own generator
    return found


def write(folder: Path, units: Sequence[Mapping[str, Any]]) -> list[Path]:
    """One row for each county, a file for each list of records, and what assessors answered; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    lists = [name for name, value in units[0]["values"].items() if isinstance(value, list)]
    paths = [folder / "counties.csv", *(folder / f"counties.{name}.csv" for name in lists), folder / "answers.json"]
    plain = [name for name in units[0]["values"] if name not in lists]
    wide = [[one["unit"], one["name"], "county", *(one["values"][name] for name in plain)] for one in units]
    _write_csv(paths[0], ["unit", "name", "class", *plain], wide)
    for name, path in zip(lists, paths[1:], strict=False):
        columns = next(list(record) for one in units for record in one["values"][name])
        rows = [[one["unit"], *record.values()] for one in units for record in one["values"][name]]
        _write_csv(path, ["unit", *columns], rows)
    answers = [{"unit": one["unit"], "answers": one["answers"]} for one in units]
    document = {"lawscore": 1, "submissions": answers}
    paths[-1].write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    return paths


def _write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    print("\n".join(map(str, write(Path(sys.argv[1]), counties(int(sys.argv[2]))))))

"""What each example runs: which rubric assesses which data. The demo shows them, the tests replay them.

`python examples/runs.py --write` writes the expected results again; do so only when a change of digits is meant.
`python examples/runs.py --digits` prints the fingerprint of the digits of each run, as CHANGELOG.md names it.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent


class Run(NamedTuple):
    """One assessment of an example; `unit` and `indicator` are what the demo explains."""

    example: str
    name: str
    rubric: str
    data: tuple[str, ...]
    unit: str = ""
    indicator: str = ""

    @property
    def files(self) -> list[Path]:
        return [HERE / self.example / file for file in self.data]

    @property
    def expected(self) -> Path:
        return HERE / self.example / "expected" / f"{self.name}.json"


#: The files of a yearly round, one for each step.
ROUND_2016 = ("2016-1-self-check.generated.yaml", "2016-2-verification.generated.yaml")
ROUND_2017 = (
    "2017-1-self-check.generated.yaml",
    "2017-2-verification.generated.yaml",
    "2017-3-review.yaml",
    "2017-4-adjustments.yaml",
)

RUNS = (
    Run("daying-2017", "county", "county-government@2017.1", ("county.yaml",), "daying", "8.2"),
    Run("daying-2017", "departments", "department-assessment@2017.1", ("departments.yaml",)),
    Run("daying-2017", "departments-generated", "department-assessment@2017.1", ("departments.generated.yaml",)),
    Run("daying-2017", "model-units", "model-unit@2017.1", ("selection.generated.yaml",)),
    Run("cixi-2017", "city", "county-government@2017.1", ("city.yaml",)),
    Run("cixi-2017", "departments-2016", "department-assessment@2016.1", ("departments.generated.yaml",)),
    Run("cixi-2017", "departments-2017", "department-assessment@2017.1", ("departments.generated.yaml",)),
    Run("cixi-2017", "round-2016", "department-assessment@2016.1", ROUND_2016),
    Run("cixi-2017", "round-2017", "department-assessment@2017.1", ROUND_2017),
    Run("cixi-2017", "case-files", "case-file@2017.1", ("case-files.generated.yaml",)),
    Run("tieling-2023", "county", "county-government@2023.1", ("county.yaml",), "tieling", "6.1"),
    Run("tieling-2023", "cohort", "county-government@2023.1", ("county.yaml", "companions.generated.yaml")),
    Run("heyan-2023", "township", "township-government@2023.1", ("township.yaml",)),
    Run("heyan-2023", "villages", "village@2023.1", ("villages.generated.yaml",)),
    Run("liaoyang-2015", "tasks", "department-tasks@2015.1", ("roster.yaml", "data.yaml")),
    Run("liaoyang-2015", "ledger", "department-tasks@2015.1", ("roster.yaml", "ledger.generated.yaml")),
)


def assess_run(run):
    """The assessment of a run."""
    import lawscore

    rubric = lawscore.load_rubric(run.rubric, [HERE.parent / "rubrics"])
    return lawscore.assess(rubric, run.files)


def fingerprint(result):
    """What tells the digits of a result from any other: scores, states, bounds, grades, ranks and the points of items."""
    told = ("id", "state", "score", "exact", "bounds", "grade", "rank", "points", "start", "indicator", "rule", "kind")
    parts = ("indicators", "items", "also")

    def digits(part):
        own = {key: part[key] for key in told if part.get(key) is not None}
        return own | {key: [digits(inner) for inner in part[key]] for key in parts if part.get(key)}

    text = json.dumps([digits(unit) for unit in result["units"]], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def main() -> None:
    """Write the expected results again, or print their fingerprints."""
    if sys.argv[1:] == ["--digits"]:
        for run in RUNS:
            print(f"{run.example}/{run.name} {fingerprint(json.loads(run.expected.read_text(encoding='utf-8')))}")
        return
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    for run in RUNS:
        run.expected.parent.mkdir(exist_ok=True)
        run.expected.write_text(relative(assess_run(run).to_json("zh")), encoding="utf-8")
        print(run.expected.relative_to(HERE))


def relative(text: str) -> str:
    """The result without the folder in which this checkout happens to be."""
    return text.replace(f"{HERE}/", "")


if __name__ == "__main__":
    main()

"""One file for each mistake in a migration map; what is said about it stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawscore.catalogue import Language
from lawscore.catalogue.en_years import MESSAGES
from lawscore.loading.migrations import load_migration, migration_beside
from lawscore.loading.rubrics import load_file
from lawscore.problems import Problem
from lawscore.rubric.migrating import Side
from lawscore.rubric.migration import Migration

HERE = Path(__file__).parent / "bad_migrations"
CASES = sorted(path for path in HERE.glob("*.yaml") if path.stem not in ("old", "new"))


def side(name: str) -> Side:
    rubric = load_file(HERE / f"{name}.yaml").rubric
    assert rubric is not None
    return Side.of(rubric)


OLD, NEW = side("old"), side("new")


def told(problem: Problem, language: Language) -> str:
    """`line:column message → hint`."""
    hint = problem.hint_text(language)
    return f"{problem.where.line or '-'}:{problem.where.column or '-'} {problem.message(language)}" + (
        f" → {hint}" if hint else ""
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_bad_map_says_what_it_promises(path: Path, language: Language) -> None:
    migration, problems = load_migration(path, OLD, NEW)
    assert migration is None
    mark = f"# {language} "
    promised = [line.removeprefix(mark) for line in path.read_text("utf-8").splitlines() if line.startswith(mark)]
    assert [told(problem, language) for problem in problems] == promised


def test_every_problem_of_maps_has_a_file() -> None:
    codes = {key.removeprefix("problem.") for key in MESSAGES if key.startswith("problem.")}
    assert codes <= {path.stem.partition(".")[0] for path in CASES}


def test_a_map_says_what_became_of_everything() -> None:
    written = {
        "lawscore": 1, "from": "sample@2022.1", "to": "sample",
        "indicators": {"2": ["4.1", "4.2"], "3": "none"}, "fields": {"办结": "结案", "费用": "none"},
    }  # fmt: skip
    migration, problems = load_migration(written, OLD, NEW)
    assert problems == []
    assert migration is not None
    assert [migration.targets(one, NEW.indicators) for one in OLD.indicators] == [("1",), ("4.1", "4.2"), ()]
    assert NEW.fields is not None
    assert [migration.field(one, NEW.fields) for one in ("上报", "办结", "费用")] == ["上报", "结案", None]


def test_a_map_beside_the_rubric_is_taken_where_it_leads_from_the_other_version(tmp_path: Path) -> None:
    path = tmp_path / "2023.1.migration.yaml"
    assert migration_beside(tmp_path / "2023.1.yaml", OLD, NEW) is None
    path.write_text('lawscore: 1\nfrom: sample@2022.1\nto: sample@2023.1\nindicators: {"2": "4"}\n', encoding="utf-8")
    assert migration_beside(tmp_path / "2023.1.yaml", OLD, NEW) == path
    assert migration_beside(tmp_path / "2023.1.yaml", NEW, NEW) is None
    other = Side("sample", "sample@2020.1", OLD.indicators)
    assert migration_beside(tmp_path / "2023.1.yaml", other, NEW) is None


def test_nothing_written_leaves_everything_as_it_was() -> None:
    assert Migration().targets("1", {"1", "2"}) == ("1",)
    assert Migration().targets("3", {"1", "2"}) == ()


def test_a_field_that_means_something_else_now_may_have_none_of_its_old_values() -> None:
    head = {"lawscore": 1, "from": "sample@2022.1", "to": "sample@2023.1"}
    written = {**head, "fields": {"办结": "上报", "上报": "none", "费用": "none"}}
    migration, problems = load_migration(written, OLD, NEW)
    assert problems == []
    assert migration is not None
    assert NEW.fields is not None
    assert [migration.field(one, NEW.fields) for one in ("上报", "办结", "费用")] == [None, "上报", None]


def test_a_field_that_only_the_old_version_has_is_no_second_source() -> None:
    written = {"lawscore": 1, "from": "sample@2022.1", "to": "sample@2023.1", "fields": {"上报": "费用"}}
    _, problems = load_migration(written, OLD, NEW)
    assert [told(problem, "en") for problem in problems] == ["-:- sample@2023.1 has no field '费用'"]

"""Data of earlier years: what counts as history, of whom, and what it never does."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from lawscore.expressions.values import Unknown, unknown
from lawscore.facts.unit import UnitFacts
from lawscore.loading.plain_values import from_values
from lawscore.loading.submissions import load_submissions
from lawscore.submission.gathering import Gathered
from tests.support import rubric_of
from tests.support_data import RUBRIC, gathered, said, unit

THIS_YEAR = "submissions: [{unit: tieling, values: {出庭: 3}}]"


def text(*lines: str) -> str:
    return "lawscore: 1\n" + "\n".join(lines)


def last_year(values: str = "出庭: 2", period: str = "{from: 2022-01-01, to: 2022-12-31}", more: str = "") -> str:
    return text(
        f"period: {period}", *([more] if more else []), f"submissions: [{{unit: tieling, values: {{{values}}}}}]"
    )


def then(found: Gathered, years: int = 1, unit_id: str = "tieling") -> UnitFacts:
    return unit(found, unit_id).history[years]


def all_said(found: Gathered) -> list[str]:
    return [
        line for line in said(found, errors_only=False) if "has no class" not in line and "does not look" not in line
    ]


def test_a_document_of_an_earlier_period_is_history():
    found = gathered(THIS_YEAR, last_year())
    assert unit(found).values["出庭"] == 3
    assert (then(found).values["出庭"], sorted(unit(found).history)) == (2, [1])
    assert all_said(found) == []


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ("{from: 2022-01-01, to: 2022-12-31}", 1),
        ("{from: 2020-01-01, to: 2020-12-31}", 3),
        ("{from: 2022-10-01, to: 2022-12-31}", 1),
        ("{from: 2021-10-21, to: 2022-10-20}", 1),
        ("{from: 2020-10-21, to: 2021-10-20}", 2),
    ],
)
def test_how_many_years_back_a_period_lies(period: str, years: int):
    found = gathered(THIS_YEAR, last_year(period=period))
    assert list(unit(found).history) == [years]
    assert bool(all_said(found)) == ("-10-" in period)


def test_a_period_that_reaches_into_the_assessed_one_is_this_year_with_a_warning():
    found = gathered(last_year(period="{from: 2022-07-01, to: 2023-06-30}"))
    assert (unit(found).values["出庭"], unit(found).history) == (2, {})
    assert len(all_said(found)) == 1


def test_a_year_on_a_submission_goes_before_the_period_of_its_document():
    lines = [
        "submissions:",
        "  - {unit: tieling, values: {出庭: 3}}",
        "  - {unit: tieling, year: 2021, values: {出庭: 1}}",
    ]
    found = gathered(text(*lines))
    assert (unit(found).values["出庭"], then(found, 2).values["出庭"]) == (3, 1)
    old = text("period: {from: 2022-01-01, to: 2022-12-31}", *lines[:2], lines[2].replace("2021", "2023"))
    found = gathered(old)
    assert (unit(found).values["出庭"], then(found).values["出庭"]) == (1, 3)
    same = gathered(text(lines[0], lines[2].replace("2021", "2023年度")))
    assert (unit(same).values["出庭"], unit(same).history) == (1, {})


def test_the_assessed_year_is_the_one_in_which_the_period_ends():
    rubric = rubric_of(
        "{period: {from: 2022-10-21, to: 2023-10-20}, fields: {件: count}, rules: [{award: 件}], points: 1}"
    )
    parts = ["  - {unit: u, year: 2023, values: {件: 3}}", "  - {unit: u, year: 2022, values: {件: 2}}"]
    found = gathered(text("submissions:", *parts), rubric=rubric)
    assert (unit(found, "u").values["件"], then(found, 1, "u").values["件"]) == (3, 2)


def test_what_is_not_said_of_an_earlier_year_is_unknown_whatever_absence_means():
    found = then(gathered(THIS_YEAR, last_year()))
    for name in ("应出庭", "听证次数", "备注", "培训"):
        assert found.values[name] == unknown("no_history", name, detail="1")
    assert set(found.values) == set(RUBRIC.fields)
    none = then(gathered(THIS_YEAR, last_year("听证次数: 无")))
    assert (none.values["听证次数"], none.nones) == (0, {"听证次数"})


def test_history_says_nothing_of_who_is_assessed():
    more = "units: [{id: tieling, name: 旧名, class: zone}, {id: old, name: 撤销的县, class: county}]"
    roster = "units: [{id: tieling, name: 铁岭县, class: county}]\n" + THIS_YEAR
    found = gathered(roster, last_year(more=more))
    assert [(facts.unit.name, facts.unit.unit_class) for facts in found.units] == [("铁岭县", "county")]
    assert all_said(found) == []


def test_history_of_a_unit_that_is_not_assessed_creates_none():
    found = gathered(THIS_YEAR, "submissions: [{unit: tielin, year: 2022, values: {出庭: 2}}]")
    assert [facts.unit.id for facts in found.units] == ["tieling"]
    assert all_said(found) == snapshot(["b.yaml:2:22 unit 'tielin' has data of earlier years only and is not assessed"])


def test_a_listed_unit_with_history_only_gave_nothing_this_year():
    found = gathered("units: [{id: tieling, name: 铁岭县, class: county}]", last_year())
    assert found.unreported == ("tieling",)
    assert isinstance(unit(found).values["出庭"], Unknown)
    assert then(found).values["出庭"] == 2


def test_common_figures_and_answers_of_earlier_years_are_not_taken():
    answers = "answers: [{indicator: '2', rule: plan, answer: maybe}]"
    old = text(
        "period: {from: 2022-01-01, to: 2022-12-31}",
        "givens: {全省安全感: 90%}",
        f"submissions: [{{unit: tieling, values: {{出庭: 2}}, {answers}}}]",
    )
    found = gathered(THIS_YEAR, old)
    assert isinstance(found.givens["全省安全感"], Unknown)
    assert (unit(found).answers, then(found).answers, all_said(found)) == ({}, {}, [])


def test_an_earlier_version_of_the_rubric_may_be_named_and_no_other_rubric():
    assert then(gathered(THIS_YEAR, last_year(more="rubric: bad-data@2022.1"))).values["出庭"] == 2
    found = gathered(THIS_YEAR, last_year(more="rubric: other@2022.1"))
    assert (unit(found).history, len(all_said(found))) == ({}, 1)
    this = text("rubric: bad-data@2022.1", THIS_YEAR)
    assert gathered(this).units == ()


def test_a_field_that_the_rubric_no_longer_has_is_a_warning():
    found = gathered(THIS_YEAR, last_year("出庭: 2, 旧项: 5"))
    assert said(found) == []
    assert all_said(found) == snapshot(["b.yaml:3:47 the rubric has no field '旧项'"])
    assert then(found).values["出庭"] == 2


def test_two_figures_of_one_year_contradict_each_other():
    found = gathered(THIS_YEAR, last_year(), last_year("出庭: 4"))
    assert then(found).values["出庭"] == unknown("value", "出庭")
    assert len(said(found)) == 1


def test_layers_are_kept_in_every_year():
    verified = "submissions: [{unit: tieling, year: 2022, layer: verified, values: {出庭: 5}}]"
    found = then(gathered(THIS_YEAR, last_year(), verified))
    assert found.values["出庭"] == 5
    assert found.layers == {"出庭": {"self_reported": 2, "verified": 5}}


class TestLayers:
    def test_only_what_was_verified_is_kept_in_layers(self):
        one = "submissions: [{unit: tieling, values: {出庭: 3, 应出庭: 4}}, {unit: tieling, layer: 核查, values: {出庭: 2, 满意率: 90%}}]"
        found = unit(gathered(one))
        assert found.layers == {"出庭": {"self_reported": 3, "verified": 2}, "满意率": {"verified": Fraction(9, 10)}}
        assert found.reported is not None
        told = {name: found.reported.values[name] for name in ("出庭", "应出庭", "满意率")}
        assert told == {"出庭": 3, "应出庭": 4, "满意率": unknown("value", "满意率")}

    def test_nothing_verified_nothing_kept(self):
        found = unit(gathered(THIS_YEAR))
        assert (found.layers, found.reported) == ({}, None)

    def test_what_was_not_reported_is_what_absence_means(self):
        found = unit(
            gathered("submissions: [{unit: tieling, layer: verified, values: {听证次数: 2, 报送日期: 2024-01-15}}]")
        )
        assert found.reported is not None
        assert found.reported.values["听证次数"] == 0
        assert found.reported.nones == {"听证次数", "报送日期", "培训"}
        assert found.nones == {"培训"}

    def test_a_layer_after_the_one_asked_for_is_left_out(self):
        both = "submissions: [{unit: tieling, values: {出庭: 3}}, {unit: tieling, layer: verified, values: {出庭: 2}}]"
        assert unit(gathered(both, layer="self_reported")).layers == {}

    def test_a_refused_value_is_unknown_in_its_layer(self):
        both = (
            "submissions: [{unit: tieling, values: {出庭: 3}}, {unit: tieling, layer: verified, values: {出庭: 两次}}]"
        )
        assert unit(gathered(both)).layers["出庭"]["verified"] == unknown("value", "出庭")


class TestTables:
    def test_a_column_of_years(self, tmp_path: Path):
        wide = tmp_path / "a.csv"
        wide.write_text(
            "unit,name,class,年度,出庭\ntieling,铁岭县,county,,3\ntieling,旧名,zone,2022,2\ntieling,,,2021年,1\n",
            "utf-8",
        )
        found = load_submissions(RUBRIC, [wide])
        assert unit(found).unit.name == "铁岭县"
        assert [unit(found).values["出庭"], then(found).values["出庭"], then(found, 2).values["出庭"]] == [3, 2, 1]
        assert said(found) == []

    def test_long_tables_and_tables_of_records(self, tmp_path: Path):
        long, records = tmp_path / "a.csv", tmp_path / "a.通报.csv"
        long.write_text("unit,field,value,year\ntieling,出庭,3,\ntieling,出庭,2,2022\n", "utf-8")
        records.write_text(
            "unit,year,文号,级别\ntieling,2023,一号,省\ntieling,2022,二号,市\ntieling,2022,三号,市\n", "utf-8"
        )
        found = load_submissions(RUBRIC, [long, records])
        assert [unit(found).values["出庭"], then(found).values["出庭"]] == [3, 2]
        counts = [facts.values["通报"] for facts in (unit(found), then(found))]
        assert [len(count) for count in counts if isinstance(count, tuple)] == [1, 2]

    def test_a_field_called_year_is_a_field(self, tmp_path: Path):
        rubric = rubric_of("{fields: {年度: count}, points: 1, rules: [{award: 年度}]}")
        wide = tmp_path / "a.csv"
        wide.write_text("unit,年度\nu,2\n", "utf-8")
        found = unit(load_submissions(rubric, [wide]), "u")
        assert (found.values, found.history) == ({"年度": 2}, {})

    def test_python_rows(self):
        rows = [
            {"unit": "tieling", "name": "铁岭县", "class": "county", "出庭": 3},
            {"unit": "tieling", "name": "旧名", "year": 2022, "出庭": 2},
        ]
        found = from_values(RUBRIC, rows)
        assert (unit(found).unit.name, unit(found).values["出庭"], then(found).values["出庭"]) == ("铁岭县", 3, 2)

"""CSV in, the facts of units out; the same as if it had been written as YAML."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.expressions.values import Cause, NotApplicable, Unknown
from lawscore.facts.unit import UnitFacts
from lawscore.loading.csv_reader import read_csv
from lawscore.submission.gathering import Gathered, gather
from tests.support_data import RUBRIC, gathered, said, unit


def read(text: str, name: str = "a.csv") -> Gathered:
    located, problems = read_csv(text, name, RUBRIC)
    return gather(RUBRIC, [located] if located else [], problems=problems)


def facts(text: str, name: str = "a.csv", unit_id: str = "tieling") -> UnitFacts:
    found = read(text, name)
    assert said(found) == []
    return unit(found, unit_id)


def same_as_yaml(text: str, yaml_text: str, name: str = "a.csv") -> None:
    """The values, nones and layers are those of a YAML document."""
    found, expected = read(text, name), gathered(yaml_text)
    assert said(found) == []
    assert [(one.unit, one.values, one.nones) for one in found.units] == [
        (one.unit, one.values, one.nones) for one in expected.units
    ]
    layers = [{name: given_.layer for name, given_ in one.provenance.items()} for one in found.units]
    assert layers == [{name: given_.layer for name, given_ in one.provenance.items()} for one in expected.units]


class TestChineseHeaders:
    def test_our_words_may_be_chinese(self) -> None:
        same_as_yaml(
            "单位编号,单位名称,组别,数据层级,出庭\ntieling,铁岭县,county,核查,16\n",
            "units: [{id: tieling, name: 铁岭县, class: county}]\n"
            "submissions: [{unit: tieling, layer: verified, values: {出庭: 16}}]",
        )
        same_as_yaml("单位编号,填报项,填报值\ntieling,出庭,16\n", "submissions: [{unit: tieling, values: {出庭: 16}}]")

    def test_a_field_of_the_same_name_goes_before(self) -> None:
        assert facts("单位编号,备注\ntieling,甲\n").values["备注"] == "甲"


class TestWide:
    def test_by_name_by_column_and_by_label(self) -> None:
        same_as_yaml(
            "unit,应出庭数,负责人出庭的案件,满意率,备注\ntieling,17,16,92.02%,“甲”，乙\n",
            "submissions: [{unit: tieling, values: {应出庭: 17, 出庭: 16, 满意率: 92.02%, 备注: '“甲”，乙'}}]",
        )

    def test_units_may_be_described_beside_their_values(self) -> None:
        found = read("unit,name,class,parent,出庭\ntieling,铁岭县,county,shi,16\nfaku,法库县,county,,2\n")
        assert found.problems == ()
        who = unit(found).unit
        assert (who.name, who.unit_class, who.parent) == ("铁岭县", "county", "shi")
        assert [one.unit.id for one in found.units] == ["tieling", "faku"]

    def test_a_blank_cell_is_not_given(self) -> None:
        found = facts("unit,出庭,听证次数,备注\ntieling,, ,\n")
        assert found.values["出庭"] == Unknown((Cause("value", "出庭"),))
        assert found.values["听证次数"] == 0
        assert found.provenance == {}

    def test_every_cell_is_text(self) -> None:
        found = facts('unit,备注,出庭,通报\ntieling,"007\n第二行",１６,无\n')
        assert found.values["备注"] == "007\n第二行"
        assert found.values["出庭"] == 16
        assert found.values["通报"] == ()
        assert "通报" in found.nones

    def test_a_column_of_layers(self) -> None:
        same_as_yaml(
            "unit,layer,出庭\ntieling,自评,16\ntieling,verified,15\n",
            "submissions: [{unit: tieling, values: {出庭: 16}}, {unit: tieling, layer: verified, values: {出庭: 15}}]",
        )

    def test_a_byte_order_mark_blank_rows_and_blank_columns_do_not_matter(self) -> None:
        found = facts("\ufeff\nunit,出庭,,\n,,,\ntieling,16,,\n\n")
        assert found.values["出庭"] == 16

    def test_full_width_headers(self) -> None:
        assert facts("ＵＮＩＴ,Name, 出庭 \ntieling,铁岭县,16\n").unit.name == "铁岭县"

    def test_invisible_characters_are_reported_and_do_not_hide_a_unit(self) -> None:
        found = read("unit,出庭\ntie\u200bling,16\n")
        assert [problem.code for problem in found.problems if problem.severity == "error"] == ["control_character"]
        assert unit(found).values["出庭"] == 16

    def test_a_row_that_does_not_fit_is_refused_and_never_taken_for_nothing(self) -> None:
        found = read("unit,出庭,听证次数\ntieling,16\n")
        assert unit(found).values["听证次数"] == Unknown((Cause("value", "听证次数"),))
        assert [problem.code for problem in found.problems if problem.severity == "error"] == ["csv_row_ragged"]

    def test_a_doubled_column_is_refused(self) -> None:
        found = read("unit,听证次数,听证次数\ntieling,1,2\n")
        assert unit(found).values["听证次数"] == Unknown((Cause("value", "听证次数"),))

    def test_two_columns_for_the_unit(self) -> None:
        found = read("unit,unit,出庭\na,b,16\n")
        assert found.units == ()
        assert said(found) == ["a.csv:1:2 the header 'unit' repeats column 1; neither column was used"]

    def test_the_layer_that_cannot_be_read_may_overrule(self) -> None:
        text = "unit,layer,听证次数\ntieling,初评,1\ntieling,verified,2\n"
        assert unit(read(text)).values["听证次数"] == Unknown((Cause("value", "听证次数"),))

    def test_a_table_with_names_is_no_roster_beside_one(self) -> None:
        wide, _ = read_csv("unit,name,出庭\ntielng,铁岭县,16\n", "b.csv", RUBRIC)
        listed, _ = read_csv("id,class\ntieling,county\n", "a.csv", RUBRIC)
        assert wide is not None
        assert listed is not None
        found = gather(RUBRIC, [wide, listed])
        assert said(found) == ["b.csv:2:1 unit 'tielng' is not in the roster; it is scored, but has no class"]
        assert unit(found, "tielng").unit.name == "铁岭县"
        assert found.unreported == ("tieling",)


class TestLong:
    def test_one_value_in_a_row(self) -> None:
        text = """unit,field,value,layer,source,part,reason,note
tieling,出庭,16,自评,年度报告,一（三）,,据台账
tieling,应出庭数,17,,,,,
tieling,负责人出庭的案件,15,核查,,,,
tieling,报送日期,不适用,,,,没有报送要求,
faku,出庭,,,,,,
"""
        found = read(text)
        assert said(found) == []
        assert unit(found).values["出庭"] == 15
        assert unit(found).values["应出庭"] == 17
        assert unit(found).provenance["出庭"].layer == "verified"
        reason = NotApplicable((Cause("value", "报送日期", detail="没有报送要求"),))
        assert unit(found).values["报送日期"] == reason
        assert unit(found, "faku").provenance == {}

    def test_what_is_said_of_a_value(self) -> None:
        text = "unit,field,value,source,part,note\ntieling,出庭,16,年度报告,一（三）,据台账\n"
        given_ = facts(text).provenance["出庭"]
        assert (given_.source, given_.note) == ("年度报告 一（三）", "据台账")

    def test_a_row_that_does_not_fit_is_refused(self) -> None:
        found = read("unit,field,value\ntieling,听证次数,1,2\ntieling,出庭,3\n")
        assert unit(found).values["听证次数"] == Unknown((Cause("value", "听证次数"),))
        assert unit(found).values["出庭"] == 3

    def test_the_same_value_twice(self) -> None:
        assert facts("unit,field,value\ntieling,出庭,16\ntieling,出庭,16\n").values["出庭"] == 16

    def test_a_value_that_is_refused_stands_at_its_cell(self) -> None:
        assert said(read("unit,field,value\ntieling,备注,甲\ntieling,出庭,十六\n")) == [
            "a.csv:3:3 expected a number, got '十六'"
        ]

    def test_a_list_cannot_stand_in_one_cell(self) -> None:
        assert said(read("unit,field,value\ntieling,通报,2\n")) == ["a.csv:2:3 expected a list of records, got '2'"]


class TestRecords:
    NAME = "某县.通报.csv"

    def test_a_row_for_each_record(self) -> None:
        same_as_yaml(
            "unit,文号,通报机关级别,通报日期,催办后\ntieling,2号,省,2023-05-06,是\nfaku,1号,市,,\ntieling,1号,市,,否\n",
            "submissions: [{unit: tieling, values: {通报: [{文号: 1号, 级别: 市, 催办后: 否}, "
            "{文号: 2号, 级别: 省, 通报日期: 2023-05-06, 催办后: 是}]}}, {unit: faku, values: {通报: [{文号: 1号, 级别: 市}]}}]",
            self.NAME,
        )

    def test_records_without_a_key(self) -> None:
        found = facts("unit,培训主题,人数\ntieling,乙,3\ntieling,甲,２\n", "培训.培训.csv")
        assert [(record.key, record.values["人数"]) for record in found.values["培训"]] == [("1", 3), ("2", 2)]  # type: ignore[union-attr]

    def test_a_unit_without_rows_is_absent_not_empty(self) -> None:
        located, _ = read_csv("unit,文号,级别\nfaku,1号,市\n", self.NAME, RUBRIC)
        assert located is not None
        listed, _ = read_csv("id,class\ntieling,county\nfaku,county\n", "roster.csv", RUBRIC)
        assert listed is not None
        assert unit(gather(RUBRIC, [located, listed])).values["通报"] == Unknown((Cause("value", "通报"),))

    def test_several_tables_and_several_layers(self) -> None:
        found = facts("unit,layer,文号,级别\ntieling,自评,1号,市\ntieling,核查,1号,省\n", self.NAME)
        assert [record.values["级别"] for record in found.values["通报"]] == ["省"]  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        "text",
        [
            "unit,文号,级别\ntieling,1号\n",
            "unit,文号,级别,级别\ntieling,1号,省,市\n",
            "unit,文号,等\ntieling,1号,省\n",
            "unit,级别\ntieling,省\n",
            "unit,文号,级别\ntieling,1号,省\ntieling,,\n",
        ],
    )
    def test_a_list_that_is_not_clear_is_unknown(self, text: str) -> None:
        found = read(text, self.NAME)
        assert unit(found).values["通报"] == Unknown((Cause("value", "通报"),))
        assert len(said(found)) == 1

    def test_a_bad_cell(self) -> None:
        assert said(read("unit,文号,级别\ntieling,1号,\ntieling,2号,县\n", self.NAME)) == [
            "某县.通报.csv:3:3 '县' is not one of the choices: 中央, 省, 市"
        ]


class TestRoster:
    def test_a_roster(self) -> None:
        found = read("id,name,class,parent\ntieling,铁岭县,county,shi\nfaku,,county,\n")
        assert [(one.unit.id, one.unit.name, one.unit.parent) for one in found.units] == [
            ("tieling", "铁岭县", "shi"),
            ("faku", "faku", None),
        ]
        assert found.unreported == ("tieling", "faku")

    def test_a_row_that_does_not_fit_lists_its_unit_all_the_same(self) -> None:
        found = read("id,name,class\ntieling,铁岭县\n")
        assert [one.unit.id for one in found.units] == ["tieling"]
        assert unit(found).unit.unit_class is None

    def test_a_wrong_class_stands_at_its_cell(self) -> None:
        assert said(read("id,name,class\ntieling,铁岭县,conty\n")) == [
            "a.csv:2:3 the class 'conty' of unit 'tieling' is not declared; the classes are: county, zone"
        ]


class TestText:
    def test_a_cell_that_is_too_long(self) -> None:
        found = read(f"unit,备注\ntieling,{'甲' * 140_000}\n")
        assert [problem.code for problem in found.problems] == ["csv_broken"]

    def test_the_line_is_that_on_which_the_row_begins(self) -> None:
        assert said(read('unit,备注,出庭\ntieling,"一\n二",16\nfaku,"三\n四",x\n')) == [
            "a.csv:4:3 expected a number, got 'x'"
        ]

    def test_nothing_inside(self) -> None:
        assert [problem.code for problem in read("\n,,\n").problems] == ["nothing_inside"]

    @given(st.text(alphabet=st.sampled_from('unit,出庭"\n\r;\t 16无=\u200b'), max_size=60))
    def test_any_text_has_a_result_and_places_inside_it(self, text: str) -> None:
        lines = text.count("\n") + text.count("\r") + 1
        for problem in read("unit,出庭\n" + text).problems:
            assert problem.message("zh")
            assert problem.message("en")
            assert problem.where.line is None or 1 <= problem.where.line <= lines + 1

    @given(st.data())
    def test_wide_and_long_say_the_same_in_any_order(self, data: st.DataObject) -> None:
        cells = st.fixed_dictionaries(
            {
                "出庭": st.sampled_from(["1", "", "无", "x"]),
                "满意率": st.sampled_from(["92%", "0.92", ""]),
                "备注": st.sampled_from(["甲", ""]),
            }
        )
        rows = data.draw(st.dictionaries(st.sampled_from("abc"), cells, min_size=1, max_size=3))
        columns = data.draw(st.permutations(["出庭", "满意率", "备注"]))
        wide = [
            "unit," + ",".join(columns),
            *(",".join([key, *(row[name] for name in columns)]) for key, row in rows.items()),
        ]
        entries = [f"{key},{name},{row[name]}" for key, row in rows.items() for name in row]
        long = ["unit,field,value", *data.draw(st.permutations(entries))]
        one, other = read("\n".join(wide)), read("\n".join(long))
        assert {facts.unit.id: facts for facts in one.units} == {facts.unit.id: facts for facts in other.units}
        assert sorted(problem.code for problem in one.problems) == sorted(problem.code for problem in other.problems)
        assert all(
            value == Fraction(1)
            for facts in one.units
            if (value := facts.values["出庭"]) and isinstance(value, Fraction)
        )

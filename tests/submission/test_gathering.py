"""Documents in, the facts of each unit out: layers, rosters, answers, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.assessing import assess_facts
from lawscore.expressions.values import Cause, NotApplicable, Unknown
from lawscore.facts.unit import Answer, Evidence, Question, Record
from lawscore.rubric.questions import VETO
from lawscore.submission.gathering import Gathered
from tests.support import rubric_of
from tests.support_data import RUBRIC, gathered, said, unit

ROSTER = "units: [{id: tieling, name: 铁岭县, class: county}, {id: faku, name: 法库县, class: county}]\n"


def owed(name: str, detail: str = "") -> Unknown:
    return Unknown((Cause("value", name, detail=detail),))


def one(values: str, layer: str = "self_reported") -> str:
    return f"submissions: [{{unit: tieling, layer: {layer}, values: {{{values}}}}}]\n"


class TestValues:
    def test_every_declared_field_is_there_and_absence_means_what_it_says(self) -> None:
        facts = unit(gathered(ROSTER))
        assert set(facts.values) == set(RUBRIC.fields)
        assert facts.values["出庭"] == owed("出庭")
        assert facts.values["报送日期"] == NotApplicable((Cause("value", "报送日期"),))
        assert facts.values["备注"] == NotApplicable((Cause("value", "备注"),))
        assert facts.values["听证次数"] == 0
        assert facts.values["通报"] == owed("通报")
        assert facts.values["培训"] == ()
        assert facts.nones == {"报送日期", "听证次数", "培训"}
        assert facts.provenance == {}

    def test_zero_none_not_applicable_unknown_and_missing_stay_apart(self) -> None:
        facts = unit(gathered(ROSTER + one("应出庭: 0, 出庭: 无, 案卷得分: 不适用, 支出: 未知")))
        assert facts.values["应出庭"] == 0
        assert facts.values["出庭"] == 0
        assert facts.values["案卷得分"] == NotApplicable((Cause("value", "案卷得分"),))
        assert facts.values["支出"] == owed("支出")
        assert facts.values["满意率"] == owed("满意率")
        assert "应出庭" not in facts.nones
        assert "出庭" in facts.nones
        assert set(facts.provenance) == {"应出庭", "出庭", "案卷得分", "支出"}

    def test_absence_said_outright_with_its_reason(self) -> None:
        facts = unit(gathered(ROSTER + one("听证次数: {absent: unknown, reason: 台账遗失}, 出庭: {absent: 不适用}")))
        assert facts.values["听证次数"] == owed("听证次数", "台账遗失")
        assert facts.values["出庭"] == NotApplicable((Cause("value", "出庭"),))
        assert facts.provenance["听证次数"].note == "台账遗失"
        assert "听证次数" not in facts.nones

    def test_what_was_given_with_a_value(self) -> None:
        text = """
source: {document: 年度报告}
submissions:
  - unit: tieling
    values:
      应出庭: 17
      出庭: {value: 16, part: 一（三）, note: 据台账, assessor: 县法院, date: 2023-12-31}
      满意率:
        value: 92%
        source: {document: 满意度调查, part: 表2}
        evidence: [{name: 调查报告, number: 辽调1号, hash: sha256:ab}, 汇总表]
  - unit: faku
    source: 法库县报告
    values: {出庭: 3, 应出庭: {value: 3, evidence: 台账}}
"""
        found = gathered(ROSTER + text)
        given_ = unit(found).provenance
        assert given_["应出庭"].source == "年度报告"
        assert given_["出庭"].source == "年度报告 一（三）"
        assert given_["出庭"].date == date(2023, 12, 31)
        assert given_["出庭"].cited == "年度报告 一（三） 2023-12-31"
        assert given_["出庭"].note == "据台账"
        assert given_["出庭"].assessor == "县法院"
        assert given_["满意率"].source == "满意度调查 表2"
        assert given_["满意率"].evidence == (Evidence("调查报告", "辽调1号", "sha256:ab"), Evidence("汇总表"))
        assert [str(proof) for proof in given_["满意率"].evidence] == ["调查报告 辽调1号 sha256:ab", "汇总表"]
        assert unit(found, "faku").provenance["出庭"].source == "法库县报告"
        assert unit(found, "faku").provenance["应出庭"].evidence == (Evidence("台账"),)

    def test_full_width_names_are_the_same_names(self) -> None:
        rubric = rubric_of("{points: 100, fields: {A1: count}, rules: [{id: r, deduct: 1, each: A1}]}")
        assert gathered("submissions: [{unit: u, values: {Ａ１: ３}}]", rubric=rubric).units[0].values == {"A1": 3}

    def test_the_field_of_an_indicator(self) -> None:
        rubric = rubric_of("{points: 100, field: {type: number}, start: zero, rules: [{id: r, award: value}]}")
        assert gathered("submissions: [{unit: u, values: {a: 3.5}}]", rubric=rubric).units[0].values == {
            "a": Fraction(7, 2)
        }


class TestRefused:
    def test_a_refused_value_is_unknown_whatever_absence_would_mean(self) -> None:
        found = gathered(ROSTER + one("听证次数: 3次, 培训: 多次"))
        assert unit(found).values["听证次数"] == owed("听证次数")
        assert unit(found).values["培训"] == owed("培训")
        assert not unit(found).nones & {"听证次数", "培训"}
        assert len(said(found)) == 2

    def test_one_bad_unit_never_stops_the_others(self) -> None:
        found = gathered(ROSTER + "submissions: [{unit: tieling, values: {出庭: x}}, {unit: faku, values: {出庭: 2}}]")
        assert unit(found).values["出庭"] == owed("出庭")
        assert unit(found, "faku").values["出庭"] == 2

    def test_a_unit_with_a_refused_value_is_scored_and_provisional(self) -> None:
        rubric = rubric_of(
            "{points: 100, fields: {迟报: {type: count, absent: none}}, rules: [{id: r, deduct: 1, each: 迟报}]}"
        )
        states = []
        for said_ in ("一次", "1", "无"):
            found = gathered(f"submissions: [{{unit: u, values: {{迟报: {said_}}}}}]", rubric=rubric)
            card = assess_facts(rubric, found.units, found.givens, found.problems)["u"]
            states.append((card.state, card.score))
        assert states == [("provisional", None), ("final", 99), ("final", 100)]

    def test_of_another_rubric_nothing_is_taken_and_one_thing_is_said(self) -> None:
        found = gathered("rubric: county@2023.1\n" + ROSTER + one("许可数: 3, 处罚数: 2"))
        assert found.units == ()
        assert said(found) == [
            "a.yaml:2:9 these data are for 'county@2023.1', the rubric in use is 'bad-data@2023.1'; they were not used"
        ]

    @pytest.mark.parametrize("name", ["bad-data@2023.1", "bad-data"])
    def test_the_right_rubric_and_period_say_nothing(self, name: str) -> None:
        head = f"rubric: {name}\nperiod: {{from: 2023-01-01, to: 2023-12-31}}\n"
        found = gathered(head + ROSTER + one("出庭: 1"))
        assert [problem.code for problem in found.problems] == ["unit_without_data"]

    def test_two_contradicting_values_leave_it_unknown(self) -> None:
        found = gathered(ROSTER + one("出庭: 1"), one("出庭: 2"))
        assert unit(found).values["出庭"] == owed("出庭")
        assert said(found) == [
            "b.yaml:2:66 unit 'tieling' has two different self-reported values of '出庭': here and at a.yaml:3:66"
        ]


class TestLayers:
    def test_the_latest_layer_counts_and_is_named(self) -> None:
        texts = [ROSTER + one("出庭: 1"), one("出庭: 3", "复核"), one("出庭: 2", "verified")]
        facts = unit(gathered(*texts))
        assert facts.values["出庭"] == 3
        assert facts.provenance["出庭"].layer == "reviewed"

    def test_up_to_a_layer(self) -> None:
        texts = [ROSTER + one("出庭: 1"), one("出庭: 3", "reviewed"), one("出庭: 2, 应出庭: 4", "verified")]
        assert unit(gathered(*texts, layer="verified")).values["出庭"] == 2
        assert unit(gathered(*texts, layer="self_reported")).values["出庭"] == 1
        assert unit(gathered(*texts, layer="self_reported")).values["应出庭"] == owed("应出庭")

    def test_a_layer_without_the_value_says_nothing_about_it(self) -> None:
        facts = unit(gathered(ROSTER + one("出庭: 1"), one("应出庭: 2", "verified"), one("出庭: ''", "reviewed")))
        assert facts.values["出庭"] == 1
        assert facts.provenance["出庭"].layer == "self_reported"

    def test_a_later_layer_that_knows_nothing_overrules(self) -> None:
        facts = unit(gathered(ROSTER + one("出庭: 1"), one("出庭: {absent: unknown}", "verified")))
        assert facts.values["出庭"] == owed("出庭")

    def test_a_later_value_that_is_refused_does_not_bring_back_the_earlier(self) -> None:
        found = gathered(ROSTER + one("出庭: 1"), one("出庭: 若干", "verified"))
        assert unit(found).values["出庭"] == owed("出庭")

    def test_a_contradiction_is_reported_even_where_a_later_layer_settles_it(self) -> None:
        found = gathered(ROSTER + one("出庭: 1"), one("出庭: 2"), one("出庭: 3", "verified"))
        assert unit(found).values["出庭"] == 3
        assert len(said(found)) == 1

    def test_the_same_value_twice_is_fine(self) -> None:
        first = "submissions: [{unit: tieling, values: {出庭: {value: 1, source: 甲, evidence: [台账], note: 一}}}]"
        second = "submissions: [{unit: tieling, values: {出庭: {value: 1.0, source: 乙, evidence: [纪要, 台账]}}}]"
        found = gathered(ROSTER + first, second)
        assert unit(found).values["出庭"] == 1
        assert said(found) == []
        assert unit(found).provenance["出庭"].source == "乙；甲"
        assert unit(found).provenance["出庭"].evidence == (Evidence("台账"), Evidence("纪要"))

    def test_the_same_list_twice_is_fine_in_any_order(self) -> None:
        first = "通报: [{文号: 1号, 级别: 省}, {文号: 2号, 级别: 市}]"
        second = "通报: [{文号: 2号, 级别: 市}, {级别: 省, 文号: 1号}]"
        found = gathered(ROSTER + one(first), one(second))
        assert said(found) == []
        assert [record.key for record in unit(found).values["通报"]] == ["1号", "2号"]  # type: ignore[union-attr]


class TestRoster:
    def test_units_stand_in_the_order_of_the_roster_then_of_appearance(self) -> None:
        found = gathered("submissions: [{unit: x, values: {出庭: 1}}, {unit: faku, values: {出庭: 1}}]\n" + ROSTER)
        assert [facts.unit.id for facts in found.units] == ["tieling", "faku", "x"]

    def test_a_listed_unit_without_data_is_reported_and_never_dropped(self) -> None:
        found = gathered(ROSTER + one("出庭: 1"))
        assert found.unreported == ("faku",)
        assert unit(found, "faku").values["出庭"] == owed("出庭")
        (problem,) = found.problems
        assert (str(problem.where), problem.severity) == ("a.yaml:2:50", "warning")
        assert problem.message("zh") == "单位“faku”没有任何填报数据"

    def test_a_submission_without_a_value_is_no_data(self) -> None:
        assert gathered(ROSTER + "submissions: [{unit: tieling}, {unit: faku, values: {出庭: ''}}]").unreported == (
            "tieling",
            "faku",
        )

    def test_a_unit_that_is_not_listed_is_scored_without_a_class(self) -> None:
        found = gathered(ROSTER + "submissions: [{unit: fakv, values: {出庭: 1}}, {unit: fakv, values: {应出庭: 1}}]")
        assert unit(found, "fakv").unit.unit_class is None
        assert unit(found, "fakv").values["出庭"] == 1
        (problem,) = [problem for problem in found.problems if problem.severity == "error"]
        assert problem.message("en") == "unit 'fakv' is not in the roster; it is scored, but has no class"
        assert problem.hint_text("en") == "did you mean 'faku'?"

    def test_without_a_roster_whoever_submits_is_assessed(self) -> None:
        rubric = rubric_of("{points: 100, fields: {迟报: count}, rules: [{id: r, deduct: 1, each: 迟报}]}")
        found = gathered("submissions: [{unit: 甲, values: {迟报: 1}}]", rubric=rubric)
        assert (found.units[0].unit.id, found.units[0].unit.name) == ("甲", "甲")
        assert found.problems == ()

    def test_rosters_of_several_files_complete_each_other(self) -> None:
        first = 'units: [{id: tieling, name: 铁岭县, roles: {"1": lead}}]'
        second = 'units: [{id: tieling, class: county, parent: shi, roles: {"2": support, "1": lead}}]\n' + one(
            "出庭: 1"
        )
        found = gathered(first, second)
        assert found.problems == ()
        who = found.units[0].unit
        assert (who.name, who.unit_class, who.parent) == ("铁岭县", "county", "shi")
        assert who.roles == {"1": "lead", "2": "support"}

    def test_a_fact_on_which_rosters_differ_is_not_known(self) -> None:
        found = gathered("units: [{id: a, class: county, name: 甲}]", "units: [{id: a, class: zone, name: 甲}]")
        assert found.units[0].unit.unit_class is None
        assert found.units[0].unit.name == "甲"
        assert len(said(found)) == 1

    def test_ids_are_compared_without_their_width(self) -> None:
        found = gathered(
            "units: [{id: 经开区（本级）, class: zone}]\nsubmissions: [{unit: 经开区(本级), values: {出庭: 1}}]"
        )
        assert [facts.unit.id for facts in found.units] == ["经开区（本级）"]
        assert found.units[0].values["出庭"] == 1

    def test_a_rubric_without_classes_takes_what_the_roster_says(self) -> None:
        rubric = rubric_of("{points: 100, fields: {迟报: count}, rules: [{id: r, deduct: 1, each: 迟报}]}")
        found = gathered("units: [{id: a, class: 第一组}]\nsubmissions: [{unit: a, values: {迟报: 1}}]", rubric=rubric)
        assert found.units[0].unit.unit_class == "第一组"
        assert found.problems == ()

    def test_roles_of_a_rubric_without_roles(self) -> None:
        rubric = rubric_of("{points: 100, fields: {迟报: count}, rules: [{id: r, deduct: 1, each: 迟报}]}")
        text = "units: [{id: u, roles: {a: lead}}]\nsubmissions: [{unit: u, values: {迟报: 1}}]"
        found = gathered(text, rubric=rubric)
        assert said(found) == ["a.yaml:2:28 unit 'u' has the role 'lead', but the rubric declares no roles"]
        assert found.units[0].unit.roles == {}


class TestGivens:
    def test_a_given_is_typed(self) -> None:
        assert gathered(ROSTER + "givens: {全省安全感: 95%}").givens == {"全省安全感": Fraction(95, 100)}
        assert gathered(ROSTER + "givens: {全省安全感: {value: 95%, part: 表1}}").givens == {
            "全省安全感": Fraction(95, 100)
        }

    def test_one_that_is_missing_or_refused_is_unknown(self) -> None:
        assert gathered(ROSTER).givens == {"全省安全感": owed("全省安全感")}
        assert gathered(ROSTER + "givens: {全省安全感: 95}").givens == {"全省安全感": owed("全省安全感")}

    def test_two_files_must_agree(self) -> None:
        assert said(gathered(ROSTER + "givens: {全省安全感: 95%}", "givens: {全省安全感: 95.0%}")) == []
        found = gathered(ROSTER + "givens: {全省安全感: 95%}", "givens: {全省安全感: 96%}")
        assert found.givens == {"全省安全感": owed("全省安全感")}
        assert said(found, "zh") == ["b.yaml:2:17 共同数据“全省安全感”填了两个不同的值，另一处在 a.yaml:3:17"]


def answered(*entries: str, values: str = "通报: [{文号: 1号, 级别: 省}, {文号: 2号, 级别: 中央}]") -> Gathered:
    lines = "".join(f"      - {{{entry}}}\n" for entry in entries)
    return gathered(
        f"{ROSTER}submissions:\n  - unit: tieling\n    values: {{{values}}}\n    answers:\n{lines}  - {{unit: faku, values: {{出庭: 1}}}}"
    )


WHO = "assessor: 核查组, reason: 见纪要"


class TestAnswers:
    @pytest.mark.parametrize(
        ("word", "verdict"), [("yes", "yes"), ("是", "yes"), ("否", "no"), ("no", "no"), ("false", "no")]
    )
    def test_a_verdict(self, word: str, verdict: str) -> None:
        found = answered(f'indicator: "2", rule: plan, answer: {word}, {WHO}')
        assert said(found) == []
        assert unit(found).answers == {
            Question("2", "plan"): Answer(verdict=verdict, assessor="核查组", reason="见纪要")  # type: ignore[arg-type]
        }

    def test_not_applicable_where_the_question_takes_it(self) -> None:
        found = answered('indicator: "2", rule: card, answer: 不适用')
        assert unit(found).answers == {Question("2", "card"): Answer(verdict="not_applicable")}

    @pytest.mark.parametrize(
        ("entry", "verdict", "points"),
        [
            ("points: 1.5", "yes", "3/2"),
            ("answer: yes, points: 2", "yes", "2"),
            ("points: 0", "no", "0"),
            ("answer: no", "no", "0"),
        ],
    )
    def test_a_figure(self, entry: str, verdict: Any, points: str) -> None:
        found = answered(f'indicator: "2", rule: attitude, {entry}, {WHO}')
        assert said(found) == []
        assert unit(found).answers == {
            Question("2", "attitude"): Answer(
                verdict=verdict, points=Fraction(points), assessor="核查组", reason="见纪要"
            )
        }

    def test_a_figure_of_zero_needs_no_reason(self) -> None:
        assert said(answered('indicator: "2", rule: attitude, points: 0', "veto: v1, answer: no")) == []

    def test_a_record_is_found_without_its_width(self) -> None:
        found = answered('indicator: "2", rule: each, record: １号, answer: yes')
        assert set(unit(found).answers) == {Question("2", "each", "1号")}

    def test_a_figure_that_any_price_takes(self) -> None:
        entries = [
            f'indicator: "2", rule: priced, record: {key}, points: {points}, {WHO}'
            for key, points in (("1号", 0.5), ("2号", 2.5))
        ]
        assert said(answered(*entries)) == []

    def test_answers_about_a_list_that_was_refused_are_let_pass(self) -> None:
        found = answered('indicator: "2", rule: each, record: 1号, answer: yes', values="通报: 若干")
        assert len(said(found)) == 1
        assert unit(found).answers == {}

    def test_a_waiver(self) -> None:
        found = answered('indicator: "2", rule: waived, about: unless, answer: not_applicable')
        assert unit(found).answers == {Question("2", "waived", about="unless"): Answer(verdict="not_applicable")}

    def test_a_veto(self) -> None:
        found = answered(f"veto: v1, answer: yes, {WHO}")
        assert unit(found).answers == {Question(VETO, "v1"): Answer(verdict="yes", assessor="核查组", reason="见纪要")}

    def test_a_refused_answer_is_no_answer(self) -> None:
        assert unit(answered('indicator: "2", rule: plan, answer: 不适用')).answers == {}

    def test_a_refused_answer_to_an_optional_question_is_not_taken_for_no(self) -> None:
        found = answered('indicator: "2", rule: extra, answer: 有一些')
        assert unit(found).answers == {Question("2", "extra"): Answer()}

    def test_the_latest_layer_counts(self) -> None:
        entries = [
            f'indicator: "2", rule: plan, layer: {layer}, answer: {word}'
            for layer, word in (("reviewed", "no"), ("核查", "yes"))
        ]
        found = answered(*entries)
        assert unit(found).answers[Question("2", "plan")].verdict == "no"

    def test_two_that_agree_are_one(self) -> None:
        found = answered(
            'indicator: "2", rule: plan, answer: yes, assessor: 乙组, reason: 二',
            'indicator: "2", rule: plan, answer: 是, assessor: 甲组, reason: 一',
        )
        assert said(found) == []
        assert unit(found).answers[Question("2", "plan")] == Answer(
            verdict="yes", assessor="乙组；甲组", reason="一；二"
        )

    def test_two_that_differ_are_none(self) -> None:
        found = answered('indicator: "2", rule: plan, answer: yes', 'indicator: "2", rule: plan, answer: no')
        assert unit(found).answers == {}
        assert len(said(found)) == 1

    def test_answers_alone_are_data(self) -> None:
        text = ROSTER + 'submissions: [{unit: tieling, answers: [{indicator: "2", rule: plan, answer: no}]}]'
        assert gathered(text).unreported == ("faku",)


RECORD = st.fixed_dictionaries(
    {"文号": st.sampled_from(["1号", "2号", "3号"]), "级别": st.sampled_from(["省", "市", "县"])}
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "出庭": st.sampled_from(["1", "2", "无", "x", "未知"]),
        "听证次数": st.sampled_from(["0", "无", "-1"]),
        "备注": st.sampled_from(["甲", "乙"]),
        "通报": st.lists(RECORD, max_size=3),
        "培训": st.lists(st.fixed_dictionaries({"培训主题": st.sampled_from(["一", "二"])}), max_size=3),
    },
)
ANSWER = st.fixed_dictionaries(
    {
        "indicator": st.just("2"),
        "rule": st.sampled_from(["plan", "extra", "each"]),
        "answer": st.sampled_from(["yes", "no", "?"]),
    },
    optional={"record": st.sampled_from(["1号", "2号"])},
)
SUBMISSION = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["tieling", "faku", "x"]),
        "layer": st.sampled_from(["self_reported", "verified"]),
        "values": VALUES,
        "answers": st.lists(ANSWER, max_size=2),
    }
)
UNITS = st.lists(
    st.sampled_from(
        [{"id": "tieling", "class": "county"}, {"id": "faku", "name": "法库县"}, {"id": "faku", "class": "zone"}]
    ),
    max_size=3,
)
DOCUMENT = st.fixed_dictionaries(
    {"lawscore": st.just("1"), "units": UNITS, "submissions": st.lists(SUBMISSION, max_size=3)},
    optional={"givens": st.sampled_from([{"全省安全感": "95%"}, {"全省安全感": "96%"}])},
)


def shuffled(draw: st.DrawFn | Any, value: Any) -> Any:
    """The same, with every mapping and every list in another order."""
    if isinstance(value, dict):
        return {key: shuffled(draw, value[key]) for key in draw(st.permutations(list(value)))}
    if isinstance(value, list):
        return [shuffled(draw, item) for item in draw(st.permutations(value))]
    return value


def written(found: Gathered) -> tuple[Any, ...]:
    """What was gathered, without the order of units and the places of problems."""
    units = {facts.unit.id: facts for facts in found.units}
    return (
        units,
        found.givens,
        set(found.unreported),
        sorted((problem.code, problem.severity) for problem in found.problems),
    )


def as_text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


@given(st.data())
def test_the_order_of_files_units_fields_and_records_never_counts(data: st.DataObject) -> None:
    documents = data.draw(st.lists(DOCUMENT, min_size=1, max_size=3))
    texts = [as_text(document) for document in documents]
    other = [as_text(shuffled(data.draw, document)) for document in data.draw(st.permutations(documents))]
    assert written(gathered(*texts)) == written(gathered(*other))


def test_records_keep_what_they_say() -> None:
    found = gathered(ROSTER + one("通报: [{文号: 辽政通1号, 级别: 省, 通报日期: 2023-05-06, 催办后: 是}]"))
    assert unit(found).values["通报"] == (
        Record("辽政通1号", {"文号": "辽政通1号", "级别": "省", "通报日期": date(2023, 5, 6), "催办后": True}),
    )

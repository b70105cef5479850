"""What a unit reported against what was verified: `differs` and `verified`."""

from __future__ import annotations

import pytest

from lawscore.expressions.binding import bind as bind_expression
from lawscore.expressions.reference import evaluate
from lawscore.facts.card import Card
from lawscore.facts.unit import Scope
from lawscore.reports.explain import explain
from tests.support import Scored, bind, rubric_of
from tests.support_data import assessed, gathered

TEXT = """
    fields:
      受理: count
      办结: count
      办结率: percent
      报送: {type: date, absent: none}
      进展: {choice: [按期, 逾期]}
      涉外: {type: count, absent: none}
      通报: {type: records, key: 文号, fields: {文号: text, 件: count}}
    measures:
      实际: 办结 / 受理
      件数: {count: 通报}
      增幅: {growth: 受理, against: {years_back: 1}, from_zero: unscored, missing: unscored}
    points: 10
    rules: [{deduct: 2, when: "%s"}]
"""


def data(reported: str, verified: str = "", reviewed: str = "", year: str = "") -> str:
    layers = {"self_reported": reported, "verified": verified, "reviewed": reviewed}
    said = [f"  - {{unit: u, layer: {layer}, values: {{{values}}}}}" for layer, values in layers.items() if values]
    then = [f"  - {{unit: u, year: 2022, values: {{{year}}}}}"] if year else []
    return "submissions:\n" + "\n".join([*said, *then])


def card(when: str, text: str, layer: str | None = None) -> Card:
    return assessed(rubric_of(TEXT % when), text, layer=layer)["u"]  # type: ignore[arg-type]


def verdict(when: str, text: str) -> str:
    """yes (2 points lost), no, or what is owed."""
    found = card(when, text)
    node = found.node("a")
    if node.state != "scored":
        return f"{node.state} {', '.join(Scored(found, ()).owed())}"
    return {"8": "yes", "10": "no"}[str(found.score)]


@pytest.mark.parametrize(
    ("when", "reported", "verified", "expected"),
    [
        # form 41: 13206 of 13213 is 99.947…%
        ("differs(办结率, 0.01%)", "办结率: 99.95%", "办结率: 99.947%", "no"),
        ("differs(办结率, 0.001%)", "办结率: 99.95%", "办结率: 99.947%", "yes"),
        ("differs(办结率, 0.003%)", "办结率: 99.95%", "办结率: 99.947%", "no"),
        ("differs(实际, 0.01%)", "受理: 13213, 办结: 13206", "办结: 13206", "no"),
        ("differs(办结 / 受理, 0)", "受理: 10, 办结: 9", "办结: 8", "yes"),
        ("differs(办结, 1)", "办结: 9", "办结: 10", "no"),
        ("differs(办结, 1)", "办结: 9", "办结: 11", "yes"),
        ("differs(办结, 1)", "办结: 11", "办结: 9", "yes"),
        ("differs(报送, 2)", "报送: 2024-01-15", "报送: 2024-01-17", "no"),
        ("differs(报送, 1)", "报送: 2024-01-15", "报送: 2024-01-17", "yes"),
        ("differs(进展)", "进展: 按期", "进展: 逾期", "yes"),
        ("differs(进展)", "进展: 按期", "进展: 按期", "no"),
        ("differs(进展 == '按期')", "进展: 按期", "进展: 逾期", "yes"),
        ("differs(件数, 0)", "通报: [{文号: 一, 件: 1}]", "通报: [{文号: 一, 件: 1}, {文号: 二, 件: 1}]", "yes"),
        ("differs(件数, 0)", "通报: [{文号: 一, 件: 1}]", "通报: [{文号: 一, 件: 2}]", "no"),
        ("differs(通报)", "通报: [{文号: 一, 件: 1}]", "通报: [{文号: 一, 件: 2}]", "yes"),
        ("differs(通报)", "通报: [{文号: 一, 件: 1}]", "通报: [{文号: 一, 件: 1}]", "no"),
    ],
)
def test_reported_against_verified(when: str, reported: str, verified: str, expected: str):
    assert verdict(when, data(reported, verified)) == expected


def test_the_latest_layer_counts_and_the_first_is_what_was_reported():
    assert verdict("differs(办结, 0)", data("办结: 9", "办结: 10", "办结: 9")) == "no"
    assert verdict("differs(办结, 0)", data("办结: 9", "办结: 9", "办结: 10")) == "yes"
    assert verdict("differs(办结, 0)", data("办结: 9", "", "办结: 10")) == "yes"


@pytest.mark.parametrize(
    ("when", "text", "expected"),
    [
        ("differs(办结, 0)", data("办结: 9"), "unscored not_verified 办结"),
        ("differs(办结 / 受理, 0)", data("办结: 9"), "unscored not_verified 办结 / 受理, value 受理"),
        ("differs(实际, 0)", data("办结: 9, 受理: 9", "办结率: 90%"), "unscored not_verified 实际"),
        ("differs(办结, 0)", data("受理: 9", "办结: 9"), "unscored value 办结"),
        ("differs(办结, 0)", data("办结: 9", "办结: 未知"), "unscored value 办结"),
    ],
)
def test_what_is_not_verified_is_owed_and_not_equal(when: str, text: str, expected: str):
    assert verdict(when, text) == expected


def test_an_office_that_verifies_samples_asks_first():
    sampled = "verified(办结) and differs(办结, 0)"
    assert verdict(sampled, data("办结: 9")) == "no"
    assert verdict(sampled, data("办结: 9", "办结: 8")) == "yes"
    assert verdict("verified(实际)", data("办结: 9, 受理: 9", "受理: 9")) == "yes"
    assert verdict("verified(通报)", data("通报: []", "办结: 9")) == "no"


def test_none_and_not_applicable_differ_from_a_figure():
    assert verdict("differs(报送, 0)", data("报送: 无", "报送: 2024-01-15")) == "yes"
    assert verdict("differs(报送, 0)", data("办结: 1", "报送: 2024-01-15")) == "yes"
    assert verdict("differs(涉外, 0)", data("涉外: 0", "涉外: 无")) == "no"
    assert verdict("differs(报送, 0)", data("报送: 无", "报送: 无")) == "not_applicable value 报送"
    assert verdict("differs(报送, 0)", data("报送: 无")) == "not_applicable value 报送"


def test_with_an_earlier_layer_asked_for_nothing_is_verified():
    found = card("differs(办结, 0)", data("办结: 9", "办结: 8"), layer="self_reported")
    assert Scored(found, ()).owed() == ["not_verified 办结"]


def test_growth_may_be_compared_too():
    text = data("受理: 10", "受理: 12", year="受理: 10")
    assert verdict("differs(增幅, 10%)", text) == "yes"
    assert verdict("differs(增幅, 20%)", text) == "no"


def test_what_reads_layers_says_so():
    assert rubric_of(TEXT % "differs(实际, 0)").nodes["a"].reads == {
        "办结",
        "受理",
        "layers:办结",
        "layers:受理",
        "measure:实际",
    }


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("differs()", "function_arguments"),
        ("differs(办结, 1, 2)", "function_arguments"),
        ("verified()", "function_arguments"),
        ("differs(办结)", "tolerance_missing"),
        ("differs(进展, 0)", "tolerance_not_taken"),
        ("differs(通报, 0)", "tolerance_not_taken"),
        ("differs(办结, -1)", "tolerance_negative"),
        ("differs(办结率, 5)", "percent_with_number"),
        ("differs(办结, 5%)", "number_with_percent"),
        ("differs(报送, 5%)", "number_with_percent"),
        ("differs(办结, 报送)", "expected_number"),
        ("differs(1 + 1, 0)", "layers_of_nothing"),
        ("verified(1)", "layers_of_nothing"),
        ("differs(score('a'), 0)", "layers_not_own"),
        ("differs", "function_bare"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_refused(when: str, code: str):
    assert code in {problem.code for problem in bind(TEXT % when)[1]}


def test_one_record_has_no_layers():
    text = (TEXT % "true").replace(
        'rules: [{deduct: 2, when: "true"}]', "rules: [{deduct: 2, each: 通报, where: 'differs(件, 0)'}]"
    )
    assert "layers_not_own" in {problem.code for problem in bind(text)[1]}
    own = text.replace("differs(件, 0)", "differs(办结, 0)")
    said = data("办结: 9, 通报: [{文号: 一, 件: 1}]", "办结: 8")
    assert str(assessed(rubric_of(own), said)["u"].score) == "8"


def test_explain_shows_what_was_reported():
    found = assessed(rubric_of(TEXT % "differs(实际, 0)"), data("受理: 10, 办结: 9", "办结: 8"))
    assert explain(found, "u", "zh").splitlines()[4:7] == [
        "  受理：10（自评）",
        "  办结：8（核查）",
        "  办结：9（自评）",
    ]


@pytest.mark.parametrize(
    "when", ["differs(实际, 0.01%)", "verified(办结) and differs(办结, 1)", "not differs(办结, 1)"]
)
@pytest.mark.parametrize("verified", ["", "办结: 8", "办结: 7", "受理: 9"])
def test_the_reference_evaluator_agrees(when: str, verified: str):
    rubric = rubric_of(TEXT % when)
    facts = gathered(data("受理: 10, 办结: 9", verified), rubric=rubric).units[0]
    program = bind_expression(when, rubric.names)
    assert evaluate(program, Scope(facts, {})) == program.run(Scope(facts, {}))


@pytest.mark.parametrize(
    ("when", "reported", "verified", "told"),
    [
        ("differs(办结率, 0.1%)", "办结率: 95%", "办结率: 94.5%", "办结率自评为 95%，核查后为 94.5%"),
        ("differs(实际, 0.1%)", "受理: 10, 办结: 9", "办结: 8", "实际自评为 90%，核查后为 80%"),
        ("differs(办结, 0)", "办结: 9", "办结: 8", "办结自评为 9，核查后为 8"),
        ("differs(报送, 0)", "报送: 无", "报送: 2024-01-15", "报送自评为 不适用，核查后为 2024-01-15"),
        ("differs(进展)", "进展: 按期", "进展: 逾期", "进展自评为 按期，核查后为 逾期"),
        ("differs(进展 == '按期')", "进展: 按期", "进展: 逾期", "进展 == '按期'自评为 是，核查后为 否"),
        ("verified(办结) and differs(办结, 0)", "办结: 9", "办结: 8", "办结自评为 9，核查后为 8"),
    ],
)
def test_an_item_tells_both_figures(when: str, reported: str, verified: str, told: str):
    assert Scored(card(when, data(reported, verified)), ()).told() == [f"-2 {told}；2 分"]


def test_what_cannot_be_told_in_a_line_is_not():
    said = data("通报: [{文号: 一, 件: 1}]", "通报: [{文号: 一, 件: 2}]")
    assert Scored(card("differs(通报)", said), ()).told() == ["-2 2 分"]
    assert Scored(card("not differs(办结, 1)", data("办结: 9", "办结: 8")), ()).told() == ["-2 2 分"]

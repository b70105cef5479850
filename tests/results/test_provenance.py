"""The digest of the submissions is of what they mean: not of files, their order, or how a number is written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lawscore
from tests.support import rubric_of

RUBRIC = rubric_of("""
fields:
  出庭: count
  备注: text
  通报: {type: records, key: 文号, fields: {文号: text, 级别: {choice: [省, 市]}}}
givens: {均值: percent}
classes: {a: 甲组, b: 乙组}
indicators:
  - {id: "1", points: 100, start: full, rules: [{id: r, deduct: 1, each: 出庭}, {id: q, deduct: 1, for: 是否迟报}]}
""")
DATA: dict[str, Any] = {
    "lawscore": "1",
    "units": [{"id": "u", "name": "某县", "class": "a"}, {"id": "v", "class": "b"}],
    "givens": {"均值": "90%"},
    "submissions": [
        {"unit": "u", "values": {"出庭": {"value": "16", "evidence": "台账"}, "通报": [{"文号": "1号", "级别": "省"}, {"文号": "2号", "级别": "市"}]},
         "answers": [{"indicator": "1", "rule": "q", "answer": "no", "assessor": "核查组"}]},
        {"unit": "v", "values": {"出庭": "3"}},
        {"unit": "u", "layer": "verified", "values": {"出庭": "14"}},
    ],
}  # fmt: skip


def digest(*documents: dict[str, Any], layer: str | None = None) -> str:
    found: str = lawscore.assess(RUBRIC, list(documents), layer=layer).to_dict()["provenance"]["submissions"]
    assert found.startswith("sha256:")
    return found


def changed(path: list[Any], value: Any) -> dict[str, Any]:
    import copy

    data = copy.deepcopy(DATA)
    part: Any = data
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return data


def test_the_same_said_otherwise_has_the_same_digest():
    turned = {**DATA, "submissions": DATA["submissions"][::-1], "units": DATA["units"][::-1]}
    assert digest(turned) == digest(DATA)
    assert digest(changed(["submissions", 1, "values", "出庭"], 3)) == digest(DATA)
    assert digest(changed(["submissions", 1, "values", "出庭"], {"value": "３.0"})) == digest(DATA)
    records = DATA["submissions"][0]["values"]["通报"][::-1]
    assert digest(changed(["submissions", 0, "values", "通报"], records)) == digest(DATA)


def test_several_documents_have_the_digest_of_one():
    parts = [{**DATA, "submissions": [one]} for one in DATA["submissions"]]
    assert digest(*parts) == digest(*parts[::-1]) == digest(DATA)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["submissions", 0, "values", "出庭", "value"], "17"),
        (["submissions", 1, "values", "出庭"], {"value": "3", "evidence": "纪要"}),
        (["submissions", 0, "values", "备注"], "迟"),
        (["submissions", 0, "values", "通报", 1, "级别"], "省"),
        (["submissions", 0, "answers", 0, "answer"], "yes"),
        (["submissions", 0, "answers", 0, "assessor"], "另一组"),
        (["submissions", 2, "values", "出庭"], "15"),
        (["submissions", 2, "layer"], "reviewed"),
        (["submissions", 0, "values", "出庭"], {"value": "16", "evidence": "另一册台账"}),
        (["submissions", 0, "values", "出庭"], {"value": "16", "evidence": "台账", "source": "年报"}),
        (["submissions", 1, "values", "出庭"], "无"),
        (["givens", "均值"], "91%"),
        (["units", 0, "class"], "b"),
        (["units", 0, "name"], "另一县"),
        (["units", 1, "not_assessed"], "本年新设"),
        (["adjustments"], [{"unit": "v", "authority": "市局", "date": "2024-01-10", "remark": "更正", "field": "出庭", "value": "2"}]),
    ],
)  # fmt: skip
def test_whatever_is_said_counts(path, value):
    assert digest(changed(path, value)) != digest(DATA)


def test_the_id_of_an_adjustment_counts():
    one = {"unit": "v", "authority": "市局", "date": "2024-01-10", "remark": "更正", "field": "出庭", "value": "2"}
    digests = {digest(changed(["adjustments"], [{**one, **more}])) for more in ({}, {"id": "调1"}, {"id": "调2"})}
    assert len(digests) == 3


def test_a_digest_stays_what_it_is():
    """Results that are published name it: where this changes, every one of them is called made of other data."""
    assert digest(DATA) == "sha256:31ca626e6369127421cd667a6dbc1725b87fca4da5878b5c77f31d7188201de9"


def test_a_reported_zero_none_and_nothing_are_three_digests():
    said = [digest(changed(["submissions", 1, "values"], values)) for values in ({"出庭": "0"}, {"出庭": "none"}, {})]
    assert len(set(said)) == 3


def test_the_layer_that_was_asked_for_is_recorded_and_later_ones_do_not_count():
    result = lawscore.assess(RUBRIC, DATA, layer="自评").to_dict()
    assert result["provenance"]["layer"] == "self_reported"
    without = {**DATA, "submissions": DATA["submissions"][:2]}
    assert result["provenance"]["submissions"] == digest(without)
    assert lawscore.assess(RUBRIC, DATA).to_dict()["provenance"]["layer"] is None


def test_the_calendar_has_a_digest_of_its_own():
    def calendar(holiday: str) -> Any:
        days = {"covers": {"from": "2023-01-01", "to": "2023-12-31"}, "holidays": [holiday]}
        return lawscore.assess(RUBRIC, {**DATA, "calendar": days}).to_dict()["provenance"]["calendar"]

    assert lawscore.assess(RUBRIC, DATA).to_dict()["provenance"]["calendar"] is None
    assert calendar("2023-05-01") == calendar("2023-05-01") != calendar("2023-05-02")


@given(st.permutations(range(3)), st.lists(st.sampled_from(["出庭", "备注"]), min_size=2, max_size=2, unique=True))
def test_no_order_changes_a_digest(order, fields):
    values = {"出庭": "1", "备注": "x"}
    submissions = [{"unit": unit, "values": {name: values[name] for name in fields}} for unit in ("u", "v", "w")]
    plain = {"lawscore": "1", "submissions": [{"unit": unit, "values": values} for unit in ("u", "v", "w")]}
    assert digest({"lawscore": "1", "submissions": [submissions[place] for place in order]}) == digest(plain)

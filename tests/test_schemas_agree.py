"""The schema and the loader take the same: points, prices, shares and texts, however they are written."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.loading.rubrics import load_text
from lawscore.problems import errors
from lawscore.schemas import rubric_schema

RUBRIC = """\
lawscore: 1
calculation: 1
rubric: x
version: "1"
status: draft
title: {title}
issued: {{note: {note}}}
period: {{from: 2023-01-01, to: 2023-12-31}}
points: {total}
floor: {floor}
ceiling: {ceiling}
notes: {notes}
fields: {{a: {{type: count, label: {label}, unit: {unit}}}, b: {{choice: [x, y]}}, r: percent}}
indicators:
  - id: "1"
    title: {heading}
    points: {points}
    start: {start}
    floor: {low}
    scored_by: {scored_by}
    evidence: {evidence}
    basis: {basis}
    rules:
      - {{deduct: {deduct}, each: a, at_most: {at_most}, text: {text}}}
      - {{deduct: {{by: b, prices: {{x: {price}}}, else: 0}}, text: t}}
      - {{deduct: {{by: r, bands: [{{from: 50%, points: {band}}}], else: 0}}}}
      - {{deduct: {{first: {first}, then: 2}}, each: a}}
      - {{deduct: {{up_to: {up_to}}}, for: {question}}}
      - {{deduct: {{one_of: [{one_of}]}}, for: q2}}
      - {{deduct: 1, each: a, times: [{{factor: {factor}, when: a > 3}}]}}
  - {{id: "2", points: 0, ceiling: 5, rules: [{{award: {award}, each: a}}]}}
  - id: "3"
    points: 0
    scaled_to: {scaled_to}
    indicators: [{{id: "3.1", points: {inner}, rules: [{{deduct: 1, each: a}}]}}]
ranking: {{within: all, using: shown}}
grades:
  using: shown
  bands: [{{grade: g, from: {band_from}}}, {{grade: h, else: true}}]
  quota: {{g: {{at_most: {quota}, fraction: down, tie_at_cut: leave_out}}}}
"""
SOUND = {
    "title": "t", "note": "n", "total": "100", "floor": "0", "ceiling": "110", "notes": "n", "label": "l", "unit": "件",
    "heading": "h", "points": "50", "start": "full", "low": "0", "scored_by": "s", "evidence": "e", "basis": "b",
    "deduct": "1", "at_most": "3", "text": "t", "price": "1", "band": "1", "first": "1", "up_to": "2", "question": "q",
    "one_of": "1", "factor": "2", "award": "1", "scaled_to": "50", "inner": "5", "band_from": "90", "quota": "30%",
}  # fmt: skip
TEXTS = ("title", "note", "notes", "label", "unit", "heading", "scored_by", "evidence", "basis", "text", "question")
NUMBERS = (
    "total", "floor", "ceiling", "points", "start", "low", "first", "up_to", "one_of", "scaled_to", "inner", "band_from",
)  # fmt: skip
#: Keys that take expressions: of those the schema judges only what is a number.
PRICES = ("deduct", "at_most", "price", "band", "factor", "award")


class _Editor(yaml.SafeLoader):
    """YAML as an editor reads it: 2023 is a number, true a truth value, yes and dates are texts."""


_Editor.yaml_implicit_resolvers = {
    first: [(tag, match) for tag, match in listed if not tag.endswith((":timestamp", ":bool"))]
    for first, listed in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|True|TRUE|false|False|FALSE"), list("tTfF"))


@cache
def _validator() -> Any:
    return jsonschema.Draft7Validator(rubric_schema())


def taken(key: str, written: str) -> tuple[bool, bool]:
    """Whether the loader takes what is written at a key, and whether the schema does."""
    text = RUBRIC.format(**{**SOUND, key: written})
    return not errors(load_text(text).problems), _validator().is_valid(yaml.load(text, _Editor))


def test_the_rubric_of_this_law_is_sound():
    assert taken("title", "t") == (True, True)


DIGITS = st.from_regex(
    r"(?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,3})?|\.[0-9]{1,2}|[１-９][０-９]?(?:．[０-９])?", fullmatch=True
)
NUMERALS = st.builds(
    "{}{}{}".format, st.sampled_from(["", "", "-", "+"]), DIGITS, st.sampled_from(["", "", "", "e1", "E-1"])
)
SHARES = st.builds("{}{}{}".format, st.sampled_from(["", "-"]), DIGITS, st.sampled_from(["%", "％", " %"]))
QUOTED = st.sampled_from(["{}", '"{}"', "'{}'", '" {} "'])
NO_NUMBERS = st.sampled_from(["1.2.3", "1,000", ".", "-", "+", "e1", "一", "²", "1e", "inf", "nan", "--1"])


def quoted(form: str, text: str) -> str:
    """What a plain scalar would be read as something else, or not at all, stands in quotes."""
    plain = re.fullmatch(r"[\w.+．-]+|[\d.]+ ?[%％]", text) is not None
    return form.format(text) if plain or form != "{}" else f'"{text}"'


@settings(max_examples=40)
@given(st.sampled_from(NUMBERS), QUOTED, NUMERALS | SHARES | NO_NUMBERS)
def test_law_numbers(key, form, text):
    loader, schema = taken(key, quoted(form, text))
    assert loader == schema


@settings(max_examples=40)
@given(st.sampled_from(PRICES), QUOTED, (NUMERALS | SHARES).filter(lambda text: "．" not in text))
def test_law_prices(key, form, text):
    loader, schema = taken(key, quoted(form, text))
    assert loader == schema


@settings(max_examples=40)
@given(QUOTED, st.from_regex(r"-?[0-9]{1,2}(?:\.0|\.5)?|[0-9]{1,2}(?:\.5)? ?[%％]|1[.]2[.]3", fullmatch=True))
def test_law_quotas(form, text):
    loader, schema = taken("quota", quoted(form, text))
    assert loader == schema


@settings(max_examples=40)
@given(
    st.sampled_from(TEXTS),
    QUOTED,
    NUMERALS | SHARES | st.sampled_from(["true", "False", "yes", "甲", "2023-01-01", "~"]),
)
def test_law_texts(key, form, text):
    assert taken(key, quoted(form, text)) == (True, True)


@pytest.mark.parametrize(
    ("key", "written"),
    [("points", "-1"), ("points", '"-1"'), ("up_to", "0"), ("deduct", "-0.5"), ("award", '"-2"'), ("at_most", "-20%")],
)
def test_what_both_refuse(key, written):
    assert taken(key, written) == (False, False)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("text", "2023"),
        ("title", "12.50"),
        ("basis", "2023"),
        ("floor", '"-20"'),
        ("points", '"１０"'),
        ("ceiling", "none"),
    ],
)
def test_what_both_take(key, written):
    assert taken(key, written) == (True, True)

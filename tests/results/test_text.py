"""The text of a result means what the mapping says, whatever stands in it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from lawscore.results.text import json_text

TEXTS = st.one_of(st.text(max_size=8), st.sampled_from(['}, {"a": ', '"}, {"a": "', "\\", "\n", "“引号”"]))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), TEXTS),
    lambda inside: st.one_of(
        st.lists(inside, max_size=3),
        st.dictionaries(st.sampled_from(["a", "b", "名称"]), inside, max_size=3),
        st.lists(st.fixed_dictionaries({"a": inside, "b": inside}), max_size=3),
    ),
    max_leaves=20,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_a_text_reads_back_as_the_mapping(result):
    assert json.loads(json_text(result)) == result


def test_each_entry_of_a_unit_stands_on_a_line():
    result = {
        "units": [
            {
                "id": "u",
                "bounds": [None, "1"],
                "facts": [{"field": "a", "value": [{"field": "x"}]}, {"field": "b", "value": "}, {"}],
                "items": [],
            }
        ]
    }
    assert (
        json_text(result)
        == """{
  "units": [
    {
      "id": "u",
      "bounds": [
        null,
        "1"
      ],
      "facts": [
        {"field": "a", "value": [{"field": "x"}]},
        {"field": "b", "value": "}, {"}
      ],
      "items": []
    }
  ]
}
"""
    )

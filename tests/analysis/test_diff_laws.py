"""Laws of comparing rubrics: nothing that differs is lost, nothing is told of what is equal, and addresses lead back."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lawscore import Rubric, assess, load_rubric
from lawscore.analysis.diff import diff_rubrics
from lawscore.analysis.diff.addresses import Addresses, address_at
from lawscore.analysis.diff.tree import Path as Steps
from lawscore.analysis.diff.tree import same, tree_of
from lawscore.analysis.diff.wording import moves_digits
from lawscore.loading.rubrics import load_mapping, rubric_files
from lawscore.numbers import NotANumber, parse_number, written
from lawscore.reports.diff_sentences import change_text

ROOT = Path(__file__).parent.parent.parent
FILES = sorted(rubric_files(ROOT / "rubrics"))
DATA = ROOT / "examples" / "cixi-2017" / "departments.generated.yaml"

IDS = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")


@cache
def rubric_at(file: Path) -> Rubric:
    return load_rubric(file)


@cache
def leaves_of(file: Path) -> tuple[Steps, ...]:
    """The paths of all scalars of a rubric."""
    return tuple(
        path for path, value in walked(tree_of(rubric_at(file).document), ()) if not isinstance(value, dict | list)
    )


def walked(value: Any, path: Steps) -> Iterator[tuple[Steps, Any]]:
    yield path, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in inside:
        yield from walked(part, (*path, step))


def value_at(tree: Any, path: Steps) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def other_value(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    text = str(value)
    try:
        return written(parse_number(text) + 1)
    except NotANumber:
        return f"{int(text[:-1]) // 2}%" if text.endswith("%") and text[:-1].isdigit() else f"{text}改"


def edited(file: Path, path: Steps, value: Any) -> Rubric | None:
    """The rubric with one place set to a value (None: taken out); None where that is no rubric."""
    rubric = rubric_at(file)
    tree = tree_of(rubric.document)
    above = value_at(tree, path[:-1])
    if value is None:
        del above[path[-1]]
    else:
        above[path[-1]] = value
    return load_mapping(tree, others=rubric.others).rubric


def without_wording(tree: Any, path: Steps = ()) -> Any:
    """What is left of a document when all that moves no digit is taken out: of classes and roles, that they are there."""
    if len(path) == 2 and path[0] in ("classes", "roles"):
        return True
    if isinstance(tree, dict):
        kept = {key: part for key, part in tree.items() if moves_digits((*path, key), part, None)}
        return {key: without_wording(part, (*path, key)) for key, part in kept.items()}
    return (
        [without_wording(part, (*path, place)) for place, part in enumerate(tree)] if isinstance(tree, list) else tree
    )


@IDS
def test_a_rubric_does_not_differ_from_itself(file):
    rubric = rubric_at(file)
    again = load_mapping(tree_of(rubric.document), others=rubric.others).rubric
    assert again is not None
    assert list(diff_rubrics(rubric, again)) == []


@IDS
def test_every_address_leads_back_to_its_place(file):
    addresses = Addresses(tree_of(rubric_at(file).document))
    paths = [path for path, _ in walked(addresses.tree, ()) if path]
    assert [path for path in paths if addresses.find(address_at(addresses.tree, path)) != path] == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data())
def test_any_single_edit_is_told_and_only_where_it_stands(data):
    file = data.draw(st.sampled_from(FILES))
    path = data.draw(st.sampled_from(leaves_of(file)))
    before = rubric_at(file)
    tree = tree_of(before.document)
    old = value_at(tree, path)
    taken_out = data.draw(st.booleans()) if not isinstance(path[-1], int) else False
    new = None if taken_out else other_value(old)
    after = edited(file, path, new)
    assume(after is not None)
    assert after is not None
    found = diff_rubrics(before, after)
    changed = tree_of(after.document)
    assert (len(found) > 0) == (not same(tree, changed))
    meant = without_wording(deepcopy(tree)), without_wording(deepcopy(changed))
    assert bool(found.digits) == (not same(*meant))
    assert all(change_text(one, language) for one in found for language in ("zh", "en"))


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data())
def test_what_is_said_to_move_no_digit_moves_none(data):
    """Whatever wording is edited, every unit has the same score, items, rank and grade."""
    file = next(one for one in FILES if one.parent.name == "department-assessment" and one.stem == "2017.1")
    quiet = [path for path in leaves_of(file) if not moves_digits(path, "a", "b")]
    path = data.draw(st.sampled_from(quiet))
    after = edited(file, path, other_value(value_at(tree_of(rubric_at(file).document), path)))
    assume(after is not None)
    assert after is not None
    assume(after.id == rubric_at(file).id)  # data for another rubric are refused
    cards = [
        [
            (one.unit.id, one.score, one.rank, one.grade, [item.points for item in one.items])
            for one in assess(rubric, DATA)
        ]
        for rubric in (rubric_at(file), after)
    ]
    assert cards[0] == cards[1]


@IDS
def test_going_back_tells_the_same_places(file):
    """What is added one way is removed the other way."""
    rubric = rubric_at(file)
    tree = tree_of(rubric.document)
    tree["notes"] = "改"
    tree["points"] = written(parse_number(str(tree["points"])) + 1)
    other = load_mapping(tree, others=rubric.others).rubric
    assert other is not None
    there, back = diff_rubrics(rubric, other), diff_rubrics(other, rubric)
    assert [(one.address, one.before, one.after) for one in there] == [
        (one.address, one.after, one.before) for one in back
    ]

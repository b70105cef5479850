"""Dataclasses whose methods are written when they are first asked for mean what those of the standard library mean."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from dataclasses import dataclass as standard
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.classes import dataclass

OURS_AND_THEIRS = (dataclass, standard)


def points(decorator, **words):
    """The same class, decorated by one or the other."""

    class Point:
        """A point."""

        x: int
        y: int = 2
        names: list = field(default_factory=list, compare=False)
        hidden: str = field(default="h", repr=False)

    Point.__qualname__ = "Point"
    return decorator(**words)(Point)


def both(**words):
    return [points(decorator, **words) for decorator in OURS_AND_THEIRS]


@dataclass(frozen=True, slots=True)
class Kept:
    """Stands in the module, so that it can be pickled."""

    x: int
    y: tuple = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Below(Kept):
    z: int = 0
    seen: list = field(default_factory=list, init=False, repr=False, compare=False)


@dataclass
class Counting:
    values: list
    count: int = field(init=False)

    def __post_init__(self):
        self.count = len(self.values)


@pytest.mark.parametrize(
    "words", [{}, {"frozen": True}, {"frozen": True, "slots": True}, {"slots": True, "kw_only": True}]
)
@given(st.integers(), st.integers(), st.integers(), st.integers())
def test_texts_and_equality_are_the_same(words, a, b, c, d):
    ours, theirs = ([cls(x=a, y=b), cls(x=c, y=d)] for cls in both(**words))
    assert [repr(one) for one in ours] == [repr(one) for one in theirs]
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1]) == ((a, b) == (c, d))
    assert ours[0] != theirs[0]
    assert (
        asdict(replace(ours[0], y=7)) == asdict(replace(theirs[0], y=7)) == {"x": a, "y": 7, "names": [], "hidden": "h"}
    )


@given(st.integers(), st.integers(), st.integers(), st.integers())
def test_order_and_hash_are_the_same(a, b, c, d):
    ours, theirs = ([cls(a, b), cls(c, d)] for cls in both(frozen=True, order=True))
    assert (ours[0] < ours[1], ours[0] <= ours[1]) == (theirs[0] < theirs[1], theirs[0] <= theirs[1])
    assert (ours[0] > ours[1], ours[0] >= ours[1]) == (theirs[0] > theirs[1], theirs[0] >= theirs[1])
    assert hash(ours[0]) == hash(theirs[0])


@pytest.mark.parametrize("words", [{"frozen": True}, {"frozen": True, "slots": True}])
def test_what_is_frozen_refuses_changes(words):
    for cls in both(**words):
        one = cls(1)
        with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
            one.x = 2
        with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
            del one.x
        assert one.x == 1


def test_what_is_not_frozen_has_no_hash_unless_it_is_told_apart_by_itself():
    for decorator in OURS_AND_THEIRS:
        assert points(decorator).__hash__ is None
        assert points(decorator, eq=False).__hash__ is object.__hash__


def test_missing_and_unknown_arguments_are_refused():
    for cls in both(frozen=True):
        with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'x'"):
            cls()
        with pytest.raises(TypeError, match="unexpected keyword argument 'w'"):
            cls(1, w=2)


def test_each_value_has_a_list_of_its_own():
    cls = points(dataclass, frozen=True, slots=True)
    assert cls(1).names is not cls(1).names


def test_inherited_fields_come_first():
    one = Below(1, (2,), z=3)
    assert repr(one) == "Below(x=1, y=(2,), z=3)"
    assert [each.name for each in fields(one)] == ["x", "y", "z", "seen"]
    assert one != Kept(1, (2,))
    assert "__dict__" not in dir(one)


@pytest.mark.parametrize("one", [Kept(1, (2, "b")), Below(1, z=4)])
def test_values_are_pickled_and_copied(one):
    assert pickle.loads(pickle.dumps(one)) == copy.copy(one) == copy.deepcopy(one) == one


def test_what_is_worked_out_afterwards():
    assert Counting([1, 2]).count == 2


def test_a_frozen_class_and_one_that_is_not_do_not_inherit_from_each_other():
    for above, below in ((True, False), (False, True)):
        cls = points(dataclass, frozen=above)
        with pytest.raises(TypeError, match="do not inherit from each other"):
            dataclass(frozen=below)(type("Below", (cls,), {"__annotations__": {"w": int}}))


def test_the_types_of_what_is_asked_for_are_told():
    assert get_type_hints(Kept.__init__) == {"x": int, "y": tuple, "return": type(None)}


def test_the_signature_is_told():
    assert str(inspect.signature(Kept)) == "(x: int, y: tuple = ()) -> None"


def test_a_method_of_the_class_itself_is_kept():
    class Told:
        x: int

        def __repr__(self):
            return "told"

    assert repr(dataclass(frozen=True)(Told)(1)) == "told"


def test_nothing_is_written_before_it_is_asked_for():
    cls = points(dataclass, frozen=True, slots=True)
    assert not inspect.isfunction(vars(cls)["__init__"])
    cls(1)
    assert inspect.isfunction(vars(cls)["__init__"])
    assert not inspect.isfunction(vars(cls)["__repr__"])


def test_a_value_inside_itself_is_told():
    one = Counting([])
    one.values.append(one)
    assert repr(one) == "Counting(values=[...], count=0)"

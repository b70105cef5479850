"""A list some of whose entries are made when they are asked for."""

from collections.abc import Callable

import pytest

from lawscore.columns.deferred import Deferred


def test_what_is_kept_is_made_when_it_is_asked_for_and_once():
    asked: list[str] = []

    def making(name: str) -> Callable[[], str]:
        return lambda: (asked.append(name), name)[1]

    kept = Deferred(["a"])
    kept.append_later(making("b"))
    kept.append("c")
    kept.append_later(making("d"))
    assert (len(kept), kept[0], kept[2], asked) == (4, "a", "c", [])
    assert (kept[-1], kept[3], asked) == ("d", "d", ["d"])
    assert ([*kept], kept[1:3], asked) == (["a", "b", "c", "d"], ["b", "c"], ["d", "b"])
    with pytest.raises(IndexError):
        kept[4]

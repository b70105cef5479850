"""Several threads: whoever does the work, the same comes of it; and what is kept to be made later is made once."""

from collections.abc import Callable
from threading import Barrier, get_ident

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.columns.assess import assess_table
from lawscore.columns.deferred import Deferred
from lawscore.columns.workers import LEAST_SHARED, Workers, usual_threads, waves
from tests.columns.both_paths import row_by_row
from tests.support import rubric_of

RUBRIC = rubric_of("""
fields: {件数: count, 报备: yesno, 应办: count, 已办: count, 类别: {choice: [甲, 乙]}}
indicators:
  - id: "1"
    indicators:
      - {id: "1.1", points: 2, rules: [{deduct: 0.5, each: 件数, text: 每件扣0.5分}]}
      - {id: "1.2", points: 2, rules: [{deduct: 1, when: not 报备, text: 没有报备}]}
  - id: "2"
    indicators:
      - {id: "2.1", points: 3, rules: [{award: 3, in_proportion_to: 已办 / 应办}]}
      - {id: "2.2", points: 1, rules: [{deduct: 1, when: "类别 == '乙' and score('1.1') < 1", text: 乙类件数多}]}
points: 8
""")
#: Two batches that are worth the help of others, and one that is not.
ROWS = 2 * LEAST_SHARED + 60


def table(rows: int = ROWS) -> pa.Table:
    random = np.random.default_rng(7)
    return pa.table({
        "unit": [f"u{number}" for number in range(rows)],
        "件数": random.integers(0, 6, rows), "报备": random.random(rows) > 0.2, "应办": random.integers(1, 9, rows),
        "已办": random.integers(0, 9, rows), "类别": random.choice(["甲", "乙", "丙"], rows),
    })  # fmt: skip


def test_as_many_threads_as_one_likes_come_to_the_same():
    alone, *others = (assess_table(RUBRIC, table(), threads=count, size=LEAST_SHARED) for count in (1, 2, 3))
    assert len(alone.parts) == 3
    for found in others:
        for one, other in zip(alone.parts, found.parts, strict=True):
            assert one.scored.results.keys() == other.scored.results.keys()
            for name, column in one.scored.results.items():
                assert np.array_equal(column.codes, other.scored.results[name].codes), name
                assert [*column.table.results] == [*other.scored.results[name].table.results], name
            assert np.array_equal(one.scored.card_codes, other.scored.card_codes)
            assert [*one.scored.cards] == [*other.scored.cards]
        assert found.problems == alone.problems
        assert found.problems  # there is no third class
        assert found.stats == alone.stats


def test_units_of_several_threads_are_those_that_are_scored_alone():
    rows = table()
    found = assess_table(RUBRIC, rows, threads=2, size=LEAST_SHARED)
    some = [0, 1, LEAST_SHARED - 1, LEAST_SHARED, 2 * LEAST_SHARED, ROWS - 1]
    expected = row_by_row(RUBRIC, rows.take(some))
    assert [found.card(at) for at in some] == [*expected.cards]


def test_threads_are_as_many_as_asked_for():
    seen: set[int] = set()
    Workers(1).each(lambda _: seen.add(get_ident()), range(20))
    assert seen == {get_ident()}
    together = Barrier(3)
    Workers(3).each(lambda _: (seen.add(get_ident()), together.wait(60)), range(3))  # none goes on without the others
    assert len(seen) == 3
    assert 1 <= usual_threads() <= 4


@pytest.mark.parametrize("count", [1, 2, 3])
def test_everything_is_done_once(count: int):
    done: list[int] = []
    workers = Workers(count)
    for _ in range(3):
        workers.each(done.append, range(100))
    assert sorted(done) == sorted([*range(100)] * 3)


@pytest.mark.parametrize("count", [1, 2])
def test_what_goes_wrong_in_a_thread_is_told(count: int):
    def work(number: int) -> None:
        if number == 30:
            raise ValueError(number)

    with pytest.raises(ValueError, match="30"):
        Workers(count).each(work, range(60))


def test_nobody_is_at_work_any_more_when_an_interruption_is_told():
    """Whoever asks is interrupted while the other has begun: it ends what it has begun, and begins nothing more."""
    both, asked_by, ended = Barrier(2), get_ident(), list[int]()

    def work(number: int) -> None:
        both.wait(60)
        if get_ident() == asked_by:
            raise KeyboardInterrupt
        ended.append(number)

    with pytest.raises(KeyboardInterrupt):
        Workers(2).each(work, range(12))
    assert len(ended) == 1


@given(st.lists(st.lists(st.integers(0, 20)), max_size=12))
def test_each_wave_comes_after_what_it_is_made_of(given_parts: list[list[int]]):
    made_of = {f"{at}": [f"{part}" for part in parts if part < at] for at, parts in enumerate(given_parts)}
    found = waves(made_of)
    assert sorted(name for wave in found for name in wave) == sorted(made_of)
    before: set[str] = set()
    for wave in found:
        assert all(before.issuperset(made_of[name]) for name in wave)
        before.update(wave)


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

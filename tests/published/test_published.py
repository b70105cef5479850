"""Published indices come out as published: every value, or the first that does not is told."""

import pytest

from lawscore.checking import check_rubric
from lawscore.loading.rubrics import load_rubric, rubric_files
from tests.published.support import PUBLISHED, needs_truth, replay

COUNTS = {
    "wjp": 13_356,
    "freedom-house": 32_695,
    "hdi": 5_953,
    "asem": 4_182,
    "dmn-tables": 51,
    "dmn-rounding": 44,
}


@needs_truth
@pytest.mark.parametrize(("name", "count"), COUNTS.items(), ids=COUNTS)
def test_every_published_value_comes_out_and_the_readme_says_so(name, count):
    tally = replay.REPLAYS[name].run(replay.truth_folder())
    told = f"{name}: {tally.matched:,} of {tally.total:,} published values matched"
    print(told)
    assert (tally.matched, tally.total) == (count, count), "\n".join([told, *tally.mismatches])
    for language, path in replay.READMES.items():
        assert replay.row(name, tally, language) in replay.table_in(path.read_text(encoding="utf-8")), (
            "run: python examples/published/replay.py --write"
        )


@pytest.mark.parametrize("language", replay.READMES)
def test_the_readme_has_one_row_for_each_index_with_all_values_matched(language):
    tallies = {name: replay.Tally(count, count) for name, count in COUNTS.items()}
    assert replay.table_in(replay.READMES[language].read_text(encoding="utf-8")) == replay.table(tallies, language)


def test_the_rubrics_can_be_found_by_name_and_cite_their_source():
    for path in rubric_files(PUBLISHED):
        rubric = load_rubric(f"{path.parent.name}@{path.stem}", [PUBLISHED])
        assert rubric.name == f"{path.parent.name}@{path.stem}"
        assert rubric.document.basis, path
        assert [problem.message("en") for problem in check_rubric(rubric)] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_front_page_counts_them_all(readme):
    text = (PUBLISHED.parents[1] / readme).read_text(encoding="utf-8")
    total = sum(COUNTS.values())
    assert f"{total:,}" in text or f"共{total}个" in text

"""Rubrics that extend others: what comes of both, where each part was written, and what is said of mistakes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lawscore
from lawscore.cases.loading import cases_beside, load_cases
from lawscore.cases.running import run_cases
from lawscore.catalogue import LANGUAGES
from lawscore.editing.formatting import formatted
from lawscore.editing.written import Text, read_written
from lawscore.loading.locks import lock_beside, lock_of
from lawscore.loading.merging import merge
from lawscore.loading.rubrics import find_rubric, load_file, load_mapping, load_text, rubric_files
from lawscore.loading.source import Source
from lawscore.loading.yaml_reader import read_yaml
from lawscore.reports.resolved import resolved, values
from lawscore.rubric.extending import BY_ID, BY_NAME, HEADER

ROOT = Path(__file__).parents[2]
PAIR = ROOT / "docs" / "versions"

BASE = """\
lawscore: 1
calculation: 1
rubric: common
version: "1"
status: published
title: 共性指标
issued: {note: 示例}
period: {from: 2022-01-01, to: 2022-12-31}
points: 10
ceiling: 12
fields: {通报: count, 表彰: {type: count, label: 表彰}}
indicators:
  - id: "3"
    title: 执法
    indicators:
      - {id: "3.1", points: 4, rules: [{deduct: 1, each: 通报}]}
      - {id: "3.2", points: 6, rules: [{deduct: 2, each: 通报}], accepts: {sum: 沿用}}
  - {id: "4", points: 0, ceiling: 2, rules: [{award: 1, each: 表彰}]}
vetoes: [{id: v1, for: 发生重大违法行政行为, effect: zero_total}]
notes: 共同的说明
"""
HEAD = """\
lawscore: 1
calculation: 1
rubric: own
version: "1"
status: draft
title: 本细则
issued: {note: 示例}
extends: common@1
period: {from: 2023-01-01, to: 2023-12-31}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "common/1.yaml", BASE)
    return tmp_path


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def extending(folder: Path, own: str, head: str = HEAD):
    """What comes of the common part and an own one."""
    return load_file(write(folder, "own/1.yaml", head + own))


def told(loaded, language="zh") -> list[str]:
    """The problems, with their places from the name of the folder on."""
    return [
        f"{'/'.join(Path(one.where.file).parts[-2:])}:{one.where.line}:{one.where.column} {one.message(language)}"
        for one in loaded.problems
    ]


def test_what_is_not_stated_comes_from_the_other_but_for_the_header(folder):
    loaded = extending(folder, "")
    assert told(loaded) == []
    document = loaded.rubric.document
    assert (document.title, document.period.from_.year) == ("本细则", 2023)
    assert list(loaded.base_digests) == ["common@1"]
    assert (document.points, document.ceiling, document.notes) == (10, 12, "共同的说明")
    assert list(loaded.rubric.nodes) == ["3", "3.1", "3.2", "4"]


def test_an_entry_with_the_id_of_the_other_changes_only_what_it_states(folder):
    own = 'points: 12\nindicators: [{id: "3.2", points: 8}, {id: "3", title: 行政执法, indicators: [{id: "3.1", text: 原文}]}]\n'
    rubric = extending(folder, own).rubric
    assert rubric.nodes["3.2"].points == 8
    assert rubric.nodes["3.2"].spec.rules[0].deduct == "2"
    assert [rubric.nodes[one].title for one in ("3", "4")] == ["行政执法", "4"]
    assert rubric.nodes["3.1"].spec.text == "原文"


def test_a_new_entry_goes_to_the_end_of_the_list_in_which_it_stands(folder):
    own = 'fields: {件: count}\nindicators: [{id: "5", points: 1, rules: [{deduct: 1, each: 件}]}, {id: "3", indicators: [{id: "3.3", points: 1, rules: [{deduct: 1, each: 件}]}]}]\n'
    assert list(extending(folder, own).rubric.nodes) == ["3", "3.1", "3.2", "3.3", "4", "5"]


def test_a_name_that_both_have_is_the_own_one_whole(folder):
    rubric = extending(folder, "fields: {表彰: {type: count, unit: 项}}\n").rubric
    assert rubric.fields["表彰"].label is None
    assert rubric.fields["表彰"].unit == "项"
    assert list(rubric.document.fields) == ["通报", "表彰"]


def test_what_is_accepts_goes_by_name_in_an_indicator_too(folder):
    rubric = extending(folder, 'indicators: [{id: "3.2", accepts: {cap: 沿用上限}}]\n').rubric
    assert rubric.nodes["3.2"].spec.accepts == {"sum": "沿用", "cap": "沿用上限"}


def test_without_takes_parts_out_and_what_is_stated_anew_keeps_its_place(folder):
    own = """without: {indicators: ["3.1", "4"], fields: [表彰], vetoes: [v1], keys: [notes, ceiling]}
indicators: [{id: "3", indicators: [{id: "3.1", points: 2, rules: [{award: 2, when: 通报 == 0}]}]}]
"""
    rubric = extending(folder, own).rubric
    assert list(rubric.nodes) == ["3", "3.1", "3.2"]
    assert rubric.nodes["3.1"].spec.rules[0].key == "award"
    assert (rubric.vetoes, rubric.document.notes, rubric.document.ceiling, list(rubric.fields)) == (
        (),
        None,
        None,
        ["通报"],
    )


def test_an_entry_that_was_taken_out_may_stand_elsewhere(folder):
    own = 'without: {indicators: ["3.2"]}\nindicators: [{id: "3.2", points: 6, rules: [{deduct: 1, each: 通报}]}]\n'
    rubric = extending(folder, own).rubric
    assert [(node.id, node.parent) for node in rubric.nodes.values()][-1] == ("3.2", None)


def test_what_stood_inside_a_part_that_was_taken_out_may_be_written_anew(folder):
    own = 'without: {indicators: ["3"]}\nindicators: [{id: "3.2", points: 10, rules: [{deduct: 3, each: 通报}]}]\n'
    rubric = extending(folder, own).rubric
    assert [(node.id, node.points) for node in rubric.leaves] == [("4", 0), ("3.2", 10)]


def test_tables_and_bare_ids_go_through(folder):
    every = "every: {points: 1, field: {type: number, absent: not_applicable}, rules: [{award: value}]}"
    write(
        folder,
        "common/1.yaml",
        BASE.split("fields:", maxsplit=1)[0] + f"indicators: [{{id: f, {every}, indicators: [a, b]}}]\n",
    )
    own = "indicators: [{id: f, indicators: [{id: b, points: 3}, c, a]}]\n"
    loaded = extending(folder, own)
    assert told(loaded) == []
    assert [(node.id, node.points) for node in loaded.rubric.leaves] == [("a", 1), ("b", 3), ("c", 1)]


def test_a_chain_of_three(folder):
    middle = HEAD.replace("rubric: own", "rubric: middle").replace("draft", "published")
    write(folder, "middle/1.yaml", middle + 'indicators: [{id: "3.1", points: 5}]\n')
    loaded = extending(folder, 'indicators: [{id: "3.2", points: 5}]\n', HEAD.replace("common@1", "middle@1"))
    assert [node.points for node in loaded.rubric.leaves] == [5, 5, 0]
    assert [base.rubric.name for base in loaded.bases] == ["middle@1", "common@1"]
    files = {path: Path(loaded.source.where(path).file).parent.name for path in _paths(loaded.source.data)}
    assert files["indicators", 0, "indicators", 0, "points"] == "middle"
    assert files["indicators", 0, "indicators", 1, "points"] == "own"
    assert files["indicators", 1, "points"] == "common"


def test_the_mistake_is_told_in_the_file_in_which_it_was_written(folder):
    loaded = extending(folder, "fields: {通报: text}\nindicators: [{id: '4', rules: [{award: 1, each: 表扬}]}]\n")
    assert told(loaded)[0] == "own/1.yaml:11:49 名称“表扬”没有声明"
    assert {line.partition(":")[0] for line in told(loaded)[1:]} == {"common/1.yaml"}
    assert [line.split(" ")[0] for line in told(loaded)[1:]] == ["common/1.yaml:16:58", "common/1.yaml:17:58"]


def test_an_id_that_is_stated_twice_is_told_at_the_second(folder):
    assert told(extending(folder, 'indicators: [{id: "3.2", points: 8}, {id: "3.2", points: 7}]\n')) == [
        "own/1.yaml:10:43 编号“3.2”用了两次"
    ]


def test_sections_of_another_form_are_told_once(folder):
    assert told(extending(folder, "fields: [件]\nindicators: {id: a}\n")) == [
        "own/1.yaml:10:9 “fields”应为键值结构，现为列表",
        "own/1.yaml:11:13 “indicators”应为列表，现为键值结构",
    ]
    assert told(extending(folder, 'indicators: [{id: "3", indicators: 无}]\n'), "en") == [
        "own/1.yaml:10:36 'indicators' must be a list, got a text"
    ]


def test_what_the_reader_refused_is_told_once(folder):
    loaded = extending(folder, 'indicators:\n  - {id: "3.2", points: 六}\n  - id: "3.9"\n    rules:\n')
    assert [one.code for one in loaded.problems] == ["not_a_number", "key_without_value"]


def test_a_header_key_is_never_taken_from_the_other(folder):
    head = HEAD.replace("title: 本细则\n", "")
    assert told(extending(folder, "", head)) == ["own/1.yaml:1:1 文档缺少键“title”"]


def test_circles_by_way_of_another(folder):
    write(folder, "common/1.yaml", BASE.replace("points: 10", "points: 10\nextends: own@1", 1))
    assert told(extending(folder, ""), "en") == [
        "own/1.yaml:8:10 the rubric 'common@1' has errors and cannot be extended: they follow",
        "common/1.yaml:10:10 'own@1' rests on this rubric: none may extend itself, by way of another or at once",
    ]


def test_of_a_base_that_cannot_be_read_its_own_mistakes_are_told(folder):
    write(folder, "common/1.yaml", "lawscore: 1\n- a\n")
    loaded = extending(folder, "")
    assert [Path(one.where.file).parent.name for one in loaded.problems] == ["own", "common"]
    assert loaded.problems[0].code == "extends_broken"


def test_both_reckon_by_the_same_standard(folder, monkeypatch):
    monkeypatch.setattr("lawscore.rubric.document.CALCULATIONS", (1, 2))
    head = HEAD.replace("calculation: 1", "calculation: 2")
    assert told(extending(folder, "", head)) == [
        "own/1.yaml:2:14 calculation 为 2，基础细则“common@1”为 1：两者应当相同"
    ]


def test_a_mapping_extends_too(folder):
    mapping: Any = read_yaml(HEAD, "own")[0].data
    assert load_mapping(mapping, [folder]).rubric.digest == extending(folder, "").rubric.digest
    assert [one.code for one in load_mapping(mapping).problems] == ["extends_unknown"]
    changed = load_mapping({**mapping, "indicators": [{"id": Decimal("3.2"), "points": 8}]}, [folder])
    assert changed.rubric.nodes["3.2"].points == 8


def test_the_tree_that_is_kept_loads_as_it_is(folder):
    loaded = extending(folder, 'without: {indicators: ["4"]}\nindicators: [{id: "3.2", points: 8}]\n')
    again = load_mapping(loaded.source.data)
    assert again.rubric.digest == loaded.rubric.digest
    assert "extends" not in loaded.source.data


def test_a_changed_base_breaks_the_lock_of_what_rests_on_it_and_is_named(folder):
    head = HEAD.replace("draft", "published")
    loaded = extending(folder, "", head)
    lock_beside(loaded.name).write_text(str(lock_of(loaded.rubric, loaded.base_digests)), encoding="utf-8")
    assert extending(folder, "# 注释\n", head).rubric is not None
    base = write(folder, "common/1.yaml", BASE.replace("deduct: 2", "deduct: 3"))
    broken = find_rubric("own@1", [folder])
    assert broken.rubric is None
    assert [one.message("zh") for one in broken.problems] == [
        f"own@1 已锁定，但含义有改动：它的基础细则 common@1（{base}）在锁定之后改动过"
    ]
    write(folder, "common/1.yaml", BASE)
    assert [one.code for one in extending(folder, "points: 11\n", head).problems] == ["lock_broken"]


def test_a_locked_base_that_changed_is_an_error_for_all_that_rest_on_it(folder):
    base = find_rubric("common@1", [folder])
    lock_beside(base.name).write_text(str(lock_of(base.rubric, {})), encoding="utf-8")
    write(folder, "common/1.yaml", BASE.replace("deduct: 2", "deduct: 3"))
    assert [one.code for one in extending(folder, "").problems] == ["extends_broken", "lock_broken"]


# The pair of the documentation, from end to end.


def test_the_pair_scores_as_one_rubric():
    rubric = lawscore.load_rubric("education-bureau@2023.1", [PAIR])
    values_of = {"学法次数": 3, "应训人数": 10, "参训人数": 10, "未审查文件": 1, "超期公开": 0, "答复违法": 0}
    own = {"应备案章程": 4, "已备案章程": 4, "欺凌事件": 0}
    row = {"unit": "a", "values": values_of | own, "answers": [{"indicator": "1.3", "rule": "held", "answer": "yes"}]}
    card = lawscore.assess(rubric, [row])["a"]
    assert (card.score, card.grade, card.node("2.1").score) == (Fraction(95), "优秀", Fraction(17))
    assert "文件未经合法性审查印发的，每件扣3分" in card.explain("2.1")


def test_the_cases_of_the_pair_hold():
    loaded = find_rubric("education-bureau@2023.1", [PAIR])
    cases = load_cases(cases_beside(loaded.name), loaded.rubric)
    verdicts = list(run_cases(loaded.rubric, cases.document))
    assert len(verdicts) == 6 and all(verdict.passed for verdict in verdicts)


@pytest.mark.parametrize(
    "own", ["", 'without: {indicators: ["4"], fields: [表彰]}\n', 'indicators: [{id: "3.2", points: 9}]\n']
)
def test_written_out_it_means_the_same(folder, own):
    loaded = extending(folder, own)
    out = resolved(loaded.source)
    whole = load_text(out)
    assert told(whole) == []
    assert whole.rubric.digest == loaded.rubric.digest
    assert whole.rubric.digest != load_text(out.replace("deduct: 1", "deduct: 3")).rubric.digest


def test_every_value_is_where_it_is_said_to_be():
    loaded = find_rubric("education-bureau@2023.1", [PAIR])
    listed = list(values(loaded.source))
    assert {Path(one.file).parent.name for one in listed} == {"department-common", "education-bureau"}
    for one in listed:
        line = Path(one.file).read_text(encoding="utf-8").splitlines()[one.line - 1]
        assert one.value in line


# Laws: whatever is parted is put together again.


class Parting:
    """A document parted at random into one that is extended and what the other says of it."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.without: dict[str, list[str]] = {}
        self.extra = 0

    def luck(self) -> bool:
        return self.draw(st.booleans())

    def cut(self, length: int) -> int:
        return self.draw(st.integers(min_value=1, max_value=length))

    def document(self, whole: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        base: dict[str, Any] = {key: value for key, value in whole.items() if key in HEADER}
        own = dict(base)
        for key in (key for key in whole if key not in HEADER):
            if key in BY_NAME:
                self.by_name(key, whole[key], base, own)
            elif key in BY_ID:
                base[key], said = self.by_id(key, whole[key])
                own |= {key: said} if said else {}
            elif self.luck():
                own[key] = whole[key]
                base |= {key: "别的"} if self.luck() else {}
            else:
                base[key] = whole[key]
        if self.luck() and "ranking" not in whole:
            base["ranking"] = "别的"
            self.without["keys"] = ["ranking"]
        return base, {**own, "extends": "base@1", "without": self.without}

    def by_name(self, key: str, entries: dict[str, Any], base: dict[str, Any], own: dict[str, Any]) -> None:
        names = list(entries)
        cut = self.cut(len(names))
        mine = {name: entries[name] for name in names if name in names[cut:]}
        base[key] = {}
        for name in names[:cut]:
            if self.luck():
                self.strange(key, base[key])
            changed = self.luck()
            base[key][name] = "别的" if changed else entries[name]
            mine |= {name: entries[name]} if changed else {}
        own |= {key: mine} if mine else {}

    def strange(self, key: str, into: dict[str, Any]) -> None:
        self.extra += 1
        into[f"多余{self.extra}"] = "别的"
        self.without.setdefault(key, []).append(f"多余{self.extra}")

    def by_id(self, key: str, entries: list[Any]) -> tuple[list[Any], list[Any]]:
        """The list that is extended, and what is said of it: changes first, then what is added."""
        cut = self.cut(len(entries))
        base: list[Any] = []
        said: list[Any] = []
        for entry in entries[:cut]:
            if self.luck():
                self.extra += 1
                base.append({"id": f"x{self.extra}", "points": "1"})
                self.without.setdefault(key, []).append(f"x{self.extra}")
            theirs, mine = self.entry(key, entry)
            base.append(theirs)
            said += mine
        return base, [*said, *entries[cut:]]

    def entry(self, key: str, whole: Any) -> tuple[Any, list[Any]]:
        if not isinstance(whole, dict):
            return whole, []
        if self.draw(st.integers(min_value=0, max_value=9)) == 0:
            self.without.setdefault(key, []).append(whole["id"])
            return {"id": whole["id"], "points": "别的"}, [whole]
        theirs, mine = {"id": whole["id"]}, {}
        for name, value in whole.items():
            if name == "indicators":
                theirs[name], said = self.by_id(key, value)
                mine |= {name: said} if said else {}
            elif name != "id" and self.luck():
                mine[name] = value
                theirs |= {name: "别的"} if self.luck() and name != "accepts" else {}
            else:
                theirs[name] = value
        return theirs, [{"id": whole["id"], **mine}] if mine else []


WHOLES = [
    read_yaml(path.read_text(encoding="utf-8"), path.name)[0].data
    for path in (ROOT / "rubrics" / "village" / "2023.1.yaml", ROOT / "rubrics" / "county-government" / "2023.1.yaml")
]


@given(st.data())
def test_what_is_parted_is_put_together_again(data):
    whole = data.draw(st.sampled_from(WHOLES))
    base, own = Parting(data.draw).document(deepcopy(whole))
    merged = merge(Source("base", base), Source("own", own), "base@1")
    assert merged.problems == []
    assert {key: value for key, value in merged.source.data.items() if key not in ("extends", "without")} == whole
    for path in _paths(merged.source.data):
        source, there = merged.source.origin.of(path)
        assert source.at(there) == merged.source.at(path)


def _paths(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    if not isinstance(tree, dict | list):
        yield path
    for step, part in parts:
        yield from _paths(part, (*path, step))


TEXTS = st.text(min_size=1, max_size=30).filter(lambda text: "\r" not in text and text.isprintable())
TREES = st.recursive(
    st.one_of(
        TEXTS,
        st.sampled_from(["4.10", "null", "~", "第一行\n第二行\n", "末\n\n", "a: b", "- x", "标题：某某", "# x", "50%"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["id", "title", "text", "名称", "when", "a b"]), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from(["title", "notes", "fields", "indicators", "points", "rules"]), TREES, min_size=1)
)
def test_what_is_written_as_yaml_reads_the_same(tree):
    text = resolved(Source("own", tree))
    source, problems = read_yaml(text, "again")
    assert [str(one) for one in problems] == []
    assert source.data == tree


OWN = [path for path in rubric_files(ROOT / "rubrics") if "extends:" not in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", OWN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_rubric_that_extends_none_comes_out_quoted_as_fmt_does(path):
    told = resolved(find_rubric(path).source)
    shown, canonical = scalars(told), scalars(formatted(path.read_text(encoding="utf-8")))
    assert shown == scalars(formatted(told))
    both = shown.keys() & canonical.keys()
    assert len(both) > 100
    assert {key: shown[key] for key in both} == {key: canonical[key] for key in both}


def scalars(text: str) -> dict[Any, str]:
    """Each text and key in one line as it is written, by its path."""
    document = read_written(text)
    found: dict[Any, str] = {}

    def walk(node: Any, path: tuple[Any, ...]) -> None:
        if isinstance(node, Text):
            if not node.is_block:
                found[path] = text[node.start : node.end]
            return
        for at, entry in enumerate(node.entries):
            if entry.key is not None:
                found[(*path, entry.key.value, "key")] = text[entry.key.start : entry.key.end]
            walk(entry.value, (*path, at if entry.key is None else entry.key.value))

    walk(document.root, ())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_shows_each_value_with_its_file_and_line(language, capsys):
    from lawscore.cli.app import build

    words = ["show", "education-bureau@2023.1", "--rubrics", str(PAIR), "--format", "json", "--lang", language]
    build(words)(words, standalone_mode=False)
    rows = json.loads(capsys.readouterr().out)
    points = next(row for row in rows if row["indicator"] == "2.1" and row["path"].endswith("points"))
    assert (points["value"], Path(points["file"]).parent.name) == ("20", "education-bureau")
    assert {"path", "indicator", "value", "file", "line"} == set(points)


def test_from_there_on_it_is_a_rubric_that_says_all_of_it_itself(folder):
    loaded = extending(folder, 'without: {indicators: ["4"]}\nindicators: [{id: "3.2", points: 8}]\n')
    written_out = load_text(resolved(loaded.source)).rubric
    assert loaded.rubric.document == written_out.document
    assert not {"extends", "without"} & set(loaded.rubric.document.model_dump(by_alias=True, exclude_unset=True))


@pytest.mark.parametrize(
    ("words", "language", "lines"),
    [
        ("", "zh", ["考核期间：2023-01-01 至 2023-12-31", "满分：100 分", "基础细则：department-common@2023.1"]),
        ("", "en", ["Period: 2023-01-01 to 2023-12-31", "Points: 100", "Extends: department-common@2023.1"]),
        ("--indicator 2", "zh", ["2 依法决策（20分）", "  2.1 合法性审查（20分）", "    文件未经合法性审查印发的，每件扣3分"]),
        ("--indicator 2 --format md", "en", ["- 2 依法决策 (20)", "  - 2.1 合法性审查 (20)", "    - 文件未经合法性审查印发的，每件扣3分"]),
        ("--indicator 2.1 --resolved", "zh", ['- id: "2.1"', '  title: "合法性审查"  # department-common/2023.1.yaml:45', "  points: 20"]),
    ],
)  # fmt: skip
def test_the_command_shows_the_outline_and_what_is_written(words, language, lines, capsys):
    from lawscore.cli.app import build

    arguments = ["show", "education-bureau@2023.1", "--rubrics", str(PAIR), "--lang", language, *words.split()]
    build(arguments)(arguments, standalone_mode=False)
    told = capsys.readouterr().out.splitlines()
    first = told.index(lines[0])
    assert told[first : first + 3] == lines


def test_what_has_errors_can_still_be_looked_at(folder, capsys):
    from lawscore.cli.app import build

    extending(folder, 'indicators: [{id: "3.2", rules: [{deduct: 1, each: 无此项}]}]\n')
    for words, status, shown in ((["--resolved"], 1, True), ([], 2, False)):
        arguments = ["show", "own@1", "--rubrics", str(folder), "--lang", "zh", *words]
        assert build(arguments)(arguments, standalone_mode=False) == status
        told = capsys.readouterr()
        assert ("无此项" in told.out) == shown
        assert "名称“无此项”没有声明" in told.err


@pytest.mark.parametrize(
    "path", sorted(rubric_files(ROOT / "rubrics")), ids=lambda path: f"{path.parent.name}@{path.stem}"
)
def test_a_rubric_of_the_repository_written_out_means_the_same(path):
    loaded = load_file(path)
    whole = load_text(resolved(loaded.source), str(path))
    assert told(whole) == []
    assert whole.rubric.digest == loaded.rubric.digest

"""Edits by path: the tree as meant, every comment and quote that they do not speak of as it was."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from yaml_documents import at, documents, keys, paths, texts, trees

from lawscore.editing.edits import EditError, Edits, UnreadableError
from lawscore.loading.yaml_reader import read_yaml


def read(text):
    source, problems = read_yaml(text, "x.yaml")
    assert not problems, [str(problem) for problem in problems]
    return source.data


@st.composite
def edited(draw):
    """A document, its edits, and what of it they replace or leave out."""
    text, tree, owners = draw(documents())
    source, problems = read_yaml(text, "x.yaml")
    assume(not problems)
    assert source.data == tree
    edits, touched, replaced, removed = Edits.of(text), set(), set(), set()
    steps = []
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from([(), *paths(tree)]))
        kind = draw(st.sampled_from(("set", "insert", "remove", "rename")))
        if any(path[: len(one)] == one or one[: len(path)] == path for one in replaced | removed):
            continue
        if kind == "set" and path and not any(one[: len(path)] == path for one in touched):
            value = draw(trees)
            edits = edits.set(path, value)
            replaced.add(path)
        elif kind == "remove" and path and not any(one[: len(path)] == path for one in touched):
            edits = edits.remove(path)
            removed.add(path)
        elif kind == "insert" and isinstance(at(tree, path), dict):
            key = f"{draw(keys)}{len(steps)}"
            beside = draw(st.none() | st.sampled_from(["before", "after"])) if at(tree, path) else None
            where = {beside: draw(st.sampled_from(list(at(tree, path))))} if beside else {}
            edits = edits.insert(path, key, draw(trees), **where)
        elif kind == "insert" and isinstance(at(tree, path), list):
            beside = draw(st.none() | st.sampled_from(["before", "after"])) if at(tree, path) else None
            where = {beside: draw(st.integers(0, len(at(tree, path)) - 1))} if beside else {}
            edits = edits.append(path, draw(trees), **where)
        elif kind == "rename" and path and isinstance(path[-1], str) and path not in touched:
            edits = edits.rename(path, f"{draw(keys)}新{len(steps)}")
        else:
            continue
        steps.append((kind, path))
        touched.add(path)
    return text, owners, edits, replaced, removed


@settings(max_examples=400)
@given(edited())
def test_every_edit_comes_out_as_meant_and_keeps_the_comments_that_it_does_not_speak_of(case):
    text, owners, edits, replaced, removed = case
    after = edits.text()  # raises where the tree is not the one that was meant
    for comment, owner in owners.items():
        gone = any(owner[: len(path)] == path for path in removed)
        gone = gone or any(owner[: len(path)] == path and len(owner) > len(path) for path in replaced)
        if not gone:
            assert after.count(comment) == 1, comment
        assert after.count(comment) <= 1
    if not edits.steps:
        assert after == text


@given(documents(), st.data())
def test_another_text_in_place_of_a_text_changes_nothing_before_and_behind_it(document, data):
    text, tree, _ = document
    assume(not read_yaml(text, "x.yaml")[1])
    edits = Edits.of(text)
    lone = [path for path in paths(tree) if isinstance(at(tree, path), str) and not edits.written.node(path).is_block]
    assume(lone)
    path = data.draw(st.sampled_from(lone))
    node = edits.written.node(path)
    after = edits.set(path, data.draw(texts)).text()
    assert after.startswith(text[: node.start])
    assert after.endswith(text[node.end :])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | texts, st.booleans())
def test_any_text_can_be_put_anywhere_and_is_read_back(value, in_brackets):
    assume(not read_yaml('a: "' + value.replace("\\", "\\\\").replace('"', '\\"') + '"', "x")[1])
    text = "a: {k: v}\n" if in_brackets else "a:\n  k: v\n"
    assert read(Edits.of(text).set(("a", "k"), value).text())["a"]["k"] == value
    assert read(Edits.of("a: [v]\n" if in_brackets else "a:\n  - v\n").set(("a", 0), value).text())["a"] == [value]


DOCUMENT = """\
# 说明
title: "考核细则"   # 标题
"points": '100'

fields:
  # 一、执法
  数量: {type: count, label: "数量", }  # 件
  # 比率的说明
  比率: {type: percent}
rules:
- deduct: 0.5   # 每件
  each: 数量
  # 下面的说明
- {award: 1, when: 比率 >= 90}
notes: >-
  第一行
  第二行
"""


def edit(change, document=DOCUMENT):
    """The lines that an edit takes away and those that it brings."""
    before, after = document.splitlines(), change(Edits.of(document)).text().splitlines()
    return [line for line in before if line not in after], [line for line in after if line not in before]


@pytest.mark.parametrize(
    ("change", "gone", "new"),
    [
        (lambda e: e.set(("points",), "110"), ["\"points\": '100'"], ['"points": 110']),
        (lambda e: e.set(("title",), "yes"), ['title: "考核细则"   # 标题'], ['title: "yes"   # 标题']),
        (lambda e: e.set(("rules", 0, "deduct"), "1"), ["- deduct: 0.5   # 每件"], ["- deduct: 1   # 每件"]),
        (lambda e: e.set(("notes",), "一行"), ["notes: >-", "  第一行", "  第二行"], ["notes: 一行"]),
        (
            lambda e: e.remove(("fields", "比率")),
            ["  # 比率的说明", "  比率: {type: percent}"],
            [],
        ),
        (lambda e: e.remove(("rules", 0, "deduct")), ["- deduct: 0.5   # 每件", "  each: 数量"], ["- each: 数量"]),
        (
            lambda e: e.insert(("fields",), "新项", {"type": "yesno", "label": "1:30"}, before="比率"),
            [],
            ['  新项: {type: yesno, label: "1:30"}'],
        ),
        (
            lambda e: e.insert(("fields", "数量"), "unit", "件"),
            ['  数量: {type: count, label: "数量", }  # 件'],
            ['  数量: {type: count, label: "数量", unit: 件, }  # 件'],
        ),
        (
            lambda e: e.rename(("fields", "比率"), "占比"),
            ["  比率: {type: percent}"],
            ["  占比: {type: percent}"],
        ),
        (
            lambda e: e.remove(("rules", 1, "award")),
            ["- {award: 1, when: 比率 >= 90}"],
            ["- {when: 比率 >= 90}"],
        ),
        (
            lambda e: e.append(("rules",), {"award": "0.5", "for": "机构: 健全"}, before=1),
            [],
            ['- {award: 0.5, for: "机构: 健全"}'],
        ),
    ],
)
def test_only_the_lines_that_an_edit_speaks_of_change(change, gone, new):
    assert edit(change) == (gone, new)


def test_a_removed_list_leaves_empty_brackets():
    edits = Edits.of("a:\n  - x  # one\n  - y\nb: 1\n")
    assert edits.remove(("a", 0)).remove(("a", 1)).text() == "a: []\nb: 1\n"


def test_a_large_value_is_written_in_lines():
    rules = [{"deduct": "1", "each": "数量", "text": "一" * 60}, {"award": "2", "text": "二" * 60}]
    text = Edits.of("- id: 1\n  x: 1  # c\n").insert((0,), "rules", rules).text()
    assert text.splitlines()[:4] == [
        "- id: 1",
        "  x: 1  # c",
        "  rules:",
        "    - {deduct: 1, each: 数量, text: " + "一" * 60 + "}",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e.set(("title",), "a").set(("title",), "b"),
        lambda e: e.set(("rules",), []).remove(("rules", 0)),
        lambda e: e.remove(("rules", 0)).set(("rules", 0, "deduct"), "1"),
        lambda e: e.remove(("rules",)).append(("rules",), "x"),
        lambda e: e.rename(("title",), "x").rename(("title",), "y"),
        lambda e: e.insert((), "title", "twice"),
        lambda e: e.rename(("notes",), "title"),
    ],
)
def test_edits_of_one_part_refuse_each_other(change):
    with pytest.raises(EditError):
        change(Edits.of(DOCUMENT)).text()


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e.set(("missing",), "a"),
        lambda e: e.remove(()),
        lambda e: e.remove(("rules", 2)),
        lambda e: e.append(("fields",), "x"),
        lambda e: e.insert(("rules",), "k", "x"),
        lambda e: e.insert(("fields",), "k", "x", before="missing"),
        lambda e: e.rename(("rules", 0), "x"),
    ],
)
def test_what_is_not_there_cannot_be_edited(change):
    with pytest.raises(EditError):
        change(Edits.of(DOCUMENT))


def test_a_document_with_slips_is_refused_with_all_of_them():
    with pytest.raises(UnreadableError) as caught:
        Edits.of("a: b\n标题：某某\nx: {deduct:1}\n", "x.yaml")
    assert [problem.code for problem in caught.value.problems] == ["fullwidth_colon", "blank_after_colon"]

"""The canonical layout: stable, comments kept, nothing that a document means changed."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from yaml_documents import documents

from lawscore.cases.document import CasesDocument, CaseSpec, Expect
from lawscore.editing.canon import ORDER
from lawscore.editing.formatting import formatted
from lawscore.editing.written import read_written
from lawscore.loading.rubrics import load_text
from lawscore.loading.yaml_reader import read_yaml
from lawscore.rubric.document import Check, Document, Veto
from lawscore.rubric.fields import FieldSpec, GivenSpec
from lawscore.rubric.tree import Node, NodePart
from lawscore.rules.charging import Award, Deduct
from lawscore.rules.direct import FormulaRule, Import
from lawscore.rules.place import Place
from lawscore.rules.rule import FirstOf, HighestOf, SumOf

#: The layout of a text, made once: of a file that is in it already, the second run is the first.
laid_out = cache(formatted)


def comments(text):
    return sorted(read_written(text).said())


@settings(max_examples=400)
@given(documents())
def test_a_second_run_changes_nothing_and_every_comment_is_still_there_once(document):
    text, tree, owners = document
    assume(not read_yaml(text, "x.yaml")[1])
    once = formatted(text)
    assert formatted(once) == once
    assert read_yaml(once, "x.yaml")[0].data == tree
    assert comments(once) == sorted(owners)


ROOT = Path(__file__).parents[2]
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (
        *ROOT.glob("rubrics/*/*.yaml"),
        *ROOT.glob("examples/published/*/*.yaml"),
        *ROOT.glob("examples/*/*.yaml"),
    )
    if "generated" not in path.name
)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_repository_keeps_its_comments_its_tree_and_its_meaning(name):
    text = (ROOT / name).read_text("utf-8")
    once = laid_out(text, name)
    assert laid_out(once, name) == once
    assert comments(once) == comments(text)
    if name.startswith("rubrics/") and "cases" not in name:
        before, after = (load_text(one, name, [ROOT / "rubrics"]).rubric for one in (text, once))
        assert after.digest == before.digest


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("rubrics/*/*.yaml")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_the_rubrics_of_the_repository_are_in_the_canonical_layout(path):
    text = path.read_text("utf-8")
    assert laid_out(text, path.relative_to(ROOT).as_posix()) == text


def keys_of(*models):
    return {field.alias or name for model in models for name, field in model.model_fields.items()}


@pytest.mark.parametrize(
    ("kind", "models"),
    [
        ("rubric", (Document,)),
        ("indicator", (NodePart, Node)),
        ("rule", (Deduct, Award, Import, FormulaRule, Place, SumOf, FirstOf, HighestOf)),
        ("field", (FieldSpec, GivenSpec)),
        ("check", (Check,)),
        ("veto", (Veto,)),
        ("cases", (CasesDocument,)),
        ("case", (CaseSpec,)),
        ("expect", (Expect,)),
    ],
)
def test_the_order_names_every_key_of_the_models_and_no_other(kind, models):
    assert set(ORDER[kind]) == keys_of(*models)
    assert len(set(ORDER[kind])) == len(ORDER[kind])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # keys in the order of their kind; one that the format does not know stays behind the key before it
        ("points: 1\nodd: x\ntitle: t\nindicators: []\n", "title: t\npoints: 1\nodd: x\n\nindicators: []\n"),
        # quotes where they are needed, double ones
        (
            "a: 'x'\nb: \"z\"\nc: 'x: y'\nd: \"it's\"\ne: 'say \"so\"'\nf: '\"so\": he'\n",
            'a: x\nb: z\nc: "x: y"\nd: it\'s\ne: say "so"\nf: \'"so": he\'\n',
        ),
        # a name is never a number; an amount is as its author wrote it
        (
            "id: 3.10\npoints: 4.10\nvalue: '7'\nday: 2023-01-01\n",
            'id: "3.10"\npoints: 4.10\nvalue: "7"\nday: 2023-01-01\n',
        ),
        # what other readers take for a truth value or for nothing is quoted
        ("a: [yes, no, true, ~, 1:30, 012]\n", 'a: ["yes", "no", true, "~", "1:30", "012"]\n'),
        # small things in one line, long ones in lines, whichever they were
        ("a:\n  b: 1\n  c: [x]\n", "a: {b: 1, c: [x]}\n"),
        ("a: {b: " + "长" * 60 + ", c: 1}\n", "a:\n  b: " + "长" * 60 + "\n  c: 1\n"),
        # what is commented stands in lines, and its comments with it
        ("a: {b: 1, # one\n  c: 2} # two\n", "a:  # two\n  b: 1  # one\n  c: 2\n"),
        ("a:\n    - 1\n    # last\n\n\n\n# end", "a:\n  - 1\n  # last\n\n# end\n"),
        # texts with line breaks stand in lines; a folded one keeps those of its author
        ('a: "x\\ny"\n', "a: |-\n  x\n  y\n"),
        ("a: >-\n     x\n     y\n", "a: x y\n"),
        ("a: >\n     x\n     y\n", "a: >\n  x\n  y\n"),
        # a comment beside a sentence would seem to cut it
        ('title: "x" # y\n', 'title: "x"  # y\n'),
        # the comments above a first key stand above its dash, those of the document at its top
        (
            "indicators:\n- # one\n  id: a\n-\n  # two\n  id: b\n",
            "indicators:\n  -  # one\n    id: a\n  # two\n  - id: b\n",
        ),
        ("# top\npoints: 1\ntitle: t\nindicators: []\n", "# top\ntitle: t\npoints: 1\n\nindicators: []\n"),
        # at most one blank line, none at the beginning of a group
        ("fields:\n\n\n  a: x\n\n\n  b: z\n", "fields:\n  a: x\n\n  b: z\n"),
    ],
)
def test_the_layout(before, after):
    assert formatted(before) == after
    assert formatted(after) == after


def test_a_comment_behind_an_opening_bracket_stays_with_its_key():
    told = formatted("indicators:\n  - id: a\n    rules: [ # 规则\n      {id: r1, deduct: 1} ]\n")
    assert "    rules:  # 规则\n      - id: r1\n" in told
    assert formatted(told) == told

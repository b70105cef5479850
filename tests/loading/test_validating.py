"""A document and a model in, sentences out; and what is left of the document."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel, BeforeValidator, Discriminator, Field, RootModel, Tag, model_validator

from lawscore.catalogue import phrase
from lawscore.loading.json_reader import read_json
from lawscore.loading.pruning import prune
from lawscore.loading.source import Source, Tree
from lawscore.loading.validating import Validated, validate
from lawscore.loading.yaml_reader import read_yaml
from lawscore.models import Code, Date, Formula, Identifier, Model, Number, Text, Whole, refuse
from lawscore.problems import Problem, Where


class Deduct(Model):
    deduct: Number
    each: Text | None = None
    per: Annotated[Number, Field(gt=0, le=100)] | None = None
    partial: Literal["in_proportion", "counts_as_whole", "ignored"] | None = None


class UpTo(Model):
    up_to: Number
    step: Number


class Award(Model):
    award: Number | list[Number] | UpTo
    when: Formula | None = None

    @model_validator(mode="after")
    def _refuse_bad(self) -> Award:
        if self.when == "bad":
            raise refuse("not_a_name", hint=phrase("hint.save_utf8"), name="坏")
        return self


def _tag(value: object) -> str | None:
    found = [key for key in ("deduct", "award") if isinstance(value, dict) and key in value]
    return found[0] if len(found) == 1 else None


_ARMS = Annotated[Deduct, Tag("deduct")] | Annotated[Award, Tag("award")]
Rule = Annotated[_ARMS, Discriminator(_tag, custom_error_type="lawscore_rule", custom_error_message="rule")]
Other = Annotated[_ARMS, Discriminator(_tag)]


def _long_form(value: object) -> object:
    return {"type": value} if isinstance(value, str) else value


class FieldSpec(Model):
    type: Literal["count", "percent"]
    unit: Text = "个"


class Period(Model):
    from_: Date = Field(alias="from")
    to: Date


class Node(Model):
    id: Code
    title: Text | None = None
    points: Whole = 0
    indicators: Annotated[tuple[Node, ...], Field(min_length=1)] | None = None
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=9)] | None = None
    others: tuple[Other, ...] = ()


class Document(Model):
    rubric: Annotated[Code, Field(min_length=2, max_length=20)]
    period: Period | None = None
    fields: dict[Identifier, Annotated[FieldSpec, BeforeValidator(_long_form)]] = Field(default_factory=dict)
    floor: Number | Literal["none"] | None = None
    indicators: list[Node] = Field(default_factory=list)


def check(text: str) -> Validated[Document]:
    source, problems = read_yaml(text, "a.yaml")
    assert source is not None
    assert problems == []
    return validate(Document, source)


def said(text: str, language: Literal["zh", "en"] = "zh") -> list[str]:
    return [
        f"{problem.where.line}:{problem.where.column} {problem.message(language)}"
        + (f" | {problem.hint_text(language)}" if problem.hint else "")
        for problem in check("rubric: xx\n" + text).problems
    ]


def rules(rule: str) -> str:
    return f"indicators:\n  - id: '1'\n    rules:\n      - {rule}\n"


def test_a_sound_document() -> None:
    result = check("rubric: xx\nfloor: none\nfields: {人口: count}\n" + rules("{deduct: 0.30, each: 次}"))
    assert result.problems == []
    assert result.pruned == frozenset()
    assert result.value is not None
    assert result.value.fields["人口"].type == "count"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "feilds: {}",
            "2:1 文档没有“feilds”这个键 | 提示",
            "2:1 the document has no key 'feilds' | did you mean 'fields'?",
        ),
        (
            "period: {from: 2023-01-01}",
            "2:9 “period”缺少键“to”",
            "2:9 'period' lacks the key 'to'",
        ),
        (
            "indicators:\n  - title: 总则",
            "3:5 “indicators”中的这一项缺少键“id”",
            "3:5 this entry of 'indicators' lacks the key 'id'",
        ),
        (
            "period:\n  from: 2023-01-01",
            "2:1 “period”缺少键“to”",
            "2:1 'period' lacks the key 'to'",
        ),
        ("indicators: 总则", "2:13 “indicators”应为列表，现为文字", "2:13 'indicators' must be a list, got a text"),
        (
            "indicators: {}",
            "2:13 “indicators”应为列表，现为键值结构",
            "2:13 'indicators' must be a list, got a mapping",
        ),
        ("period: [1]", "2:9 “period”应为键值结构，现为列表", "2:9 'period' must be a mapping, got a list"),
        (
            "indicators: [总则]",
            "2:14 “indicators”中的这一项应为键值结构，现为文字",
            "2:14 this entry of 'indicators' must be a mapping, got a text",
        ),
        ("floor: abc", "2:8 此处应为数字，现为“abc” | 提示", "2:8 expected a number, got 'abc' | also allowed: none"),
        (
            "fields: {a-b: count}",
            "2:10 “a-b”不能用作名称：名称只含文字、数字和下划线，且不以数字开头",
            "2:10 'a-b' cannot be a name: use letters, digits and underscores, not starting with a digit",
        ),
        (
            "fields: {人口: number}",
            "2:14 “number”不在允许的取值之内：count、percent",
            "2:14 'number' is not one of: count, percent",
        ),
        ("indicators: [{id: ''}]", "2:19 “id”不能是空的", "2:19 'id' must not be empty"),
        (
            "indicators: [{id: '1', rules: []}]",
            "2:31 “rules”至少要有 1 项",
            "2:31 'rules' must have 1 or more entries",
        ),
        (
            rules("{deduct: 1, per: 0}"),
            "5:26 此处应大于 0，现为 0",
            "5:26 expected a number above 0, got 0",
        ),
        (
            rules("{deduct: 1, per: 101}"),
            "5:26 此处不应大于 100，现为 101",
            "5:26 expected a number not above 100, got 101",
        ),
        (
            rules("{deduct: 1, partial: counts_as_hole}"),
            "5:30 “counts_as_hole”不在允许的取值之内：in_proportion、counts_as_whole、ignored | 提示",
            (
                "5:30 'counts_as_hole' is not one of: in_proportion, counts_as_whole, ignored"
                " | did you mean 'counts_as_whole'?"
            ),
        ),
        (
            rules("{deduct: 1, indicators: 3}"),
            "5:21 “rules”中的这一项没有“indicators”这个键 | 提示",
            (
                "5:21 this entry of 'rules' has no key 'indicators'"
                " | 'indicators' is a key of the level above: check the indentation"
            ),
        ),
        (
            rules("{deduct: 1, 说明: 3}"),
            "5:21 “rules”中的这一项没有“说明”这个键 | 提示",
            "5:21 this entry of 'rules' has no key '说明' | the keys are: deduct, each, per, partial",
        ),
        (
            rules("{deduct: 1, award: 2}"),
            "5:9 “rules”中的这一项应恰有以下键中的一个：deduct、award | 提示",
            "5:9 this entry of 'rules' must have exactly one of the keys: deduct, award | it has: deduct, award",
        ),
        (
            rules("{dedukt: 1}"),
            "5:9 “rules”中的这一项应恰有以下键中的一个：deduct、award | 提示",
            "5:9 this entry of 'rules' must have exactly one of the keys: deduct, award | did you mean 'deduct'?",
        ),
        (
            rules("迟报一次扣1分"),
            "5:9 “rules”中的这一项应恰有以下键中的一个：deduct、award",
            "5:9 this entry of 'rules' must have exactly one of the keys: deduct, award",
        ),
        (
            "indicators: [{id: '1', others: [x]}]",
            "2:33 无法判断“others”中的这一项是哪一种：应为以下之一：deduct、award",
            "2:33 it is not clear what kind this entry of 'others' is; expected one of: deduct, award",
        ),
        (
            rules("{award: 1, when: bad}"),
            "5:9 “坏”不能用作名称：名称只含文字、数字和下划线，且不以数字开头 | 提示",
            (
                "5:9 '坏' cannot be a name: use letters, digits and underscores, not starting with a digit"
                " | save the file as UTF-8"
            ),
        ),
    ],
)
def test_sentence(text: str, zh: str, en: str) -> None:
    chinese, hinted = zh.removesuffix(" | 提示"), zh.endswith(" | 提示")
    assert [line.split(" | ")[0] for line in said(text)] == [chinese]
    assert [" | " in line for line in said(text)] == [hinted]
    assert said(text, "en") == [en]


@pytest.mark.parametrize(("name", "expected"), [("x", "must have 2 or more"), ("x" * 21, "must have no more than 20")])
def test_length_of_a_text(name: str, expected: str) -> None:
    (problem,) = check(f"rubric: {name}\n").problems
    assert problem.message("en") == f"'rubric' {expected} characters"


class TestUnions:
    """Every arm fails; only the one that was meant is heard."""

    @pytest.mark.parametrize(
        ("award", "expected"),
        [
            ("x", ["5:17 expected a number, got 'x'"]),
            ("[1, 2x, 3y]", ["5:21 expected a number, got '2x'", "5:25 expected a number, got '3y'"]),
            ("{up_to: 2}", ["5:17 'award' lacks the key 'step'"]),
            ("{up_to: 2, step: x}", ["5:34 expected a number, got 'x'"]),
            ("{up_to: 2, stop: 1}", ["5:28 'award' has no key 'stop' | did you mean 'step'?"]),
        ],
    )
    def test_the_arm_that_takes_such_a_value(self, award: str, expected: list[str]) -> None:
        assert said(rules(f"{{award: {award}}}"), "en") == expected

    def test_a_key_named_like_its_tag_is_not_mistaken_for_it(self) -> None:
        assert said(rules("{deduct: 1, each: ''}"), "en") == ["5:27 'each' must not be empty"]


class TestOneMistakeOneProblem:
    def test_a_misspelt_key_is_not_missing_too(self) -> None:
        assert said("period: {from: 2023-01-01, too: 2023-12-31}", "en") == [
            "2:28 'period' has no key 'too' | did you mean 'to'?"
        ]

    def test_a_list_is_not_too_short_because_its_items_are_wrong(self) -> None:
        assert said(rules("{deduct: x}"), "en") == ["5:18 expected a number, got 'x'"]

    @pytest.mark.parametrize("rule", ["{deduct: , each: 次}", "{deduct: *x}", "deduct:1", "{deduct: !x 1}"])
    def test_what_the_reader_refused_is_not_told_again(self, rule: str) -> None:
        source, problems = read_yaml("rubric: xx\n" + rules(rule), "a.yaml")
        assert source is not None
        assert len(problems) == 1
        assert validate(Document, source).problems == []

    def test_all_mistakes_of_a_file_in_its_order(self) -> None:
        text = "zzz: 1\nfloor: x\nfields: {1a: count, b: number}\n" + rules("{deduct: x, per: -1}")
        assert [line.split()[0] for line in said(text)] == ["2:1", "3:8", "4:10", "4:24", "8:18", "8:26"]


def _fail(_: object) -> object:
    msg = "out of order"
    raise ValueError(msg)


class Inner(BaseModel):
    x: int


class Strange(BaseModel):
    """What our own models do not do, but a model may."""

    root: RootModel[dict[str, Inner]] | None = None
    pattern: Annotated[str, Field(pattern="^a+$")] = "a"
    fails: Annotated[str, AfterValidator(_fail)] = ""
    pair: tuple[int, Inner] | None = None
    number: int = 0
    any_of: Inner | list[Inner] | None = None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("root: {a: {x: 1}, b: {y: 1}}", "1:22 'b' lacks the key 'x'"),
        ("pattern: b", "1:10 'b' does not have the form that is asked for"),
        ("fails: b", "1:8 'fails' has a wrong value: Value error, out of order"),
        ("pair: [1, {}]", "1:11 this entry of 'pair' lacks the key 'x'"),
        ("pair: {}", "1:7 'pair' must be a list, got a mapping"),
        (
            "number: b",
            "1:9 'number' has a wrong value: Input should be a valid integer, unable to parse string as an integer",
        ),
        ("any_of: [{x: 1}, {}]", "1:18 this entry of 'any_of' lacks the key 'x'"),
    ],
)
def test_any_pydantic_model(text: str, expected: str) -> None:
    source, _ = read_yaml(text, "a.yaml")
    assert source is not None
    found = validate(Strange, source).problems
    assert [f"{problem.where.line}:{problem.where.column} {problem.message('en')}" for problem in found] == [expected]


def test_the_whole_document_is_of_the_wrong_kind() -> None:
    (problem,) = check("- 1\n").problems
    assert problem.message("en") == "the document must be a mapping, got a list"
    assert check("- 1\n").value is None


def test_null_in_json() -> None:
    source, _ = read_json('{"rubric": null, "floor": null, "indicators": [null]}', "a.json")
    assert source is not None
    problems = validate(Document, source).problems
    assert [f"{problem.where.column} {problem.message('en')}" for problem in problems] == [
        "12 'rubric' is null",
        "48 this entry of 'indicators' is null",
    ]
    assert problems[0].hint_text("en") == "leave out the key of what there is not"


def test_a_document_from_python_has_paths_for_places() -> None:
    data: Any = {"rubric": "xx", "indicators": [{"id": "1", "points": 2.5}]}
    (problem,) = validate(Document, Source("", data)).problems
    assert str(problem.where) == "indicators.0.points"
    assert problem.message("en") == "expected a whole number, got '2.5'"


class TestPruning:
    TEXT = (
        "rubric: xx\nfloor: x\nindicators:\n  - {id: '1', points: x}\n  - {title: 无号}\n"
        "  - id: '3'\n    rules:\n      - {deduct: x}\n      - {deduct: 2, each: 次}\n"
    )

    def test_what_is_left_is_a_model(self) -> None:
        result = check(self.TEXT)
        assert len(result.problems) == 4
        assert result.value is not None
        assert [node.id for node in result.value.indicators] == ["1", "3"]
        assert [rule.deduct for rule in result.value.indicators[1].rules or () if isinstance(rule, Deduct)] == [2]
        assert result.pruned == {
            ("floor",),
            ("indicators", 0, "points"),
            ("indicators", 1),
            ("indicators", 2, "rules", 0, "deduct"),
            ("indicators", 2, "rules", 0),
        }

    def test_paths_of_what_is_left_still_find_their_places(self) -> None:
        result = check(self.TEXT)
        assert str(result.where(("indicators", 1))) == "a.yaml:6:5"
        assert str(result.where(("indicators", 1, "rules", 0, "each"), key=True)) == "a.yaml:9:21"
        later = Problem(code="x", where=Where(path=("indicators", 1, "rules", 0, "deduct"), column=0))
        assert str(result.placed(later).where) == "a.yaml:9:18"

    def test_parts_without_a_loss_are_not_copied(self) -> None:
        kept: Tree = {"x": "1"}
        data: Tree = {"a": kept, "b": ["1", "2", "3"], "c": "4"}
        pruned = prune(data, [("b", 1), ("c",), ("missing", 3, "x")])
        assert pruned is not None
        assert pruned.data == {"a": {"x": "1"}, "b": ["1", "3"]}
        assert isinstance(pruned.data, dict)
        assert pruned.data["a"] is kept
        assert pruned.original(("b", 1)) == ("b", 2)
        assert data == {"a": {"x": "1"}, "b": ["1", "2", "3"], "c": "4"}

    def test_without_its_root_nothing_is_left(self) -> None:
        assert prune({"a": "1"}, [("a",), ()]) is None
        result = check("floor: 1\n")
        assert result.value is None
        assert result.pruned == {()}

    def test_a_deep_mistake_takes_out_what_cannot_do_without(self) -> None:
        node = "{id: '1', indicators: [" * 20 + "{title: x}" + "]}" * 20
        result = check(f"rubric: xx\nindicators: [{node}]\n")
        assert len(result.problems) == 1
        assert result.value is not None


WORDS = st.sampled_from(
    [
        "rubric",
        "period",
        "fields",
        "floor",
        "indicators",
        "id",
        "rules",
        "deduct",
        "award",
        "per",
        "1",
        "x",
        "",
        "count",
    ]
)
TREES = st.recursive(
    WORDS | st.none(), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner), max_leaves=30
)


@settings(deadline=None)
@given(TREES)
def test_any_tree_gives_a_model_or_problems(tree: Tree) -> None:
    result = validate(Document, Source("a", tree))
    assert result.problems or (result.value is not None and not result.pruned)
    for problem in result.problems:
        assert problem.message("zh")
        assert problem.message("en")
        assert problem.hint_text("zh") or not problem.hint
    places = [(problem.code, str(problem.where), str(problem.facts)) for problem in result.problems]
    assert len(places) == len(set(places))

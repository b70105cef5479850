"""The published schemas: every key says what it means in both languages, every example holds, every file of ours fits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic.json_schema import GenerateJsonSchema

from lawscore.catalogue import LANGUAGES, Language, messages
from lawscore.models import IN_QUOTES
from lawscore.schemas import SCHEMAS
from lawscore.schemas.describing import key_of, name_of
from lawscore.schemas.examples import EXAMPLES
from lawscore.schemas.shaping import shaped

ROOT = Path(__file__).parent.parent
BESIDE = {"rubric": "rubric.schema.json", "cases": "cases.schema.json", "migration": "migration.schema.json"}
#: What says yes or no, in both languages: it explains itself.
YES_NO = {"yes", "no", "true", "false", "是", "否"}


@cache
def published(which: str, language: Language) -> dict[str, Any]:
    """A schema, made once for all tests, which only read it."""
    return SCHEMAS[which](language)


@cache
def raw(which: str) -> dict[str, Any]:
    """The schema as the model gives it, with the names of its models."""
    from lawscore.cases.document import CasesDocument
    from lawscore.results.model import Result
    from lawscore.rubric.document import Document
    from lawscore.rubric.migration import MigrationDocument
    from lawscore.submission.document import DataDocument

    models = {
        "rubric": Document, "data": DataDocument, "result": Result, "cases": CasesDocument, "migration": MigrationDocument,
    }  # fmt: skip
    return models[which].model_json_schema(by_alias=True)


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """A schema and every part of it, depth first."""
    if isinstance(node, dict):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from parts(part)


@cache
def described_keys() -> frozenset[tuple[str, str]]:
    """Every model and key of every schema."""
    models = (node for which in SCHEMAS for node in parts(raw(which)) if isinstance(node.get("properties"), dict))
    return frozenset((name_of(node["title"]), key) for node in models if "title" in node for key in node["properties"])


def test_there_is_a_schema_of_everything_that_people_write_and_read():
    assert list(SCHEMAS) == ["rubric", "data", "result", "cases", "migration"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", SCHEMAS)
def test_every_key_is_described_and_every_model_named(which, language):
    schema = published(which, language)
    jsonschema.Draft7Validator.check_schema(schema)
    for node in parts(schema):
        if isinstance(node.get("properties"), dict):
            assert node["title"]
            bare = [key for key, told in node["properties"].items() if not told.get("description")]
            assert bare == [], node["title"]
            assert not any("title" in told for told in node["properties"].values())
    text = json.dumps(schema, ensure_ascii=False)
    assert (IN_QUOTES in text) == (language == "en" and which != "result")


def test_the_descriptions_in_both_languages_differ():
    zh, en = (messages(language) for language in LANGUAGES)
    same = [key for key in zh if key.startswith(("key.", "value.", "model.")) and zh[key] == en[key]]
    assert same == []


def test_no_description_is_left_over():
    used = {key_of(model, key) for model, key in described_keys()}
    models = {
        name_of(node["title"])
        for which in SCHEMAS
        for node in parts(raw(which))
        if isinstance(node.get("properties"), dict)
    }
    assert None not in used
    described = {key for key in messages("en") if key.startswith("key.")}
    assert described - used == set()
    assert {key.removeprefix("model.") for key in messages("en") if key.startswith("model.")} == models


def test_every_word_that_a_key_takes_is_explained_and_no_other():
    told = {
        text for which in SCHEMAS for node in parts(published(which, "en")) for text in node.get("enumDescriptions", ())
    }
    assert {text.replace("`", "") for key, text in messages("en").items() if key.startswith("value.")} - told == set()
    for which in ("rubric", "data", "cases", "result"):
        for node in parts(published(which, "zh")):
            if isinstance(node.get("enum"), list) and not set(node["enum"]) <= YES_NO and len(node["enum"]) > 1:
                if node["enum"][0] in (
                    "floor",
                    "zero_total",
                ):  # names of keys, which say what they are where they stand
                    continue
                assert all(node["enumDescriptions"]), node
                assert len(node["enumDescriptions"]) == len(node["enum"])


def test_a_key_says_what_it_means_what_its_words_mean_and_how_it_is_written():
    rule = published("rubric", "zh")["$defs"]["Deduct"]
    assert rule["title"] == "扣分规则"
    assert rule["properties"]["partial"] == {
        "enum": ["in_proportion", "counts_as_whole", "ignored"],
        "type": "string",
        "description": "不足一档怎么办",
        "enumDescriptions": ["不足一档的按比例", "不足一档的按一档", "不足一档的不计"],
    }
    per = rule["properties"]["per"]
    assert (per["description"], per["examples"]) == ("一档的大小", ["1%", 1, "1 day", "1 working day"])
    assert published("rubric", "zh")["properties"]["version"]["description"] == "细则的版本；像数字的写在引号里"
    assert (
        published("rubric", "en")["properties"]["version"]["description"]
        == "version of the rubric; write it in quotes where it looks like a number"
    )


def test_each_kind_of_rule_can_be_completed_by_its_title():
    defs = published("rubric", "en")["$defs"]
    kinds = [defs[option["$ref"].rpartition("/")[2]] for option in defs["Rule"]["anyOf"]]
    assert [kind["title"] for kind in kinds] == [
        "a rule that takes points", "a rule that gives points", "a score of another body", "a formula", "points by rank",
        "rules that add up", "the first of several rules", "the highest of several rules",
    ]  # fmt: skip
    assert all(kind["required"] for kind in kinds)
    assert not any("oneOf" in node or node == {"type": "null"} for node in parts(published("rubric", "en")))


def test_a_description_that_failed_leaves_nothing_behind():
    from lawscore.rubric.document import Document

    class Failing(GenerateJsonSchema):
        def model_schema(self, schema: Any) -> Any:
            if schema["cls"].__name__ == "Veto":  # it is built late
                raise RuntimeError
            return super().model_schema(schema)

    with pytest.raises(RuntimeError):
        Document.model_json_schema(schema_generator=Failing)
    assert Document.model_json_schema(by_alias=True) == raw("rubric")


def test_what_may_be_left_out_is_not_written_as_null():
    one = {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None, "title": "A"}
    two = {"oneOf": [{"const": "a"}, {"type": "number"}]}
    assert shaped(one) == {"type": "string", "title": "A"}
    assert shaped(two) == {"anyOf": [{"enum": ["a"]}, {"type": "number"}]}


def resolved(schema: dict[str, Any], group: str, key: str) -> Iterator[dict[str, Any]]:
    """What the schema says of a key, wherever a model has it."""
    for model, name in described_keys():
        if name == key and key_of(model, key) == f"key.{group}.{key}":
            for node in parts(schema):
                told = node.get("properties", {}).get(key) if isinstance(node.get("properties"), dict) else None
                if told is not None and list(EXAMPLES[f"{group}.{key}"]) == told.get("examples"):
                    yield {"$defs": schema.get("$defs", {}), **told}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_may_be_written_where_it_is_shown(name):
    group, _, key = name.partition(".")
    shown = [told for which in SCHEMAS for told in resolved(published(which, "zh"), group, key)]
    assert shown
    for told in shown:
        for example in EXAMPLES[name]:
            jsonschema.Draft7Validator(told).validate(example)


@pytest.mark.parametrize(("which", "name"), BESIDE.items())
def test_the_schemas_beside_the_rubrics_are_up_to_date(which, name):
    written = json.loads((ROOT / "rubrics" / name).read_text(encoding="utf-8"))
    assert written == published(which, "zh"), "run: make schema"


def plain(path: Path) -> Any:
    """A document as an editor reads it: YAML with texts, numbers and truth values, dates as they are written."""
    loader = type("Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {"yaml_implicit_resolvers": {
        first: [(tag, match) for tag, match in listed if not tag.endswith(":timestamp")]
        for first, listed in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }})  # fmt: skip
    return yaml.load(path.read_text(encoding="utf-8"), loader)


FILES = {
    "cases": sorted((ROOT / "rubrics").glob("*/*.cases.yaml")),
    "migration": sorted((ROOT / "rubrics").glob("*/*.migration.yaml")),
    "data": sorted(
        path for path in (ROOT / "examples").rglob("*.yaml") if "submissions:" in path.read_text(encoding="utf-8")
    ),
}


@pytest.mark.parametrize(
    ("which", "path"), [(which, path) for which, paths in FILES.items() for path in paths], ids=str
)
def test_every_file_of_the_repository_fits_its_schema(which, path):
    jsonschema.Draft7Validator(published(which, "en")).validate(plain(path))


@pytest.mark.parametrize("path", FILES["cases"], ids=lambda path: path.parent.name)
def test_cases_name_their_schema_for_editors(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../cases.schema.json"

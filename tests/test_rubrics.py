"""Every rubric of the repository loads cleanly, cites its basis, and matches the published schema."""

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import yaml

from lawscore.checking import check_rubric
from lawscore.loading.rubrics import load_file, rubric_files
from lawscore.schemas import SCHEMAS
from tests.support import LOADER

ROOT = Path(__file__).parent.parent
RUBRICS = (*rubric_files(ROOT / "rubrics"), *rubric_files(ROOT / "examples" / "published"))
NAMES = [f"{path.parent.name}@{path.stem}" for path in RUBRICS]
SAMPLE = Path(__file__).parent / "sample" / "county-government.yaml"


#: Each is read once, for whatever is asked of it.
loaded_file = cache(load_file)


@pytest.mark.parametrize("path", RUBRICS, ids=NAMES)
def test_a_rubric_of_the_repository_has_no_problem(path):
    loaded = loaded_file(path)
    assert loaded.problems == ()
    assert loaded.rubric is not None
    assert [problem.message("en") for problem in check_rubric(loaded.rubric) if problem.severity != "note"] == []


@pytest.mark.parametrize("path", RUBRICS, ids=NAMES)
def test_every_leaf_has_a_basis_and_every_rule_a_sentence(path):
    rubric = loaded_file(path).rubric
    assert rubric is not None
    for leaf in rubric.leaves:
        assert leaf.spec is not None
        chain = [leaf.spec.basis]
        node = leaf
        while node.parent is not None:
            node = rubric.nodes[node.parent]
            chain.append(node.spec.basis if node.spec else None)
        assert any(chain) or rubric.document.basis, leaf.id
        for rule in leaf.spec.rules or ():
            assert rule.text, (leaf.id, rule.id)


@pytest.mark.parametrize("path", RUBRICS, ids=NAMES)
def test_a_rubric_says_that_it_is_ours_and_illustrative(path):
    rubric = loaded_file(path).rubric
    assert rubric is not None
    assert rubric.document.status == "draft"
    assert "示例" in (rubric.document.issued.note or "")


def test_the_county_rubric_of_2023_has_forty_leaves_and_more():
    rubric = load_file(ROOT / "rubrics/county-government/2023.1.yaml").rubric
    assert rubric is not None
    assert len(rubric.leaves) >= 40


#: Written in C where it is.
_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class EditorLoader(_SAFE):
    """Reads as an editor does (YAML 1.2: numbers are numbers, dates are texts)."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _SAFE.yaml_implicit_resolvers.items()
}


@cache
def schema_of_rubrics():
    return jsonschema.Draft202012Validator(SCHEMAS["rubric"]())


@pytest.mark.parametrize("path", [*RUBRICS, SAMPLE], ids=[*NAMES, "sample"])
@pytest.mark.parametrize("loader", [LOADER, EditorLoader])
def test_the_schema_accepts_what_the_loader_accepts(path, loader):
    data = yaml.load(path.read_text(encoding="utf-8"), loader)
    assert [error.message for error in schema_of_rubrics().iter_errors(data)] == []


def test_the_schema_beside_the_rubrics_is_the_one_of_the_models():
    written = json.loads((ROOT / "rubrics/rubric.schema.json").read_text(encoding="utf-8"))
    assert written == SCHEMAS["rubric"]("zh"), "run: make schema"


@pytest.mark.parametrize("path", RUBRICS, ids=NAMES)
def test_a_rubric_points_its_editor_to_the_schema(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    marker, schema = first.split("=")
    assert marker == "# yaml-language-server: $schema"
    assert (path.parent / schema).resolve() == ROOT / "rubrics" / "rubric.schema.json"


def test_the_sample_document_of_the_format_loads_as_it_stands():
    loaded = load_file(SAMPLE)
    assert loaded.problems == ()
    assert loaded.rubric is not None
    assert [problem.code for problem in check_rubric(loaded.rubric) if problem.severity == "error"] == ["parts_sum"]

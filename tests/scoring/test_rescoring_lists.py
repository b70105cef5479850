"""What rescoring looks at is listed by name: every part of a model is listed, or it is said here why it need not be."""

from __future__ import annotations

from dataclasses import fields

from lawscore.facts.unit import UnitFacts
from lawscore.rubric.bound import BoundCheck, BoundNode
from lawscore.rubric.document import Document
from lawscore.scoring.footing import FACE
from lawscore.scoring.moving import CHECK, COMMON
from lawscore.scoring.renewing import UNFOLLOWED
from lawscore.submission.asking import PARTS

#: What no digit and no sentence of a card has: who wrote the document and why, and from what it was put together (what
#: came of that stands in the other parts).
PAPERS = {"status", "issued", "supersedes", "extends", "without", "basis", "notes", "accepts"}
#: The whole is bound as an indicator, so these are in its face or its own.
OF_THE_WHOLE = {
    "title", "points", "floor", "ceiling", "scaled_to", "aggregate", "of", "missing", "at_least", "round", "shown",
}  # fmt: skip


def named(model: type) -> set[str]:
    return {field.name for field in fields(model) if field.init}  # the others are made of these


def held(listed: tuple[str, ...], elsewhere: set[str], whole: set[str]) -> None:
    assert set(listed) | elsewhere == whole
    assert not set(listed) & elsewhere


def test_every_part_of_an_indicator():
    elsewhere = {
        "applies", "applies_spec", "mean_within",  # bound from `applies` of its spec; for others they are its standing
        "rules", "spec",  # a bound rule is made of the spec, which is compared, and of names, which it reads
        "once",  # matters that are shared make one footing of all that share them
        "children",  # walked through: each has a face of its own
        "path",  # where it is written: no result tells it
        "reads",  # compared by themselves
    }  # fmt: skip
    held(FACE, elsewhere, named(BoundNode))


def test_every_part_of_a_check():
    held(CHECK, {"that"}, named(BoundCheck))  # a program is compared by its text and what it reads


def test_every_part_of_a_unit_s_facts():
    elsewhere = {
        "values", "nones",  # compared field by field
        "provenance", "origins",  # where values were written: reports read it from the facts, which are the new ones
    }  # fmt: skip
    held(UNFOLLOWED, elsewhere, named(UnitFacts))


def test_every_part_of_a_document_that_results_rest_on():
    elsewhere = {
        "rubric", "version",  # no result has them
        "period",  # what is read in it asks for other data: `asks_the_same`
        "givens", "fields", "measures",  # followed name by name
        "checks", "indicators", "once", "vetoes", "also",  # compared one by one
        "ranking", "grades",  # standings are made anew every time
    }  # fmt: skip
    held(COMMON, elsewhere | PAPERS | OF_THE_WHOLE, set(Document.model_fields))


def test_every_part_of_a_document_that_decides_how_data_are_read():
    elsewhere = {
        "lawscore", "calculation",  # how a rubric is read, and how it is computed with
        "fields",  # compared as bound
        "measures", "vetoes", "also",  # by name only: these may be mentioned, and answered
        "indicators",  # as far as answers and adjustments name them
        "ranking", "grades",  # their groups only
        "checks", "once",  # say something of what was gathered, and sort it when it is scored
    }  # fmt: skip
    held(PARTS, elsewhere | PAPERS | OF_THE_WHOLE, set(Document.model_fields))

"""Rankings and grades made ready: what breaks ties, the conditions of grade rules, quotas, and what they may name."""

from __future__ import annotations

from dataclasses import replace

from lawscore.catalogue import phrase
from lawscore.problems import nearest
from lawscore.rubric.beside import names_beside
from lawscore.rubric.bound import (
    BoundGradeRule,
    BoundGrades,
    BoundNode,
    BoundQuota,
    BoundRanking,
    BoundStanding,
    BoundTie,
)
from lawscore.rubric.document import Document
from lawscore.rubric.grade_checks import check_grades, grade_known
from lawscore.rubric.grades import Grades, Quota, share_of
from lawscore.rubric.group_names import EVERYBODY, names_of_groups
from lawscore.rubric.ranks import UNIT_ID, Ranking, Tie
from lawscore.rubric.tree import Node
from lawscore.rules.binder import Binder
from lawscore.rules.cohort import Within, bind_within
from lawscore.texts import folded

Path = tuple[str | int, ...]


def bind_standings(document: Document, root: BoundNode, binder: Binder) -> tuple[BoundStanding, ...]:
    """All rankings and grades of a rubric: of the total, of indicators, of results beside the total."""
    here = _Standings(document, root, binder)
    specs = [(node, node.spec) for node in root.walk() if node.spec is not None]
    found = [
        here.standing("", (), document.ranking, document.grades),
        *(here.standing(node.id, node.path, spec.ranking, spec.grades) for node, spec in specs),
        *(
            here.standing(also.id, ("also", place), also.ranking, also.grades)
            for place, also in enumerate(document.also)
        ),
    ]
    for node, spec in specs:
        _check_passes(node, spec, binder)
    _check_vetoes(document, binder)
    return tuple(one for one in found if one.ranking is not None or one.grades is not None)


def bind_groups(text: str, document: Document, binder: Binder, *steps: str | int) -> Within:
    """The groups in which units are ranked and graded; without classes all units are in one."""
    alone = folded(text) == "class" and not document.classes
    return bind_within(EVERYBODY if alone else text, binder, *steps)


class _Standings:
    """Binds the rankings and grades of one rubric."""

    def __init__(self, document: Document, root: BoundNode, binder: Binder) -> None:
        self.document = document
        self.results = {node.id for node in root.walk() if node is not root} | {also.id for also in document.also}
        self.binder = replace(binder, names=names_beside(binder.names, document, root))

    def standing(self, name: str, path: Path, ranking: Ranking | None, grades: Grades | None) -> BoundStanding:
        """The ranking and the grades of one result."""
        here = self.binder.at(*path)
        return BoundStanding(
            name,
            path,
            self.ranking(ranking, here.at("ranking"), name) if ranking is not None else None,
            self.grades(grades, here.at("grades")) if grades is not None else None,
        )

    def within(self, text: str, binder: Binder) -> Within:
        return bind_groups(text, self.document, binder, "within")

    def ranking(self, spec: Ranking, binder: Binder, name: str) -> BoundRanking:
        self.check_places(spec, binder, name)
        ties = tuple(self.tie(tie, binder.at("ties", place)) for place, tie in enumerate(spec.ties))
        last = spec.ties[-1] if spec.ties else None
        if spec.method == "ordinal" and not self.is_unique(last):
            steps = ("ties", len(spec.ties) - 1) if spec.ties else ("method",)
            binder.refuse("ordinal_without_field", *steps, hint=phrase("hint.ordinal"))
        overall = self.within(EVERYBODY, binder) if spec.overall else None
        if spec.overall and spec.within.strip() == EVERYBODY:
            binder.refuse("overall_of_all", "overall", hint=phrase("hint.overall"))
        return BoundRanking(spec, self.within(spec.within, binder), ties, overall)

    def check_places(self, spec: Ranking, binder: Binder, name: str) -> None:
        """Where vetoed and ineligible units stand is for the total, and for vetoes that there are."""
        barring = [getattr(veto.effect, "ineligible_for", None) is not None for veto in self.document.vetoes]
        for key, there in (("vetoed", False in barring), ("ineligible", True in barring)):
            if getattr(spec, key) == "ranked":
                continue
            if name:
                binder.refuse("veto_place_of_part", key, hint=phrase("hint.veto_place"), key=key, id=name)
            elif not there:
                hint = phrase("hint.veto_place_ineligible") if key == "ineligible" else None
                binder.refuse("veto_place_of_none", key, hint=hint, follows=True, key=key)

    def is_unique(self, tie: Tie | None) -> bool:
        """Whether a step may tell all units apart: the unit's id, or a field that every unit fills with its own."""
        named = (tie.higher or tie.lower) if tie is not None else None
        return named is not None and named not in self.results and (named == UNIT_ID or named in self.document.fields)

    def tie(self, spec: Tie, binder: Binder) -> BoundTie:
        if spec.key == "fewer":
            return BoundTie(spec)
        if spec.key == "countback":
            return self.countback(spec, binder)
        named = spec.higher or spec.lower or ""
        meaning = self.binder.names.find(named)
        if named in self.results:
            if meaning is not None:
                binder.refuse("tie_name_clash", spec.key, hint=phrase("hint.tie_rename"), name=named)
            return BoundTie(spec, named)
        if named == UNIT_ID:
            return BoundTie(spec)
        if meaning is None:
            guess = nearest(named, [*self.results, *self.binder.names.known()])
            hint = phrase("hint.nearest", name=guess) if guess else None
            binder.refuse("tie_unknown", spec.key, hint=hint, name=named)
            return BoundTie(spec)
        if meaning.kind.name not in ("number", "date", "text", "any"):
            binder.refuse("tie_kind", spec.key, name=named, kind=meaning.kind.word)
            return BoundTie(spec)
        return BoundTie(spec, figure=binder.program(named, spec.key))

    def countback(self, spec: Tie, binder: Binder) -> BoundTie:
        records = binder.records(spec.countback or "", "countback")
        if records is None:
            return BoundTie(spec)
        column = records.columns.get(spec.of or "")
        if column is None:
            columns = tuple(records.columns)
            binder.refuse("column_unknown", "of", name=spec.of, records=records.name, columns=columns, follows=True)
            return BoundTie(spec)
        if column.kind.name not in ("number", "any"):
            binder.refuse("expected_number", "of", given=spec.of, kind=column.kind.word)
        return BoundTie(spec, figure=binder.over(records).program(spec.of or "", "of"), records=records)

    def grades(self, spec: Grades, binder: Binder) -> BoundGrades:
        rules = tuple(
            BoundGradeRule(rule, binder.at("rules", place).condition(rule.when, "when") if rule.when else None)
            for place, rule in enumerate(spec.rules)
        )
        quotas = {
            name: self.quota(quota, self.within(quota.within, binder.at("quota", name)))
            for name, quota in spec.quota.items()
        }
        check_grades(spec, binder)
        return BoundGrades(spec, rules, quotas)

    def quota(self, spec: Quota, within: Within) -> BoundQuota:
        return BoundQuota(spec, within, names_of_groups(within, self.document.classes, self.binder.names))


def _check_passes(node: BoundNode, spec: Node, binder: Binder) -> None:
    """A percentage of the points needs points."""
    level = (spec.passes.from_ or spec.passes.above) if spec.passes is not None else None
    if level is not None and share_of(level) is not None and not node.points:
        binder.refuse("passes_needs_points", *node.path, "passes", id=node.id)


def _check_vetoes(document: Document, binder: Binder) -> None:
    """A grade that a veto names must be one of the document's, and these must stand in an order."""
    grades = document.grades
    for place, veto in enumerate(document.vetoes):
        for key in ("grade", "grade_at_most", "ineligible_for"):
            named = getattr(veto.effect, key, None)
            if named is None or (grades is None and key == "ineligible_for"):
                continue
            steps = ("vetoes", place, "effect", key)
            known = grade_known(named, grades.given if grades is not None else (), binder, *steps)
            if known and grades is not None and not grades.is_ordered:
                binder.refuse("grade_order_missing", *steps, hint=phrase("hint.grade_order"))

"""All results of a rubric for batches of units: indicators in their order, the whole, vetoes, results beside the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from lawscore.assessing import contradictions_in
from lawscore.columns.branches import Branch
from lawscore.columns.codes import Codes, Combiner
from lawscore.columns.footprint import Footprint, Footprints
from lawscore.columns.looking import Looked, scorer_of
from lawscore.columns.parts import Scored
from lawscore.columns.representatives import Representatives
from lawscore.columns.tables import ResultColumn, ResultTable
from lawscore.columns.units import CodedUnits, Vocabularies
from lawscore.expressions.values import Value
from lawscore.facts.calendar import Calendar
from lawscore.facts.card import Card, NodeResult, VetoResult
from lawscore.facts.unit import Scope
from lawscore.problems import Problem
from lawscore.rubric.also import TOTAL
from lawscore.rubric.bound import BoundAlso, BoundCheck, BoundNode, Rubric
from lawscore.scoring.card import Scorer
from lawscore.scoring.leaf import applicability
from lawscore.scoring.vetoes import judge

#: The whole, among the results.
WHOLE: Final = ""


@dataclass
class Engine:
    """Scores batches of units under a rubric that looks at no other units. What was found once is kept."""

    rubric: Rubric
    vocabularies: Vocabularies
    givens: Mapping[str, Value]
    calendar: Calendar | None = None
    tables: dict[str, ResultTable] = field(init=False, repr=False)
    leaves: dict[str, Looked[NodeResult]] = field(init=False, repr=False)
    branches: dict[str, Branch] = field(init=False, repr=False)
    #: Cards without their indicators, for all units that agree in the whole and in the vetoes; and those of single units.
    cards: list[Card] = field(default_factory=list, repr=False)
    single: list[Card] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._footprints = Footprints(self.rubric)
        self.representatives = Representatives(self.rubric, self.vocabularies, self.givens, self.calendar)
        names = (*self.rubric.nodes, WHOLE, *self.rubric.beside, TOTAL)
        self.tables = {name: ResultTable() for name in names}
        self.leaves, self.branches = {}, {}
        for name in self.rubric.order:
            self._prepare(self.rubric.nodes[name])
        self._prepare(self.rubric.root)
        for also in self.rubric.also:
            self._prepare_beside(also)
        self._vetoes: list[tuple[VetoResult, ...]] = []
        self._judging = self._looked(self._footprints.vetoes(), self._judged, self._keep_vetoes)
        self._cards = Combiner(2)
        self._checks = [self._check(*one) for one in zip(self.rubric.checks, self._footprints.checks(), strict=True)]

    def score(self, units: CodedUnits) -> Scored:
        """The results of some units."""
        results: dict[str, ResultColumn] = {}
        for name in (*self.rubric.order, WHOLE):
            self._find(name, units, results)
        codes = self._whole(units, results)
        for also in self.rubric.also:
            self._find(also.spec.id, units, results)
        checks = tuple((said, looked.codes(units, results)) for said, looked in self._checks)
        return Scored(units.count, results, self.cards, codes, checks)

    def enter(self, cards: Sequence[Card]) -> Scored:
        """The cards of units that were scored one by one, beside those of all others."""
        found: dict[str, list[int]] = {}
        for card in cards:
            every = {**{node.id: node for node in (*card.nodes, *card.also)}, WHOLE: card.total}
            for name, result in every.items():
                found.setdefault(name, []).append(self.tables[name].append(result))
        first = len(self.single)
        self.single += [replace(card, items=card.counted.items) for card in cards]
        results = {name: ResultColumn(self.tables[name], np.array(codes)) for name, codes in found.items()}
        return Scored(len(cards), results, self.single, np.arange(first, len(self.single)))

    @property
    def size(self) -> int:
        """How many results are kept."""
        return sum(map(len, self.tables.values())) + len(self.cards)

    @property
    def evaluations(self) -> Mapping[str, int]:
        """How often each result was worked out."""
        leaves = {name: looked.evaluations for name, looked in self.leaves.items()}
        return {**leaves, **{name: branch.evaluations for name, branch in self.branches.items()}}

    def _find(self, name: str, units: CodedUnits, results: dict[str, ResultColumn]) -> None:
        branch = self.branches.get(name)
        codes = branch.codes(units, results) if branch is not None else self.leaves[name].codes(units, results)
        results[name] = ResultColumn(self.tables[name], codes)

    # --- what is worked out once ---------------------------------------------------------------------------------------

    def _prepare(self, node: BoundNode) -> None:
        name, table = node.id, self.tables[node.id]
        looked = self._looked(self._footprints.node(node), lambda scope: scope.node(name), table.append)
        if node.is_leaf:
            self.leaves[name] = looked
            return
        gate = self._footprints.gate(node)
        family = (node, *self._footprints.above(node))

        def applies(scope: Scope) -> bool:
            return all(applicability(one, scope) is None for one in family)

        gated = self._looked(gate, applies, int) if gate is not None else None
        judged = name in self.rubric.judged
        self.branches[name] = Branch(node, table, looked, gated, judged)

    def _prepare_beside(self, also: BoundAlso) -> None:
        name, table = also.spec.id, self.tables[also.spec.id]
        looked = self._looked(self._footprints.also(also), lambda scope: scope.node(name), table.append)
        if also.formula is None:
            self.branches[name] = Branch(also.node, table, looked)
        else:
            self.leaves[name] = looked

    def _looked(self, footprint: Footprint, find: object, enter: object) -> Looked:  # type: ignore[type-arg]
        return Looked(footprint, self.representatives, find, enter)  # type: ignore[arg-type]

    def _judged(self, scope: Scope) -> tuple[VetoResult, ...]:
        return judge(self.rubric, scope)

    def _keep_vetoes(self, vetoes: tuple[VetoResult, ...]) -> int:
        self._vetoes.append(vetoes)
        return len(self._vetoes) - 1

    def _check(self, check: BoundCheck, footprint: Footprint) -> tuple[list[Problem | None], Looked[Problem | None]]:
        said: list[Problem | None] = []

        def broken(scope: Scope) -> Problem | None:
            return contradictions_in(self.rubric, {"": scope}, (check,))[""].get(check.id)

        def enter(problem: Problem | None) -> int:
            said.append(problem)
            return len(said) - 1

        return said, self._looked(footprint, broken, enter)

    # --- the whole -----------------------------------------------------------------------------------------------------

    def _whole(self, units: CodedUnits, results: dict[str, ResultColumn]) -> Codes:
        """The codes of the cards; the whole as it counts is entered among the results."""
        total, vetoes = results[WHOLE], self._judging.codes(units, results)
        codes = self._cards.combine((total.codes, vetoes), (len(total.table), max(len(self._vetoes), 1)))
        for one in self._cards.combinations[len(self.cards) :]:
            self._enter_card(total.table.results[one[0]], self._vetoes[one[1]])
        if TOTAL not in self.rubric.nodes:
            results[TOTAL] = ResultColumn(self.tables[TOTAL], codes)
        return codes

    def _enter_card(self, total: NodeResult, vetoes: tuple[VetoResult, ...]) -> None:
        """A card with these vetoes over this whole, and nothing else on it."""
        scorer = Scorer(self.rubric, judged={"": vetoes})
        bare = total._replace(items=())
        blank = dict.fromkeys((*self.rubric.nodes, *self.rubric.beside), bare)
        scope = self.representatives.scope(_NOTHING, (), {**blank, WHOLE: total}, scorer)
        if TOTAL not in self.rubric.nodes:
            self.tables[TOTAL].append(scorer_of(scope).total(scope))
        self.cards.append(scope.card())


_NOTHING: Final = Footprint(())

"""The library's front door: load a rubric, assess submissions, read scorecards.

A report is imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from lawscore import assessing
from lawscore.assessing import assess_gathered
from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause
from lawscore.facts.adjustment import Adjustment
from lawscore.facts.card import Card, CardState, NodeResult, Owed, Standing, VetoResult
from lawscore.facts.items import Item
from lawscore.facts.unit import Layer, Unit
from lawscore.loading.plain_values import from_values
from lawscore.loading.submissions import load_submissions, sources
from lawscore.loading.table_kinds import are_tables
from lawscore.numbers import Rounding
from lawscore.problems import Problem, QuestionError, RubricError
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import NOTHING_MORE, Gathered
from lawscore.submission.words import layer_asked

if TYPE_CHECKING:
    from lawscore.analysis.diff import RubricDiff
    from lawscore.analysis.effect import Effect
    from lawscore.analysis.layers import Layers
    from lawscore.analysis.rectification import Rectification
    from lawscore.analysis.sensitivity import Sensitivity
    from lawscore.analysis.standings import Standings
    from lawscore.analysis.years import Comparison
    from lawscore.columns.results import ColumnAssessment
    from lawscore.results.model import Result
    from lawscore.rubric.migrating import Side
    from lawscore.rubric.migration import Migration

#: Files, or plain Python values: `{unit: {field: value}}`, a list of `{"unit": …, field: value}`, whole data documents; or
#: tables: frames of pandas and polars, Arrow, cursors that have run, and mappings of list fields to these.
Submissions: TypeAlias = "str | Path | Sequence[Any] | Mapping[str, Any] | Gathered | Any"

#: A migration map: a file, or a mapping of the same shape; None where ids and names stayed as they were.
Migrating: TypeAlias = "Migration | str | Path | Mapping[str, Any] | None"


class Scorecard:
    """A unit's card (`lawscore.facts.card.Card`, whose attributes it has) that can also tell how it came about."""

    __slots__ = ("_card", "assessment")

    unit: Unit
    state: CardState
    total: NodeResult
    counted: NodeResult
    nodes: tuple[NodeResult, ...]
    score: Fraction | None
    bounds: tuple[Fraction | None, Fraction | None]
    grade: str | None
    rank: int | None
    tied: bool
    items: tuple[Item, ...]
    vetoes: tuple[VetoResult, ...]
    causes: tuple[Cause, ...]
    also: tuple[NodeResult, ...]
    owed: tuple[Owed, ...]
    so_far: tuple[Fraction, Fraction]
    standing: Standing
    shown: Rounding
    adjustments: tuple[Adjustment, ...]

    def __init__(self, card: Card, assessment: Assessment) -> None:
        self._card, self.assessment = card, assessment

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what a copy that is not yet filled is asked for
            raise AttributeError(name)
        return getattr(self._card, name)

    def __repr__(self) -> str:
        return f"<Scorecard {self.unit.id} {self.state}>"

    def node(self, indicator: str) -> NodeResult:
        """The result of one indicator, or of one beside the total. KeyError for an unknown indicator."""
        return self._card.node(indicator)

    def explain(self, indicator: str | None = None, language: Language = "zh") -> str:
        """The way from the start to the total, or that of one indicator, as text. KeyError for an unknown indicator."""
        from lawscore.reports.explain import explain

        return explain(self.assessment.results, self.unit.id, language, indicator)


@dataclass(frozen=True)
class Assessment:
    """Every unit's scorecard under one rubric. `assessment["tieling"]` is one card; iterating goes through all."""

    #: The assessment as the engine and the reports know it.
    results: assessing.Assessment
    #: What it was made of: a comparison scores it again under another rubric. None for the units below.
    gathered: Gathered | None = field(default=None, repr=False, compare=False)

    @property
    def rubric(self) -> Rubric:
        """The rubric under which the units were scored."""
        return self.results.rubric

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong with the input, that of the units below too."""
        return self.results.problems

    @property
    def cards(self) -> tuple[Scorecard, ...]:
        """All scorecards, in the order of the roster."""
        return tuple(self)

    @property
    def others(self) -> Mapping[str, Assessment]:
        """The assessments of the units below, by `id@version` of the rubric that scores them."""
        return {name: Assessment(other) for name, other in self.results.others.items()}

    @property
    def scorecards(self) -> Mapping[str, Scorecard]:
        """All scorecards by the id of their unit, those of the units below too; a unit scored twice is the upper one."""
        below = {unit: card for other in self.others.values() for unit, card in other.scorecards.items()}
        return {**below, **{card.unit.id: card for card in self}}

    def __getitem__(self, unit: str) -> Scorecard:
        return Scorecard(self.results[unit], self)

    def __iter__(self) -> Iterator[Scorecard]:
        return (Scorecard(card, self) for card in self.results)

    def __len__(self) -> int:
        return len(self.results)

    def rank(self, within: str | None = None, *, provisional: bool = False) -> Standings:
        """The units by group and rank, as the rubric declares or `within` other groups: `class`, `all`, a field.

        `provisional`: provisional cards stand among them, with the best and the worst rank that each can have. Raises
        `QuestionError` where the rubric ranks no totals, or the groups are not known.
        """
        from lawscore.analysis.standings import rank

        return rank(self.results, within, provisional=provisional)

    def layers(self) -> Layers:
        """The assessments at each layer in which anything was stated, and what changed from one to the next."""
        from lawscore.analysis.layers import layers_of

        return layers_of(self.results, self.gathered)

    def sensitivity(
        self,
        within: str | Fraction = "20%",
        *,
        draws: int = 1000,
        seed: int = 1,
        level: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Sensitivity:
        """How firm the standings are: under weights drawn from a range, without each indicator, and what would lift a unit.

        `level` 1 varies the top level, None the leaves; `draws=0` only removes. `progress` is told the steps done, of how
        many. Raises `QuestionError` for a range, a number of draws or a level that there is not.
        """
        from lawscore.analysis.sensitivity import asked, sensitivity

        return sensitivity(self.results, asked(within, draws, seed, level), progress=progress)

    def rectification(self, since: Result | str | Path | None = None, migration: Migrating = None) -> Rectification:
        """What is to be mended, by unit; with last year's published result, what became of each line of its list.

        Raises `ResultError` for a result that cannot be read, `RubricError` for a migration map that cannot be used.
        """
        from lawscore.analysis.published import side_of
        from lawscore.analysis.rectification import rectify
        from lawscore.results.reading import read_result
        from lawscore.rubric.migrating import Side

        result = read_result(since) if isinstance(since, str | Path) else since
        now = Side.of(self.rubric)
        return rectify(self.results, result, _migration(migration, now if result is None else side_of(result), now))

    def papers(
        self,
        *kinds: str,
        language: Language = "zh",
        since: Result | str | Path | None = None,
        migration: Migrating = None,
    ) -> Iterator[tuple[str, bytes]]:
        """The papers of this result, all or some `kinds` of them: a file name and its content, one after another.

        Kinds are those of `lawscore report --paper`: `page`, `workbook`, `bulletin`, `notices`, `markdown`, `csv`, `json`.
        `since` is the published result of an earlier period to set beside. Raises `QuestionError` for a kind that there is
        not and for a library that is not installed, `ResultError` and `RubricError` as `rectification` does.
        """
        from lawscore.analysis.published import side_of
        from lawscore.publishing.opening import edition_of
        from lawscore.publishing.papers import drawn, refused
        from lawscore.results.model import Result
        from lawscore.results.reading import read_result
        from lawscore.rubric.migrating import Side

        problems = refused(kinds)
        if problems:
            raise QuestionError(problems)
        earlier = read_result(since) if isinstance(since, str | Path) else since
        now = Side.of(self.rubric)
        became = _migration(migration, now if earlier is None else side_of(earlier), now)
        result = Result.model_validate(self.to_dict(language))
        return drawn(edition_of(result, self.rubric, earlier=earlier, migration=became), kinds)

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The result as the published JSON has it; scores are texts."""
        from lawscore.results.writing import result_of

        return result_of(self.results, language)

    def to_json(self, language: Language = "zh") -> str:
        """The result as JSON text (schema: `lawscore schema result`)."""
        from lawscore.results.text import json_text

        return json_text(self.to_dict(language))

    def _repr_html_(self) -> str:
        from tabulate import tabulate

        from lawscore.reports.standings import standings_table

        table = standings_table(self.results, "zh")
        return str(tabulate(table.rows, headers=list(table.headers), tablefmt="html", disable_numparse=True))


def assess(rubric: Rubric, submissions: Submissions, *, layer: str | None = None) -> Assessment:
    """Score, grade and rank every unit of the submissions.

    With `layer` (`verified` or 核查, and so on), what later layers say is left out; raises `QuestionError` for a word that
    names no layer. Never raises for what a unit submitted: that stands in `problems` and in the unit's own card.
    """
    gathered = _gather(rubric, submissions, layer_asked(layer))
    return Assessment(assess_gathered(rubric, gathered), gathered)


def assess_table(rubric: Rubric, table: Any, *, beside: Submissions | None = None) -> ColumnAssessment:
    """Score a table of very many units by columns: each unit with the digits, items, states and problems that `assess` finds.

    `table` has a row for each unit: an Arrow table, record batches or a frame that offers an Arrow stream; or files and
    folders (Parquet, Arrow, CSV) whose columns are the same, by one path or a list of them. `unit` is the column of ids; `name`,
    `class`, `parent` and a column for each field may stand beside it, in any order. `beside` is what other documents say: figures
    common to all, a calendar; where it speaks of units, all are scored one by one, and `stats` says so.

    The answer has `len(found)` units in the order of the roster: `found["tieling"]` is a card, made when it is asked for;
    `found.standings` and `found.problems` are those of all, and `found.stats.told()` says how units were scored. For each of
    `found.parts`, `lawscore.columns.arrow` makes Arrow batches: `Columns(rubric).scores(part)` one row a unit and one column an
    indicator, `.states`, `.items`; `standings(found)` ranks and grades.

    Raises `QuestionError` where numpy or pyarrow is not installed, and for files of which none is a table of units. Never
    raises for what stands in the table.
    """
    from importlib.util import find_spec

    if any(find_spec(module) is None for module in ("numpy", "pyarrow")):
        raise QuestionError([Problem(code="extra_missing", facts={"format": "Arrow", "extra": "arrow"})])
    from lawscore.columns.assess import assess_table as by_columns
    from lawscore.columns.files import with_beside

    gathered = _gather(rubric, beside, None) if beside is not None else None
    source, more = with_beside(rubric, table, gathered)
    return by_columns(rubric, source, beside=more)


def compare(before: Assessment, after: Assessment, migration: Migrating = None) -> Comparison:
    """Compare two assessments of the same units: the change of each score, split into the rubric's and the facts' part.

    `migration` tells what the indicators and fields of the earlier rubric became. Raises `RubricError` where it cannot
    be used.
    """
    from lawscore.analysis.years import compare_years
    from lawscore.rubric.migrating import Side

    found = _migration(migration, Side.of(before.rubric), Side.of(after.rubric))
    return compare_years(before.results, after.results, before.gathered, found)


def diff(before: Rubric, after: Rubric, migration: Migrating = None) -> RubricDiff:
    """What differs between two rubrics: `digits` can move a score, `wording` cannot; `found["4.2"]` is one indicator.

    `migration` tells what the indicators and fields of the earlier one became. Raises `RubricError` where it cannot be used.
    """
    from lawscore.analysis.diff import diff_rubrics
    from lawscore.rubric.migrating import Side

    return diff_rubrics(before, after, _migration(migration, Side.of(before), Side.of(after)))


def effect(
    before: Rubric,
    after: Rubric,
    submissions: Submissions,
    migration: Migrating = None,
    *,
    further: Submissions | None = None,
    layer: str | None = None,
) -> Effect:
    """What another rubric does to units: the same submissions under both, `found["tieling"].change` and its parts.

    `submissions` are those of the earlier rubric, `further` what only the later one asks for. Raises `RubricError` for a
    migration map that cannot be used, `QuestionError` for a word that names no layer. Never raises for data: what is wrong
    with them, and with `further`, stands in `problems`.
    """
    from lawscore.analysis.effect import effect_of

    gathered = _gather(before, submissions, layer_asked(layer))
    more = NOTHING_MORE if further is None else _gather(after, further, gathered.layer).origin
    return effect_of(diff(before, after, migration), gathered, more or NOTHING_MORE)


def what_if(
    rubric: Rubric, submissions: Submissions, changes: Mapping[str, Any] | str | Path, *, layer: str | None = None
) -> Effect:
    """What it does to units when some places of the rubric, or values of units, are other ones.

    `changes` is `{"set": {"4.2.points": 6}, "units": {"tieling": {"出庭": 12}}, "answers": …, "givens": …}`, or a file of
    that shape. Raises `QuestionError` for what cannot be set so; `unsound` is what checks find wrong only with these changes.
    """
    from lawscore.analysis.effect.trying import try_changes
    from lawscore.loading.what_if import load_changes

    wanted, problems = load_changes(changes)
    if wanted is None:
        raise QuestionError(problems)
    trial = try_changes(rubric, _gather(rubric, submissions, layer_asked(layer)), wanted)
    if trial.effect is None:
        raise QuestionError(trial.problems)
    return trial.effect


def _migration(migration: Migrating, old: Side, new: Side) -> Migration:
    from lawscore.loading.migrations import load_migration
    from lawscore.rubric.migration import UNCHANGED, Migration

    if migration is None or isinstance(migration, Migration):
        return migration or UNCHANGED
    loaded, problems = load_migration(migration, old, new)
    if loaded is None:
        raise RubricError(problems)
    return loaded


def verify(result: str | Path | Mapping[str, Any], rubric: Rubric, submissions: Submissions) -> tuple[Problem, ...]:
    """Compute a published result again, up to the layer and in the language that it records: what differs.

    `result` is a file, its JSON text, or the mapping of `Assessment.to_dict`. Without an error the result holds: its
    digests are those of this rubric and these data, and every unit has the same digits. Of each unit that differs the
    first difference is named: a value, else an item, else an indicator, else the total. What is wrong with a result that
    cannot be read is returned likewise.
    """
    from lawscore.analysis.verifying import verified
    from lawscore.results.reading import load_result

    recorded = load_result(result)
    if recorded.result is None:
        return recorded.problems
    return verified(recorded, assess(rubric, submissions, layer=recorded.layer).results).problems


def _gather(rubric: Rubric, submissions: Submissions, layer: Layer | None) -> Gathered:
    if isinstance(submissions, Gathered):
        return submissions.at(rubric, layer or submissions.layer)
    given = sources(submissions)
    if given and all(isinstance(one, str | Path) or are_tables(one) for one in given):
        return load_submissions(rubric, given, layer=layer)
    return from_values(rubric, submissions, layer=layer)

"""How all units stand in the total, as an Arrow record batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from lawscore.catalogue import Language, Phrase, say
from lawscore.columns.arrow_texts import column_of
from lawscore.columns.ranks.notes import notes_of
from lawscore.columns.results import ColumnAssessment
from lawscore.facts.card import Standing


def standings(assessment: ColumnAssessment, language: Language | None = None) -> Any:
    """One row for each unit, in the order of the roster: its class, and its rank and its grade in the total.

    With a language, also what there is to say of them, as on the card: that a quota took a grade, or a rule gave it.
    """
    import pyarrow as pa

    stood = assessment.ranks.total if assessment.whole is None else None
    told = dict(stood.columns() if stood is not None else _columns(assessment.standings))
    if language is not None:
        notes, codes = notes_of(stood) if stood is not None else _of_each(assessment.standings)
        numbers: dict[str | None, int] = {}
        texts = [numbers.setdefault(_text(one, language), len(numbers)) for one in notes]
        told["note"] = column_of(numbers, np.array(texts, np.int32).take(codes))
    return pa.RecordBatch.from_pydict({"unit": assessment.ids, "class": _classes(assessment), **told})


def _text(notes: Iterable[Phrase], language: Language) -> str | None:
    return "；".join(say(note, language) for note in notes) or None


def _of_each(standings: Sequence[Standing]) -> tuple[Sequence[tuple[Phrase, ...]], Any]:
    return [one.notes for one in standings], np.arange(len(standings))


def _classes(assessment: ColumnAssessment) -> Any:
    import pyarrow as pa

    parts = [part.who.classes() for part in assessment.parts]
    found = pa.chunked_array(parts).unify_dictionaries().combine_chunks() if parts else pa.array([], pa.string())
    return found if assessment.order is None else found.take(pa.array(assessment.order))


def _columns(standings: Sequence[Standing]) -> Mapping[str, Any]:
    import pyarrow as pa

    return {
        "rank": pa.array([one.rank for one in standings], pa.int32()),
        "tied": pa.array([one.tied for one in standings], pa.bool_()),
        "overall": pa.array([one.overall for one in standings], pa.int32()),
        "grade": pa.array([one.grade for one in standings], pa.string()).dictionary_encode(),
    }

"""What the script of the page works from: words, headings, fields and groups once; units and the heat map packed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from lawscore.classes import dataclass
from lawscore.numbers import written
from lawscore.publishing.facts import label_of
from lawscore.publishing.figures import figure, share_of
from lawscore.publishing.headings import Heading
from lawscore.publishing.page.given import LAYERS
from lawscore.publishing.page.heat import heat
from lawscore.publishing.page.packing import in_chunks, json_text, packed
from lawscore.publishing.page.tongues import Text, Tongues, both
from lawscore.publishing.page.units import unit_form
from lawscore.publishing.report import Group

#: So many units are packed together: opening one unpacks no more.
PER_CHUNK: Final = 24
#: Families of the catalogue that data of units name by their key.
_FAMILIES: Final = ("kind.", "owed.", "state.", "value.effect.", "value.state.", "layer.", "page.js.")


@dataclass(frozen=True, slots=True)
class Data:
    """The data as they stand in the page."""

    text: str
    heat: str
    chunks: Sequence[str]


def data_of(tongues: Tongues) -> Data:
    """All data of the page."""
    report = tongues.report
    headings = {heading.id: place for place, heading in enumerate(report.headings)}
    fields = {name: place for place, name in enumerate(_fields(tongues))}
    units = (unit_form(tongues, cards, headings, fields) for cards in tongues.units())
    shared = {
        "per": PER_CHUNK,
        "words": words(tongues),
        "layers": [tongues.say(f"layer.{layer}") for layer in LAYERS],
        "headings": [_heading(tongues, place, fields) for place in range(len(headings))],
        "fields": [both(label_of(name, report.rubric, language) for language in tongues.languages) for name in fields],
        "groups": {group.id: _group(tongues, group) for group in report.groups},
        **({"earlier": report.earlier.period} if report.earlier else {}),
    }
    return Data(json_text(shared), packed(heat(tongues)), tuple(in_chunks(units, PER_CHUNK)))


def words(tongues: Tongues) -> Mapping[str, Text]:
    """The words that the script says, by their key in the catalogue; those of the page without what they all begin with."""
    from lawscore.catalogue import messages

    keys = (key for key in messages("en") if key.startswith(_FAMILIES) and not key.startswith("owed.text."))
    return {
        key.removeprefix("page.js."): both(messages(language)[key] for language in tongues.languages)
        for key in sorted(keys)
    }


def _fields(tongues: Tongues) -> Iterator[str]:
    """The fields that any unit has a value of, as the rubric orders them, then those that it does not know."""
    given = {fact.field for card in tongues.report.units for fact in card.part.facts}
    known = tongues.report.rubric.fields
    yield from (name for name in known if name in given)
    yield from sorted(given - set(known))


def _heading(tongues: Tongues, place: int, fields: Mapping[str, int]) -> dict[str, Any]:
    told: Sequence[Heading] = [report.headings[place] for report in tongues.reports]
    heading = told[0]
    return {
        "id": heading.id, "title": heading.title, "label": heading.label, "depth": heading.depth, "leaf": heading.leaf,
        "parent": heading.parent, "points": written(heading.points),
        "fields": [fields[name] for name in heading.fields if name in fields],
        "responsible": [both(names) for names in zip(*(one.responsible for one in told), strict=True)],
    }  # fmt: skip


def _group(tongues: Tongues, group: Group) -> dict[str, Any]:
    """The means of a group, as figures and as shares of the points, by heading."""
    report = tongues.report
    means, nodes = report.means[group.id].indicators, report.rubric.nodes
    found = [(heading, means.get(heading.id)) for heading in report.headings]
    return {
        "size": len(group.cards),
        "means": [None if mean is None else figure(mean, heading.shown) for heading, mean in found],
        "marks": [share_of(mean, nodes[heading.id].points_for(group.id or None)) for heading, mean in found],
    }

"""The sentences of an indicator: each is that of a rule, or of a part of one."""

from __future__ import annotations

from collections.abc import Sequence

from lawscore.catalogue import phrase
from lawscore.loading.source import Path, Tree
from lawscore.office.alike import Matched, matched
from lawscore.office.comparing import Cell
from lawscore.office.into.work import Work, brief
from lawscore.office.numbering import Numbered, flat, is_like, read_numbered
from lawscore.office.sentences import sentences
from lawscore.office.skeleton import rule_of
from lawscore.office.tabling import points_of
from lawscore.rubric.bound import AnyRule
from lawscore.rules.combining import BoundCombination


def change_sentences(work: Work, cell: Cell, owner: Path) -> None:
    """The sentence of each rule; a new sentence is for an assessor to judge, one that is gone takes its rule along."""
    node = work.rubric.nodes[cell.id]
    now = sentences(node, work.rubric, "zh")
    before, after = read_numbered(cell.before, now), read_numbered(cell.after, now)
    if not after or not is_like(now, before):
        work.refuse("table_no_sentences", cell)
        return
    _bring(work, cell, (*owner, "rules"), node.rules, before, after)


def _bring(
    work: Work, cell: Cell, path: Path, rules: Sequence[AnyRule], before: list[Numbered], after: list[Numbered]
) -> None:
    """A list of rules: of the indicator, or of the parts of a combination."""
    after, found = _paired(before, after)
    for old, new in found.pairs:
        if before[old].text != after[new].text:
            _sentence(work, cell, (*path, old), before[old].text, after[new].text)
        rule = rules[old]
        if isinstance(rule, BoundCombination) and before[old].parts:
            if not after[new].parts:
                work.refuse("table_no_parts", cell, text=before[old].text)
                return
            _bring(work, cell, (*path, old, rule.key), rule.parts, before[old].parts, after[new].parts)
    new_rules = {new: _rule(work, cell, after[new].text) for new in found.new}
    work.lists(path, found.gone, new_rules, dict(found.pairs))
    for key, listed, places in (("gone", before, found.gone), ("new", after, found.new)):
        for place in places:
            work.told.append(phrase(f"import.rule_{key}", name=work.name(cell.id), text=brief(listed[place].text)))


def _paired(before: list[Numbered], after: list[Numbered]) -> tuple[list[Numbered], Matched]:
    """Which sentence became which; parts below one that has none are sentences like the others."""
    found = matched([one.text for one in before], [one.text for one in after])
    whole = {new for old, new in found.pairs if before[old].parts}
    apart = [one for place, told in enumerate(after) for one in ([told] if place in whole else flat(told))]
    return (after, found) if len(apart) == len(after) else (apart, matched(_texts(before), _texts(apart)))


def _texts(listed: list[Numbered]) -> list[str]:
    return [one.text for one in listed]


def _rule(work: Work, cell: Cell, sentence: str) -> Tree:
    """The rule of a new sentence, within the points of the row; it awards where all others do."""
    node, line = work.rubric.nodes[cell.id], work.plan.lines[cell.id]
    points = abs(line.points.figure) if line.points is not None else abs(points_of(node))
    return rule_of(sentence, points, awards=all(rule.sign > 0 for rule in node.rules))


def _sentence(work: Work, cell: Cell, path: Path, before: str, after: str) -> None:
    rule = work.at(path)
    judged = rule.get("for") is not None and rule["for"].rstrip("。；;") == before.rstrip("。；;")
    if judged:
        work.edits = work.edits.set((*path, "for"), after.rstrip("。；;"))
    if "text" in rule:
        work.edits = work.edits.set((*path, "text"), after)
    else:
        work.edits = work.edits.insert(path, "text", after)
    key = "import.sentence" if judged else "import.sentence_only"
    facts = {"name": work.name(cell.id), "before": brief(before, 60), "after": brief(after, 60)}
    work.told.append(phrase(key, **facts))

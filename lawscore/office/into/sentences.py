"""The sentences of an indicator: each is that of a rule."""

from __future__ import annotations

from lawscore.catalogue import phrase
from lawscore.loading.source import Path, Tree
from lawscore.office.alike import matched
from lawscore.office.comparing import Cell
from lawscore.office.into.work import Work, brief
from lawscore.office.skeleton import rule_of
from lawscore.office.tabling import points_of
from lawscore.office.wording import unnumbered


def change_sentences(work: Work, cell: Cell, owner: Path) -> None:
    """The sentence of each rule; a new sentence is for an assessor to judge, one that is gone takes its rule along."""
    path, node = (*owner, "rules"), work.rubric.nodes[cell.id]
    before, after = unnumbered(cell.before, len(node.rules)), unnumbered(cell.after, len(node.rules))
    if not after or len(before) != len(node.rules):
        work.refuse("table_no_sentences", cell)
        return
    found = matched(before, after)
    for old, new in found.pairs:
        if before[old] != after[new]:
            _sentence(work, cell, (*path, old), before[old], after[new])
    new_rules = {new: _rule(work, cell, after[new]) for new in found.new}
    work.lists(path, found.gone, new_rules, dict(found.pairs))
    for old in found.gone:
        work.told.append(phrase("import.rule_gone", name=work.name(cell.id), text=brief(before[old])))
    for new in found.new:
        work.told.append(phrase("import.rule_new", name=work.name(cell.id), text=brief(after[new])))


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

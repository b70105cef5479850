"""The rows of the table: new ones, those that are gone, and those that stand elsewhere now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lawscore.catalogue import Phrase, phrase
from lawscore.loading.source import Path, Tree
from lawscore.office.into.work import Work
from lawscore.office.parts import Part
from lawscore.office.skeleton import head_keys, rules
from lawscore.problems import Problem, Where


def add_rows(work: Work) -> None:
    """New rows and new branches, each behind the part that it follows in the table."""
    fresh = {part.id: part for _, part in work.plan.new}
    for above, part in work.plan.new:
        work.told.append(phrase("import.added", id=part.id, title=part.title))
        if above not in fresh:
            _add(work, above, part, fresh)


def remove_rows(work: Work) -> None:
    """Rows that are gone; where a whole branch is, the branch goes with what is left in it, after others moved away."""
    gone = set(work.plan.gone)
    for name in work.plan.gone:
        node = work.rubric.nodes[name]
        work.told.append(phrase("import.removed", id=name, title=node.title))
        if node.parent in gone:
            continue
        if node.is_leaf:
            work.edits = work.edits.remove(node.path)
        else:
            work.emptied.append(name)


def moves(work: Work) -> Iterator[Phrase]:
    """What stands in another place than before."""
    nodes = work.rubric.nodes
    for above, names in work.plan.order.items():
        known = [name for name in names if name in nodes]
        for name in known:
            if (nodes[name].parent or "") != above:
                yield phrase("import.moved", name=work.name(name), above=_branch(work, above))
        stayed = [name for name in known if (nodes[name].parent or "") == above]
        if stayed != [name for name in nodes if name in stayed]:
            yield phrase("import.reordered", above=_branch(work, above), ids=tuple(names))


def _branch(work: Work, name: str) -> Phrase:
    if name and name not in work.rubric.nodes:
        return phrase("import.indicator", id=name, title="")
    return work.name(name)


def _add(work: Work, above: str, part: Part, fresh: Mapping[str, Part]) -> None:
    path = (*work.rubric.nodes[above].path, "indicators") if above else ("indicators",)
    value = _value(work, part, fresh)
    if value is None:
        return
    order = work.plan.order[above]
    earlier = [name for name in order[: order.index(part.id)] if _place(work, name, path) is not None]
    if earlier:
        work.edits = work.edits.append(path, value, after=_place(work, earlier[-1], path))
    else:
        work.edits = work.edits.append(path, value, before=0)


def _place(work: Work, name: str, path: Path) -> int | None:
    """Where an indicator stands in a list now."""
    node = work.rubric.nodes.get(name)
    return int(node.path[-1]) if node is not None and node.path[:-1] == path else None


def _value(work: Work, part: Part, fresh: Mapping[str, Part]) -> Tree | None:
    """A new indicator; a new branch needs at least one new indicator in it, the others move there."""
    found: dict[str, Tree] = dict(head_keys(part))
    if part.line is not None:
        found["rules"] = [rule for _, rule in rules(part)]
        return found
    inside = [_value(work, fresh[name], fresh) for name in work.plan.order[part.id] if name in fresh]
    if not inside or None in inside:
        where = Where(file=work.plan.file, path=(part.id,))
        work.problems.append(Problem(code="table_branch_of_old", where=where, facts={"id": part.id}))
        return None
    if part.points is None:
        del found["points"]
    found["indicators"] = inside
    return found

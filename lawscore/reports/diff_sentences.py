"""One change of a rubric as a sentence in the trade's words: `分值 4 → 6 分`, `deduction 0.2 → 0.5 for each 1%`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from lawscore.analysis.diff.result import RubricChange, What
from lawscore.analysis.diff.tree import RULE_KINDS
from lawscore.catalogue import Language, Phrase, phrase, say
from lawscore.models import shorten
from lawscore.reports.diff_words import band_text, key_word, rule_text, steps_text, value_text

#: Values are cut to so many characters in a sentence for a terminal; JSON and CSV have them whole.
LONGEST: Final = 60
#: Each of several names has at least so many.
_LEAST: Final = 12


def change_text(change: RubricChange, language: Language, longest: int = LONGEST) -> str:
    """What changed, without the part it belongs to."""
    return _Teller(change, language, longest).told()


class _Teller:
    """Tells one change in one language."""

    def __init__(self, change: RubricChange, language: Language, longest: int) -> None:
        self.change, self.language, self.longest = change, language, longest

    def told(self) -> str:
        return self.say(_TOLD[self.change.what](self))

    def say(self, what: Phrase) -> str:
        return say(what, self.language)

    def value(self, value: Any) -> str:
        """A value in words, not longer than a line."""
        return shorten(value_text(value, self.language, self.change.key), self.longest)

    @property
    def ends(self) -> dict[str, object]:
        """Both values as facts."""
        return {"before": self.value(self.change.before), "after": self.value(self.change.after)}

    @property
    def what(self) -> str:
        """What the steps lead to."""
        return steps_text(self.change.part, self.language)

    def changed(self) -> Phrase:
        """A value that is another one, that is new, or that is gone."""
        section, steps = self.change.part.section, self.change.part.steps
        if section == "with":
            return phrase(
                "diff.below_changed" if self.change.before == self.change.after else "diff.below_other", **self.ends
            )
        if not steps and section in ("indicator", "rule"):
            return self.whole()
        is_points = (section == "indicator" and steps == ("points",)) or section == "points"
        if is_points and self.change.what == "changed":
            return phrase("diff.points", **self.ends)
        if section == "rule":
            found = self.amount() or self.price() or self.band()
            if found is not None:
                return found
        if not steps and self.change.part.name:
            return self.named()
        return phrase(f"diff.{self.change.what}", what=self.what, **self.ends)

    def named(self) -> Phrase:
        """A field, a measure, a veto as a whole."""
        if self.change.what == "changed":
            title = self.change.part.section in ("classes", "roles")
            return phrase("diff.name_changed" if title else "diff.formula_changed", **self.ends)
        value = self.change.after if self.change.what == "added" else self.change.before
        told = value.get("text") or value.get("message") or value.get("label") if isinstance(value, Mapping) else value
        known = {self.change.part.title, self.change.part.name}
        if told is None or told in known:
            return phrase(f"diff.part_{self.change.what}")
        return phrase(f"diff.part_{self.change.what}_as", told=self.value(told))

    def whole(self) -> Phrase:
        """An indicator or a rule that is new or gone."""
        value: Mapping[str, Any] = self.change.after if self.change.what == "added" else self.change.before
        if self.change.part.section == "rule":
            told = shorten(rule_text(value, self.language), self.longest)
            return phrase(f"diff.rule_{self.change.what}", kind=phrase(f"diff.kind.{_kind(value)}"), told=told)
        return phrase(f"diff.part_{self.change.what}_as", told=_node_told(value))

    def amount(self) -> Phrase | None:
        """The plain amount of a rule or its cap, with the occasion on which it is charged."""
        steps, change = self.change.part.steps, self.change
        if len(steps) != 1 or change.what != "changed":
            return None
        rule, key = change.part.value, steps[0]
        plain = isinstance(change.before, str) and isinstance(change.after, str)
        if key == "at_most":
            return phrase("diff.cap", what=self.what, **self.ends)
        if key not in ("deduct", "award") or not plain or "all" in (change.before, change.after):
            return None
        if "per" in rule:
            side = "below" if "below" in rule else "above"
            limit = phrase(f"diff.{side}", limit=shorten(rule[side]))
            return phrase("diff.amount_per", what=self.what, per=rule["per"], from_=limit, **self.ends)
        if "each" in rule:
            return phrase("diff.amount_each", what=self.what, each=shorten(rule["each"]), **self.ends)
        return phrase("diff.amount", what=self.what, **self.ends)

    def price(self) -> Phrase | None:
        """A price in a list of prices."""
        steps, change = self.change.part.steps, self.change
        if "prices" not in steps:
            return None
        names = steps[steps.index("prices") + 1 :]
        if not names or any(isinstance(value, Mapping | list) for value in (change.before, change.after)):
            return None
        key = "diff.price" if change.what == "changed" else f"diff.price_{change.what}"
        return phrase(key, name="/".join(map(str, names)), **self.ends)

    def band(self) -> Phrase | None:
        """A band, or one of its limits."""
        steps, change = self.change.part.steps, self.change
        place = steps.index("bands") + 1 if "bands" in steps else len(steps)
        if place >= len(steps) or not isinstance(number := steps[place], int):
            return None
        if place + 1 == len(steps):
            band = change.after if change.what == "added" else change.before
            return phrase(f"diff.band_{change.what}", band=band_text(band), points=str(band.get("points", "")))
        key = str(steps[place + 1])
        if key == "points":
            return phrase(
                "diff.band_points", band=band_text(_inside(change.part.value, steps[: place + 1])), **self.ends
            )
        return phrase("diff.band_limit", number=str(number + 1), what=key_word(key, "bands"), **self.ends)

    def moved(self) -> Phrase:
        """An indicator below another one, a rule in another combination."""
        nowhere = phrase("diff.top_level" if self.change.part.section == "indicator" else "diff.by_itself")
        return phrase("diff.moved", before=self.change.before or nowhere, after=self.change.after or nowhere)

    def renamed(self) -> Phrase:
        is_field = self.change.part.section in ("fields", "givens")
        return phrase("diff.name_changed" if is_field else "diff.renamed", **self.ends)

    def split(self) -> Phrase:
        parts = tuple(_split_part(one) for one in self.change.after)
        return phrase("diff.split", before=_split_part(self.change.before), after=parts)

    def kind(self) -> Phrase:
        (before, old), (after, new) = (next(iter(one.items())) for one in (self.change.before, self.change.after))
        return phrase(
            "diff.kind_changed", before_kind=phrase(f"diff.kind.{before}"), after_kind=phrase(f"diff.kind.{after}"),
            before=self.value(old), after=self.value(new),
        )  # fmt: skip

    def replaced(self) -> Phrase:
        """Another indicator or rule under the same id."""
        ends = self.change.before, self.change.after
        if self.change.part.section == "rule":
            before, after = (shorten(rule_text(one, self.language), self.longest) for one in ends)
            return phrase("diff.rule_replaced", before=before, after=after)
        old, new = (phrase("diff.node_told", title=one.get("title", one["id"]), told=_node_told(one)) for one in ends)
        return phrase("diff.node_replaced", before=old, after=new)

    def order(self) -> Phrase:
        what, change = self.what, self.change
        each = max(self.longest // max(len(change.after), 1) - 2, _LEAST)
        before, after = (tuple(shorten(one, each) for one in names) for names in (change.before, change.after))
        facts = {"what": what} if what else {}
        return phrase("diff.order_of" if what else "diff.order", **facts, before=before, after=after)


_TOLD: Final[Mapping[What, Callable[[_Teller], Phrase]]] = {
    "changed": _Teller.changed, "added": _Teller.changed, "removed": _Teller.changed, "moved": _Teller.moved,
    "renamed": _Teller.renamed, "split": _Teller.split, "kind": _Teller.kind, "order": _Teller.order,
    "replaced": _Teller.replaced,
}  # fmt: skip


def _kind(rule: Mapping[str, Any]) -> str:
    return next(key for key in RULE_KINDS if key in rule)


def _node_told(node: Mapping[str, Any]) -> Phrase:
    """What an indicator holds."""
    if "indicators" not in node:
        return phrase("diff.leaf_told", points=str(node.get("points", "0")), rules=str(len(node.get("rules", ()))))
    parts = str(len(node["indicators"]))
    if "points" in node:
        return phrase("diff.branch_points_told", points=str(node["points"]), parts=parts)
    return phrase("diff.branch_told", parts=parts)


def _split_part(part: Mapping[str, Any]) -> Phrase:
    points = part.get("points")
    return (
        phrase("diff.split_branch", id=part["id"])
        if points is None
        else phrase("diff.split_part", id=part["id"], points=str(points))
    )


def _inside(value: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps:
        value = value[step]
    return value

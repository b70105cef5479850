"""What stands below the printed table: vetoes, grades, ranking, results beside the total, notes, consistency checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lawscore.catalogue import Language, Phrase, phrase, say
from lawscore.office.citing import cited
from lawscore.office.conditions import condition
from lawscore.office.remarks import remarks
from lawscore.office.table import Section
from lawscore.reports.tables import headers
from lawscore.rubric.bound import BoundVeto, Rubric
from lawscore.rubric.document import Effect, Veto
from lawscore.rubric.grades import GradeBand, GradeRule, Grades, Quota, share_of
from lawscore.rubric.ranks import Ranking, Tie
from lawscore.rules.charging import Waived

_VETOES = ("code", "veto", "effect", "basis")


def sections(rubric: Rubric, language: Language) -> Iterator[Section]:
    """All that is said of the rubric besides its indicators; only what there is."""
    teller = _Teller(rubric, language)
    document = rubric.document
    if rubric.vetoes:
        rows = [teller.veto(veto) for veto in rubric.vetoes]
        yield Section(teller.title("vetoes"), (), headers(_VETOES, language), rows)
    plain = (
        ("grades", teller.grades(document.grades)),
        ("ranking", teller.ranking(document.ranking)),
        ("also", teller.also()),
        ("notes", teller.notes()),
        ("basis", cited(document.basis)),
        ("checks", (check.message for check in document.checks)),
    )
    for key, lines in plain:
        told = tuple(lines)
        if told:
            yield Section(teller.title(key), told)


class _Teller:
    def __init__(self, rubric: Rubric, language: Language) -> None:
        self.rubric, self.language = rubric, language

    def say(self, key: str, **facts: object) -> str:
        return say(phrase(f"below.{key}", **facts), self.language)

    def title(self, key: str) -> str:
        return self.say(f"title.{key}")

    def veto(self, veto: BoundVeto) -> list[str]:
        spec = veto.spec
        return [
            spec.id,
            self.grounds(spec),
            say(effect_phrase(spec.effect), self.language),
            "\n".join(cited(spec.basis)),
        ]

    def grounds(self, spec: Veto) -> str:
        if spec.text is not None:
            return " ".join(spec.text.split())
        unless = spec.unless.for_ if isinstance(spec.unless, Waived) else spec.unless
        waiver = self.say("unless", waiver=unless) if unless is not None else ""
        return f"{spec.for_ or spec.when}{waiver}"

    def grades(self, grades: Grades | None) -> Iterator[str]:
        """The grades from the best down: their limits, rules without points, quotas."""
        if grades is None:
            return
        for rule in grades.rules:
            yield rule.text or self.grade_rule(rule)
        for band in grades.bands:
            yield self.band(band)
        for grade, quota in grades.quota.items():
            yield self.quota(grade, quota)

    def grade_rule(self, rule: GradeRule) -> str:
        if rule.when is None:
            return self.say("grade", grade=rule.grade, limits=self.say("rest"))
        return self.say("grade_rule", grade=rule.grade, condition=condition(rule.when, self.rubric, self.language))

    def band(self, band: GradeBand) -> str:
        if band.else_:
            return self.say("grade", grade=band.grade, limits=self.say("rest"))
        limits = (("from", band.from_), ("above", band.above), ("to", band.to), ("below", band.below))
        told = tuple(self.say(f"limit.{key}", value=value) for key, value in limits if value is not None)
        return self.say("grade", grade=band.grade, limits=self.say("joiner").join(told))

    def quota(self, grade: str, quota: Quota) -> str:
        share = share_of(quota.at_most) is not None
        return self.say(
            "quota_share" if share else "quota", grade=grade, limit=quota.at_most, group=self.group(quota.within)
        )

    def group(self, within: str) -> str:
        key = within if within in ("all", "class", "parent") else "other"
        return self.say(f"group.{key}", name=within)

    def ranking(self, ranking: Ranking | None) -> Iterator[str]:
        if ranking is None:
            return
        yield self.say(f"ranked.{ranking.better}", group=self.group(ranking.within), using=self.say(ranking.using))
        if ranking.overall:
            yield self.say("overall")
        if ranking.ties:
            steps = self.say("then").join(self.tie(tie) for tie in ranking.ties)
            yield self.say("ties", steps=steps)
        yield self.say(f"method.{ranking.method}")

    def tie(self, tie: Tie) -> str:
        if tie.key in ("fewer", "countback"):
            return self.say(f"tie.{tie.key}", name=tie.countback or "")
        name = str(getattr(tie, tie.key))
        node = self.rubric.nodes.get(name)
        told = self.say("node", id=node.id, title=node.title) if node is not None else name
        return self.say(f"tie.{tie.key}", name=told)

    def also(self) -> Iterator[str]:
        """Results beside the total."""
        for also in self.rubric.beside.values():
            spec = also.spec
            members = tuple(member.id for member in spec.members or ())
            how = self.say("members", ids=members) if members else self.say("formula")
            yield self.say("beside", title=also.node.title, told=spec.text or how)

    def notes(self) -> Iterator[str]:
        document = self.rubric.document
        yield from (line.strip() for line in (document.notes or "").splitlines() if line.strip())
        for node in self.rubric.nodes.values():
            if not node.is_leaf:
                for remark in remarks(node, self.rubric, self.language):
                    yield self.say("of_node", id=node.id, title=node.title, remark=remark)
        for once in document.once:
            columns = (once.once_per,) if isinstance(once.once_per, str) else once.once_per
            yield self.say(f"once.{once.keep}", ids=once.across, columns=columns)
        yield from self.total()

    def total(self) -> Iterator[str]:
        """The limits of the total."""
        document: Any = self.rubric.document
        for key in ("ceiling", "floor"):
            limit = getattr(document, key)
            if limit is not None and limit != "none":
                yield self.say(f"total_{key}", points=limit)


def effect_phrase(effect: str | Effect) -> Phrase:
    """What a veto does, as a phrase."""
    if not isinstance(effect, Effect):
        return phrase(f"veto.{effect}")
    key = next(key for key in ("grade", "grade_at_most", "ineligible_for") if getattr(effect, key) is not None)
    return phrase(f"veto.{key}", grade=getattr(effect, key))

"""How a rubric is named: a path, `id@version`, or the version that counts now or counted then (`id@latest:2023`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.heads import Head, heads_of, misnamed, placed, rubric_files, versions_of
from lawscore.loading.locks import lock_beside, locked_draft
from lawscore.problems import Problem, Where, nearest
from lawscore.rubric.versions import Version, Versions, circles

_LATEST: Final = re.compile(r"(?P<id>[^@]+)@latest(?P<when>:.*)?")


def folder_around(path: str | Path) -> Path:
    """The folder of rubrics in which a file `<id>/<version>.yaml` stands, also where only its name is given."""
    folder = Path(path).parent
    return folder / ".." if folder.name in ("", "..") else folder.parent


@dataclass(frozen=True, slots=True)
class Library:
    """Where rubrics are looked up, and which are being loaded, so that none waits for itself."""

    folders: tuple[Path, ...] = ()
    open: tuple[str, ...] = ()

    @classmethod
    def of(cls, folders: Sequence[str | Path]) -> Library:
        """The library of some folders, before those installed."""
        return cls(tuple(map(Path, folders)))

    @property
    def places(self) -> tuple[Path, ...]:
        """All folders, those installed last."""
        return (*self.folders, installed_rubrics())

    def path(self, name: str) -> Path | None:
        """The file of `id@version`, or None where there is none."""
        rubric_id, _, version = name.partition("@")
        paths = (folder / rubric_id / f"{version}.yaml" for folder in self.places)
        return next((path for path in paths if path.is_file()), None)

    def known(self) -> list[str]:
        """Every `id@version` that there is a file of."""
        return sorted({f"{path.parent.name}@{path.stem}" for folder in self.places for path in rubric_files(folder)})


@dataclass(frozen=True, slots=True)
class Meant:
    """The file that a reference means, or what is wrong with the reference; `name` where it is meant by its name."""

    path: Path | None
    name: str | None = None
    problems: tuple[Problem, ...] = ()


def installed_rubrics() -> Path:
    """The folder of the rubrics that come with the package; in a checkout, that of the checkout."""
    package = Path(str(files("lawscore")))
    packed = package / "installed_rubrics"
    return packed if packed.is_dir() else package.parent / "rubrics"


def is_latest(reference: str) -> bool:
    """Whether a reference leaves open which version it means."""
    return _LATEST.fullmatch(reference) is not None


def meant(reference: str | Path, library: Library) -> Meant:
    """The file that a reference means: looked up in the given folders, then among those installed."""
    text = str(reference)
    if isinstance(reference, Path) or "@" not in text or Path(text).exists():
        return Meant(Path(reference))
    path = library.path(text)
    if path is not None:
        return Meant(path, text)
    latest = _LATEST.fullmatch(text)
    if latest is not None:
        return _latest(text, latest["id"], latest["when"], library)
    return _refused(text, library, library.known())


def rubric_file(reference: str | Path, rubrics: Sequence[str | Path] = ()) -> Path | None:
    """The file that a reference means; None where there is none."""
    return meant(reference, Library.of(rubrics)).path


def _refused(text: str, library: Library, known: Iterable[str]) -> Meant:
    guess = nearest(text, known)
    facts = {"name": text, "folders": tuple(dict.fromkeys(map(str, library.places)))}
    hint = phrase("hint.nearest", name=guess) if guess else phrase("hint.rubric_not_found")
    return Meant(None, None, (Problem(code="rubric_not_found", where=Where(file=text), hint=hint, facts=facts),))


def _latest(text: str, rubric_id: str, when: str | None, library: Library) -> Meant:
    asked = _time(when)
    if when is not None and asked is None:
        hint = phrase("hint.latest_form", id=rubric_id)
        wrong = Problem(code="latest_form", where=Where(file=text), hint=hint, facts={"given": when.removeprefix(":")})
        return Meant(None, None, (wrong,))
    heads = heads_of(rubric_id, library.places)
    if not heads:
        return _refused(text, library, {f"{one.partition('@')[0]}@latest" for one in library.known()})
    versions = versions_of(heads)
    unclear = [problem for head in heads for problem in (*head.problems, *misnamed(head))]
    unclear += [problem for head in heads for problem in _locked_draft(head)]
    unclear += [placed(found, heads) for found in circles(versions) if found.versions[0].is_published]
    if unclear:
        return Meant(None, None, (_problem("latest_unclear", text, id=rubric_id), *unclear))
    return _only(text, versions, versions.latest() if asked is None else versions.in_force(asked))


def _locked_draft(head: Head) -> list[Problem]:
    """A version that was issued and locked, and calls itself a draft again."""
    version = head.version
    found = [] if version is None else locked_draft(version.name, version.status, lock_beside(head.path))
    return [head.placed(one) for one in found]


def _time(when: str | None) -> int | date | None:
    """The year or the day that is asked for; None where it is neither."""
    written = when.removeprefix(":") if when is not None else ""
    if re.fullmatch(r"\d{4}", written, re.ASCII):
        return int(written) or None
    try:
        return date.fromisoformat(written) if len(written) == len("2023-01-31") else None
    except ValueError:
        return None


def _only(text: str, versions: Versions, found: Sequence[Version]) -> Meant:
    """The one version that was found; else what there is instead."""
    if len(found) == 1:
        return Meant(Path(found[0].file), found[0].name)
    if not found:
        none = phrase("version.none")
        published = tuple(
            phrase("version.of", name=one.name, start=one.start, end=one.end) for one in versions.published
        )
        drafts = tuple(one.name for one in versions.all if not one.is_published)
        return Meant(None, None, (_problem("latest_none", text, published=published or none, drafts=drafts or none),))
    one, other = found[:2]
    facts = {"one": one.name, "one_file": one.file, "other": other.name, "other_file": other.file}
    hint = phrase("hint.latest_several", one=one.name, other=other.name)
    return Meant(None, None, (Problem(code="latest_several", where=Where(file=text), facts=facts, hint=hint),))


def _problem(code: str, text: str, **facts: object) -> Problem:
    return Problem(code=code, where=Where(file=text), facts=facts)

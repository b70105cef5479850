"""The judge: a forked process runs the cases of the conformance kit against a mutant, and stops at the first that fails.

Mutants of functions are put into the loaded engine in place; others (tables, classes, what runs at import) are imported.
"""

from __future__ import annotations

import gc
import importlib.abc
import importlib.util
import inspect
import os
import pickle
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, Final, NamedTuple

from mutants import Mutant

#: A case may take so many times its time, and at least so many seconds of the processor.
_PATIENCE: Final = 10
_LEAST_SECONDS: Final = 2.0
_MOST_BYTES: Final = 3 << 30
_NONE_FAILS: Final = "none fails"
_SAME: Final = "the same"
_NOT_IN_PLACE: Final = "not in place"
#: Processes are forked: what is loaded once is there in each.
_FORKS: Final = get_context("fork")


class Verdict(NamedTuple):
    """What became of a mutant: the case that killed it, or how else it died; `survived` where nothing did."""

    id: str
    module: str
    killed_by: str

    @property
    def survived(self) -> bool:
        return not self.killed_by


@dataclass
class Engine:
    """The engine without a mutant: what each case runs of it, and how long."""

    kit: bytes
    seconds: dict[str, float]
    #: By module: which cases run which function, and which line.
    runs: dict[tuple[str, int, str], set[str]] = field(default_factory=dict)
    lines: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    #: Functions that run while the engine is imported.
    imported: set[tuple[str, int, str]] = field(default_factory=set)


def judge(modules: Mapping[str, Path], mutants: Sequence[Mutant], jobs: int, tell: Callable[[Verdict], None]) -> None:
    """Judge all mutants. The calling process must not have imported lawscore."""
    engine = _apart(lambda: _watched(modules))
    outside: list[Mutant] = []
    named = {mutant.id: mutant for mutant in mutants}
    for verdict in _spread(engine, modules, mutants, jobs, in_place=True):
        if verdict.killed_by == _NOT_IN_PLACE:
            outside.append(named[verdict.id])
        elif verdict.killed_by != _SAME:  # what compiles to the same is no mutant
            tell(verdict)
    for verdict in _spread(engine, modules, outside, jobs, in_place=False):
        tell(verdict)


def _spread(
    engine: Engine, modules: Mapping[str, Path], mutants: Sequence[Mutant], jobs: int, *, in_place: bool
) -> Iterator[Verdict]:
    taken = _FORKS.Value("i", 0)
    workers = [_Worker(engine, modules, mutants, taken, in_place=in_place) for _ in range(jobs)]
    for worker in workers:
        worker.begin()
    pipes = [worker.pipe for worker in workers]
    while pipes:
        for pipe in wait(pipes):
            try:
                yield pipe.recv()
            except EOFError:
                pipes.remove(pipe)


class _Worker:
    """A process that judges mutants as long as there are some, one fork for each."""

    def __init__(
        self, engine: Engine, modules: Mapping[str, Path], mutants: Sequence[Mutant], taken: Any, *, in_place: bool
    ) -> None:
        self._work = lambda out: _judge_some(engine, modules, _next(mutants, taken), out, in_place=in_place)
        self.pipe, self._theirs = _FORKS.Pipe(duplex=False)

    def begin(self) -> None:
        self._process = _FORKS.Process(target=self._work, args=(self._theirs,))
        self._process.start()
        self._theirs.close()


def _next(mutants: Sequence[Mutant], taken: Any) -> Iterator[Mutant]:
    """The next mutant that no process has taken."""
    while True:
        with taken.get_lock():
            place, taken.value = taken.value, taken.value + 1
        if place >= len(mutants):
            return
        yield mutants[place]


def _judge_some(
    engine: Engine, modules: Mapping[str, Path], mutants: Iterable[Mutant], out: Connection, *, in_place: bool
) -> None:
    files: Any = None
    if in_place:
        files = pickle.loads(engine.kit)
        _warm(files, modules.values())
    else:
        import pydantic  # noqa: F401 - what the engine imports need not be imported for each mutant
        import simpleeval  # noqa: F401
        import yaml  # noqa: F401
    for mutant in mutants:
        killer = _forked(lambda mutant=mutant: _tried(engine, modules, mutant, files))
        out.send(Verdict(mutant.id, mutant.module, killer))


def _forked(work: Callable[[], str]) -> str:
    """What a fork says; a signal that ended it is its word."""
    mine, theirs = os.pipe()
    child = os.fork()
    if not child:
        try:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
            os.write(theirs, work().encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(mine, "rb") as told:
        said = told.read().decode()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "out of time"
    return "" if said == _NONE_FAILS else said or "the process died"


def _tried(engine: Engine, modules: Mapping[str, Path], mutant: Mutant, files: Any) -> str:
    """The case that fails, if one does."""
    path = modules[mutant.module]
    cases = list(engine.seconds)
    _patience(_LEAST_SECONDS * 5)
    try:
        if files is not None:
            changed = _patch(path, mutant.source, engine)
            if changed is None:
                return _NOT_IN_PLACE
            if not changed:
                return _SAME
            cases = _by_sharpness(engine, path, changed, mutant.lines)
        else:
            sys.meta_path.insert(0, _Mutated(mutant, path))
            files = pickle.loads(engine.kit)
    except Exception as error:  # noqa: BLE001 - an engine that cannot even be imported is dead
        return f"import: {type(error).__name__}"
    for name in cases:
        _patience(max(_LEAST_SECONDS, _PATIENCE * engine.seconds[name]))
        if _fails(files, name):
            return name
    return _NONE_FAILS


def _patience(seconds: float) -> None:
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _by_sharpness(engine: Engine, path: Path, changed: Sequence[CodeType], lines: tuple[int, int]) -> list[str]:
    """The cases that run a changed function and reach the statement, the quick ones first. No other can come out otherwise."""
    able = set[str]().union(*(engine.runs.get(_key(code), set()) for code in changed))
    reach = set[str]().union(*(engine.lines.get((str(path), line), set()) for line in range(lines[0], lines[1] + 1)))
    return sorted(able & reach, key=lambda name: (engine.seconds[name], name))


# --- the kit -------------------------------------------------------------------------------------------------------------


def _fails(kit: Any, name: str) -> bool:
    from lawscore.conformance.comparing import compare
    from lawscore.conformance.running import run_case

    file, case = _cases(kit)[name]
    try:
        return bool(compare(case, run_case(file, case, kit.base)))
    except Exception:  # noqa: BLE001 - a case that brings the engine down has failed
        return True


def _cases(kit: Any) -> dict[str, Any]:
    return {case.id: (file, case) for file, case in kit.cases()}


def _warm(kit: Any, paths: Iterable[Path]) -> None:
    """What is imported late is imported now, not in each fork."""
    for name in list(_cases(kit)):
        _fails(kit, name)
    _forget()
    files = {str(path) for path in paths}
    _LIVING.extend(
        one for one in gc.get_objects() if isinstance(one, FunctionType) and one.__code__.co_filename in files
    )
    for path in paths:
        _compiled(path)
    gc.collect()
    gc.freeze()


def _forget() -> None:
    """What the engine has kept from earlier cases a mutant has to find out anew."""
    for one in gc.get_objects():
        if type(one).__name__ == "_lru_cache_wrapper" and str(getattr(one, "__module__", "")).startswith("lawscore"):
            one.cache_clear()


def _apart(work: Callable[[], Engine]) -> Engine:
    """Done in a process of its own, so that this one does not import the engine."""
    mine, theirs = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=lambda: theirs.send(work()))
    process.start()
    theirs.close()
    try:
        engine: Engine = mine.recv()
    except EOFError:
        sys.exit(1)
    process.join()
    return engine


# --- watching the engine -------------------------------------------------------------------------------------------------


def _watched(modules: Mapping[str, Path]) -> Engine:
    paths = {str(path) for path in modules.values()}
    imported: set[tuple[str, int, str]] = set()

    def at_import(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename in paths:
            imported.add(_key(frame.f_code))

    sys.setprofile(at_import)
    from lawscore.conformance.kit import load_kit
    from lawscore.conformance.running import run_case  # noqa: F401

    sys.setprofile(None)
    kit = load_kit()
    if kit.problems:
        sys.exit(f"the kit has problems: {kit.problems[:3]}")
    seconds: dict[str, float] = {}
    for name in _cases(kit):
        if _fails(kit, name):
            print(f"not a judge, since it fails without any mutant: {name}", flush=True)
            continue
        start = time.process_time()
        _fails(kit, name)
        seconds[name] = time.process_time() - start
    engine = Engine(pickle.dumps(kit), seconds, imported=imported)
    for name in seconds:
        _forget()
        _watch(engine, paths, name, lambda name=name: _fails(kit, name))
    return engine


def _watch(engine: Engine, paths: set[str], name: str, work: Callable[[], object]) -> None:
    def within(frame: FrameType, event: str, _: object) -> Any:
        engine.lines.setdefault((frame.f_code.co_filename, frame.f_lineno), set()).add(name)
        return within

    def called(frame: FrameType, event: str, argument: object) -> Any:
        if frame.f_code.co_filename not in paths:
            return None
        engine.runs.setdefault(_key(frame.f_code), set()).add(name)
        return within(frame, event, argument)

    sys.settrace(called)
    try:
        work()
    finally:
        sys.settrace(None)


def _key(code: CodeType) -> tuple[str, int, str]:
    return code.co_filename, code.co_firstlineno, code.co_qualname


# --- mutants in place ----------------------------------------------------------------------------------------------------

Twins = list[tuple[CodeType, CodeType]]
#: The functions of the loaded engine.
_LIVING: Final[list[FunctionType]] = []


def _twins(path: Path, source: str) -> Twins | None:
    """Each code object of the module with that of the mutant; None where they do not match one to one."""
    pairs: Twins = []

    def walk(one: CodeType, other: CodeType) -> bool:
        pairs.append((one, other))
        inside, beside = _inside(one), _inside(other)
        return len(inside) == len(beside) and all(map(walk, inside, beside))

    return pairs if walk(_compiled(path), compile(source, str(path), "exec", dont_inherit=True)) else None


@cache
def _compiled(path: Path) -> CodeType:
    return compile(path.read_text("utf-8"), str(path), "exec", dont_inherit=True)


def _inside(code: CodeType) -> list[CodeType]:
    return [const for const in code.co_consts if isinstance(const, CodeType)]


def _own(code: CodeType) -> tuple[Any, ...]:
    """What a code object does itself, without those inside it and without its places."""
    consts = [(type(const), const) for const in code.co_consts if not isinstance(const, CodeType)]
    return code.co_code, consts, code.co_names, code.co_varnames, code.co_freevars, code.co_exceptiontable


def _patch(path: Path, source: str, engine: Engine) -> list[CodeType] | None:
    """Give every living function the code of the mutant; the code objects that differ.

    None where more differs than functions that nothing has run at import: a table, a class, what a function sees around it.
    """
    twins = _twins(path, source)
    if twins is None:
        return None
    changed = [(one, other) for one, other in twins if _own(one) != _own(other)]
    if any(
        not _is_function(one) or _key(one) in engine.imported or one.co_freevars != other.co_freevars
        for one, other in changed
    ):
        return None
    new = {one: other for one, other in twins if one != other}
    for function in _LIVING:
        if function.__code__ in new:
            function.__code__ = new[function.__code__]
    return [one for one, _ in changed]


def _is_function(code: CodeType) -> bool:
    """A function has its own locals; a class and a module have not."""
    return bool(code.co_flags & inspect.CO_OPTIMIZED)


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from the text of the mutant."""

    def __init__(self, mutant: Mutant, path: Path) -> None:
        self._name, self._source, self._path = f"lawscore.{mutant.module}", mutant.source, str(path)

    def find_spec(self, name: str, _path: object, _target: object = None) -> Any:
        return importlib.util.spec_from_loader(name, self, origin=self._path) if name == self._name else None

    def exec_module(self, module: Any) -> None:
        exec(compile(self._source, self._path, "exec", dont_inherit=True), module.__dict__)

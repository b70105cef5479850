"""Dataclasses that cost nothing until they are used: each method is written when it is first called.

The standard decorator writes and compiles six methods for every class when its module is imported; a run of the command imports
hundreds of classes and makes values of few. This one leaves fields, slots and all that reads them to the standard library and
means the same by its words, but has no pseudo-fields (`InitVar`), and a class of one kind does not inherit from one of the other.
Of slots that are frozen, values are made a third faster too.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Sequence
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

__all__ = ["dataclass"]

Field: TypeAlias = "dataclasses.Field[Any]"
_MISSING: Final = dataclasses.MISSING
#: Under this name a class keeps whether it is frozen.
_KIND: Final = "__is_frozen__"
_ORDER: Final = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
_SIGNS: Final = {"__eq__": "==", **_ORDER}


def _dataclass(
    cls: type | None = None,
    /,
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    order: bool = False,
    repr: bool = True,  # noqa: A002 - the words of the standard decorator
    kw_only: bool = False,
) -> Any:
    asked = {
        "__init__": True,
        "__repr__": repr,
        "__eq__": eq,
        "__hash__": eq and frozen,
        **dict.fromkeys(_ORDER, order),
    }

    def decorated(cls: type) -> Any:
        own = _own(cls)
        if any(vars(base).get(_KIND, frozen) != frozen for base in cls.__mro__):
            msg = f"{cls.__qualname__}: a frozen class and one that is not do not inherit from each other"
            raise TypeError(msg)
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
        for name in (name for name, is_asked in asked.items() if is_asked and name not in own):
            setattr(made, name, _Later(made, name, frozen=frozen))
        if eq and not frozen and "__hash__" not in own:
            made.__hash__ = None
        setattr(made, _KIND, frozen)
        if frozen:
            _freeze(made, slots=slots)
        return made

    return decorated if cls is None else decorated(cls)


def _own(cls: type) -> set[str]:
    """The methods that a class has written itself; Python puts no hash where there is an `__eq__`."""
    return {name for name, method in vars(cls).items() if name != "__hash__" or method is not None}


class _Later:
    """A method that stands in for itself until somebody asks for it."""

    __slots__ = ("cls", "frozen", "name")

    def __init__(self, cls: type, name: str, *, frozen: bool) -> None:
        self.cls, self.name, self.frozen = cls, name, frozen

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        written = _written(self.cls, self.name, frozen=self.frozen)
        setattr(self.cls, self.name, written)
        return written.__get__(instance, owner)


def _written(cls: Any, name: str, *, frozen: bool) -> Any:
    """The method, written for the fields of the class."""
    fields = dataclasses.fields(cls)
    names: dict[str, Any] = {}
    lines = [*(_init(cls, fields, names, frozen=frozen) if name == "__init__" else _WRITERS[name](name, fields))]
    # As the standard library does it: the method belongs to the module of the class, and what it needs is handed to it.
    text = "\n ".join((f"def _made({', '.join(names)}):", *lines, f"return {name}"))
    made: dict[str, Any] = {}
    exec(text, sys.modules[cls.__module__].__dict__, made)  # noqa: S102 - of the fields of our own classes
    written = made["_made"](**names)
    written.__module__, written.__qualname__ = cls.__module__, f"{cls.__qualname__}.{name}"
    if name == "__init__":  # for who asks for the signature
        written.__annotations__ = {field.name: field.type for field in fields if field.init} | {"return": None}
    return recursive_repr()(written) if name == "__repr__" else written


def _init(cls: type, fields: Sequence[Field], names: dict[str, Any], *, frozen: bool) -> Iterator[str]:
    """What sets the fields; defaults and setters are put beside it by name."""
    names.update(
        {f"_default_{field.name}": _default(field) for field in fields}, _MISSING=_MISSING, _set_any=object.__setattr__
    )
    yield f"def __init__({', '.join(_parameters(fields))}):"
    for field in fields:
        value = _value(field)
        if value is not None:
            yield " " + _assignment(cls, field.name, value, names, frozen=frozen)
    yield " self.__post_init__()" if hasattr(cls, "__post_init__") else " return"


def _parameters(fields: Sequence[Field]) -> Iterator[str]:
    yield "self"
    yield from (_parameter(field) for field in fields if field.init and not field.kw_only)
    named = [_parameter(field) for field in fields if field.init and field.kw_only]
    yield from ["*", *named] if named else []


def _parameter(field: Field) -> str:
    if field.default_factory is not _MISSING:
        return f"{field.name}=_MISSING"
    return field.name if field.default is _MISSING else f"{field.name}=_default_{field.name}"


def _default(field: Field) -> Any:
    return field.default if field.default_factory is _MISSING else field.default_factory


def _value(field: Field) -> str | None:
    """What a field is set to; none where it is left to `__post_init__`."""
    made = f"_default_{field.name}()" if field.default_factory is not _MISSING else None
    if field.init:
        return field.name if made is None else f"{made} if {field.name} is _MISSING else {field.name}"
    return f"_default_{field.name}" if made is None and field.default is not _MISSING else made


def _assignment(cls: type, name: str, value: str, names: dict[str, Any], *, frozen: bool) -> str:
    """How a field is set; that of a frozen value by its slot itself, where it has one."""
    slot = getattr(cls, name, None)
    if not frozen:
        return f"self.{name} = {value}"
    if not isinstance(slot, MemberDescriptorType):
        return f"_set_any(self, {name!r}, {value})"
    names[f"_set_{name}"] = slot.__set__
    return f"_set_{name}(self, {value})"


def _repr(name: str, fields: Sequence[Field]) -> Iterator[str]:
    told = ", ".join(f"{field.name}={{self.{field.name}!r}}" for field in fields if field.repr)
    yield f"def {name}(self):"
    yield f" return f'{{self.__class__.__qualname__}}({told})'"


def _hash(name: str, fields: Sequence[Field]) -> Iterator[str]:
    hashed = [field for field in fields if (field.compare if field.hash is None else field.hash)]
    yield f"def {name}(self):"
    yield f" return hash({_tuple('self', hashed)})"


def _comparison(name: str, fields: Sequence[Field]) -> Iterator[str]:
    compared = [field for field in fields if field.compare]
    yield f"def {name}(self, other):"
    yield " if other.__class__ is self.__class__:"
    yield f"  return {_tuple('self', compared)} {_SIGNS[name]} {_tuple('other', compared)}"
    yield " return NotImplemented"


def _tuple(owner: str, fields: Sequence[Field]) -> str:
    return f"({''.join(f'{owner}.{field.name}, ' for field in fields)})"


_WRITERS: Final = {"__repr__": _repr, "__hash__": _hash, **dict.fromkeys(_SIGNS, _comparison)}


def _freeze(cls: Any, *, slots: bool) -> None:
    """Refuse changes as the standard library does, and let values with slots be pickled."""
    names = frozenset(field.name for field in dataclasses.fields(cls))

    def __setattr__(self: Any, name: str, value: object) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            msg = f"cannot assign to field {name!r}"
            raise dataclasses.FrozenInstanceError(msg)
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            msg = f"cannot delete field {name!r}"
            raise dataclasses.FrozenInstanceError(msg)
        super(cls, self).__delattr__(name)

    methods: dict[str, Any] = {"__setattr__": __setattr__, "__delattr__": __delattr__}
    if slots:
        methods |= {"__getstate__": _state, "__setstate__": _restore}
    for name, method in methods.items():
        if name not in vars(cls):
            setattr(cls, name, method)


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: Sequence[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass

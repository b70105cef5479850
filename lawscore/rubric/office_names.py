"""Keys of the format whose entries the office names: a field may be called `text`, and a price `label`."""

from __future__ import annotations

from typing import Final

#: Sections of a document whose keys are names that the office chose.
NAMED_SECTIONS: Final = ("fields", "givens", "measures", "classes", "roles")
#: Keys, wherever they stand, whose entries are names that a rubric declares and others use.
DECLARING: Final = frozenset({*NAMED_SECTIONS, "columns"})
#: Keys, wherever they stand, whose entries the office names. Those of `accepts` are checks of the format.
NAMED_BY_OFFICE: Final = DECLARING | {"prices", "codes", "quota", "marks", "pools"}

"""The JSON Schemas that are published: of a rubric, a data document, a result, a file of cases, a migration map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from lawscore.catalogue import Language

Schema: TypeAlias = dict[str, Any]


def rubric_schema(language: Language = "en") -> Schema:
    """The schema by which an editor completes and checks a rubric while it is written."""
    from lawscore.rubric.document import Document

    return _written(Document, language)


def data_schema(language: Language = "en") -> Schema:
    """The schema of a data document."""
    from lawscore.submission.document import DataDocument

    return _written(DataDocument, language)


def cases_schema(language: Language = "en") -> Schema:
    """The schema of a file of cases."""
    from lawscore.cases.document import CasesDocument

    return _written(CasesDocument, language)


def migration_schema(language: Language = "en") -> Schema:
    """The schema of a migration map."""
    from lawscore.rubric.migration import MigrationDocument

    return _written(MigrationDocument, language)


def result_schema(language: Language = "en") -> Schema:
    """The schema of a result, where null says that there is none."""
    from lawscore.results.model import Result
    from lawscore.schemas.describing import described

    return _headed(described(Result.model_json_schema(by_alias=True), language))


def _written(model: Any, language: Language) -> Schema:
    """The schema of what people write: shaped for editors, then described."""
    from lawscore.schemas.describing import described
    from lawscore.schemas.shaping import shaped

    return _headed(described(shaped(model.model_json_schema(by_alias=True)), language))


def _headed(schema: Schema) -> Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}


SCHEMAS: Final[Mapping[str, Callable[[Language], Schema]]] = {
    "rubric": rubric_schema,
    "data": data_schema,
    "result": result_schema,
    "cases": cases_schema,
    "migration": migration_schema,
}

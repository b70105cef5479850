"""The JSON Schemas that are published: of a rubric, of a data document, of a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final


def rubric_schema() -> dict[str, Any]:
    """The schema by which an editor completes and checks a rubric while it is written."""
    from lawscore.rubric.document import Document

    return _schema(Document.model_json_schema(by_alias=True), "lawscore rubric")


def data_schema() -> dict[str, Any]:
    """The schema of a data document."""
    from lawscore.submission.document import DataDocument

    return _schema(DataDocument.model_json_schema(by_alias=True), "lawscore data")


def result_schema() -> dict[str, Any]:
    """The schema of a result."""
    from lawscore.results.model import Result

    return _schema(Result.model_json_schema(by_alias=True), "lawscore result")


def _schema(schema: dict[str, Any], title: str) -> dict[str, Any]:
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema, "title": title}


SCHEMAS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "rubric": rubric_schema,
    "data": data_schema,
    "result": result_schema,
}

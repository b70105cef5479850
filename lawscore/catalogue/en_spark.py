"""English: scoring on Spark: what cannot be done, and what is missing."""

from typing import Final

MESSAGES: Final = {
    "problem.spark_cannot": "this cannot be scored on Spark: {why}",
    "spark.why.form": "{why}; score on one machine",
    "spark.why.values": "the figures that units are compared by have more than {most} different values over all groups; score on one machine",
    "spark.why.quota_open": "the places of a grade are limited, and who has them rests on data that are still open, in groups of more than {most} units; complete the data, or score on one machine",
    "spark.why.equals": "a grade is limited in number, and more than {most} units differ in what decides it; score on one machine, or in Python without ranks (ranks=False)",
    "spark.why.apart": "more than {most} rows have no id, an id that stands twice, or no known class; mend the table first",
    "spark.no_pyspark": "scoring on Spark needs PySpark: pip install 'lawscore[spark]'",
    "spark.no_java": "scoring on Spark needs Java 17 or later; install it, or say in JAVA_HOME where it is",
    "spark.old_java": "scoring on Spark needs Java 17 or later and found Java {found}; install a newer one, or say in JAVA_HOME where it is",
    "cli.master": "the Spark master: local[2], spark://…, yarn and so on; all cores of this machine where none is named (--engine spark)",
    "spark.options": "scoring on Spark does not take {names}",
    "spark.by_columns": "{count:unit was/units were} scored by columns",
    "spark.output": "what is scored on Spark is written into a folder: name it by --output FOLDER/",
    "spark.data": "on Spark only Parquet files and folders of them are read, a row for each unit",
    "spark.no_file": "there is no {path}",
    "spark.written": "scored {count:unit/units} into {path}",
    "spark.more_problems": "{count:further problem/further problems}: see problems in {path}",
    "spark.hint": "hint: {hint}",
    "spark.problem": "{sentence}",
    "spark.problem_of_column": "column {column}: {sentence}",
    "spark.problem_of_unit": "unit '{unit}': {sentence}",
    "spark.problem_of_cell": "unit '{unit}', column {column}: {sentence}",
}

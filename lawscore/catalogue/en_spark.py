"""English: scoring on Spark: what cannot be done, and what is missing."""

from typing import Final

MESSAGES: Final = {
    "problem.spark_cannot": "this cannot be scored on Spark: {why}",
    "spark.why.looks_around": "the rubric compares units, or the score of a unit rests on other units; score on one machine",
    "spark.why.quota": "the rubric limits how many units may have a grade, group by group; score on one machine, or in Python without ranks (ranks=False)",
    "spark.why.countback": "ties are broken by counting places (countback); score on one machine, or in Python without ranks (ranks=False)",
    "spark.why.apart": "more than {most} rows have no id, an id that stands twice, or no known class; mend the table first",
    "spark.no_pyspark": "scoring on Spark needs PySpark: pip install 'lawscore[spark]'",
    "spark.no_java": "scoring on Spark needs Java 17 or later; install it, or say in JAVA_HOME where it is",
    "spark.old_java": "scoring on Spark needs Java 17 or later and found Java {found}; install a newer one, or say in JAVA_HOME where it is",
    "cli.master": "the Spark master: local[2], spark://…, yarn and so on; all cores of this machine where none is named (--engine spark)",
    "spark.options": "scoring on Spark does not take {names}",
    "spark.by_columns": "units scored by columns: {count}",
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

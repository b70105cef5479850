"""Chinese: scoring on Spark: what cannot be done, and what is missing."""

from typing import Final

MESSAGES: Final = {
    "problem.spark_cannot": "不能在 Spark 上计分：{why}",
    "spark.why.form": "{why}；请在一台机器上计分",
    "spark.why.values": "单位之间比较的数，各组不同的值合计超过 {most} 个；请在一台机器上计分",
    "spark.why.quota_open": "等次有名额限制，谁能占名额还取决于尚未填报的数据，涉及的各组单位超过 {most} 个；请先填报齐全，或在一台机器上计分",
    "spark.why.equals": "等次有名额限制，决定等次的情况各不相同的单位超过 {most} 个；请在一台机器上计分，或在 Python 中不排名计分（ranks=False）",
    "spark.why.apart": "没有编号、编号重复、组别不明的行超过 {most} 行；请先订正数据表",
    "spark.no_pyspark": "在 Spark 上计分需要 PySpark：pip install 'lawscore[spark]'",
    "spark.no_java": "在 Spark 上计分需要 Java 17 或更高版本；请安装，或在 JAVA_HOME 中写明其位置",
    "spark.old_java": "在 Spark 上计分需要 Java 17 或更高版本，找到的是 Java {found}；请安装新版本，或在 JAVA_HOME 中写明其位置",
    "cli.master": "Spark 的主节点：local[2]、spark://…、yarn 等；不写时使用本机的全部核心（--engine spark）",
    "spark.options": "在 Spark 上计分不能使用 {names}",
    "spark.by_columns": "{count} 个单位按列计分",
    "spark.output": "在 Spark 上计分的结果写入文件夹，请用 --output 文件夹/ 写明",
    "spark.data": "在 Spark 上只能读取 Parquet 文件或其文件夹，每行一个单位",
    "spark.no_file": "没有找到 {path}",
    "spark.written": "已计分 {count} 个单位，结果在 {path}",
    "spark.more_problems": "另有 {count} 个问题，见 {path} 中的 problems",
    "spark.hint": "提示：{hint}",
    "spark.problem": "{sentence}",
    "spark.problem_of_column": "“{column}”列：{sentence}",
    "spark.problem_of_unit": "单位“{unit}”：{sentence}",
    "spark.problem_of_cell": "单位“{unit}”，“{column}”列：{sentence}",
}

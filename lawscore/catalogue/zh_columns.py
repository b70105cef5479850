"""Chinese: how very many units were scored: by columns, or one by one, and why."""

from typing import Final

MESSAGES: Final = {
    "columns.by_columns": "按列计分的单位：{count} 个，实际计算 {evaluations} 次",
    "columns.one_by_one": "逐个计分的单位：{count} 个（{why}）",
    "columns.why.looks_around": "细则要把单位相互比较，或者一个单位的得分取决于其他单位",
    "columns.why.beside": "其他数据文件也涉及单位",
    "columns.why.form": "数据表不是每个单位一行",
    "columns.why.columns": "数据表的列名重复或为空",
    "columns.why.cut": "数据表没有读完",
    "columns.why.layers_or_years": "数据表分层级或分年度",
    "columns.why.irregular": "单位编号缺失、重复，组别不明，或者没有填报任何数据",
}

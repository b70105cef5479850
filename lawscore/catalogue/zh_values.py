"""Chinese: what is wrong with a single value."""

MESSAGES = {
    "problem.not_a_number": "此处应为数字，现为“{given}”",
    "problem.number_too_long": "数字“{given}”过长，不像是填报数据",
    "problem.percent_not_expected": "此处应为普通数字，“{given}”带有百分号",
    "problem.percent_sign_missing": "此处应为百分比（如 92.02%），“{given}”缺少百分号",
    "problem.not_a_percent": "此处应为百分比（如 92.02%），现为“{given}”",
    "problem.thousands_separator": "数字“{given}”中不能有千位分隔符，请去掉逗号",
    "problem.not_finite": "“{given}”不是有限的数字",
    "problem.not_whole": "此处应为整数，现为“{given}”",
    "problem.not_yes_or_no": "此处应为“是”或“否”，现为“{given}”",
    "problem.not_a_date": "“{given}”不是日历上存在的日期；日期应写作 2023-12-31",
    "problem.date_unreadable": "“{given}”读不出是哪一天",
    "hint.date_form": "日期应写作 2023-12-31",
    "hint.date_either": "请写作 {one} 或 {other}，以实际为准",
    "problem.not_a_text": "此处应为文字，现为{given}",
    "problem.name_is_keyword": "“{name}”是表达式的保留字，不能用作名称",
    "problem.not_a_name": "“{name}”不能用作名称：名称只含文字、数字和下划线，且不以数字开头",
    "word.mapping": "键值结构",
    "word.list": "列表",
    "word.text": "文字",
}

"""Chinese: words that stand inside sentences."""

MESSAGES = {
    "word.yes": "是",
    "word.no": "否",
    "word.day": "1 天",
    "word.days": "{count} 天",
    "word.working_day": "1 个工作日",
    "word.working_days": "{count} 个工作日",
    "word.percent": "{value}%",
    "word.unknown": "未知",
    "word.not_applicable": "不适用",
    "word.assessor": "评审方",
    "word.no_reason": "未注明",
    "word.kind.number": "数字",
    "word.kind.percent": "百分比",
    "word.kind.date": "日期",
    "word.kind.yesno": "是否",
    "word.kind.text": "文字",
    "word.kind.choice": "选项",
    "word.kind.records": "事项记录",
    "word.kind.numbers": "一组数",
    "word.kind.any": "未知类型",
}

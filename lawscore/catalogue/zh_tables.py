"""Chinese: tables that have types (Parquet, Arrow, SQLite, frames, cursors), and encodings of text files."""

MESSAGES = {
    # places
    "where.spot": "{file}：{parts}",
    "where.before": "{where}：{message}",
    "where.row": "第 {row} 行",
    "where.row_in_group": "第 {row} 行（第 {group} 行组）",
    "where.column": "“{name}”列",
    "where.record": "第 {number} 条记录",
    # files
    "problem.file_extra_missing": "读取 {format} 数据需要另装程序库：pip install 'lawscore[{extra}]'",
    "problem.file_not_arrow": "文件内容不是 {format}，或者已损坏（{reason}）",
    "problem.file_not_sqlite": "文件内容不是 SQLite 数据库",
    "problem.file_table_unread": "表格无法读取（{reason}）",
    "problem.file_table_cut": "表格没有读完（{reason}）；已读的各行照常计分，其余按未知处理",
    "problem.sqlite_empty": "数据库中没有可以识别的表：每行属于哪个单位，应有“unit”（单位编号）一列写明",
    "problem.sqlite_no_table": "数据库中没有名为“{name}”的表或视图，现有：{tables}",
    "problem.sqlite_name_damaged": "表名或列名“{name}”不是 UTF-8 编码，该表未读取",
    "problem.table_not_read": "表“{name}”没有单位编号一列，未读取",
    # tables
    "problem.table_empty": "表格没有任何列",
    "problem.table_records_unknown": "键“{name}”既不是 units，也不是事项记录，表头各列也都不是填报项",
    "problem.cursor_not_run": "游标还没有执行查询，没有可读取的行",
    "problem.table_expected": "此处应为表格，实为 {type}",
    "hint.table_collect": "请先调用 .collect()",
    "problem.table_type_unread": "这一列的类型是 {type}，没有哪种填报项可以采用",
    "problem.table_value_unread": "此处的值是 {type} 类型，没有哪种填报项可以采用",
    "problem.table_text_damaged": "此处的文字不是 UTF-8 编码，第 {byte} 字节（从 0 起）无法识别",
    "problem.table_cell_unread": "此处的值无法读取（{reason}）",
    "problem.table_number_long": "此处的数字过长，不像是填报数据：共 {bits} 个二进制位",
    "problem.record_name_doubled": "此处的一条记录有两栏都叫“{name}”，整份事项记录未采用",
    "problem.record_column_doubled": "事项记录“{records}”中，“{first}”和“{name}”是同一栏，整份记录未采用",
    "problem.table_no_day": "此处的日期超出日历范围（{given}）",
    # encodings
    "problem.encoding_unknown": "数据文件不能按名为“{given}”的编码读取",
    "hint.encodings": "可以写 utf-8、utf-16、gb18030、gbk、gb2312、big5",
    "problem.file_not_in_encoding": "文件按 {encoding} 编码读取，但此处的字节（偏移 {byte}）不符合这种编码",
    "hint.encoding_declared": "请核对 --encoding 所写的编码，或以 UTF-8 编码另存此文件",
    "cli.encoding": "文本数据文件的编码，如 gb18030；不写时自动识别",
}

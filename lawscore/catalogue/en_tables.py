"""English: tables that have types (Parquet, Arrow, SQLite, frames, cursors), and encodings of text files."""

MESSAGES = {
    # places
    "where.spot": "{file}: {parts}",
    "where.before": "{where}: {message}",
    "where.row": "row {row}",
    "where.row_in_group": "row {row} (row group {group})",
    "where.column": "column {name}",
    "where.record": "record {number}",
    # files
    "problem.file_extra_missing": "reading {format} data needs further libraries: pip install 'lawscore[{extra}]'",
    "problem.file_not_arrow": "the file is not {format}, or is damaged ({reason})",
    "problem.file_not_sqlite": "the file is not an SQLite database",
    "problem.file_table_unread": "the table cannot be read ({reason})",
    "problem.file_table_cut": "the table could not be read to its end ({reason}); the rows before are scored, the rest is unknown",
    "problem.sqlite_empty": "the database has no table that is known: a column 'unit' must say of which unit each row is",
    "problem.sqlite_no_table": "the database has no table or view '{name}'; it has: {tables}",
    "problem.sqlite_name_damaged": "the name '{name}' of a table or column is not UTF-8; the table was not read",
    "problem.table_not_read": "the table '{name}' has no column 'unit' and was not read",
    # tables
    "problem.table_empty": "the table has no columns",
    "problem.table_records_unknown": "the key '{name}' is neither 'units' nor a list of records, and no column is a field",
    "problem.cursor_not_run": "the cursor has not executed a query, so it has no rows",
    "problem.table_expected": "expected a table, got {type}",
    "hint.table_collect": "call .collect() first",
    "problem.table_type_unread": "the column is of the type {type}, which no field takes",
    "problem.table_value_unread": "the value is of the type {type}, which no field takes",
    "problem.table_text_damaged": "the text is not UTF-8: byte {byte} (from 0) cannot be read",
    "problem.table_cell_unread": "the value cannot be read ({reason})",
    "problem.table_number_long": "the number is too long to be a figure: it has {bits} binary digits",
    "problem.record_name_doubled": "a record here has two columns named '{name}', so the list was not used",
    "problem.record_column_doubled": "in the records '{records}' the columns '{first}' and '{name}' are the same one; the list was not used",
    "problem.table_no_day": "the day is beyond the calendar ({given})",
    # encodings
    "problem.encoding_unknown": "data files are not read in an encoding named '{given}'",
    "hint.encodings": "it may be utf-8, utf-16, gb18030, gbk, gb2312 or big5",
    "problem.file_not_in_encoding": "the file was read as {encoding}, but the byte at offset {byte} is not of that encoding",
    "hint.encoding_declared": "check what --encoding says, or save the file as UTF-8",
    "cli.encoding": "the encoding of text data files, such as gb18030; told by the bytes where it is left out",
}

"""Published papers of a result: the report page, the workbook, the notices, the bulletin.

All are drawn from a `Report`: the result JSON and its rubric, read once. Nothing is scored here.
"""

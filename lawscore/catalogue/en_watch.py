"""English: a rubric, its cases and its data watched while they are edited."""

MESSAGES = {
    "cli.watch": "Check a rubric, run its cases and show the standings of data again at each save, and whom it moved",
    "cli.watch_data": "data files whose standings are shown; none where only the check and the cases are watched",
    "cli.watch_once": "look once and end, with status 1 where something does not hold",
    "cli.watch_rows": "at most so many problems, cases and units are listed",
    "watch.first": "watching {files}. The data are read and scored for the first time; end with Ctrl-C",
    "watch.first_rules": "watching {files}; end with Ctrl-C",
    "watch.took": "({seconds} s)",
    "watch.check": "Check: {error:error/errors}, {warning:warning/warnings}, {note:note/notes}",
    "watch.check_again": "Check: {error:error/errors}, {warning:warning/warnings}, {note:note/notes}; {new} new, {gone} gone",
    "watch.more": "{count} more",
    "watch.no_cases": "Cases: there is no file of cases",
    "watch.cases": "Cases: {cases}; passed: {passed}, failed: {failed}",
    "watch.cases_stale": "Cases, as the rubric last was when it could be used: {cases}; passed: {passed}, failed: {failed}",
    "watch.cases_unread": "Cases, as they last were when they could be read: {cases}; passed: {passed}, failed: {failed}",
    "watch.cases_not_read": "Cases: the file of cases cannot be read",
    "watch.standings": "Standings: {units:unit/units}",
    "watch.standings_stale": (
        "Standings: {units:unit/units}, as the rubric last was when it could be used: the one that is saved cannot be"
    ),
    "watch.standings_unread": "Standings: {units:unit/units}, as the data last were when they could be read: a file cannot be read now",
    "watch.nobody_moved": "Standings: {units:unit/units}; this save moved nobody",
    "watch.moved": "Standings: {units:unit/units}; another score: {scored}, another rank: {ranked}, another grade: {graded}",
    "watch.joined": "; new: {count}",
    "watch.new": "new",
    "watch.comma": ", ",
    "watch.left": "; no longer there: {count}",
    "watch.data": "Data: {error:error/errors}, {warning:warning/warnings}, {note:note/notes}",
    "watch.needs_extra": "watching needs one more package: pip install 'lawscore[watch]'",
    "watch.no_stdin": "the standard input cannot be watched: name files",
}

"""The command, run in this process: its status, what it prints, and what it says to stderr."""

import pytest

from lawscore.cli.app import build


def run(capsys, *arguments, lang="zh"):
    words = [*map(str, arguments), "--lang", lang]
    with pytest.raises(SystemExit) as left:
        build(words)(words, standalone_mode=True)
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out, told.err

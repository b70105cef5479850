"""The hooks for pre-commit: keys that it knows, commands that there are, and the right files."""

import re
from pathlib import Path

import pytest
import yaml
from support_editing import run

from lawscore.cli.app import build

ROOT = Path(__file__).parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
#: What pre-commit takes in a manifest of hooks (pre-commit.com, "Creating new hooks").
KEYS = {
    "id", "name", "entry", "language", "files", "exclude", "types", "types_or", "exclude_types", "always_run", "fail_fast",
    "verbose", "pass_filenames", "require_serial", "description", "language_version", "minimum_pre_commit_version", "args",
    "stages", "log_file",
}  # fmt: skip
FILES = [
    *(path.relative_to(ROOT).as_posix() for path in ROOT.glob("rubrics/*/*.yaml")),
    "rubrics/rubric.schema.json", "examples/heyan-2023/township.yaml", "county/rubrics/a/1.yaml", "rubrics/loose.yaml",
]  # fmt: skip


def test_every_hook_has_the_keys_that_it_must_have_and_no_other():
    assert [hook["id"] for hook in HOOKS] == ["lawscore-fmt", "lawscore-check", "lawscore-test"]
    for hook in HOOKS:
        assert {"id", "name", "entry", "language"} <= set(hook) <= KEYS


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_the_entry_is_a_command_that_there_is(hook):
    program, command, *options = hook["entry"].split()
    assert program == "lawscore"
    group = build(["--lang", "en"])
    assert command in group.commands
    known = {option for parameter in group.commands[command].params for option in parameter.opts}
    assert set(options) <= known


def taken(hook):
    files, exclude = re.compile(hook["files"]), re.compile(hook.get("exclude", "^$"))
    return {path for path in FILES if files.search(path) and not exclude.search(path)}


def test_each_hook_takes_the_files_that_are_its_own():
    layout, check, cases = HOOKS
    yaml_files = {path for path in FILES if path.endswith(".yaml") and path.count("/") >= 2 and "rubrics/" in path}
    assert taken(layout) == taken(cases) == yaml_files
    assert taken(check) == {path for path in yaml_files if not path.endswith(".cases.yaml")}
    assert cases["pass_filenames"] is False


def test_the_hooks_end_as_pre_commit_takes_them(tmp_path, monkeypatch, capsys):
    """Nothing to say is status 0; a file that a hook would hold back is another."""
    folder = tmp_path / "rubrics" / "village"
    folder.mkdir(parents=True)
    for name in ("2023.1.yaml", "2023.1.cases.yaml"):
        (folder / name).write_bytes((ROOT / "rubrics" / "village" / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "check", "rubrics/village/2023.1.yaml")[0] == 0
    assert run(capsys, "test")[0] == 0
    rubric = folder / "2023.1.yaml"
    rubric.write_text(
        rubric.read_text("utf-8").replace("points: 100\n", "points: 101\n", 1).replace("deduct: ", "deduct: 1"), "utf-8"
    )
    assert run(capsys, "check", "rubrics/village/2023.1.yaml")[0] == 1
    assert run(capsys, "test")[0] != 0

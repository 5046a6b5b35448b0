"""The command line in this process: a new one takes a second to import its libraries."""

import sys

import pytest

from rongtu.faces.cli.main import main


@pytest.fixture
def command_line(cli_environment, tmp_path, monkeypatch, capsys):
    """Runs `rongtu` as its entry point does, in a folder of its own; the exit code must be `code`."""
    monkeypatch.chdir(tmp_path)
    for name, value in cli_environment.items():
        monkeypatch.setenv(name, value)

    def run(*arguments, code=0):
        monkeypatch.setattr(sys, "argv", ["rongtu", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert (ended.value.code or 0) == code, told.err
        return told

    return run

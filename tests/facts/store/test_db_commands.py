"""`rongtu db` on an embedded server: every command, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rongtu.faces.cli.db import app


def test_the_commands_show_start_dump_restore_and_stop(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGTU_DATA_DIR", str(workplace / "facts"))
    monkeypatch.delenv("RONGTU_DATABASE_URL", raising=False)

    def said(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, result.exception
        return result.output

    file = str(workplace / "facts.dump")
    assert "未运行" in said("status")
    assert json.loads(said("start", "--json"))["roles_ready"] is True
    assert "运行中 · PostgreSQL 18" in said("status")
    assert json.loads(said("status", "--json"))["folder"] == str(workplace / "facts" / "server")
    assert json.loads(said("dump", file, "--json"))["bytes"] > 0
    assert "已恢复" in said("restore", file)
    assert json.loads(said("stop", "--json"))["running"] is False
    assert "未运行" in said("stop")

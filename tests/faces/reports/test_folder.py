"""An output folder changes as a whole, also under kill -9; what is not ours is left alone."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from rongtu.faces.reports.folder import write_whole
from rongtu.vocab.problems import DependencyError, InputError

KILLS = int(os.environ.get("RONGTU_KILLS", "5"))

WRITER = """
    import itertools, sys
    from pathlib import Path
    from rongtu.faces.reports.folder import write_whole
    for turn in itertools.count():
        content = f"{turn}\\n".encode() * 20_000
        write_whole(Path(sys.argv[1]), {name: content for name in ("a", "b", "c")})
        if turn == 0:
            print("ready", flush=True)
"""


def test_killed_at_any_moment_the_files_are_of_one_call(tmp_path):
    draw = random.Random(20231231)
    for turn in range(KILLS):
        folder = tmp_path / str(turn)
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "ready\n"
        time.sleep(draw.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.stdout.close()
        process.wait()
        found = {file.name: file.read_bytes() for file in folder.iterdir()}
        assert found.keys() == {"a", "b", "c"}
        assert len(set(found.values())) == 1


def test_the_second_call_replaces_the_first(tmp_path):
    write_whole(tmp_path / "new" / "out", {"a": b"1"})
    write_whole(tmp_path / "new" / "out", {"a": b"2", "b": b"3"})
    assert {file.name: file.read_bytes() for file in (tmp_path / "new" / "out").iterdir()} == {"a": b"2", "b": b"3"}
    assert [entry.name for entry in (tmp_path / "new").iterdir()] == ["out"]


def test_a_folder_with_other_files_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(InputError, match=r"letter\.txt"):
        write_whole(tmp_path, {"a": b"1"})
    assert (tmp_path / "letter.txt").read_text() == "keep me"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(InputError, match="names a folder"):
        write_whole(tmp_path / "out", {"a": b"1"})


def test_a_disk_that_refuses_leaves_the_earlier_files(tmp_path, monkeypatch):
    write_whole(tmp_path / "out", {"a": b"1"})

    def refuse(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DependencyError, match="No space left"):
        write_whole(tmp_path / "out", {"a": b"2"})
    assert (tmp_path / "out" / "a").read_bytes() == b"1"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]

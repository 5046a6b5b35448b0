"""Folders of search files: swapped at once, swept, private, by one writer, and never naming what fewer people see."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from rongtu.facts.search import folders
from rongtu.facts.search.folders import SearchFolder
from rongtu.facts.search.manifests import Manifest, Total, write_manifest
from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import DependencyError

PUBLIC, MEMBERS, RESTRICTED, PRIVATE = ORDER

HOLDER = """
import sys
from pathlib import Path
from rongtu.facts.search.folders import SearchFolder
from rongtu.vocab.evidence import Nature
with SearchFolder(Path(sys.argv[1]), Nature.REAL).locked(lambda: None):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    return SearchFolder(tmp_path, Nature.REAL)


def nobody_waits():
    raise AssertionError("nobody else writes")


def manifest(level, rows, *segments):
    return Manifest("0" * 16, level, "db", 5, None, rows, {"item": Total(3, 7)}, segments)


def written(folder, level, value=1.0):
    rows = folder.write(level, "rows", {"a": np.zeros(1)})
    segment = folder.write(level, "segment", {"v": np.full(5, value)}, offers=5, waiting=2)
    made = manifest(level, rows, segment)
    folder.swap([made])
    return made


def files(folder, level):
    return sorted(path.name for path in folder.level(level).iterdir())


def test_what_was_written_is_opened_with_all_it_says(folder):
    with folder.locked(nobody_waits):
        made = written(folder, PUBLIC)
    found, arrays = folder.open(PUBLIC)
    assert found == made
    assert arrays[made.segments[0]]["v"].tolist() == [1.0] * 5
    assert folder.open(MEMBERS) is None


def test_a_swap_leaves_who_reads_what_he_has_and_sweeps_what_nobody_names(folder):
    with folder.locked(nobody_waits):
        written(folder, PUBLIC)
        _, held = folder.open(PUBLIC)
        (folder.level(PUBLIC) / "0123456789abcdef.half").write_bytes(b"half")
        (folder.level(PUBLIC) / "note.txt").write_text("somebody's own")
        second = written(folder, PUBLIC, 2.0)
    assert files(folder, PUBLIC) == sorted([*(one.file for one in second.files()), "manifest.json", "note.txt"])
    assert any("v" in arrays and arrays["v"].tolist() == [1.0] * 5 for arrays in held.values())


def test_files_another_level_names_are_kept(folder):
    with folder.locked(nobody_waits):
        first = written(folder, PUBLIC)
        rows = folder.write(MEMBERS, "rows", {"a": np.zeros(1)})
        folder.swap([manifest(MEMBERS, rows, *first.segments)])
        written(folder, PUBLIC, 2.0)
    assert first.segments[0].file in files(folder, PUBLIC)
    assert folder.open(MEMBERS) is not None


def test_a_manifest_that_names_what_fewer_see_is_none(folder):
    with folder.locked(nobody_waits):
        made = written(folder, PRIVATE)
        write_manifest(folder.level(PUBLIC), replace(made, level=PUBLIC))
    assert folder.open(PUBLIC) is None
    assert folder.open(PRIVATE) is not None


@pytest.mark.parametrize("harm", ["form", "check", "file", "words"])
def test_a_manifest_of_another_form_or_broken_is_none(folder, harm):
    with folder.locked(nobody_waits):
        written(folder, PUBLIC)
    path = folder.level(PUBLIC) / "manifest.json"
    told = json.loads(path.read_text())
    if harm == "file":
        (folder.level(PUBLIC) / folder.manifest(PUBLIC).segments[0].file).unlink()
    elif harm == "words":
        path.write_bytes(b"\xff\xfe")
    else:
        path.write_text(json.dumps({**told, harm: 99}))
    assert folder.open(PUBLIC) is None


def test_a_manifest_leads_to_no_file_outside(folder, tmp_path):
    with folder.locked(nobody_waits):
        made = written(folder, PUBLIC)
        write_manifest(folder.level(PUBLIC), replace(made, rows=replace(made.rows, file="../../../etc/passwd")))
    assert folder.manifest(PUBLIC) is None


def test_files_and_folders_are_their_owners_alone(folder):
    with folder.locked(nobody_waits):
        written(folder, PRIVATE)
    for path in (folder.path.parent, *folder.path.parent.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_two_processes_never_write_at_once(folder, tmp_path):
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env={"PYTHONPATH": ":".join(filter(None, sys.path))}, **pipes) as other:
        assert other.stdout.readline() == "held\n"
        waits = []

        def wait():
            waits.append(1)
            # killed, it lets go: the kernel sees to that
            other.kill()
            other.wait()

        with folder.locked(wait):
            assert waits == [1]


def test_who_waits_may_be_stopped(folder):
    def stop():
        raise InterruptedError("stopped")

    with folder.locked(nobody_waits), pytest.raises(InterruptedError), folder.locked(stop):
        pass
    with folder.locked(nobody_waits):
        pass


def test_a_place_that_cannot_be_written_is_told_of_with_the_way_out(tmp_path, folder):
    (tmp_path / folders.FOLDER).write_text("in the way")
    with pytest.raises(DependencyError, match="RONGTU_DATA_DIR"), folder.locked(nobody_waits):
        pass

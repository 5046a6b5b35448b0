"""The running server process: whether one of ours is alive, starting one that outlives us, stopping it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from rongtu.facts.store.binaries import Binaries
from rongtu.facts.store.folder import SOCKET, ServerFolder
from rongtu.vocab.problems import DependencyError

STOP_SECONDS = 120.0

DELETED = " (deleted)"
"""What Linux appends to the name of a running program whose file is gone."""

ENDED = frozenset({"Z", "X", "x"})
"""States, in /proc/PID/stat, of a process that has ended."""

LAUNCH = 'log=$1; shift; "$@" >>"$log" 2>&1 </dev/null & echo $!'
"""Start in the background and end: the server is then nobody's child, and a long-lived starter keeps no zombie."""


def postmaster(folder: ServerFolder) -> int | None:
    """The process id of the server running on this folder; None if there is none, whatever the pid file says."""
    pid = _recorded(folder)
    return pid if pid is not None and is_postmaster(pid, folder.data) else None


def is_postmaster(pid: int, data: Path) -> bool:
    """Whether a live process is a PostgreSQL server of this data folder, not merely one that inherited its number."""
    executable = _executable(pid)
    if executable is not None and executable.name != "postgres":
        return False
    return f"/postgres -D {data} " in f"{_command_line(pid)} "


def lost_executable(pid: int) -> bool:
    """Whether the programs a server was started from are gone, so that it can load nothing more from beside them."""
    try:
        place = str(Path(f"/proc/{pid}/exe").readlink())
    except OSError:
        return False
    # a virtual environment made anew in the same place serves as well
    return place.endswith(DELETED) and not Path(place.removesuffix(DELETED)).exists()


def launch(folder: ServerFolder, binaries: Binaries) -> int:
    """Start a server in a session of its own, as the folder's account; returns at once with its process id."""
    command = [str(binaries.program("postgres")), "-D", str(folder.data)]
    command += ["-c", f"config_file={folder.path / 'postgresql.conf'}"]
    run = subprocess.run(
        ["/bin/sh", "-c", LAUNCH, "sh", str(folder.log), *command],
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        **folder.account.launch_options(),
    )
    if run.returncode or not run.stdout.strip().isdigit():
        raise DependencyError(f"The database server could not be started: {run.stderr.strip()}")
    return int(run.stdout)


def alive(pid: int) -> bool:
    """Whether a process is still running; one that ended and was not yet collected is not.

    Told by its state: its command line is empty, too, for an instant while it turns into the program it is to run.
    """
    if not Path("/proc/self").exists():
        return bool(_command_line(pid))
    try:
        told = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] not in ENDED


def stop(folder: ServerFolder, pid: int) -> None:
    """End the server: it breaks its connections, writes everything down, and is gone when this returns."""
    deadline = time.monotonic() + STOP_SECONDS
    os.kill(pid, signal.SIGINT)
    while is_postmaster(pid, folder.data):
        if time.monotonic() > deadline:
            raise DependencyError(
                f"The database server (process {pid}) is still writing; see {folder.log}.", retry=True
            )
        time.sleep(0.02)


def clear_remains(folder: ServerFolder, socket_folder: Path) -> None:
    """Remove the files of a server that is no more; to be called under the lock, with no server running.

    PostgreSQL would itself take a pid file for live if its number now belongs to any process of the account.
    """
    if not (folder.data / "postmaster.pid").exists():
        return
    if _recorded(folder) is None:
        # a server just launched by a starter that was then killed may be about to write its number
        time.sleep(0.5)
    if postmaster(folder) is not None:
        return
    end_orphans(folder)
    for remains in (folder.data / "postmaster.pid", socket_folder / SOCKET, socket_folder / f"{SOCKET}.lock"):
        remains.unlink(missing_ok=True)


def end_orphans(folder: ServerFolder) -> None:
    """End processes a killed server left computing: until they are gone, no other may open their data.

    Idle ones notice by themselves; where the system does not tell what a process works on, that has to do.
    """
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            works_here = (entry / "cwd").readlink() == folder.data
            if works_here and (entry / "exe").readlink().name.startswith("postgres"):
                os.kill(int(entry.name), signal.SIGQUIT)
        except OSError:
            continue


def _recorded(folder: ServerFolder) -> int | None:
    lines = folder.read("data/postmaster.pid").splitlines()
    return int(lines[0]) if lines and lines[0].isdigit() else None


def _executable(pid: int) -> Path | None:
    try:
        return Path(str(Path(f"/proc/{pid}/exe").readlink()).removesuffix(DELETED))
    except OSError:
        # no /proc, or a container in which even root may not look
        return None


def _command_line(pid: int) -> str:
    """The words a process was started with, empty for one that is gone or has ended."""
    if Path("/proc/self").exists():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return ""
        return words.rstrip(b"\0").replace(b"\0", b" ").decode(errors="replace")
    run = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return "" if "<defunct>" in run.stdout else run.stdout.strip()

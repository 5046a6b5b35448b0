"""Starting the embedded server: alone, together, after every kind of sudden end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from servers import OpenEmbedded, finish, folder_of, running, spawn
from sqlalchemy import text

from rongtu.facts.store.binaries import PACKAGE, SHARED_LIBRARIES, Binaries, installed, newest
from rongtu.facts.store.cluster import ADMINISTRATOR
from rongtu.facts.store.folder import LOG_KEPT, LOG_LIMIT
from rongtu.facts.store.postmaster import alive, end_orphans, postmaster
from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import Store
from rongtu.vocab.problems import DependencyError, RefusedError

START = """
    import sys
    from pathlib import Path
    from sqlalchemy import text
    from rongtu.facts.store.roles import Role
    from rongtu.facts.store.server import open_store
    from rongtu.settings import Settings

    store = open_store(Settings(Path(sys.argv[1])))
    print("ready", flush=True)
    store.start()
    with store.engine(Role.APP).begin() as connection:
        print(connection.scalar(text("SELECT current_user")))
    store.close()
"""


def count(store: Store, statement: str = "SELECT count(*) FROM kept") -> int:
    with store.engine(Role.OWNER).begin() as connection:
        return connection.scalar(text(statement))


def keep(store: Store, rows: int) -> None:
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS kept (id integer)"))
        connection.execute(text("INSERT INTO kept SELECT generate_series(1, :rows)"), {"rows": rows})


def test_six_processes_start_one_server_together(workplace: Path) -> None:
    processes = [spawn(START, workplace / "facts") for _ in range(6)]

    said = [finish(process).split() for process in processes]

    assert said == [["ready", "rongtu_app"]] * 6
    assert folder_of(workplace).read("log").count("database system is ready") == 1


def test_a_second_start_changes_nothing(workplace: Path, embedded: OpenEmbedded) -> None:
    store = embedded()
    store.start()
    before = running(workplace)

    store.start()
    embedded().start()

    assert running(workplace) == before


def test_the_server_outlives_its_starter_in_a_session_of_its_own(workplace: Path) -> None:
    finish(spawn(START, workplace / "facts"))

    assert os.getsid(running(workplace)) != os.getsid(0)


@pytest.mark.parametrize("seconds", [0.02, 0.15, 0.35, 0.55])
def test_a_starter_killed_midway_is_made_good_by_the_next(
    workplace: Path, embedded: OpenEmbedded, seconds: float
) -> None:
    starter = spawn(START, workplace / "facts")
    assert starter.stdout is not None and starter.stdout.readline() == "ready\n"
    time.sleep(seconds)
    starter.kill()
    starter.communicate()

    store = embedded(fresh=True)
    store.start()
    keep(store, 3)

    assert count(store) == 3
    assert store.status().roles_ready


def test_what_a_killed_initdb_left_is_cleared_away(workplace: Path, embedded: OpenEmbedded) -> None:
    folder = folder_of(workplace)
    folder.prepare()
    half = folder.path / "data.making-0123abcd"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")

    embedded().start()

    assert not half.exists()


def test_rows_survive_a_killed_server_and_broken_connections_say_so(workplace: Path, embedded: OpenEmbedded) -> None:
    store = embedded()
    store.start()
    keep(store, 1000)
    with store.engine(Role.APP).connect() as connection:
        connection.execute(text("SELECT 1"))
        os.kill(running(workplace), signal.SIGKILL)
        with pytest.raises(DependencyError, match="lost") as lost:
            for _ in range(100):  # the server's children notice within moments
                connection.execute(text("SELECT 1"))
                time.sleep(0.05)
    assert lost.value.retry
    with pytest.raises(DependencyError) as refused, store.engine(Role.APP).connect():
        pass
    assert refused.value.retry

    store.start()

    assert count(store) == 1000


def test_a_query_still_computing_for_a_killed_server_does_not_stop_the_next(
    workplace: Path, embedded: OpenEmbedded
) -> None:
    store = embedded()
    store.start()
    keep(store, 10)
    endless = "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b"
    client = spawn(
        "import psycopg, sys\n"
        "with psycopg.connect(sys.argv[1]) as connection:\n"
        "    print(connection.info.backend_pid, flush=True)\n"
        "    connection.execute(sys.argv[2])",
        store.conninfo(Role.APP),
        endless,
    )
    assert client.stdout is not None
    computing = int(client.stdout.readline())
    time.sleep(0.2)
    os.kill(running(workplace), signal.SIGKILL)

    embedded().start()

    assert not alive(computing)
    assert count(store) == 10
    client.communicate()
    assert client.returncode != 0


def test_orphans_of_another_folder_are_left_alone(workplace: Path, embedded: OpenEmbedded) -> None:
    store = embedded("one")
    store.start()

    end_orphans(folder_of(workplace, "two"))

    assert alive(running(workplace, "one"))


def test_a_pid_file_naming_a_live_process_of_something_else_does_not_stop_a_start(
    workplace: Path, embedded: OpenEmbedded
) -> None:
    store = embedded()
    store.start()
    keep(store, 5)
    store.stop()
    folder = folder_of(workplace)
    # of the server's own account, since PostgreSQL itself takes no other's process for its own
    sleeper = subprocess.Popen(["sleep", "60"], **folder.account.launch_options())
    try:
        stale = f"{sleeper.pid}\n{folder.data}\n1\n5432\n{folder.path}\n\n"
        folder.write("data/postmaster.pid", stale)
        folder.write(".s.PGSQL.5432.lock", stale)
        assert not store.status().running

        store.start()

        assert sleeper.poll() is None
        assert count(store) == 5
    finally:
        sleeper.kill()
        sleeper.wait()


@pytest.mark.parametrize("words", ["", "nonsense\n", "1\n/\n"])
def test_a_broken_pid_file_does_not_stop_a_start(workplace: Path, embedded: OpenEmbedded, words: str) -> None:
    store = embedded()
    store.start()
    store.stop()
    folder_of(workplace).write("data/postmaster.pid", words)

    store.start()

    assert store.status().running


def test_data_of_an_unknown_major_are_refused_with_the_way_to_carry_them_over(
    workplace: Path, embedded: OpenEmbedded
) -> None:
    store = embedded()
    store.start()
    store.stop()
    folder_of(workplace).write("data/PG_VERSION", "99\n")

    with pytest.raises(RefusedError) as refused:
        store.start()

    words = str(refused.value)
    facts = workplace / "facts"
    assert "PostgreSQL 99" in words
    assert f"RONGTU_DATA_DIR={facts} rongtu db dump {facts}/facts-99.dump" in words
    assert f"mv {facts}/server {facts}/server-99" in words
    assert f"RONGTU_DATA_DIR={facts} rongtu db restore {facts}/facts-99.dump" in words


def test_data_of_an_older_major_the_wheel_still_carries_run_and_move_to_the_newest(
    workplace: Path, embedded: OpenEmbedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = installed()[-1]
    if older == newest():
        pytest.skip("the wheel carries one major only")
    with monkeypatch.context() as patched:
        patched.setattr("rongtu.facts.store.binaries.newest", lambda: older)
        store = embedded(fresh=True)
        store.start()
        keep(store, 7)
    store.stop()
    store.start()
    status = store.status()
    assert status.version == older.version
    assert "rongtu db restore" in status.message

    store.dump(workplace / "facts.dump")
    store.stop()
    (workplace / "facts" / "server").rename(workplace / "facts" / "server-old")
    store.restore(workplace / "facts.dump")

    assert store.status().version == newest().version
    assert count(store) == 7


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(workplace: Path, embedded: OpenEmbedded) -> None:
    name = "/".join(["a" * 40, "深" * 20, "c" * 40])
    store = embedded(name)
    store.start()
    keep(store, 2)
    first = folder_of(workplace, name).socket_folder()
    assert first.stat().st_mode & 0o777 == 0o700
    embedded(name).start()
    assert folder_of(workplace, name).socket_folder() == first

    store.stop()
    for remains in first.iterdir():
        remains.unlink()
    first.rmdir()
    store.start()  # as after a restart of the machine, which empties /tmp

    second = folder_of(workplace, name).socket_folder()
    assert second != first
    assert count(store) == 2
    store.stop()
    assert list(second.iterdir()) == []
    second.rmdir()


def test_a_long_path_given_away_to_somebody_elses_folder_is_not_trusted(workplace: Path) -> None:
    folder = folder_of(workplace, "/".join(["a" * 50, "b" * 50]))
    folder.prepare()
    (workplace / "open").mkdir(mode=0o755)
    folder.write("socket-folder", f"{workplace / 'open'}\n")

    assert folder.socket_folder() == folder.path


def test_the_server_listens_on_a_private_socket_only_and_keeps_its_promises(
    workplace: Path, embedded: OpenEmbedded
) -> None:
    store = embedded(fresh=True)
    store.start()
    settings = {"listen_addresses": "", "fsync": "on", "TimeZone": "UTC", "server_encoding": "UTF8"}

    with store.engine(Role.APP).connect() as connection:
        found = {name: connection.scalar(text(f"SHOW {name}")) for name in settings}
        order = connection.scalar(text("SELECT datcollate FROM pg_database WHERE datname = current_database()"))

    folder = folder_of(workplace)
    assert found == settings
    assert order == "C"
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert folder.path.stat().st_uid == folder.account.uid != 0
    assert ADMINISTRATOR not in {role.value for role in Role}


def test_settings_of_the_operators_own_win(workplace: Path, embedded: OpenEmbedded) -> None:
    folder = folder_of(workplace)
    folder.prepare()
    folder.write("local.conf", "work_mem = '7MB'\n")
    store = embedded()
    store.start()

    with store.engine(Role.APP).connect() as connection:
        assert connection.scalar(text("SHOW work_mem")) == "7MB"


def test_no_value_of_a_row_reaches_the_log(workplace: Path, embedded: OpenEmbedded) -> None:
    store = embedded()
    store.start()

    with pytest.raises(Exception, match="secret-value"), store.engine(Role.APP).connect() as connection:
        connection.execute(text("SELECT CAST('secret-value' AS integer)"))

    assert "secret-value" not in folder_of(workplace).read("log")


def test_a_log_that_has_grown_long_loses_its_oldest_part(workplace: Path, embedded: OpenEmbedded) -> None:
    store = embedded()
    store.start()
    with folder_of(workplace).log.open("a") as log:
        log.write("old line\n" * (LOG_LIMIT // 9 + 1))

    store.start()

    assert LOG_KEPT / 2 < folder_of(workplace).log_size() <= LOG_KEPT
    store.stop()
    assert "shut down" in folder_of(workplace).read("log")


def test_stopping_ends_the_server_and_what_is_not_there_stops_quietly(workplace: Path, embedded: OpenEmbedded) -> None:
    store = embedded(fresh=True)
    store.stop()
    assert not store.status().running
    assert not (workplace / "facts").exists()
    store.start()

    store.stop()
    store.stop()

    assert postmaster(folder_of(workplace)) is None
    assert not store.status().running
    assert store.status().version == str(newest().major)


def test_a_server_whose_programs_are_gone_is_started_anew(
    workplace: Path, embedded: OpenEmbedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = embedded()
    venv = workplace / "venv"
    shutil.copytree(newest().root, venv / PACKAGE / newest().root.name)
    shutil.copytree(newest().root.parents[1] / SHARED_LIBRARIES, venv / SHARED_LIBRARIES)
    with monkeypatch.context() as patched:
        leaving = Binaries(venv / PACKAGE / newest().root.name, newest().version)
        patched.setattr("rongtu.facts.store.binaries.installed", lambda: (leaving,))
        store.start()
    keep(store, 4)
    before = running(workplace)
    shutil.rmtree(venv)

    store.start()

    assert running(workplace) != before
    assert count(store) == 4


def test_a_server_whose_socket_was_swept_away_is_started_anew(workplace: Path, embedded: OpenEmbedded) -> None:
    name = "/".join(["a" * 50, "b" * 50])
    store = embedded(name)
    store.start()
    before = running(workplace, name)
    shutil.rmtree(folder_of(workplace, name).socket_folder())

    store.start()

    assert running(workplace, name) != before
    assert store.status().roles_ready
    store.stop()
    folder_of(workplace, name).socket_folder().rmdir()


def test_a_process_lives_until_it_has_ended() -> None:
    process = subprocess.Popen(["sleep", "60"])
    assert alive(process.pid)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert not alive(process.pid)  # ended, not yet collected
    process.wait()
    assert not alive(process.pid)


def test_a_process_without_a_command_line_is_not_taken_for_dead() -> None:
    kernel = Path("/proc/2")
    if not kernel.exists() or (kernel / "comm").read_text().strip() != "kthreadd":
        pytest.skip("no process of the kernel's is to be seen here")
    assert not (kernel / "cmdline").read_bytes()
    assert alive(2)

"""Root, a second account of the machine, and folders nobody else may enter."""

from __future__ import annotations

import os
import pwd
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from servers import OpenEmbedded, finish, folder_of, needs_root, run, running, spawn

from rongtu.facts.store.accounts import Account, account_of, choose_account
from rongtu.facts.store.binaries import PACKAGE, SHARED_LIBRARIES, Binaries, newest
from rongtu.vocab.problems import InputError, RefusedError

AS_NOBODY = """
    import os, sys
    from pathlib import Path
    # loaded while we may still read them: Python itself may lie where the other account cannot go
    import rongtu.facts.store.embedded, sqlalchemy.dialects.postgresql.psycopg, encodings.idna, psycopg_binary
    from sqlalchemy import text
    from rongtu.facts.store.roles import Role
    from rongtu.facts.store.server import open_store
    from rongtu.settings import Settings
    from rongtu.vocab.problems import RefusedError

    os.setgroups([]); os.setgid(65534); os.setuid(65534)
    mine, theirs = (open_store(Settings(Path(place))) for place in sys.argv[1:])
    for attempt in (theirs.start, theirs.status, theirs.stop, lambda: theirs.dump(Path("/tmp/never.dump"))):
        try:
            attempt()
        except RefusedError as error:
            print("refused:", error)
    mine.start()
    with mine.engine(Role.APP).begin() as connection:
        print(connection.scalar(text("SELECT current_user")))
    print(mine.status().running)
    mine.stop()
"""


@needs_root
def test_a_second_user_has_a_server_of_their_own_and_cannot_enter_the_first(
    workplace: Path, embedded: OpenEmbedded
) -> None:
    nobody = pwd.getpwnam("nobody")
    first = embedded(server_account="postgres" if "postgres" in {e.pw_name for e in pwd.getpwall()} else "daemon")
    first.start()
    (workplace / "home").mkdir(mode=0o700)
    os.chown(workplace / "home", nobody.pw_uid, nobody.pw_gid)

    said = finish(spawn(AS_NOBODY, workplace / "home" / "rongtu", workplace / "facts")).splitlines()

    assert [line.partition(":")[0] for line in said] == ["refused"] * 4 + ["rongtu_app", "True"]
    assert "RONGTU_DATA_DIR" in said[0]
    assert first.status().running
    assert (workplace / "home" / "rongtu" / "server").stat().st_uid == nobody.pw_uid


@needs_root
def test_a_second_user_cannot_even_connect_to_the_firsts_socket(workplace: Path, embedded: OpenEmbedded) -> None:
    store = embedded()
    store.start()

    attempt = spawn(
        "import os, sys, psycopg\nos.setgroups([]); os.setgid(2); os.setuid(2)\npsycopg.connect(sys.argv[1])",
        store.conninfo("rongtu_app"),
    )

    assert "Permission denied" in attempt.communicate()[1]


@needs_root
def test_run_by_root_the_server_is_another_accounts(workplace: Path, embedded: OpenEmbedded) -> None:
    embedded().start()

    assert Path(f"/proc/{running(workplace)}").stat().st_uid == folder_of(workplace).account.uid != 0


@needs_root
def test_root_works_on_a_users_facts_as_that_user(workplace: Path, embedded: OpenEmbedded) -> None:
    (workplace / "facts").mkdir()
    first = embedded(server_account="nobody")
    first.start()
    first.stop()

    embedded().start()

    assert folder_of(workplace).account.name == "nobody"


@needs_root
def test_facts_of_one_account_are_not_run_as_another(workplace: Path, embedded: OpenEmbedded) -> None:
    first = embedded(server_account="nobody")
    first.start()
    first.stop()

    with pytest.raises(RefusedError, match="belong to another account"):
        embedded(server_account="daemon").start()


@needs_root
@pytest.mark.parametrize("name", ["root", "no-such-account"])
def test_an_account_that_cannot_run_the_server_is_a_wrong_setting(embedded: OpenEmbedded, name: str) -> None:
    with pytest.raises(InputError, match="RONGTU_SERVER_ACCOUNT"):
        embedded(server_account=name).start()


@needs_root
def test_a_folder_the_servers_account_cannot_enter_is_named_and_left_as_it_is(
    workplace: Path, embedded: OpenEmbedded
) -> None:
    closed = workplace / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(RefusedError) as refused:
        embedded("closed/inner/facts", fresh=True).start()

    assert f"may not enter the folder {closed}." in str(refused.value)
    assert "RONGTU_DATA_DIR" in str(refused.value)
    assert closed.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_named(workplace: Path, embedded: OpenEmbedded) -> None:
    (workplace / "file").write_text("")

    with pytest.raises(RefusedError, match="RONGTU_DATA_DIR"):
        embedded("file/facts", fresh=True).start()


@needs_root
def test_programs_the_servers_account_cannot_reach_are_copied_once(workplace: Path) -> None:
    site = workplace / "closed" / "site-packages"
    site.mkdir(parents=True)
    shutil.copytree(newest().root, site / PACKAGE / newest().root.name)
    shutil.copytree(newest().root.parents[1] / SHARED_LIBRARIES, site / SHARED_LIBRARIES)
    site.parent.chmod(0o700)
    account = choose_account(None, None)
    hidden = Binaries(site / PACKAGE / newest().root.name, newest().version)
    (workplace / "binaries").mkdir(mode=0o755)
    (workplace / "binaries" / "an-older-copy").mkdir()

    with ThreadPoolExecutor(2) as pool:
        copies = set(pool.map(lambda _: hidden.runnable_by(account, workplace / "binaries"), range(2)))

    (copy,) = copies
    assert len(list((workplace / "binaries").iterdir())) == 1
    run(account, copy.program("initdb"), "--version")
    run(account, copy.program("postgres"), "--version")
    assert copy.program("postgres").stat().st_uid == 0


@needs_root
def test_the_server_starts_from_a_private_virtual_environment(workplace: Path) -> None:
    site = workplace / "venv" / "site-packages"
    shutil.copytree(newest().root, site / PACKAGE / newest().root.name)
    shutil.copytree(newest().root.parents[1] / SHARED_LIBRARIES, site / SHARED_LIBRARIES)
    (site / PACKAGE / "__init__.py").write_text("raise ImportError('its Python layer is not ours to use')")
    site.parent.chmod(0o700)

    finish(
        spawn(
            "import sys; sys.path.insert(0, sys.argv[1])\n"
            "from pathlib import Path\n"
            "from rongtu.facts.store.server import open_store\n"
            "from rongtu.settings import Settings\n"
            "open_store(Settings(Path(sys.argv[2]))).start()",
            site,
            workplace / "facts",
        )
    )

    executable = Path(f"/proc/{running(workplace)}/exe").readlink()
    assert executable.is_relative_to(workplace / "facts" / "binaries")


@needs_root
def test_a_folder_made_by_root_with_a_narrow_umask_still_lets_the_server_pass(
    workplace: Path, embedded: OpenEmbedded
) -> None:
    before = os.umask(0o077)
    try:
        embedded("deep/down/facts", fresh=True).start()
    finally:
        os.umask(before)

    assert (workplace / "deep" / "down" / "facts").stat().st_mode & 0o777 == 0o711


def test_an_account_without_a_name_is_told_so() -> None:
    with pytest.raises(RefusedError, match="RONGTU_DATABASE_URL"):
        account_of(3_999_999_999)


def test_nothing_of_the_callers_environment_reaches_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATA", "/elsewhere")

    options = Account("me", os.geteuid(), os.getegid()).launch_options()

    assert "PGDATA" not in options["env"]

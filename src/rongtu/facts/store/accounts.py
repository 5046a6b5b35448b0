"""The operating-system account a server runs as, and which folders it can reach."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from rongtu.vocab.problems import InputError, RefusedError

CANDIDATES = ("rongtu", "postgres", "nobody")
"""Accounts a server started by root runs as, the first that exists; none is ever added."""

PROBE = 'for folder; do [ -x "$folder" ] || { printf "%s" "$folder"; exit 1; }; done'


class LaunchOptions(TypedDict, total=False):
    """The options of `subprocess` that start a program as an account, with nothing of ours leaking in."""

    user: int
    group: int
    extra_groups: list[int]
    umask: int
    cwd: str
    env: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Account:
    """An account of this machine."""

    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether this program runs as it."""
        return self.uid == os.geteuid()

    def launch_options(self) -> LaunchOptions:
        """How to start a program as this account: private files, no PG* variable of the caller's, English messages."""
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "TMPDIR", "LD_LIBRARY_PATH"}}
        options: LaunchOptions = {"umask": 0o077, "cwd": "/", "env": {**kept, "LC_ALL": "C", "TZ": "UTC"}}
        if not self.is_ours:
            options["user"], options["group"] = self.uid, self.gid
            options["extra_groups"] = [group for group in os.getgrouplist(self.name, self.gid) if group != 0]
        return options

    def barrier(self, path: Path) -> Path | None:
        """The first folder on the way to `path`, or `path` itself, this account may not enter or run; None if none.

        Asked of the kernel by a process of that account, because access lists and namespaces are not in mode bits.
        """
        if self.is_ours:
            return None
        way = [str(folder) for folder in (*reversed(path.parents), path)]
        command = ["/bin/sh", "-c", PROBE, "sh", *way]
        probe = subprocess.run(command, capture_output=True, text=True, check=False, **self.launch_options())
        return Path(probe.stdout) if probe.returncode else None


def account_of(uid: int) -> Account:
    """The account with this number; a number without a name cannot run a server or be recognised by one."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise RefusedError(
            f"The account with the number {uid} has no name on this machine, and PostgreSQL asks for one. Run as an "
            f"account of /etc/passwd, or set RONGTU_DATABASE_URL to an existing server."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def choose_account(named: str | None, owner: int | None) -> Account:
    """The account a server runs as: ours, unless we are root; then the one named, the data's owner, or a candidate.

    `owner` is the number of the account that owns the data already there, None where there is none.
    """
    ours = os.geteuid()
    if ours != 0:
        return account_of(ours)
    if named is not None:
        return _named_account(named)
    if owner:
        return account_of(owner)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise RefusedError(
        "PostgreSQL does not run as root, and this machine has none of the accounts "
        f"{', '.join(CANDIDATES)}. Name an existing unprivileged account in RONGTU_SERVER_ACCOUNT."
    )


def _named_account(name: str) -> Account:
    mend = "Set RONGTU_SERVER_ACCOUNT to an existing account other than root"
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise InputError.single("RONGTU_SERVER_ACCOUNT", "must be an account of this machine", name, mend) from None
    if entry.pw_uid == 0:
        raise InputError.single("RONGTU_SERVER_ACCOUNT", "must not be a superuser of this machine", name, mend)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)

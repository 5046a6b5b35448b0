"""Loads rows of text as a file's rows are loaded, within a transaction of the test's."""

from rongtu.facts.fields import KINDS
from rongtu.facts.intake.landing import land
from rongtu.facts.intake.sheets import Sheet
from rongtu.facts.intake.staged import Staged
from rongtu.facts.intake.staging import stage


def sheet(kind, rows, name=None, **said):
    """A sheet of rows given as dictionaries; what a row lacks is empty."""
    header = tuple(dict.fromkeys(key for row in rows for key in row))
    cells = [(number, [row.get(key, "") for key in header]) for number, row in enumerate(rows, start=2)]
    return Sheet(name or f"{kind}.csv", KINDS[kind], header, lambda: iter(cells), **said)


def put(connection, *sheets, partial=False):
    """Stage and land sheets; what is refused leaves the transaction as it was."""
    staged = Staged()
    try:
        with connection.begin_nested():
            for one in sheets:
                stage(connection, one, staged, lambda _read: None)
            return land(connection, staged, partial=partial, progress=lambda _step: None)
    finally:
        for kind in staged.kinds:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS staged_{kind.name}")

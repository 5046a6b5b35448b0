"""Files as the public formats have them, with invented rows, and what a reader makes of them."""

from pathlib import Path

from rongtu.facts.intake.formats import FORMATS


def write(folder, **files):
    """Write files named like `inputs_csv` under their names; their paths."""
    paths = []
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        path = Path(folder) / f"{stem}.{suffix}"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def read(name, paths):
    """The sheets a format makes of files."""
    return FORMATS[name].read(paths)


def rows(sheets, kind):
    """The rows of a kind in all sheets, as dictionaries of what is filled in."""
    return [
        {column: str(cell) for column, cell in zip(sheet.header, cells, strict=True) if cell}
        for sheet in sheets
        if sheet.kind.name == kind
        for _, cells in sheet.rows()
    ]


def places(sheets, kind):
    """Name of the file and number of the row of each row of a kind."""
    return [(sheet.name, number) for sheet in sheets if sheet.kind.name == kind for number, _ in sheet.rows()]

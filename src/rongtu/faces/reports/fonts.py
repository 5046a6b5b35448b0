"""The fonts of the reports: Noto Sans SC in two weights, put beside this module when the package is built."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import typst

from rongtu.vocab.problems import DependencyError

FOLDER = Path(__file__).parent / "fonts"
REGULAR, BOLD = "NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf"


def font_files(folder: Path = FOLDER) -> tuple[Path, Path]:
    """Regular and Bold; says how to get them where they are absent."""
    found = (folder / REGULAR, folder / BOLD)
    absent = [path.name for path in found if not path.is_file()]
    if absent:
        raise DependencyError(
            f"the fonts of the reports are not in {folder}: {', '.join(absent)}. They are fetched when the package is "
            "built: install it again with `pip install -e .` (a checkout) or `pip install --force-reinstall rongtu` "
            "where the npm registry, or a mirror set by `npm config set registry`, can be reached."
        )
    return found


@cache
def typst_fonts() -> typst.Fonts:
    """Only the bundled fonts: a machine's own would change the page from machine to machine."""
    folder = font_files()[0].parent
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])

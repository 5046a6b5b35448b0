"""Work: one run of an operation - what it was asked, by whom, over what - and how it is kept to be done later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, text

from rongtu.acts.authority import Principal, Right, holds, levels, require
from rongtu.acts.models import Model
from rongtu.acts.openings import tell
from rongtu.acts.operation import OPERATIONS, Context, Operation, OperationKind, StageContext
from rongtu.acts.uploads import Upload, upload
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError, Problem, RefusedError

Progress = Callable[[str], None]


def unheard(_step: str) -> None:
    """Progress nobody listens to."""


@dataclass(frozen=True, slots=True)
class Work:
    """One run of an operation: what it was asked, by whom, over what."""

    operation: Operation
    request: Model
    principal: Principal
    key: str | None = None
    progress: Progress = unheard
    nature: Nature = Nature.REAL
    files: tuple[Upload, ...] = ()
    out: Path | None = None

    def asked(self) -> dict[str, Any]:
        """What is asked, for the trace and for telling two requests apart: a file counts by its content."""
        asked: dict[str, Any] = self.request.model_dump(mode="json")
        if self.nature is not Nature.REAL:
            asked["nature"] = self.nature.value
        if self.files:
            asked["files"] = [{"name": file.name, "sha256": file.sha256} for file in self.files]
        return asked

    def opening(self) -> dict[str, str]:
        """What row-level security is told: whose the operation is, what it may see and do.

        Files say of each row whether it is real, so a stream sees all natures; everything else sees one.
        """
        right = self.operation.right
        natures = tuple(Nature) if self.operation.kind is OperationKind.STREAM else (self.nature,)
        oversees = right is Right.FOLLOW_JOBS and holds(self.principal, Right.OVERSEE_JOBS)
        return {
            "levels": ",".join(levels(self.principal)),
            "natures": ",".join(natures),
            "principal": self.principal.name,
            "audits": "on" if right is Right.READ_AUDIT else "off",
            "erases": "on" if right is Right.ERASE_PERSON else "off",
            "works": "on" if oversees else "off",
        }

    def context(self, connection: Connection, staged: object = None) -> Context:
        """What the operation works in."""
        given = (self.principal, connection, self.progress, self.nature, self.files, self.out, staged)
        return Context(*given, levels=levels(self.principal), cut=self.operation.withhold is not None)

    def kept(self) -> bytes:
        """All there is to know to do it later, as canonical JSON."""
        return to_keep(self.request.model_dump(mode="json"), self.key, self.files, self.out)


def to_keep(
    request: Mapping[str, Any], key: str | None = None, files: tuple[Upload, ...] = (), out: Path | None = None
) -> bytes:
    """What `kept_work` makes work of again, as canonical JSON; another process may stand in another folder."""
    told = {
        "files": [{"name": file.name, "path": str(file.path.absolute()), "sha256": file.sha256} for file in files],
        "key": key,
        "out": str(out.absolute()) if out else None,
        "request": request,
    }
    return canonical_bytes(told)


def new_work(name: str, payload: Mapping[str, Any], principal: Principal, **given: Any) -> Work:
    """Work of that operation, allowed and whole; RefusedError or InputError where it is not.

    `given` are `key`, `progress`, `nature`, `files` and `out`.
    """
    operation = OPERATIONS.get(name)
    if operation is None:
        raise RefusedError(f"There is no operation {name}.")
    require(principal, operation.right)
    return Work(operation, _request(operation, payload), principal, **given)


def kept_work(name: str, kept: bytes, principal: Principal, nature: Nature) -> Work:
    """Work as it was kept; errors as of `new_work`, and InputError where a file is gone or another one now."""
    told = json.loads(kept)
    files = tuple(_unchanged(file) for file in told["files"])
    out = Path(told["out"]) if told["out"] else None
    if out is not None and not out.is_dir():
        raise InputError.single(str(out), "the folder for refused rows is there still", "none", "Load the files anew.")
    return new_work(name, told["request"], principal, key=told["key"], nature=nature, files=files, out=out)


@contextmanager
def staged(connection: Connection, work: Work) -> Iterator[object]:
    """What a job or stream staged in this session, forgotten once its command has ended, however that was."""
    if work.operation.stage is None:
        yield None
        return

    @contextmanager
    def short() -> Iterator[Connection]:
        with connection.begin():
            tell(connection, work.opening())
            if work.operation.kind is OperationKind.JOB:
                connection.execute(text("SET TRANSACTION READ ONLY"))
            yield connection

    cut = work.operation.withhold is not None
    given = (work.principal, connection, work.progress, short, work.files, work.nature)
    context = StageContext(*given, levels=levels(work.principal), cut=cut)
    try:
        yield work.operation.stage(context, work.request)
    finally:
        if not connection.invalidated:
            with connection.begin():
                connection.execute(text("DISCARD TEMPORARY"))


def _unchanged(told: Mapping[str, str]) -> Upload:
    """A file as it was handed over, if it is still there and the same."""
    found = upload(Path(told["path"]))
    if found.sha256 != told["sha256"]:
        rule = "the file is as it was when the job was asked for"
        raise InputError.single(told["name"], rule, "another content", "Load the file anew.")
    return Upload(told["name"], found.path, found.sha256)


def _request(operation: Operation, payload: Mapping[str, Any]) -> Model:
    try:
        return operation.request.model_validate(dict(payload))
    except ValidationError as error:
        raise InputError(
            [
                Problem(
                    f"{operation.name}, {'.'.join(str(part) for part in problem['loc']) or 'request'}",
                    problem["msg"],
                    repr(problem.get("input"))[:200],
                    f"See rongtu {operation.name.replace('.', ' ')} --help.",
                )
                for problem in error.errors(include_url=False)
            ]
        ) from error

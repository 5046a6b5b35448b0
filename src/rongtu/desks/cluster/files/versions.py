"""Chain files checked and compared: what the commands `rongtu chain check` and `rongtu chain diff` tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from rongtu.desks.cluster.files.models import ChangeState, CheckedFile, Compared, Fault, VersionValue
from rongtu.desks.cluster.files.words import words
from rongtu.engines.chain.document import check, differences, has_figures
from rongtu.engines.chain.document.differences import plain
from rongtu.engines.chain.value.results import Estimate
from rongtu.vocab.chain_document import ChainDocument
from rongtu.vocab.chain_document_form import Form
from rongtu.vocab.problems import Problem


def checked(form: Form, file: str) -> CheckedFile:
    """A file as it was read, checked: what is wrong with its form comes first."""
    document = form.document
    found = check(document, form.problems)
    return CheckedFile(
        file=file,
        chain=document.called,
        nodes=len(document.nodes),
        groups=len(document.groups),
        links=len(document.links),
        final_products=sum(node.final for node in document.nodes),
        errors=_faults(found.errors),
        findings=_faults(found.findings),
    )


def faulty(form: Form) -> tuple[Problem, ...]:
    """What keeps a file from being used."""
    return check(form.document, form.problems).errors


def compared(before: ChainDocument, after: ChainDocument, names: tuple[str, str]) -> Compared:
    """Two versions compared; where both have figures, V of each, drawn as the later version says."""
    valued = has_figures(before) and has_figures(after)
    return Compared(
        before=names[0],
        after=names[1],
        changes=tuple(_states(before, after)),
        value_before=_value(before, after) if valued else None,
        value_after=_value(after, after) if valued else None,
    )


def _faults(problems: Sequence[Problem]) -> tuple[Fault, ...]:
    return tuple(Fault(**asdict(problem)) for problem in problems)


def _states(before: ChainDocument, after: ChainDocument) -> list[ChangeState]:
    states = []
    for found in differences(before, after):
        zh, en = words(found)
        states.append(
            ChangeState(
                table=found.table,
                key=found.key,
                name=found.name,
                action=found.action.value,
                field=found.field,
                before=plain(found.before),
                after=plain(found.after),
                zh=zh,
                en=en,
            )
        )
    return states


def _value(document: ChainDocument, like: ChainDocument) -> VersionValue:
    faults = check(document).errors
    if faults:
        return VersionValue(note=f"文件有 {len(faults)} 处错误，未估值")
    # the solver is loaded where it is needed: every command would start later
    from rongtu.engines.chain.document.valuing import value_of

    value = value_of(document, like)
    return VersionValue(note="没有数据") if value is None else _told(value)


def _told(value: Estimate) -> VersionValue:
    missing = tuple(dict.fromkeys(f"{lack.input} of {lack.of}" for lack in value.missing))
    return VersionValue(
        point=value.point, low=value.low, high=value.high, assumed=bool(value.assumptions), missing=missing
    )

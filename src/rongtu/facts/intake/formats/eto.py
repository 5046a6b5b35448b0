"""ETO/CSET Advanced Semiconductor Supply Chain: inputs, stages, their order, who provides them and with what share.

The five CSV files of the data set's `data` folder. Its terms (CC BY-NC 4.0) go with every row. Kept in memory are the
inputs and the providers; the other files are streamed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import rongtu.facts.records  # noqa: F401  (declares every kind)
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.formats import shares
from rongtu.facts.intake.formats.gathering import distinct
from rongtu.facts.intake.formats.opened import Opened, Record
from rongtu.facts.intake.formats.origins import Origin, origins_sheet
from rongtu.facts.intake.formats.wanted import Format, Wanted, sort_out
from rongtu.facts.intake.identity import NOWHERE
from rongtu.facts.intake.sheets import Rows, Sheet
from rongtu.vocab.chains import BasisGrade, CapabilityRole, NodeKind, Relation, Tier
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.organisations import BodyKind, Standing
from rongtu.vocab.text import normalised_name, tidy

INPUTS = Wanted("inputs.csv", ("input_name", "input_id", "type"))
STAGES = Wanted("stages.csv", ("stage_id", "stage_name"))
SEQUENCE = Wanted("sequence.csv", ("input_id", "goes_into_id", "is_type_of_id"))
PROVIDERS = Wanted("providers.csv", ("provider_name", "provider_id", "provider_type", "country"))
PROVISION = Wanted(
    "provision.csv", ("provider_name", "provider_id", "provided_id", "share_provided", "negligible_market_share")
)

TEXT = "ETO/CSET Advanced Semiconductor Supply Chain dataset, GitHub georgetown-cset/eto-supply-chain data/{}"
TERMS = "CC BY-NC 4.0：须署名 ETO/CSET，不得用于商业"
NOTICE = (
    "Emerging Technology Observatory (ETO) and CSET, Georgetown University: Advanced Semiconductor Supply Chain "
    "Dataset, CC BY-NC 4.0 (https://creativecommons.org/licenses/by-nc/4.0/)"
)

CHAIN = "ETO"
CHAIN_NAME = "先进半导体（ETO/CSET）"

PUBLISHED = "2021"
"""The year of the report the figures were taken from, where none stands beside them."""

DATED = re.compile(r"\((\d{4})\)\s*$")

PLACES = {
    "process": (NodeKind.PROCESS, Tier.MIDSTREAM),
    "tool_resource": (NodeKind.EQUIPMENT, Tier.UPSTREAM),
    "material_resource": (NodeKind.MATERIAL, Tier.UPSTREAM),
    "ultimate_output": (NodeKind.PRODUCT, Tier.DOWNSTREAM),
}
"""Kind and tier by ETO's type of an input; software counts among its tools and is told by its name."""

ITEM = ("name", "name_en", "kind")
NODE = ("code", "chain", "item", "tier", "tier_basis", "final")
LINK = ("from_node", "to_node", "relation", "basis")
FIRM = ("code", "name", "kind", "standing")
CAPABILITY = ("organisation", "node", "role", "grade", "basis", "confidence")


def read(files: Sequence[Path]) -> tuple[Sheet, ...]:
    """Chain, items, nodes, links, shares, firms and what they provide."""
    given = sort_out("eto", FORMAT.files, files)
    inputs, stages, sequence, providers, provision = (given[wanted.name][0] for wanted in FORMAT.files)
    shares.check(provision, "share_provided")
    origins = {wanted.name: _origin(wanted.name, given[wanted.name][0]) for wanted in FORMAT.files}
    codes = {name: origin.code for name, origin in origins.items()}
    chain = Sheet("eto", KINDS["chain"], ("code", "name", "confidence"), _chain, source=codes[INPUTS.name])
    return (
        origins_sheet([shares.OWN, *origins.values()]),
        shares.indicators(),
        chain,
        inputs.sheet("item", ITEM, _item, codes[INPUTS.name]),
        stages.sheet("item", ITEM, _stage_item, codes[STAGES.name]),
        inputs.sheet("chain_node", NODE, _node, codes[INPUTS.name]),
        stages.sheet("chain_node", NODE, _stage_node, codes[STAGES.name]),
        sequence.sheet("link", LINK, _link, codes[SEQUENCE.name]),
        Sheet(
            providers.name,
            KINDS["organisation"],
            FIRM,
            partial(_firm_rows, providers),
            source=codes[PROVIDERS.name],
        ),
        Sheet(
            provision.name,
            KINDS["observation"],
            shares.OBSERVATION,
            partial(_shares, inputs, stages, providers, provision, codes[PROVISION.name]),
        ),
        Sheet(
            provision.name,
            KINDS["capability"],
            CAPABILITY,
            partial(_capabilities, inputs, providers, provision),
            source=codes[PROVISION.name],
        ),
    )


def _origin(name: str, opened: Opened) -> Origin:
    return Origin(TEXT.format(name), TERMS, NOTICE, opened.digest())


def _chain() -> Rows:
    yield 1, (CHAIN, CHAIN_NAME, Confidence.QUOTED)


def _code(identity: str) -> str:
    return f"{CHAIN}-{tidy(identity)}"


def _item(record: Record) -> Iterator[Sequence[str]]:
    kind, _ = PLACES.get(tidy(record["type"]), (record["type"], ""))
    name = tidy(record["input_name"])
    yield name, name, NodeKind.SOFTWARE if name.lower().endswith("software") else kind


def _stage_item(record: Record) -> Iterator[Sequence[str]]:
    name = tidy(record["stage_name"])
    yield name, name, NodeKind.PROCESS


def _node(record: Record) -> Iterator[Sequence[str]]:
    kind = tidy(record["type"])
    _, tier = PLACES.get(kind, ("", kind))
    final = "是" if kind == "ultimate_output" else ""
    yield _code(record["input_id"]), CHAIN, tidy(record["input_name"]), tier, "按 ETO 的输入类型推定", final


def _stage_node(record: Record) -> Iterator[Sequence[str]]:
    yield _code(record["stage_id"]), CHAIN, tidy(record["stage_name"]), Tier.MIDSTREAM, "按 ETO 的工序阶段推定", ""


def _link(record: Record) -> Iterator[Sequence[str]]:
    for field, relation in (("goes_into_id", Relation.SUPPLIES), ("is_type_of_id", Relation.IS_TYPE_OF)):
        if target := tidy(record[field]):
            yield _code(record["input_id"]), _code(target), relation, f"ETO/CSET sequence.csv: {field}"


def _firm_rows(providers: Opened) -> Rows:
    """The providers that are firms; a name written twice in different capitals is one firm."""

    def made() -> Rows:
        for number, record in providers.records():
            if _is_firm(record):
                name = tidy(record["provider_name"])
                yield number, (_firm_code(name), name, BodyKind.ENTERPRISE, Standing.NAMED)

    yield from distinct(made(), lambda row: row[1][:1])


def _is_firm(record: Record) -> bool:
    return tidy(record["provider_type"]) == "organization"


def _firm_code(name: str) -> str:
    """The key intake gives a body of which only the name is known."""
    return f"name:{NOWHERE}|{normalised_name(name)}"


def _firms(providers: Opened) -> Mapping[str, Record]:
    """The providers that are firms, by id."""
    return {tidy(record["provider_id"]): record for _, record in providers.records() if _is_firm(record)}


def _shares(inputs: Opened, stages: Opened, providers: Opened, provision: Opened, source: str) -> Rows:
    """Shares of countries; a provider without a share says who provides, not how much."""
    firms = _firms(providers)
    names = {tidy(record["input_id"]): (record["input_name"], record) for _, record in inputs.records()}
    names |= {tidy(record["stage_id"]): (record["stage_name"], record) for _, record in stages.records()}
    for number, record in provision.records():
        share = tidy(record["share_provided"])
        if not share or tidy(record["provider_id"]) in firms:
            continue
        name, described = names.get(tidy(record["provided_id"]), (record["provided_id"], {}))
        dated = DATED.search(described.get("market_share_chart_global_market_size_info", ""))
        year, remark = (dated[1], "") if dated else (PUBLISHED, shares.UNDATED)
        told = {"year": year, "remark": remark, "source": source}
        yield number, shares.observation(tidy(name), record["provider_name"], share, **told)


def _capabilities(inputs: Opened, providers: Opened, provision: Opened) -> Rows:
    """Firms on the inputs they provide; the same firm on the same input is named once."""
    firms = _firms(providers)
    goods = {tidy(record["input_id"]) for _, record in inputs.records() if tidy(record["type"]) != "process"}

    def made() -> Rows:
        for number, record in provision.records():
            if firm := firms.get(tidy(record["provider_id"])):
                provided = tidy(record["provided_id"])
                role = CapabilityRole.PRODUCES if provided in goods else CapabilityRole.UNSTATED
                organisation = _firm_code(tidy(firm["provider_name"]))
                cells = (organisation, _code(provided), role, BasisGrade.NAMED, _basis(firm, record))
                yield number, (*cells, Confidence.QUOTED)

    yield from distinct(made(), lambda row: row[1][:2])


def _basis(firm: Record, record: Record) -> str:
    said = [f"ETO/CSET 列为供给者，所在国 {firm['country']}"]
    if share := tidy(record["share_provided"]):
        said.append(f"供给份额 {share}")
    if tidy(record["negligible_market_share"]):
        said.append("份额可忽略 (negligible)")
    return "；".join(said)


FORMAT = Format(
    "eto",
    "ETO/CSET 先进半导体供应链",
    "ETO/CSET Advanced Semiconductor Supply Chain",
    (INPUTS, STAGES, SEQUENCE, PROVIDERS, PROVISION),
    read,
)

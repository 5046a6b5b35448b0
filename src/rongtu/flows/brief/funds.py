"""谁能出钱: policies in force and finance products on record, for the plan's steps; nothing is said of eligibility."""

from __future__ import annotations

from rongtu.desks.cluster.value.models import ScopeValue
from rongtu.flows.brief import terms
from rongtu.flows.brief.document import Block, Cell, Line, Paragraphs, Section, Span, Table
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import money
from rongtu.flows.brief.tables import columns
from rongtu.flows.funding_models import Funding, FundingPolicy, FundingProduct, FundingStep


def fund_section(notes: Footnotes, value: ScopeValue, funding: Funding) -> Section:
    """What stands in the records, then which of it applies where the steps of the plan are to be taken."""
    policies = [policy for policy in funding.policies if policy.in_force is not False]
    ended = [policy for policy in funding.policies if policy.in_force is False]
    blocks: list[Block] = [Paragraphs(lines=(_reading(funding), *_ended(ended)))]
    if policies:
        blocks.append(_policies(notes, policies))
    if funding.products:
        blocks.append(_products(notes, funding.products))
    steps = _steps(notes, value, funding)
    if steps is not None:
        blocks.append(steps)
    return Section(anchor="funds", heading=line("谁能出钱"), new_page=False, blocks=tuple(blocks))


def _reading(funding: Funding) -> Line:
    """What is listed, and as of which day."""
    if funding.as_of is None:
        day: tuple[Span | str, ...] = ("时效未判断：没有需求或对接的日期可作参照",)
    else:
        day = ("时效按资料中最新的日期 ", Span(text=funding.as_of, refs=("rows:need", "rows:deal")), " 判断")
    return line(
        "以下只是登记在册的政策与金融产品，照录其说法；是否符合条件、能得多少，本简报不计算，以文件原文和主管部门答复为准。",
        *day, "；金融产品是否仍在售，资料没有写明。",
    )  # fmt: skip


def _ended(ended: list[FundingPolicy]) -> tuple[Line, ...]:
    if not ended:
        return ()
    parts = [line(_title(policy), "（", Span(text=_dates(policy), refs=(policy.ref,)), "）").spans for policy in ended]
    return (line("不在有效期内、未列入的：", joined(parts, "；"), "。", tone="note"),)


def _title(policy: FundingPolicy) -> Span:
    return Span(text=policy.title, refs=(policy.ref,))


def _dates(policy: FundingPolicy) -> str:
    return f"{policy.begins or '起始未注明'} 至 {policy.ends or '未注明'}"


def _policies(notes: Footnotes, policies: list[FundingPolicy]) -> Table:
    heads = (("政策（编号）", 34), ("适用", 12), ("时间", 17), ("支持什么", 19), ("对象", 18))
    return Table(
        title="登记的政策（未见已失效的）", columns=columns(*heads), rows=tuple(_policy(notes, x) for x in policies)
    )


def _policy(notes: Footnotes, policy: FundingPolicy) -> tuple[Cell, ...]:
    refs = (policy.ref,)
    code = Span(text=f"（{policy.code}）", refs=refs)
    parts = [terms.instrument(policy.instrument)]
    parts += [f"按 {policy.rate:g}%"] if policy.rate is not None else []
    parts += [f"{policy.cap_basis or ''}至多 {money(policy.cap)}"] if policy.cap is not None else []
    issuer = [line(Span(text=policy.issuer, refs=refs), tone="note")] if policy.issuer else []
    return (
        Cell(lines=(line(_title(policy), code, notes.mark(policy.source), tone="strong"), *issuer)),
        _cell(policy.jurisdiction, refs),
        _cell(_dates(policy) if policy.begins or policy.ends else None, refs),
        _cell("，".join(parts), refs),
        _cell(policy.beneficiary, refs),
    )


def _cell(text: str | None, refs: tuple[str, ...]) -> Cell:
    return Cell(lines=(line(Span(text=text, refs=refs)) if text else line("未注明", tone="note"),))


def _products(notes: Footnotes, products: tuple[FundingProduct, ...]) -> Table:
    heads = (("金融产品（编号）", 34), ("适用", 12), ("额度、价格、期限", 26), ("条件", 28))
    return Table(title="金融产品", columns=columns(*heads), rows=tuple(_product(notes, x) for x in products))


def _product(notes: Footnotes, product: FundingProduct) -> tuple[Cell, ...]:
    refs = (product.ref,)
    limit = money(product.limit) if product.limit is not None else product.limit_note
    told = "，".join(filter(None, (f"额度 {limit}" if limit else "", product.rate, product.term)))
    stages = f"{'、'.join(product.stages)}期" if product.stages else ""
    conditions = "；".join(filter(None, (stages, product.conditions)))
    name = line(
        Span(text=product.name, refs=refs), Span(text=f"（{product.code}）", refs=refs), notes.mark(product.source),
        tone="strong",
    )  # fmt: skip
    below = "，".join(filter(None, (product.kind, product.provider)))
    return (
        Cell(lines=(name, line(Span(text=below, refs=refs), tone="note"))),
        _cell(product.place, refs),
        _cell(told or None, refs),
        _cell(conditions or None, refs),
    )


def _steps(notes: Footnotes, value: ScopeValue, funding: Funding) -> Table | None:
    """For each step of the plan at half the budget, what is on record where its body stands."""
    plan = value.middle_plan
    places = {step.intervention: step for step in funding.steps}
    chosen = [step for step in plan.steps if step.code in places] if plan else []
    if plan is None or not chosen:
        return None
    heads = (("预算居中方案的措施", 34), ("单位与所在地", 24), ("当地登记的政策", 21), ("当地登记的产品", 21))
    current = {policy.code: policy.ref for policy in funding.policies if policy.in_force is not False}
    offered = {product.code: product.ref for product in funding.products}
    rows = tuple(
        (
            Cell(lines=(line(Span(text=step.title, refs=(step.ref,)), tone="strong"),)),
            _where(places[step.code]),
            _codes(places[step.code].policies, current),
            _codes(places[step.code].products, offered),
        )
        for step in chosen
    )
    title = "措施所在地登记的政策与产品（按适用区域对上，未看条件）"
    return Table(title=title, columns=columns(*heads), rows=rows)


def _where(step: FundingStep) -> Cell:
    told = "，".join(filter(None, (step.organisation, step.place)))
    return _cell(told or None, step.refs)


def _codes(codes: tuple[str, ...], known: dict[str, str]) -> Cell:
    spans = [Span(text=code, refs=(known[code],)) for code in codes if code in known]
    return Cell(lines=(line(joined(spans, " ")) if spans else line("未见登记", tone="note"),))

"""Consortia in words: rules as asked and kept, ways out, what speaks against a member."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import UUID

from rongtu.desks.breakthrough.consortium_facts import Facts
from rongtu.desks.breakthrough.consortium_figures import STAGE_ZH
from rongtu.engines.match.consortium import Candidate, Cell, Consortium, Proposal, Relaxed, Rule, Rules
from rongtu.engines.match.consortium.inputs import RESEARCH
from rongtu.vocab.money import Fen, with_unit


def yuan(amount: float) -> str:
    """An amount of yuan as people read it."""
    return with_unit(Fen(round(amount * 100)))


class Words:
    """What things are called in the answers about one need."""

    def __init__(self, facts: Facts, rules: Rules, candidates: Sequence[Candidate]) -> None:
        self.facts, self.rules = facts, rules
        self.by_key = {one.key: one for one in candidates}
        self._nodes = {node.row.code: facts.node_name(key) for key, node in facts.nodes.items()}

    def node(self, code: str) -> str:
        """A node by name."""
        return self._nodes[code]

    def body(self, key: str) -> str:
        """A body by name."""
        return self.facts.bodies[UUID(key.partition(":")[2])].row.name

    def bodies(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Bodies by name, as they stand."""
        return tuple(map(self.body, keys))

    def cell(self, cell: Cell) -> str:
        """A node at a stage."""
        return f"{self.node(cell.node)}·{STAGE_ZH[cell.stage]}"

    def relaxed(self, one: Relaxed) -> str:
        """What a relaxation says."""
        if one.cell is not None:
            nobody = not any(one.cell in each.cells for each in self.by_key.values())
            return f"放弃 {self.cell(one.cell)}" + ("（名录中无一家）" if nobody else "")
        return RELAXED[one.rule](self, one)

    def kept(self, rules: Rules, found: Consortium | None) -> Iterator[tuple[str, str, str]]:
        """Each rule with what was asked, and what the consortium has."""
        members = [self.by_key[key] for key in found.members] if found else []
        research = sum(one.kind in RESEARCH for one in members)
        yield "牵头", self.body(rules.leader) if rules.leader else "企业", self._leader(found)
        yield "高校院所", f"至少 {rules.research_least} 家", f"{research} 家" if found else "—"
        regions = "、".join(found.regions) if found else "—"
        yield "地区", f"至少 {rules.regions_least} 个", regions
        if rules.budget is not None:
            yield "预算", f"不超过 {yuan(rules.budget)}", self._cost(rules, found)
        if rules.most_members is not None:
            yield "成员数", f"至多 {rules.most_members} 家", f"{len(members)} 家" if found else "—"
        for title, keys in (("必须有", sorted(rules.must)), ("不要", sorted(rules.must_not))):
            if keys:
                yield title, "、".join(self.bodies(keys)), "符合" if found else "—"
        for bar in rules.bars:
            yield "排除", f"{self.body(bar.key)}（{bar.reason}）", "符合" if found else "—"

    def cautions(self, key: str, leader: str | None) -> Iterator[str]:
        """What speaks against a member, or is to be settled first."""
        body = UUID(key.partition(":")[2])
        ended = self.facts.ended.get(body)
        if ended:
            told = f"：{ended.row.outcome}" if ended.row.outcome else ""
            yield f"本需求此前对接已终止（{ended.row.stage_on}）{told}"
        own = self.facts.consortia.get(UUID(leader.partition(":")[2]), {}) if leader else {}
        for one in self.facts.consortia.get(body, {}):
            if one not in own:
                yield f"已在{self.facts.named[one].row.name}"

    def summary(self, proposal: Proposal) -> str:
        """The answer in a sentence or two."""
        if proposal.best is not None:
            best = proposal.best
            where = f"{len(best.regions)} 个地区、" if best.regions else ""
            return f"可由 {len(best.members)} 家组成，{where}跨地区 {best.cross_pairs} 对，一年协调成本约 " + (
                f"{yuan(best.coordination)}（推定）"
            )
        told = ["按这些规则组不成"]
        if proposal.uncovered:
            told.append(f"没有一家能做：{'、'.join(map(self.cell, proposal.uncovered))}")
        if proposal.relaxations:
            way = proposal.relaxations[0]
            told.append(f"代价最小的办法是{'，并'.join(map(self.relaxed, way.relaxed))}")
        return "；".join(told)

    def _leader(self, found: Consortium | None) -> str:
        return self.body(found.leader) if found and found.leader else "—"

    def _cost(self, rules: Rules, found: Consortium | None) -> str:
        if found is None:
            return "—"
        unknown = len(found.unknown_costs)
        if not unknown:
            return yuan(found.cost)
        counted = f"按每家 {yuan(rules.unknown_cost)} 计（推定）" if rules.unknown_cost else "未计入，不能说预算够"
        known = f"已知 {yuan(found.cost)}，另 " if unknown < len(found.members) else ""
        return f"{known}{unknown} 家不详{counted}"


def _number(title: str, unit: str) -> Callable[[Words, Relaxed], str]:
    return lambda _words, one: f"{title}由 {one.asked:g} {unit}改为 {one.now:g} {unit}"


def _named(title: str) -> Callable[[Words, Relaxed], str]:
    return lambda words, one: f"{title} {'、'.join(words.bodies(one.keys))}"


RELAXED: Mapping[Rule, Callable[[Words, Relaxed], str]] = {
    Rule.FIRM: lambda _words, _one: "不要求企业牵头",
    Rule.RESEARCH: _number("高校院所", "家"),
    Rule.REGIONS: _number("地区", "个"),
    Rule.MEMBERS: _number("成员上限", "家"),
    Rule.BUDGET: lambda _words, one: f"预算由 {yuan(one.asked or 0)} 增至 {yuan(one.now or 0)}",
    Rule.CONFLICT: _named("容许同在的两家"),
    Rule.BAR: _named("不排除"),
    Rule.MUST: _named("不强求"),
    Rule.MUST_NOT: _named("接受"),
}
"""What each relaxation says."""

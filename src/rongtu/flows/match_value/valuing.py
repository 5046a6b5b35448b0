"""One match's value: what the chains gain by it, times the chances that it comes about, when, and what it costs.

    worth = gain × P(success) × P(reply) × (1 + discount)^−years,   net = worth − cost,   per yuan = worth / cost

gain is V(with) − V as the value model has it: of the measure that rests on the offer, or else the node's room
V(unbounded) − V times the assumed share of the gap that one match closes. V is concave in a node's capacity, so that a
share of the gap closed brings at least that share of the room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rongtu.desks.cluster.value.models import InterventionWorth, NodeWorth, ScopeValue
from rongtu.facts.assumed import DEALINGS
from rongtu.facts.prospects import ALL, NAMED, OTHER, SORT_ZH, TEXT, Prospects, band_of
from rongtu.flows.match_value import working
from rongtu.flows.match_value.intervals import discounted, exactly, shrunk
from rongtu.flows.match_value.models import Basis, OfferValue
from rongtu.flows.match_value.offerings import TECHNOLOGY, Offering, Subject, measure_of
from rongtu.flows.match_value.records import ANSWERED, Dealings, Record
from rongtu.flows.match_value.working import Part, Working
from rongtu.vocab.evidence import Visibility

WORTH = "对链增益 × 做成的概率 × 接通的概率，按见效年数折现；两端逐项相乘（区间运算）"
NET = "对链值 − 费用；值是一年的，费用是一次的"
PER_YUAN = "对链值 ÷ 费用"
GAIN_OF_MEASURE = "所依托的措施见效后的 V − V"
GAIN_OF_ROOM = "环节供给不限时的 V − V × 一对匹配补上缺口的份额：V 对产能是凹的，补上一份缺口至少得这一份"
STATED = "措施所列"
ANSWERED_ALREADY = "这一对已经回过话：1"
SHRUNK = "（先验次数 × {}的推定 + {}）÷（先验次数 + {}）"


@dataclass(frozen=True, slots=True)
class Valuer:
    """Values matches of one scope, and gathers the derivations.

    `lacking` says for each node of a chain that cannot be valued which inputs that chain lacks.
    """

    value: ScopeValue
    nodes: Mapping[str, NodeWorth]
    lacking: Mapping[str, tuple[str, ...]]
    prospects: Prospects
    dealings: Dealings
    discount: float
    work: Working

    def valued(self, subject: Subject, one: Offering) -> OfferValue:
        """The value of an offer for a need or node, without places among others."""
        measure = measure_of(self.value, subject.node, one)
        gain, basis, rule = self._gain(subject, measure)
        match = f"{subject.key}/{one.offer.replace(':', '/')}"
        if gain.value is None:
            unknown = working.made(None, (gain,), (*subject.refs, *one.refs, *gain.refs))
            return self._told(subject, one, measure, {"worth": self.work.told("worth", match, unknown, WORTH)})
        record = self.dealings.record(one.offer, subject.need)
        success, how_success = self._success(one, measure, record)
        reply, how_reply = self._reply(one, record)
        years, how_years = self._years(one, measure)
        cost, how_cost = self._cost(subject, one, measure)
        tell = self.work.told
        told = {
            "gain": tell("gain", match, gain, rule),
            "success": tell("success", match, success, how_success),
            "reply": tell("reply", match, reply, how_reply),
            "years": tell("years", match, years, how_years),
            "cost": tell("cost", match, cost, how_cost),
        }
        refs = [figure.ref or "" for name, figure in told.items() if name != "cost"]
        worth = self._worth((gain, success, reply, years), refs)
        told["worth"] = tell("worth", match, worth, WORTH)
        both, of = (worth, cost), (told["worth"].ref or "", told["cost"].ref or "")
        net = worth.value.less(cost.value) if worth.value and cost.value else None
        per = worth.value.per(cost.value) if worth.value and cost.value and cost.value.low > 0 else None
        told["net"] = tell("net", match, working.made(net, both, of), NET)
        if cost.value is None or per is not None:
            told["per_yuan"] = tell("per_yuan", match, working.made(per, both, of), PER_YUAN)
        return self._told(subject, one, measure, {**told, "basis": basis})

    def _told(
        self, subject: Subject, one: Offering, measure: InterventionWorth | None, found: Mapping[str, object]
    ) -> OfferValue:
        plan = self.value.middle_plan
        steps = {step.code: step.within for step in plan.steps} if plan else {}
        return OfferValue.model_validate(
            {
                "offer": one.offer,
                "kind": one.kind,
                "code": one.code,
                "name": one.name,
                "holder": one.holder,
                "fit": one.fit,
                "by_fit": one.place,
                "measure": measure.code if measure else None,
                "within": steps.get(measure.code) if measure else None,
                "deal": one.deal,
                "body": self.dealings.body_of(one.offer),
                "refs": one.refs,
                **found,
            }
        )

    def _gain(self, subject: Subject, measure: InterventionWorth | None) -> tuple[Part, Basis | None, str]:
        """V(with) − V, where it comes from, and how."""
        if subject.node is None:
            return working.lacking("对应环节", refs=subject.refs), None, GAIN_OF_ROOM
        if subject.node in self.lacking:
            return working.lacking(*self.lacking[subject.node], refs=subject.refs), None, GAIN_OF_ROOM
        if measure is not None and (measure.gain.point is not None or measure.gain.withheld):
            return working.computed(measure.gain), "measure", GAIN_OF_MEASURE
        node = self.nodes.get(subject.node)
        if node is None:
            return working.lacking("所属类别的具体环节", refs=subject.refs), None, GAIN_OF_ROOM
        room, share = working.computed(node.room), self._stated("closes", ALL)
        product = room.value.times(share.value) if room.value and share.value else None
        return working.made(product, (room, share), (*room.refs, *share.refs)), "room", GAIN_OF_ROOM

    def _success(self, one: Offering, measure: InterventionWorth | None, record: Record) -> tuple[Part, str]:
        """As its measure states; else of its band, shrunk towards how those behind it have done."""
        if measure is not None and measure.success.point is not None:
            return working.computed(measure.success), STATED
        sort = self._sort(one)
        if sort is None:
            return working.lacking("就绪度", refs=one.refs), DEALINGS["success"]
        return self._shrunk(("success", sort), (record.done, record.decided), (*one.refs, *record.refs), record.level)

    def _reply(self, one: Offering, record: Record) -> tuple[Part, str]:
        """1 where this pair has talked already; else by footing, shrunk towards how often those behind it answered."""
        if one.deal is not None and one.deal.stage in ANSWERED:
            return working.observed(1.0, one.deal.ref), ANSWERED_ALREADY
        footing, counts = NAMED if one.named else TEXT, (record.answered, record.asked)
        return self._shrunk(("reply", footing), counts, (*one.refs, *record.refs), record.level)

    def _years(self, one: Offering, measure: InterventionWorth | None) -> tuple[Part, str]:
        if measure is not None and measure.lead_months is not None:
            return working.observed(measure.lead_months / 12, measure.ref), STATED
        sort = self._sort(one)
        if sort is None:
            return working.lacking("就绪度", refs=one.refs), DEALINGS["years"]
        return self._stated("years", sort, *one.refs), f"{SORT_ZH[sort]}：{DEALINGS['years']}的推定"

    def _cost(self, subject: Subject, one: Offering, measure: InterventionWorth | None) -> tuple[Part, str]:
        """What its measure costs; else the price of the result, or what the need has a budget for."""
        if measure is not None and measure.gain.point is not None:
            return working.computed(measure.cost), STATED
        price = self.dealings.prices.get(one.offer)
        if price is not None:
            return working.observed(price.yuan, one.offer, level=price.level), "成果的报价"
        if subject.budget is not None:
            return working.observed(subject.budget, *subject.refs), "需求的预算（没有报价）"
        return working.lacking("费用", refs=(*subject.refs, *one.refs)), "报价和预算都没有写明"

    def _worth(self, parts: tuple[Part, Part, Part, Part], refs: list[str]) -> Part:
        gain, success, reply, years = (part.value for part in parts)
        value = None
        if gain and success and reply and years:
            value = gain.times(success).times(reply).times(discounted(years, self.discount))
        return working.made(value, parts, refs)

    def _shrunk(
        self, assumed: tuple[str, str], counts: tuple[int, int], refs: tuple[str, ...], level: Visibility
    ) -> tuple[Part, str]:
        """What is assumed, shrunk towards a record of how many cases of how many went well."""
        (field, sort), (kept, of) = assumed, counts
        prior, weight = self._stated(field, sort), self._stated("weight", ALL)
        if not of:
            # nothing on record: the weight of what is assumed does not matter
            return working.made(
                prior.value, (prior,), (*prior.refs, *refs)
            ), f"{SORT_ZH[sort]}：{DEALINGS[field]}的推定"
        mean = shrunk(prior.value, weight.value, kept, of) if prior.value and weight.value else None
        seen = Part(exactly(kept / of), level=level)
        rule = SHRUNK.format(SORT_ZH[sort], kept, of)
        return working.made(mean, (prior, weight, seen), (*prior.refs, *weight.refs, *refs)), rule

    def _stated(self, field: str, sort: str, *refs: str) -> Part:
        """What is assumed of dealings of a sort."""
        found = self.prospects.of(field, sort)
        if found is None:
            return working.lacking(f"推定的{DEALINGS[field]}（{SORT_ZH[sort]}）", refs=refs)
        part = working.assumed(found)
        return working.made(part.value, (part,), (*part.refs, *refs))

    @staticmethod
    def _sort(one: Offering) -> str | None:
        """The sort of an offer by TRL; None for a result whose TRL nobody says."""
        if one.kind != TECHNOLOGY:
            return OTHER
        return band_of(one.trl) if one.trl is not None else None

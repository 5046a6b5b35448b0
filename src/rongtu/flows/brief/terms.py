"""What the codes of the value model and of posted needs are called in the brief and its workbook."""

from __future__ import annotations

from collections.abc import Mapping

from rongtu.vocab.chains import ControlKind
from rongtu.vocab.labels import label
from rongtu.vocab.means import DealStage, Lack, NeedState

LISTS: Mapping[str, str] = {"断点": "break", "堵点": "blockage", "卡点": "choke"}
"""The three lists in the keys of derivations."""

BREAKS: Mapping[str, str] = {"hard": "无供给", "weak": "供给极少", "withheld": "未公开"}
PLACES: Mapping[str, str] = {"elsewhere": "区外有", "nowhere": "全国无"}
BLOCKAGES: Mapping[str, str] = {"market": "市场", "bridge": "桥接", "factor": "要素", "conversion": "转化"}
IN_SHARES = frozenset({"market"})
"""The kinds of blockage whose two figures are shares; those of the others are amounts or counts."""

OFFERS: Mapping[str, str] = {
    "technology": "成果",
    "organisation": "单位",
    "facility": "设施",
    "project": "项目",
    "programme": "专项",
    "dataset": "数据",
    "person": "人才",
}
MEASURES: Mapping[str, str] = {
    "V": "总价值",
    "part": "各链部分",
    "need": "需求",
    "supply": "供给",
    "cover": "满足率",
    "access": "区外可得",
    "stake": "牵连产值",
    "room": "增供空间",
    "break": "断点",
    "blockage": "堵点",
    "impact": "断供损失",
    "replaceable": "可替代",
    "choke": "卡点",
    "adds": "增供",
    "cost": "费用",
    "success": "成功率",
    "gain": "措施增益",
    "worth": "措施期望值",
    "net": "措施净值",
    "plan": "方案",
    "bought": "采购份额",
    "concentration": "集中度",
    "match.worth": "匹配对链值",
}
"""What a derived value is called by the second part of its key, such as `value/stake/NODE`."""

METHODS: Mapping[str, str] = {
    "mixed-integer programme": "混合整数规划",
    "greedy": "逐条择优加成对、互换改进",
}
"""How a plan was found."""

INSTRUMENTS: Mapping[str, str] = {
    "subsidy": "补助",
    "reward": "奖励",
    "voucher": "创新券",
    "compute_voucher": "算力券",
    "loan": "贷款风险补偿",
    "loan_interest": "贷款贴息",
    "relending": "再贷款",
    "guarantee": "担保",
    "title": "认定",
    "procedure": "办事规定",
    "talent": "人才",
    "pilot_subsidy": "中试补助",
    "tech_contract_subsidy": "技术合同补助",
    "reward_share": "收益分配",
    "ip_rights": "权属",
    "first_set_insurance": "首台（套）保险",
    "first_set_reward": "首台（套）奖励",
    "first_use": "首购首用",
    "investment_subsidy": "投资补助",
    "project_fund": "专项资金",
    "chain_subsidy": "产业链补助",
    "fund_reward": "基金奖励",
    "bank_reward": "银行奖励",
    "insurer_reward": "保险奖励",
}


def instrument(code: str) -> str:
    """By which means a policy supports; the many kinds of tax rules and of qualifications by their family."""
    families = {"tax_": "税收优惠", "qualification_": "资格认定", "scoring_": "评价入库"}
    family = next((zh for start, zh in families.items() if code.startswith(start)), code)
    return INSTRUMENTS.get(code, family)


def control_kind(code: str) -> str:
    """By what a controller holds a supply."""
    return label(ControlKind(code)).zh if code in set(ControlKind) else code


def deal_stage(code: str) -> str:
    """How far a deal has come."""
    return label(DealStage(code)).zh if code in set(DealStage) else code


def lack(code: str) -> str:
    """What a need waits for."""
    return label(Lack(code)).zh if code in set(Lack) else code


def need_state(code: str) -> str:
    """Where a need stands."""
    return label(NeedState(code)).zh if code in set(NeedState) else code

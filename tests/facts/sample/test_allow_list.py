"""The shipped sample against the facts it was drawn from: only what may ship is there, all of it, and re-worded."""

import csv
import hashlib
import re
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache

import pytest

from rongtu.facts.sample.reader import FILES, kinds, read
from shared_folder import SHARED, needs_shared

LONGEST_RUN = 12
"""Chinese characters in a row (all others left out) that a re-worded field may share with its original."""

JOINED = {
    "Galbot（银河通用）": "银河通用",
    "Robotera（星动纪元）": "星动纪元",
    "北京人形机器人创新中心（Beijing Innovation Center of Humanoid Robots）": "北京人形机器人创新中心",
    "兆易创新": "北京兆易创新科技股份有限公司",
    "北京义翘神州科技股份有限公司（Sino Biological）": "北京义翘神州科技股份有限公司",
    "圣邦股份": "圣邦微电子(北京)股份有限公司",
    "天智航": "北京天智航医疗科技股份有限公司",
    "寒武纪": "中科寒武纪科技股份有限公司",
    "模式识别国家重点实验室（依托：中国科学院自动化研究所）": "中国科学院自动化研究所 模式识别国家重点实验室",
    "百普赛斯": "北京百普赛斯生物科技股份有限公司",
    "福田汽车": "北汽福田汽车股份有限公司",
    "精进电动": "精进电动-UW",
    "紫光国微": "紫光国芯微电子股份有限公司",
    "飞天诚信": "飞天诚信科技股份有限公司",
}
"""Holders named otherwise than in `organisations.csv`, joined by hand: exchange short names, names in brackets."""

UNSOURCED_CLAIMS = {("MT-CNC", 2)}
"""Claims whose source key has no text in the facts: left out."""

PHRASES = {"河北牵头联合京津", "轮值"}
"""Groups of `regions.csv` that are phrases of a lead, not places."""


@cache
def facts(name: str) -> list[dict[str, str]]:
    with (SHARED / "facts" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def rows(name: str) -> list[dict[str, str]]:
    return list(read(kinds()[FILES.index(name)]))


@cache
def lines(name: str) -> list[dict[str, str]]:
    return [line for line in facts("LICENCES") if line["file"] == f"{name}.csv"]


def line_of(name: str, row: dict[str, str]) -> dict[str, str]:
    """The one line of the allow-list that `row` falls under."""
    terms = {line["match"]: [term.split("~", 1) for term in line["match"].split(" && ")] for line in lines(name)}
    found = [line for line in lines(name) if all(re.search(test, row[at]) for at, test in terms[line["match"]])]
    assert len(found) == 1, (name, row)
    return found[0]


@cache
def allowed(name: str) -> list[dict[str, str]]:
    return [row for row in facts(name) if line_of(name, row)["may_ship"] == "yes"]


def source_code(text: str) -> str:
    return "S" + hashlib.sha256(as_shipped(text).encode()).hexdigest()[:10]


def as_shipped(text: str) -> str:
    """A source as the package words it: without pointers into the folder the facts came from."""
    text = re.sub(r"，见本目录 \w+\.csv", "", text)
    return re.sub(r"^由本表推算：(\w+)/(\w+)$", r"由同源公布值推算：\1 ÷ \2", text)


def body(holder: str) -> str:
    """Name under which a holder is shipped: joined by hand, else as found without the host in brackets."""
    return JOINED.get(holder, re.sub("（依托：.*）$", "", holder))


@cache
def named() -> dict[str, str]:
    """Code of every shipped organisation by its name."""
    names = {row["name"]: row["code"] for row in rows("organisation")}
    assert len(names) == len(rows("organisation"))
    return names


@cache
def places() -> dict[str, tuple[str, str]]:
    """Region code and zone of every name of a place, a city column's 河北 apart."""
    found = {row["name"]: (row["code"], "") for row in facts("regions") if row["code"]}
    found |= {row["name"]: ("CN", "") for row in facts("regions") if row["level"] == "nation"}
    return found | {row["name"]: ("", row["name"]) for row in facts("regions") if row["level"] in ("zone", "group")}


FLOWS = {"北京→津冀": ("110000", "", "", "津冀"), "京津→河北": ("", "京津", "130000", "")}


@needs_shared
def test_every_observation_and_only_those_are_shipped_with_the_same_value():
    wanted = set()
    for name in ("indicators", "provinces"):
        for row in allowed(name):
            code, vintage = row["indicator_code"], "unstated"
            if code == "rd_intensity_v2025":
                code, vintage = "rd_intensity", "2025"
            subject = FLOWS.get(row["region"]) or (*places()[row["region"]], "", "")
            period = row.get("period") or row["year"]
            rest = (row.get("period_type") or "annual", row["year"], row["value"], row["unit"], row["confidence"])
            wanted.add((*subject, code, period, vintage, *rest, source_code(row["source"])))
    columns = "region zone to_region to_zone indicator period vintage period_type year value unit confidence source"
    shipped = Counter(tuple(row[column] for column in columns.split()) for row in rows("observation"))
    assert shipped == Counter(wanted)
    assert len(allowed("indicators")) + len(allowed("provinces")) - len(wanted) == 2566


@needs_shared
def test_a_remark_of_a_published_name_is_kept():
    names = {row["code"]: row["name_zh"] for row in rows("indicator")}
    remarks = defaultdict(set)
    for row in rows("observation"):
        remarks[row["indicator"], row["source"], row["year"]].add(row["remark"])
    for row in allowed("indicators"):
        code = row["indicator_code"].removesuffix("_v2025")
        if row["indicator_name_zh"] != names[code]:
            kept = remarks[code, source_code(row["source"]), row["year"]]
            assert any(remark and remark in row["indicator_name_zh"] for remark in kept), row


@needs_shared
def test_places_and_measures_are_those_of_the_facts():
    assert {row["code"] for row in rows("region")} == {row["code"] for row in facts("regions") if row["code"]} | {"CN"}
    zones = {row["name"] for row in facts("regions") if row["level"] in ("zone", "group")} - PHRASES
    assert {row["name"] for row in rows("zone")} == zones
    codes = {row["indicator_code"] for row in allowed("indicators_meta")} - {"rd_intensity_v2025"}
    assert {row["code"] for row in rows("indicator")} == codes
    assert [row["code"] for row in rows("ratio")] == [row["ratio_code"] for row in allowed("ratios")]


@needs_shared
def test_every_chain_node_and_link_is_shipped():
    chains = {(row["type"], row["code"], row["name_zh"], source_code(row["source"])) for row in allowed("chains")}
    shipped = {("chain", row["code"], row["name"], row["source"]) for row in rows("chain")}
    shipped |= {(row["listing"], row["code"], row["name"], row["source"]) for row in rows("cluster")}
    assert shipped == chains
    chain_names = {row["code"]: row["name"] for row in rows("chain")}
    nodes = {
        (row["node_code"], row["chain"], row["name_zh"], row["tier"], row["tier_basis"], source_code(row["source"]))
        for row in allowed("chain_nodes")
    }
    assert nodes == {
        (row["code"], chain_names[row["chain"]], row["item"], row["tier"], row["tier_basis"], row["source"])
        for row in rows("chain_node")
    }
    links = {
        (row["from_node"], row["to_node"], row["relation"], bool(row["criticality"]), source_code(row["source"]))
        for row in allowed("chain_edges")
    }
    assert links == {
        (row["from_node"], row["to_node"], row["relation"], bool(row["remark"]), row["source"]) for row in rows("link")
    }


@needs_shared
def test_an_item_has_only_the_synonyms_that_may_ship():
    kept = defaultdict(set)
    for row in allowed("chain_nodes"):
        words = set(filter(None, row["synonyms"].split("|")))
        kept[row["name_zh"]] |= words if "synonyms" in line_of("chain_nodes", row)["what_may_ship"] else set()
    assert {row["name"]: set(filter(None, row["synonyms"].split("|"))) for row in rows("item")} == kept


def claims() -> dict[tuple[str, int], tuple[str, str]]:
    """Words and source text of each claim that may ship, by node and position."""
    texts = {
        key: text
        for row in facts("chain_nodes")
        for key, text in zip(row["source_keys"].split("|"), row["source"].split(" ; "), strict=True)
    }
    found = {}
    for row in allowed("chain_nodes"):
        if "bottleneck_note" in line_of("chain_nodes", row)["what_may_ship"]:
            own = dict(zip(row["source_keys"].split("|"), row["source"].split(" ; "), strict=True))
            for place, (words, key) in enumerate(re.findall(r"(.*?) \[(\w+)\](?:; |$)", row["bottleneck_note"]), 1):
                if (row["node_code"], place) not in UNSOURCED_CLAIMS:
                    found[row["node_code"], place] = (words, own.get(key) or texts[key])
    return found


@needs_shared
def test_every_claim_with_a_source_is_shipped_under_it():
    wanted = {key: source_code(text) for key, (_words, text) in claims().items()}
    assert {(row["node"], int(row["position"])): row["source"] for row in rows("claim")} == wanted
    for row in rows("claim"):
        words, _text = claims()[row["node"], int(row["position"])]
        assert row["as_of"][:4] in words


@needs_shared
def test_only_allowed_organisations_are_shipped_and_only_their_allowed_columns():
    bodies = {row["name"] for row in allowed("organisations")} | {body(row["holder"]) for row in allowed("holders")}
    assert set(named()) == bodies
    barred = [row for row in facts("organisations") if line_of("organisations", row)["may_ship"] == "no"]
    assert len(barred) == 424
    assert not {row["name"] for row in barred} & set(named())
    assert not {row["listed_code"] for row in barred} & {row["listed_code"] for row in rows("organisation")}
    by_name = {row["name"]: row for row in allowed("organisations")}
    found_short = {joined: holder for holder, joined in JOINED.items()}
    for row in rows("organisation"):
        assert not row["listed_on"]
        given = by_name.get(row["name"])
        if row["short_name"]:
            assert row["short_name"] == row["name"] or row["short_name"] in found_short[row["name"]]
        if given is None:
            continue
        assert row["source"] == source_code(given["source"])
        assert row["listed_code"] == given["listed_code"]
        assert (row["industry_sw"], row["industry_ts"]) == (given["industry_sw"], given["industry_ts"])
        assert f"MOE code {row['moe_code']}" == given["other_id"] or not row["moe_code"]
        assert (row["region"] or row["zone"]) == "".join(places()[given["region"]])
        if (
            "role" not in line_of("organisations", given)["what_may_ship"]
            and "all" not in (line_of("organisations", given)["what_may_ship"])
        ):
            assert not row["activity"]


def placed() -> Counter:
    """What `org_placements.csv` and `holders.csv` say, as (organisation, place, role, source)."""
    chains = {row["name"]: row["code"] for row in rows("chain")}
    clusters = {row["name"]: row["code"] for row in rows("cluster") if row["listing"] == "cluster"}
    found = Counter()
    for row in allowed("org_placements"):
        place = row["node_code"] or chains.get(row["chain"]) or clusters[row["chain"]]
        found[named()[row["name"]], place, row["basis_grade"], source_code(row["source"])] += 1
    for row in allowed("holders"):
        found[named()[body(row["holder"])], row["node_code"], row["role"], source_code(row["source"])] += 1
    return found


@needs_shared
def test_every_placement_and_holder_is_a_capability_and_nothing_else_is():
    placement_sources = {source_code(row["source"]) for row in allowed("org_placements")}
    holder_keys = {(row["node_code"], row["role"], source_code(row["source"])) for row in allowed("holders")}
    shipped = Counter()
    for row in rows("capability"):
        place = row["node"] or row["chain"] or row["cluster"]
        holder = (row["node"], row["role"], row["source"]) in holder_keys
        assert holder or row["source"] in placement_sources
        shipped[row["organisation"], place, row["role"] if holder else row["grade"], row["source"]] += 1
    assert shipped == placed()


@needs_shared
def test_a_share_alike_holder_gives_no_more_than_body_place_role_and_source():
    barred = {source_code(row["source"]) for row in allowed("holders") if "robowiki" in row["source"]}
    rows_of_them = [row for row in rows("capability") if row["source"] in barred and row["role"] != "unstated"]
    assert len(rows_of_them) == 12
    assert not [row for row in rows_of_them if row["as_of"] or row["as_of_note"]]
    assert not [row for row in rows("organisation") if row["source"] in barred and (row["city"] or row["activity"])]


SAME_COLUMNS = {
    "facility": ("platforms", "platform_id", {"name": "name", "kind": "kind", "field": "field", "host": "host"}),
    "policy": (
        "policies",
        "policy_id",
        {
            "title": "title",
            "doc_no": "doc_no",
            "issuer": "issuer",
            "instrument": "instrument",
            "beneficiary": "beneficiary",
            "eligibility": "eligibility",
            "benefit_formula": "benefit",
            "rate_pct": "rate",
            "cap_basis": "cap_basis",
            "stacking_rule": "stacking",
        },
    ),
    "finance_product": (
        "finance_products",
        "product_id",
        {
            "name": "name",
            "kind": "kind",
            "provider": "provider",
            "rate": "rate",
            "term": "term",
            "collateral": "collateral",
        },
    ),
}


@needs_shared
@pytest.mark.parametrize("kind", SAME_COLUMNS)
def test_every_means_is_shipped_with_the_same_columns(kind: str):
    file, key, columns = SAME_COLUMNS[kind]
    given = {row[key]: row for row in allowed(file)}
    assert {row["code"] for row in rows(kind)} == set(given)
    for row in rows(kind):
        origin = given[row["code"]]
        assert row["source"] == source_code(origin["source"])
        assert row["confidence"] == origin["confidence"]
        assert {column: row[column] for column in columns.values()} == {
            column: origin[name] for name, column in columns.items()
        }


@needs_shared
def test_money_is_the_same_amount_in_fen():
    caps = {row["policy_id"]: row["cap_wan"] for row in allowed("policies")}
    limits = {row["product_id"]: row["limit_wan"] for row in allowed("finance_products")}
    for row in rows("policy"):
        assert row["cap"] == (str(int(Decimal(caps[row["code"]]) * 1_000_000)) if caps[row["code"]] else "")
    for row in rows("finance_product"):
        given = limits[row["code"]]
        plain = given.isdigit()
        assert row["limit"] == (str(int(given) * 1_000_000) if plain else "")
        assert row["limit_note"] == ("" if plain else given)


@needs_shared
def test_every_date_of_a_policy_is_kept_as_a_date_or_in_words():
    for row, given in zip(rows("policy"), allowed("policies"), strict=True):
        for column, name in (
            ("issue_date", "issued"),
            ("effective_from", "effective_from"),
            ("effective_to", "effective_to"),
        ):
            if row[name] != given[column]:
                assert row["dates_note"], row["code"]
                assert given[column].startswith(row[name])


@needs_shared
def test_every_project_and_no_abstract_is_shipped():
    given = {row["id"]: row for row in allowed("technologies") if row["kind"] != "paper_abstract"}
    assert {row["code"] for row in rows("project")} == set(given)
    for row in rows("project"):
        origin = given[row["code"]]
        assert (row["title"], row["performer"]) == tuple(
            re.sub(r"\s*\n\s*", "", origin[column]) for column in ("title", "organisation")
        )
        assert (row["kind"], row["programme"]) == (origin["kind"], origin["field"])
        assert row["region"] == (places()[origin["region"]][0] if origin["region"] else "")


def reworded() -> list[tuple[str, str, str]]:
    """Field, shipped words and original of everything that had to be put in other words."""
    found = [
        (f"claim {node}", row["text"], claims()[node, int(row["position"])][0])
        for row in rows("claim")
        for node in [row["node"]]
    ]
    notes = {(row["from_node"], row["to_node"], row["relation"]): row["criticality"] for row in allowed("chain_edges")}
    found += [
        (f"link {row['from_node']}", row["remark"], notes[row["from_node"], row["to_node"], row["relation"]])
        for row in rows("link")
        if row["remark"]
    ]
    facts_of = {row["code"]: row["roles_or_facts"] + "。" + row["note"] for row in allowed("chains")}
    found += [(row["code"], row["facts"], facts_of[row["code"]]) for row in rows("chain") + rows("cluster")]
    roles = {row["name"]: row["role"] for row in allowed("organisations")}
    found += [(row["name"], row["activity"], roles.get(row["name"], "")) for row in rows("organisation")]
    capacities = {row["platform_id"]: row["capacity"] for row in allowed("platforms")}
    found += [(row["code"], row["capacity"], capacities[row["code"]]) for row in rows("facility")]
    conditions = {row["product_id"]: row["conditions"] for row in allowed("finance_products")}
    found += [(row["code"], row["conditions"], conditions[row["code"]]) for row in rows("finance_product")]
    bases = {
        (row["organisation"], row["node"], row["role"], row["source"]): row["basis"]
        for row in rows("capability")
        if row["grade"] != "industry_class"
    }
    found += [
        (
            row["holder"],
            bases[named()[body(row["holder"])], row["node_code"], row["role"], source_code(row["source"])],
            row["claim"],
        )
        for row in allowed("holders")
    ]
    return found


@cache
def names_of_bodies() -> re.Pattern[str]:
    """Names of bodies, platforms, and of the field in a laboratory's name: the same in any wording."""
    names = {row["name"] for kind in ("organisation", "facility") for row in rows(kind)}
    names |= {re.sub("(技术)?国家重点实验室$", "", name) for name in names}
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))))


def longest_common_run(ours: str, theirs: str) -> str:
    """The longest run of Chinese characters of `ours` that stands in `theirs` too, names of bodies apart."""
    han = [re.sub("[^\u4e00-\u9fff|]", "", names_of_bodies().sub("|", text)) for text in (ours, theirs)]
    best = ""
    for part in han[0].split("|"):
        for start in range(len(part)):
            while part[start : start + len(best) + 1] in han[1] and start + len(best) < len(part):
                best = part[start : start + len(best) + 1]
    return best


@needs_shared
def test_what_had_to_be_reworded_is_in_other_words():
    pairs = [(field, ours, theirs) for field, ours, theirs in reworded() if ours and theirs]
    assert len(pairs) > 400
    for field, ours, theirs in pairs:
        assert len(longest_common_run(ours, theirs)) <= LONGEST_RUN, (field, ours)
        if len(theirs) > LONGEST_RUN:
            assert ours != theirs, field


def figures(text: str) -> set[str]:
    """The numbers of a text, without leading zeros."""
    return {number.lstrip("0") or "0" for number in re.findall(r"\d+(?:\.\d+)?", text)}


LABELS = {"CL_IC": {"0"}}
"""Figures of an original that are no figures: `S0` is a name for a source."""


@needs_shared
def test_rewording_keeps_every_figure():
    for field, ours, theirs in reworded():
        if ours and theirs:
            assert figures(theirs) <= figures(ours) | LABELS.get(field, set()), (field, ours, theirs)

"""A study of a real chain: dependence by country of integrated circuits, from the shares of the ETO/CSET data set.

The files lie in ../shared and are read only (CC BY-NC 4.0); of their figures only those a hand sum below needs are
repeated here. Shares are whole per cent, so their sums pass 100 by up to half a point each.
"""

from collections import Counter, defaultdict

import pytest

from rongtu.engines.chain.dependence import SupplyShare, held, node_dependences, weakest_links
from rongtu.engines.chain.inputs import Chain, Link, Node
from rongtu.facts.intake.formats import shares
from rongtu.vocab.chains import NodeKind, Relation, Tier
from shared_folder import needs_shared, shared_rows

FOLDER = "bench/chip-chain"
FINISHED = "IC-N99"
"""Finished logic chip; the files name no final product."""


def share_of(row):
    """A row as the importer reads it: country and share in per cent, none where the source breaks down no further."""
    observed = dict(zip(shares.OBSERVATION, _cells(row), strict=True))
    country = observed["country"] if observed["indicator"] == shares.BY_COUNTRY else None
    return SupplyShare(row["node_code"], country, float(observed["value"]) / 100, row["provider"])


def _cells(row):
    return shares.observation(row["node_code"], row["provider"], row["share"], year="2019", remark="", source="")


@pytest.fixture(scope="module")
def stated():
    return shared_rows(f"{FOLDER}/chain_node_shares.csv")


@pytest.fixture(scope="module")
def found(stated):
    return node_dependences(map(share_of, stated))


@pytest.fixture(scope="module")
def chain():
    nodes = shared_rows(f"{FOLDER}/chain_nodes.csv")
    edges = shared_rows(f"{FOLDER}/chain_edges.csv")
    return Chain(
        "IC",
        nodes[0]["chain"],
        tuple(
            Node(one["node_code"], one["name_zh"], one["name_zh"], Tier(one["tier"]), NodeKind(one["kind"]))
            for one in nodes
        ),
        tuple(Link(one["from_node"], one["to_node"], Relation(one["relation"])) for one in edges),
        (FINISHED,),
    )


@needs_shared
def test_all_179_shares_of_40_nodes_are_read(stated, found):
    assert len(stated) == 179
    assert len(found) == 40
    assert sum(len(node.facts) for node in found.values()) == 179


@needs_shared
def test_every_node_agrees_with_a_plain_sum(stated, found):
    by_node = defaultdict(list)
    for row in stated:
        by_node[row["node_code"]].append((row["provider"].replace("MAL", "MYS"), int(row["share"].rstrip("%"))))
    for code, listed in by_node.items():
        named = {country: share for country, share in listed if country != "Various"}
        rest = max(0, 100 - sum(named.values()))
        assert found[code].unattributed * 100 == pytest.approx(rest)
        assert found[code].concentration[0] * 10_000 == pytest.approx(sum(share**2 for share in named.values()))
        assert {one.country: (one.low * 100, one.high * 100) for one in found[code].holdings} == {
            country: pytest.approx((share, min(100, share + rest))) for country, share in named.items()
        }
        assert found[code].largest.low * 100 == pytest.approx(max(named.values()))


@needs_shared
def test_photomask_inspection_by_hand(found):
    """58, 23, 18 and 1 per cent are all of it: 58² + 23² + 18² + 1² = 3364 + 529 + 324 + 1 = 4218."""
    node = found["IC-N62"]
    assert [(one.country, round(one.low * 100)) for one in node.holdings] == [
        ("USA", 58), ("JPN", 23), ("DEU", 18), ("BLR", 1),
    ]  # fmt: skip
    assert node.concentration == pytest.approx((0.4218, 0.4218))


@needs_shared
def test_high_temperature_deposition_by_hand(found):
    """75 + 20 + 2 + 2 = 99: one per cent is nobody's. At least 5625 + 400 + 4 + 4 = 6033; at most 76² for 75²."""
    node = found["IC-N40"]
    assert node.unattributed == pytest.approx(0.01)
    assert (node.largest.low, node.largest.high) == pytest.approx((0.75, 0.76))
    assert node.concentration == pytest.approx((0.6033, 0.6033 + 0.0151)), "76² − 75² = 151"


@needs_shared
def test_electrochemical_coating_by_hand(found):
    """100 and 1 per cent: within the rounding of two shares, told as they stand, 10000 + 1 = 10001."""
    node = found["IC-N45"]
    assert node.unattributed == 0
    assert node.concentration == pytest.approx((1.0001, 1.0001))


@needs_shared
def test_of_33_of_40_nodes_one_country_holds_half_or_more(stated, found):
    half = {(row["provider"], row["node_code"]) for row in stated if int(row["share"].rstrip("%")) >= 50}
    assert len(half) == len({node for _, node in half}) == 33
    assert {(one.country, one.node) for one in held(found, 0.5)} == half
    assert Counter(country for country, _ in half) == {
        "USA": 13, "JPN": 11, "NLD": 3, "AUT": 1, "CHN": 1, "DEU": 1, "KOR": 1, "SGP": 1, "SWE": 1,
    }  # fmt: skip


@needs_shared
def test_the_weakest_links_upstream_of_a_finished_chip(chain, found):
    """For each country the node it holds most of: EUV scanners wholly Dutch, growing furnaces wholly German, …"""
    links = {one.country: one for one in weakest_links(chain, found)}
    assert {country: (one.node, round(one.low * 100)) for country, one in links.items() if one.low >= 0.5} == {
        "USA": ("IC-N45", 100),
        "NLD": ("IC-N20", 100),
        "DEU": ("IC-N8", 100),
        "CHN": ("IC-N77", 98),
        "SWE": ("IC-N30", 97),
        "JPN": ("IC-N32", 96),
        "AUT": ("IC-N10", 83),
        "SGP": ("IC-N74", 59),
        "KOR": ("IC-N81", 50),
    }
    (unknown,) = {one.unknown for one in links.values()}
    assert FINISHED in unknown, "nobody says who finishes chips"
    assert not set(unknown) & found.keys()

"""A chain read: bodies counted once, unknown never zero, questions in the stated order."""

from engines.chain.builders import chain, claim, node, placed
from rongtu.engines.chain import Chain, Link, Node, diagnose
from rongtu.engines.chain.results import ReachBasis, RequiredInput, ScoreKind
from rongtu.vocab.chains import BasisGrade, CapabilityRole, Completeness, NodeKind, Relation, Tier
from shared_folder import needs_shared, shared_rows

PRODUCES, USES = CapabilityRole.PRODUCES, CapabilityRole.USES


def test_a_body_counts_once_in_each_role_and_grade_and_once_at_the_node():
    placements = [
        placed("A", "甲", PRODUCES, BasisGrade.NAMED),
        placed("A", "甲", USES, BasisGrade.NAMED),
        placed("A", "甲", PRODUCES, BasisGrade.INDUSTRY_CLASS),
        placed("A", "乙", PRODUCES, BasisGrade.INDUSTRY_CLASS),
    ]
    presence = diagnose(chain("A"), placements=placements).reading("A").presence
    assert presence.bodies == 2
    assert presence.by_role == {PRODUCES: 2, USES: 1}
    assert presence.by_grade == {BasisGrade.NAMED: 1, BasisGrade.INDUSTRY_CLASS: 2}


def test_bodies_on_the_chain_as_a_whole_are_kept_apart():
    diagnosis = diagnose(chain("A"), placements=[placed(None, "甲"), placed("A", "乙")])
    assert (diagnosis.chain_level.bodies, diagnosis.reading("A").presence.bodies) == (1, 1)


def test_scores_are_unknown_and_say_what_is_missing():
    nodes = (node("A"), node("B", survey=Completeness.PARTIAL), node("C", survey=Completeness.CENSUS))
    diagnosis = diagnose(chain(nodes))
    missing = {
        code: {score.kind: score.missing for score in diagnosis.reading(code).scores} for code in ("A", "B", "C")
    }
    assert set(missing["A"]) == set(ScoreKind)
    assert RequiredInput.CENSUS in missing["A"][ScoreKind.BREAK]
    assert missing["B"] == missing["A"]
    assert RequiredInput.CENSUS not in missing["C"][ScoreKind.BREAK]
    assert {RequiredInput.INPUT_SHARES, RequiredInput.CAPACITIES, RequiredInput.DEMAND} <= set(
        missing["C"][ScoreKind.BREAK]
    )
    assert RequiredInput.CONTROLLERS in missing["C"][ScoreKind.CHOKE]


def test_questions_go_by_dated_claim_then_final_products_reached_then_code():
    read = chain("A B C D E", "A>E B>D D>E C>E", products="D E")
    claims = [claim("C", 2018, "f1"), claim("C", None, "f2"), claim("A", None, "f3")]
    questions = diagnose(read, claims).questions
    assert [question.node for question in questions.questions] == ["C", "B", "A", "D", "E"]
    first = questions.questions[0]
    assert (first.place, first.dated_claims, first.undated_claims, first.newest_claim, first.reach) == (
        1,
        1,
        1,
        2018,
        1,
    )
    assert first.facts == ("node:C", "f1", "f2")
    assert questions.reach_basis is ReachBasis.FINAL_PRODUCTS
    assert "not an expected reduction" in questions.statement_en


def test_without_final_products_the_nodes_downstream_count():
    questions = diagnose(chain("A B C", "B>A A>C")).questions
    assert questions.reach_basis is ReachBasis.NODES_DOWNSTREAM
    assert [(question.node, question.reach) for question in questions.questions] == [("B", 2), ("A", 1), ("C", 0)]


def test_claims_come_newest_first_and_undated_last():
    claims = [claim("A", None), claim("A", 2018), claim("A", 2023)]
    assert [known.year for known in diagnose(chain("A"), claims).reading("A").claims] == [2023, 2018, None]


@needs_shared
def test_the_six_public_chains_are_read_in_full():
    nodes, edges = shared_rows("facts/chain_nodes.csv"), shared_rows("facts/chain_edges.csv")
    read, asked = 0, 0
    for name in sorted({row["chain"] for row in nodes}):
        members = tuple(
            Node(row["node_code"], row["name_zh"], row["name_zh"], Tier(row["tier"]), NodeKind(row["kind"]))
            for row in nodes
            if row["chain"] == name
        )
        links = tuple(
            Link(row["from_node"], row["to_node"], Relation(row["relation"])) for row in edges if row["chain"] == name
        )
        diagnosis = diagnose(Chain(name, name, members, links))
        assert diagnosis == diagnose(Chain(name, name, members[::-1], links[::-1]))
        read += len(diagnosis.map.positions)
        asked += len(diagnosis.questions.questions)
    assert (read, asked) == (214, 214)

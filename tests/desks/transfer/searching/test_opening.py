"""Opening the offers: the same as read afresh, whatever was written when; what was saved is found at once."""

import pytest

from desks.transfer.searching.asking import answers, fresh, keys
from desks.transfer.searching.world import ADMINISTRATOR, MEMBERS, OFFICE, PRIVATE, PUBLIC, SEES, VISITOR
from rongtu.desks.transfer.searching import opening

pytestmark = [pytest.mark.xdist_group("searching"), pytest.mark.usefixtures("data_dir")]


@pytest.fixture
def same(world):
    """Sees that every role is answered from the files as it would be afresh, and from how many segments."""

    def check():
        for who in SEES:
            opened = world.opened(who)
            assert answers(opened.index) == answers(world.as_seen(who, fresh)), who.name
        return [len(world.opened(who).index.segments) for who in SEES]

    return check


def technology(world, code, level=PUBLIC, title="质子交换膜电解槽密封", **said):
    return world.put("technology", code, level, title=title, **said)


def test_without_files_all_is_read_and_nothing_written(world, data_dir):
    ref = technology(world, "T1")
    assert keys(world.opened(VISITOR)) == [ref]
    assert not (data_dir / "search").exists()


def test_what_is_saved_is_found_at_once_by_who_may_see_it(world, index, same, data_dir):
    first = technology(world, "T1")
    index()
    written = {path: path.read_bytes() for path in data_dir.rglob("*") if path.is_file()}
    second = technology(world, "T2", MEMBERS, "机密轴承制备")
    assert keys(world.opened(VISITOR)) == [first]
    assert keys(world.opened(OFFICE)) == sorted([first, second])
    same()
    assert written == {path: path.read_bytes() for path in data_dir.rglob("*") if path.is_file()}


def test_what_changed_or_went_counts_in_no_score(world, index, same):
    for number in range(4):
        technology(world, f"T{number}", title=f"轴承制备工艺{number}")
    index()
    assert same() == [1, 1, 1]
    technology(world, "T1", title="膜电极标定")
    technology(world, "T2", PRIVATE)
    world.drop("technology", "T3")
    assert same() == [2, 2, 2]
    index()
    same()


def test_a_body_and_all_it_holds_go_with_it(world, index, same):
    region = world.put("region", "999900", name="某区", parent=None)
    body = world.put("organisation", "B1", name="甲公司", region=None, activity="密封件 制备工艺")
    technology(world, "T1", holder=body.partition(":")[2])
    index()
    world.put("organisation", "B1", MEMBERS, name="乙公司", region=region.partition(":")[2], activity="轴承")
    same()
    index()
    same()


def test_what_a_capability_said_goes_when_it_is_hidden(world, index, same):
    body = world.put("organisation", "B1", name="甲公司")
    item = world.put("item", "膜电极", name="膜电极", synonyms=())
    chain = world.put("chain", "C", name="氢能")
    node = world.put("chain_node", "C-1", chain=chain.partition(":")[2], item=item.partition(":")[2])
    said = {
        "organisation": body.partition(":")[2],
        "node": node.partition(":")[2],
        "basis": "机密轴承制备",
        "grade": "named",
    }
    world.put("capability", "K1", PUBLIC, **said)
    index()
    world.put("capability", "K1", PRIVATE, **said)
    same()
    index()
    same()


def test_merged_bodies_count_as_one_and_part_again(world, index, same):
    first = world.put("organisation", "B1", name="甲公司", activity="密封件")
    second = world.put("organisation", "B2", name="乙公司", activity="轴承制备")
    technology(world, "T1", holder=second.partition(":")[2])
    pair = {"first": first.partition(":")[2], "second": second.partition(":")[2], "reason": "same"}
    world.put("duplicate", "D1", PUBLIC, state="merged", **pair)
    index()
    assert second not in keys(world.opened(VISITOR))
    world.put("duplicate", "D1", PUBLIC, state="open", **pair)
    assert second in keys(world.opened(VISITOR))
    same()
    world.put("duplicate", "D1", MEMBERS, state="merged", **pair)
    index()
    assert second in keys(world.opened(VISITOR))
    assert second not in keys(world.opened(OFFICE))
    same()


def test_new_words_cut_old_texts_anew_once_they_are_indexed(world, index, same):
    technology(world, "T1", title="高温质子交换膜材料")
    index()
    world.put("item", "质子交换膜", PRIVATE, name="质子交换膜", synonyms=("高温质子交换膜",))
    index()
    same()
    assert world.opened(VISITOR, as_fresh=True).index.segments


def test_as_fresh_leaves_files_aside_that_were_cut_with_other_words(world, index):
    technology(world, "T1", title="高温质子交换膜材料")
    index()
    world.put("item", "质子交换膜", name="质子交换膜", synonyms=())
    opened = world.opened(VISITOR, as_fresh=True)
    assert answers(opened.index) == answers(world.as_seen(VISITOR, fresh))


def test_files_of_another_database_are_left_aside(world, index, monkeypatch, same):
    technology(world, "T1")
    index()
    world.drop("technology", "T1")
    technology(world, "T2")
    other = opening.moment
    monkeypatch.setattr(opening, "moment", lambda connection: other(connection).__class__("other", 3, 5, "3:5:"))
    assert same() == [1, 1, 1]


def test_the_same_state_of_the_facts_is_opened_once(world, index):
    technology(world, "T1")
    index()
    before = world.opened(VISITOR)
    assert world.opened(VISITOR) is before
    assert world.opened(ADMINISTRATOR) is not before
    technology(world, "T2", PRIVATE)
    assert world.opened(VISITOR) is not before


@pytest.mark.parametrize("name", ["*.segment", "*.rows", "manifest.json"])
@pytest.mark.parametrize("harm", ["cut", "foreign", "gone"])
def test_files_that_are_broken_foreign_or_gone_are_passed_over_and_made_anew(world, index, same, data_dir, name, harm):
    technology(world, "T1")
    index()
    for path in sorted(data_dir.rglob(name)):
        if harm == "gone":
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:-70] if harm == "cut" else b"something else entirely, of some length")
    same()
    assert index().changed
    assert not index().changed
    assert same() == [1, 1, 1]


def test_a_flipped_byte_is_found_by_the_job(world, index, same, data_dir):
    technology(world, "T1")
    index()
    (path,) = data_dir.rglob("*.segment")
    content = bytearray(path.read_bytes())
    content[content.index("密封".encode())] ^= 1
    path.write_bytes(content)
    assert index().changed
    same()

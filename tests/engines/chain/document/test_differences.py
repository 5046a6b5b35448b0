"""Differences: none of a document with itself, all of any two, whatever the order of rows; each way round alike."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from engines.chain.document.builders import CHAIN, FEW, document, documents
from rongtu.engines.chain.document import Action, differences
from rongtu.engines.chain.document.differences import MEMBERS, tables

TURNED = {Action.ADDED: Action.REMOVED, Action.REMOVED: Action.ADDED, Action.CHANGED: Action.CHANGED}


def said(made):
    """All a document says, in a form that can be changed."""
    return {table: {key: dict(row) for key, (_, row) in rows.items()} for table, rows in tables(made).items()}


def patched(before, found):
    """What a document says with differences made to it."""
    state = said(before)
    for one in found:
        rows = state[one.table]
        if not one.field:
            if one.action is Action.REMOVED:
                del rows[one.key]
            else:
                assert isinstance(one.after, Mapping)
                rows[one.key] = dict(one.after)
        elif one.field == MEMBERS:
            members = set(rows[one.key].get(MEMBERS, ())) ^ {one.before or one.after}
            rows[one.key][MEMBERS] = tuple(sorted(members))
        else:
            assert rows[one.key].pop(one.field, None) == one.before
            if one.after is not None:
                rows[one.key][one.field] = one.after
    return state


@FEW
@given(documents())
def test_a_document_does_not_differ_from_itself(made):
    assert differences(made, made) == ()


@FEW
@given(documents(), documents())
def test_the_differences_made_to_one_give_the_other(before, after):
    assert patched(before, differences(before, after)) == said(after)


@FEW
@given(documents(), documents())
def test_each_difference_is_there_the_other_way_round(before, after):
    there, back = differences(before, after), differences(after, before)
    turned = {(one.table, one.key, one.field, TURNED[one.action], str(one.after), str(one.before)) for one in there}
    assert turned == {(one.table, one.key, one.field, one.action, str(one.before), str(one.after)) for one in back}
    assert len(there) == len(back)


@FEW
@given(documents(), documents(), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_no_difference(before, after, random):
    def shuffled(made):
        rows = {name: list(getattr(made, name)) for name in ("nodes", "groups", "links", "purchases", "controllers")}
        for several in rows.values():
            random.shuffle(several)
        return replace(made, **{name: tuple(several) for name, several in rows.items()})

    assert differences(before, shuffled(before)) == ()
    assert differences(shuffled(before), shuffled(after)) == differences(before, after)


def changes(text):
    return [
        (one.table, one.key, one.action.value, one.field, one.before, one.after)
        for one in differences(document(CHAIN), document(text))
    ]


def test_every_kind_of_change_is_told_by_table_key_and_field():
    later = (
        CHAIN.replace('"甲材料"', '"甲材料（高纯）"')
        .replace('tier = "upstream"', 'tier = "midstream"')
        .replace("share = 0.5", "share = { low = 0.4, high = 0.6 }")
        .replace('members = ["EX-A"]', 'members = ["EX-A", "EX-B"]')
        .replace("supply = 40\n", "")
    )
    later += '[[node]]\ncode = "EX-B"\n[[link]]\nfrom = "EX-B"\nto = "EX-A"\nrelation = "complements"\n'
    found = changes(later)
    assert ("node", "EX-A", "changed", "name", "甲材料", "甲材料（高纯）") in found
    assert ("node", "EX-A", "changed", "tier", "upstream", "midstream") in found
    assert ("node", "EX-B", "added", "", None, {}) in found
    assert ("node", "EX-P", "changed", "supply", 40.0, None) in found
    assert ("group", "EX-P-1", "added", MEMBERS, None, "EX-B") in found
    assert ("link", "EX-B EX-A complements", "added", "", None, {}) in found
    assert ("link", "EX-B EX-P supplies", "added", "", None, {}) in found
    (share,) = [one for one in found if one[3] == "share"]
    assert (share[4], share[5].low, share[5].high) == (0.5, 0.4, 0.6)
    assert len(found) == 8


def test_a_supply_told_by_a_link_and_by_a_group_is_the_same():
    linked = CHAIN + '[[link]]\nfrom = "EX-A"\nto = "EX-P"\n'
    assert changes(linked) == []

"""Loading says that facts landed, of each nature, and only if any did; new words are indexed then."""

import json

import pytest
from sqlalchemy import text

from rongtu import wiring
from rongtu.acts.authority import holds
from rongtu.acts.reactions import REACTIONS
from rongtu.acts.uploads import upload
from rongtu.facts.store.roles import Role
from rongtu.flows.loading import LANDED


@pytest.fixture
def events(store):
    """Empties the outbox and the queue, then tells what they hold."""
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("TRUNCATE jobs.procrastinate_jobs CASCADE"))
        connection.execute(text("TRUNCATE job, outbox_event"))

    def told():
        with store.engine(Role.OWNER).connect() as connection:
            rows = connection.execute(text("SELECT event, nature, told FROM outbox_event ORDER BY nature")).all()
            entries = connection.execute(text("SELECT args ->> 'reaction' FROM jobs.procrastinate_jobs")).scalars()
            return [(row.event, row.nature, json.loads(row.told)["kinds"]) for row in rows], list(entries)

    return told


def test_what_landed_is_told_once(dispatcher, administrator, events, tmp_path):
    path = tmp_path / "firms.csv"
    path.write_text(
        "name,kind,standing\n合成事件甲公司,enterprise,registered\n合成事件乙公司,enterprise,registered\n", "utf-8"
    )
    file = upload(path)
    request = {"kind": "organisation", "nature": "synthetic"}
    dispatcher.run("load.records", request, administrator, files=[file])
    told, entries = events()
    assert told == [(LANDED, "synthetic", {"organisation": 2, "source": 1})]
    assert entries == ["facts.landed → match.index"]
    dispatcher.run("load.records", request, administrator, files=[file])
    assert events() == (told, entries)


def test_rows_that_no_offer_rests_on_ask_for_no_index():
    (reaction,) = (one for one in REACTIONS.values() if one.operation == "match.index")
    assert reaction.asks({"kinds": {"observation": 5, "source": 1}}) is None
    assert reaction.asks({"kinds": {"need": 1}}) == {}


def test_every_reaction_names_an_operation_its_role_may_run():
    operations = wiring.operations()
    for reaction in REACTIONS.values():
        assert holds(reaction.principal(), operations[reaction.operation].right), reaction.name

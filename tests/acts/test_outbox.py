"""The outbox: what a command says has happened commits with it or not at all, and is reacted to once."""

import uuid

import pytest
from sqlalchemy import text

from rongtu.acts import operation as declared
from rongtu.acts import performing, queue, reactions
from rongtu.acts.authority import PrincipalRole, Right
from rongtu.acts.models import Model
from rongtu.acts.operation import OPERATIONS, Context, OperationKind, operation
from rongtu.acts.reactions import REACTIONS, SYSTEM, reaction
from rongtu.acts.worker import Worker
from rongtu.facts.store.roles import Role
from rongtu.vocab.evidence import Nature
from rongtu.vocab.jobs import JobState
from rongtu.vocab.problems import DependencyError, RefusedError

HEARD = []
"""What reactions were asked, and over facts of which nature."""


class Said(Model):
    """What the test's command says has happened."""

    mark: str
    fail: bool = False


class Done(Model):
    """Nothing to tell."""

    done: bool = True


@pytest.fixture(scope="module", autouse=True)
def test_operations():
    """A command that emits, one that reacts, a query that tries to emit; for this module only."""
    before = dict(OPERATIONS), dict(REACTIONS)

    @operation("test.happen", kind=OperationKind.COMMAND, right=Right.LOAD_FACTS, zh="发生", en="happen")
    def happen(context: Context, request: Said) -> Done:
        context.emit("test.happened", {"mark": request.mark})
        if request.fail:
            raise RefusedError("it did not happen after all")
        return Done()

    @operation("test.react", kind=OperationKind.COMMAND, right=Right.READ_PUBLIC, zh="回应", en="react")
    def react(context: Context, request: Said) -> Done:
        HEARD.append((request.mark, context.nature, context.principal.name))
        return Done()

    @operation("test.pretend", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="假装", en="pretend")
    def pretend(context: Context, request: Said) -> Done:
        context.emit("test.happened", {"mark": request.mark})
        return Done()

    @reaction("test.happened", operation="test.react", role=PrincipalRole.VISITOR)
    def ask(told):
        return None if told["mark"] == "of no interest" else {"mark": told["mark"]}

    yield
    declared.OPERATIONS.clear()
    declared.OPERATIONS.update(before[0])
    reactions.REACTIONS.clear()
    reactions.REACTIONS.update(before[1])


@pytest.fixture(autouse=True)
def empty_queue(store):
    """Nothing waits but what the test asks for, and nothing was heard."""
    HEARD.clear()
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("TRUNCATE jobs.procrastinate_jobs CASCADE"))
        connection.execute(text("TRUNCATE job, outbox_event"))


@pytest.fixture
def mark():
    """Text that tells this test's rows from all others."""
    return uuid.uuid4().hex


@pytest.fixture
def kept(store):
    """How many events and entries of the queue there are."""

    def count():
        with store.engine(Role.OWNER).connect() as connection:
            names = ("outbox_event", "jobs.procrastinate_jobs")
            return tuple(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names)

    return count


def work(dispatcher):
    """Everything that waits; what was done."""
    done = []
    Worker(dispatcher, told=done.append).until_empty()
    return done


def test_an_event_is_reacted_to_once_its_command_has_committed(dispatcher, administrator, mark, kept):
    dispatcher.run("test.happen", {"mark": mark}, administrator, nature=Nature.FICTIONAL)
    assert HEARD == []
    assert kept() == (1, 1)
    (performed,) = work(dispatcher)
    assert (performed.operation, performed.state) == ("test.react", JobState.DONE)
    assert [(mark, Nature.FICTIONAL, SYSTEM)] == HEARD
    assert kept() == (1, 0)
    assert work(dispatcher) == []


def test_a_command_overtaken_in_the_queue_is_begun_again_and_emits_once(
    dispatcher, administrator, mark, kept, monkeypatch
):
    put, tries = queue.put, []

    def overtaken(*given, **named):
        tries.append(named)
        if len(tries) == 1:
            raise queue.OvertakenError("another one was at it", retry=True)
        return put(*given, **named)

    monkeypatch.setattr(queue, "put", overtaken)
    dispatcher.run("test.happen", {"mark": mark}, administrator)
    assert len(tries) == 2
    assert kept() == (1, 1)


def test_a_command_that_fails_leaves_no_event(dispatcher, administrator, mark, kept):
    with pytest.raises(RefusedError, match="after all"):
        dispatcher.run("test.happen", {"mark": mark, "fail": True}, administrator)
    assert kept() == (0, 0)
    assert work(dispatcher) == []


def test_a_query_says_nothing(dispatcher, administrator, mark, kept):
    with pytest.raises((DependencyError, RefusedError)):
        dispatcher.run("test.pretend", {"mark": mark}, administrator)
    assert kept() == (0, 0)


def test_an_event_of_no_interest_is_kept_and_asks_for_nothing(dispatcher, administrator, kept):
    dispatcher.run("test.happen", {"mark": "of no interest"}, administrator)
    assert kept() == (1, 0)


def test_an_event_told_twice_takes_effect_once(dispatcher, administrator, mark, store, monkeypatch):
    dispatcher.run("test.happen", {"mark": mark}, administrator)
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("SET LOCAL search_path TO public, jobs"))
        connection.execute(
            text(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args) "
                "SELECT queue_name, task_name, args FROM procrastinate_jobs"
            )
        )
    with monkeypatch.context() as patched:
        # the first one dies after it took effect and before it could say so
        patched.setattr(performing.Doing, "_end", lambda *_given: None)
        assert dispatcher.perform_next()
    work(dispatcher)
    assert [(mark, Nature.REAL, SYSTEM)] == HEARD
    (job,) = dispatcher.run("job.list", {}, administrator).jobs
    assert (job.operation, job.state, job.principal) == ("test.react", JobState.DONE, SYSTEM)


def test_a_reaction_that_is_declared_no_more_is_let_go(dispatcher, administrator, mark, kept, monkeypatch):
    dispatcher.run("test.happen", {"mark": mark}, administrator)
    monkeypatch.delitem(reactions.REACTIONS, "test.happened → test.react")
    assert work(dispatcher) == []
    assert kept() == (1, 0)


def test_a_reaction_whose_operation_is_gone_fails_on_record(dispatcher, administrator, mark, kept, monkeypatch):
    dispatcher.run("test.happen", {"mark": mark}, administrator)
    monkeypatch.delitem(declared.OPERATIONS, "test.react")
    (performed,) = work(dispatcher)
    assert (performed.state, performed.words) == (JobState.FAILED, "There is no operation test.react.")
    assert kept() == (1, 0)


def test_reactions_are_told_in_order_and_one_at_a_time(dispatcher, administrator, mark):
    for number in range(4):
        dispatcher.run("test.happen", {"mark": f"{mark} {number}"}, administrator)
    work(dispatcher)
    assert [heard for heard, _, _ in HEARD] == [f"{mark} {number}" for number in range(4)]


def test_an_operation_reacts_to_an_event_once():
    with pytest.raises(TypeError, match="declared already"):

        @reaction("test.happened", operation="test.react", role=PrincipalRole.VISITOR)
        def again(told):
            return {}

"""Jobs: kept on record, done once, told, cancelled, and gone on with by another process if theirs dies."""

import threading
import uuid

import pytest
from sqlalchemy import text

from rongtu.acts import jobs, locks, performing, queue, telling
from rongtu.acts import operation as declared
from rongtu.acts.authority import Principal, PrincipalRole, Right
from rongtu.acts.models import Model
from rongtu.acts.operation import OPERATIONS, Context, OperationKind, OutdatedError, StageContext, operation
from rongtu.acts.performing import Performed
from rongtu.acts.telling import CancelledError
from rongtu.acts.uploads import upload
from rongtu.acts.worker import Worker
from rongtu.facts.store.roles import Role
from rongtu.vocab.jobs import JobState
from rongtu.vocab.problems import DependencyError, InputError, RefusedError


class Asked(Model):
    """What the test's job is asked."""

    mark: str
    behave: str = "well"


class Told(Model):
    """What the test's operations answer."""

    told: str


class Behaviour:
    """What the test's job does in its stage, besides; set by a test."""

    def __init__(self):
        self.staged = 0
        self.meanwhile = lambda: None


BEHAVIOUR = Behaviour()


def stage(context: StageContext, request: Asked) -> str:
    BEHAVIOUR.staged += 1
    context.progress(f"step of {request.mark}")
    with context.short() as connection:
        connection.execute(text("SELECT count(*) FROM source")).scalar_one()
        if request.behave == "write":
            connection.execute(text("UPDATE source SET text = 'x'"))
    BEHAVIOUR.meanwhile()
    if request.behave == "refuse":
        raise RefusedError(f"changed my mind about {request.mark}")
    if request.behave == "stumble" and BEHAVIOUR.staged == 1:
        raise DependencyError("stumbled", retry=True)
    if request.behave == "break":
        raise ZeroDivisionError(request.mark)
    context.progress("done")
    return request.mark


def add_source(connection, mark):
    connection.execute(
        text(
            "INSERT INTO source (id, code, text, terms, nature, visibility) "
            "VALUES (:id, 'S' || substr(md5(:id ::text), 1, 10), :text, 'none', 'real', 'public')"
        ),
        {"id": uuid.uuid4(), "text": f"test {mark}"},
    )


@pytest.fixture(scope="module", autouse=True)
def test_operations():
    """A job and a stream that write a source each, for this module only."""
    before = dict(OPERATIONS)

    @operation("test.compute", kind=OperationKind.JOB, right=Right.RUN_LOOP, zh="算", en="compute", stage=stage)
    def compute(context: Context, request: Asked) -> Told:
        if request.behave == "outdated" and BEHAVIOUR.staged < 3:
            raise OutdatedError
        if request.behave == "never":
            raise OutdatedError
        add_source(context.connection, context.staged)
        return Told(told=request.mark)

    @operation("test.read", kind=OperationKind.STREAM, right=Right.LOAD_FACTS, zh="读", en="read", stage=stage)
    def read(context: Context, request: Asked) -> Told:
        add_source(context.connection, request.mark)
        return Told(told=context.files[0].name)

    yield
    declared.OPERATIONS.clear()
    declared.OPERATIONS.update(before)


@pytest.fixture(autouse=True)
def behaviour(monkeypatch):
    """Counts the stages of a test; every step is told and heard."""
    monkeypatch.setattr(telling, "PAUSE_SECONDS", 0)
    BEHAVIOUR.__init__()
    return BEHAVIOUR


@pytest.fixture
def mark():
    """Text that tells this test's rows from all others."""
    return uuid.uuid4().hex


@pytest.fixture
def owner(store):
    """Reads as the owner, past row-level security: all rows."""

    def read(statement, **values):
        with store.engine(Role.OWNER).begin() as connection:
            found = connection.execute(text(statement), values)
            return found.all() if found.returns_rows else None

    return read


@pytest.fixture(autouse=True)
def empty_queue(store):
    """Nothing waits but what the test asks for."""
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("TRUNCATE jobs.procrastinate_jobs CASCADE"))
        connection.execute(text("TRUNCATE job, outbox_event"))


@pytest.fixture
def effects(owner, mark):
    """How often this test's operations took effect: rows written, entries of the audit."""

    def count():
        rows = owner("SELECT count(*) FROM source WHERE text = :text", text=f"test {mark}")[0][0]
        entries = owner("SELECT count(*) FROM audit_entry WHERE outcome LIKE :like", like=f"%{mark}%")[0][0]
        return rows, entries

    return count


@pytest.fixture
def queue_length(owner):
    """How many entries the queue holds."""
    return lambda: owner("SELECT count(*) FROM jobs.procrastinate_jobs")[0][0]


def shown(dispatcher, principal, job):
    return dispatcher.run("job.show", {"job": str(job)}, principal)


def only_job(dispatcher, principal):
    (found,) = dispatcher.run("job.list", {}, principal).jobs
    return shown(dispatcher, principal, found.job)


def work(dispatcher):
    """Everything that waits; what was done."""
    done = []
    Worker(dispatcher, told=done.append).until_empty()
    return done


def test_a_job_run_here_is_done_and_kept_on_record(dispatcher, administrator, mark, effects, queue_length):
    steps = []
    answer = dispatcher.run("test.compute", {"mark": mark}, administrator, progress=steps.append)
    job = only_job(dispatcher, administrator)
    assert answer.told == mark
    assert steps == [f"step of {mark}", "done"]
    assert (job.summary.state, job.summary.attempts, job.summary.progress) == (JobState.DONE, 1, None)
    assert job.answer == f'{{"told": "{mark}"}}'
    assert effects() == (1, 1)
    assert queue_length() == 0


def test_a_job_asked_for_waits_until_a_worker_does_it(dispatcher, administrator, mark, effects, queue_length):
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    assert shown(dispatcher, administrator, ticket.id).summary.state is JobState.WAITING
    assert effects() == (0, 0)
    assert work(dispatcher) == [Performed(ticket.id, "test.compute", JobState.DONE)]
    assert shown(dispatcher, administrator, ticket.id).summary.state is JobState.DONE
    assert effects() == (1, 1)
    assert queue_length() == 0
    assert work(dispatcher) == []


def test_a_query_that_takes_long_may_be_left_to_a_worker(dispatcher, administrator):
    ticket = dispatcher.submit("chain.list", {}, administrator)
    assert [done.state for done in work(dispatcher)] == [JobState.DONE]
    assert '"chains"' in shown(dispatcher, administrator, ticket.id).answer


def test_a_wrong_request_is_no_job(dispatcher, administrator, queue_length):
    with pytest.raises(InputError, match=r"test\.compute, mark"):
        dispatcher.submit("test.compute", {}, administrator)
    with pytest.raises(RefusedError, match="may not"):
        dispatcher.submit("test.compute", {"mark": "x"}, Principal("test:nobody", frozenset()))
    assert queue_length() == 0


@pytest.mark.parametrize(
    ("behave", "error", "words"),
    [
        ("refuse", RefusedError, "changed my mind"),
        ("break", ZeroDivisionError, "ZeroDivisionError"),
        ("write", DependencyError, "read-only transaction"),
        ("never", DependencyError, "facts kept changing"),
    ],
)
def test_a_job_that_fails_keeps_its_error_in_words(
    dispatcher, administrator, mark, effects, queue_length, behave, error, words
):
    with pytest.raises(error):
        dispatcher.run("test.compute", {"mark": mark, "behave": behave}, administrator)
    job = only_job(dispatcher, administrator)
    assert job.summary.state is JobState.FAILED
    assert words in job.error
    assert effects() == (0, 0)
    assert queue_length() == 0


def test_a_worker_keeps_the_error_and_goes_on(dispatcher, administrator, mark, effects):
    for behave in ("refuse", "break", "well"):
        dispatcher.submit("test.compute", {"mark": mark, "behave": behave}, administrator)
    first, second, third = work(dispatcher)
    assert (first.state, first.words) == (JobState.FAILED, f"changed my mind about {mark}")
    assert (second.state, second.words) == (JobState.FAILED, f"ZeroDivisionError: {mark}")
    assert third.state is JobState.DONE
    assert effects() == (1, 1)


def test_facts_that_changed_meanwhile_are_computed_on_anew(dispatcher, administrator, mark, effects, behaviour):
    dispatcher.run("test.compute", {"mark": mark, "behave": "outdated"}, administrator)
    assert behaviour.staged == 3
    assert effects() == (1, 1)


def test_a_worker_tries_again_what_may_be_better_then(dispatcher, administrator, mark, effects, monkeypatch):
    monkeypatch.setattr(performing, "AGAIN_SECONDS", 0)
    ticket = dispatcher.submit("test.compute", {"mark": mark, "behave": "stumble"}, administrator)
    states = [performed.state for performed in work(dispatcher)]
    assert states == [JobState.WAITING, JobState.DONE]
    assert shown(dispatcher, administrator, ticket.id).summary.attempts == 2
    assert effects() == (1, 1)


def test_progress_is_told_while_it_runs(dispatcher, administrator, mark, behaviour):
    seen = []
    behaviour.meanwhile = lambda: seen.append(only_job(dispatcher, administrator).summary)
    dispatcher.run("test.compute", {"mark": mark}, administrator)
    assert [(one.state, one.progress) for one in seen] == [(JobState.RUNNING, f"step of {mark}")]


def test_a_job_that_waits_is_cancelled_at_once(dispatcher, administrator, mark, effects, queue_length):
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    answer = dispatcher.run("job.cancel", {"job": str(ticket.id)}, administrator)
    assert answer.state is JobState.CANCELLED
    assert shown(dispatcher, administrator, ticket.id).summary.state is JobState.CANCELLED
    assert (work(dispatcher), queue_length(), effects()) == ([], 0, (0, 0))
    with pytest.raises(RefusedError, match="has ended already"):
        dispatcher.run("job.cancel", {"job": str(ticket.id)}, administrator)


def test_a_job_that_runs_stops_at_its_next_step_and_leaves_nothing(
    dispatcher, administrator, mark, effects, queue_length, behaviour
):
    def cancel():
        running = only_job(dispatcher, administrator).summary
        assert dispatcher.run("job.cancel", {"job": running.job}, administrator).state is JobState.RUNNING

    behaviour.meanwhile = cancel
    with pytest.raises(CancelledError, match="nothing of it remains"):
        dispatcher.run("test.compute", {"mark": mark}, administrator)
    assert only_job(dispatcher, administrator).summary.state is JobState.CANCELLED
    assert (queue_length(), effects()) == (0, (0, 0))


def test_an_interrupt_from_the_keyboard_cancels(dispatcher, administrator, mark, effects, queue_length, behaviour):
    def interrupt():
        raise KeyboardInterrupt

    behaviour.meanwhile = interrupt
    with pytest.raises(KeyboardInterrupt):
        dispatcher.run("test.compute", {"mark": mark}, administrator)
    assert only_job(dispatcher, administrator).summary.state is JobState.CANCELLED
    assert (queue_length(), effects()) == (0, (0, 0))


def test_a_worker_that_is_stopped_leaves_its_job_to_the_next(dispatcher, administrator, mark, effects, behaviour):
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    stop = threading.Event()
    behaviour.meanwhile = stop.set
    performed = dispatcher.perform_next(stop.is_set)
    assert performed.state is JobState.WAITING
    assert shown(dispatcher, administrator, ticket.id).summary.state is JobState.WAITING
    assert [done.state for done in work(dispatcher)] == [JobState.DONE]
    assert effects() == (1, 1)


def test_a_job_done_here_is_nobody_elses(
    dispatcher, administrator, mark, effects, queue_length, behaviour, monkeypatch
):
    monkeypatch.setattr(jobs, "BUSY_SECONDS", 0.05)
    others = []
    behaviour.meanwhile = lambda: others.append(dispatcher.perform_next())
    dispatcher.run("test.compute", {"mark": mark}, administrator)
    assert others == [True]
    assert (effects(), queue_length()) == ((1, 1), 0)


def test_several_workers_do_each_job_once(dispatcher, administrator, mark, effects):
    tickets = {dispatcher.submit("test.compute", {"mark": mark}, administrator).id for _ in range(6)}
    done = []
    workers = [threading.Thread(target=lambda: done.extend(work(dispatcher))) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(one.id for one in done) == sorted(tickets)
    assert effects() == (6, 6)


def lose(store, job, statement="UPDATE procrastinate_jobs SET status = 'doing'"):
    """Make a job look as a killed process leaves it: said to be running, its entry taken, its lock free."""
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("SET LOCAL search_path TO public, jobs"))
        connection.execute(text("UPDATE job SET state = 'running', attempts = 1 WHERE id = :id"), {"id": job})
        connection.execute(text(statement))


def test_a_job_whose_process_died_waits_again_and_is_done(store, dispatcher, administrator, mark, effects):
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    lose(store, ticket.id)
    assert dispatcher.recover() == 1
    summary = shown(dispatcher, administrator, ticket.id).summary
    assert (summary.state, summary.progress) == (JobState.WAITING, jobs.INTERRUPTED)
    dispatcher.run("test.compute", {"mark": mark}, administrator)  # a new one is held up by nothing
    assert [done.id for done in work(dispatcher)] == [ticket.id]
    assert effects() == (2, 2)
    assert dispatcher.recover() == 0


def test_a_job_whose_entry_is_gone_is_queued_again(store, dispatcher, administrator, mark, effects):
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    lose(store, ticket.id, "DELETE FROM procrastinate_jobs")
    assert [done.id for done in work(dispatcher)] == [ticket.id]
    assert effects() == (1, 1)


def test_a_job_that_somebody_holds_did_not_die(store, dispatcher, administrator, mark):
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    lose(store, ticket.id)
    with store.engine(Role.APP).connect() as connection, locks.held(connection, ticket.id):
        assert dispatcher.recover() == 0
    assert dispatcher.recover() == 1


def test_a_job_that_took_effect_before_its_process_died_takes_none_again(
    dispatcher, administrator, mark, effects, monkeypatch, behaviour
):
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    with monkeypatch.context() as patched:
        patched.setattr(performing.Doing, "_end", lambda *_given: None)
        assert dispatcher.perform_next().id == ticket.id
    assert effects() == (1, 1)
    assert shown(dispatcher, administrator, ticket.id).summary.state is JobState.RUNNING
    assert [done.state for done in work(dispatcher)] == [JobState.DONE]
    assert shown(dispatcher, administrator, ticket.id).answer == f'{{"told": "{mark}"}}'
    assert effects() == (1, 1)
    assert behaviour.staged == 1


def test_a_job_its_processes_die_of_is_given_up(store, dispatcher, administrator, mark, effects, queue_length):
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    lose(store, ticket.id)
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("UPDATE job SET attempts = :most"), {"most": performing.MOST_BEGUN})
    assert [done.state for done in work(dispatcher)] == [JobState.FAILED]
    assert f"begun {performing.MOST_BEGUN} times" in shown(dispatcher, administrator, ticket.id).error
    assert (effects(), queue_length()) == ((0, 0), 0)


def test_being_stopped_is_no_attempt(dispatcher, administrator, mark, effects, behaviour):
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    stop = threading.Event()
    behaviour.meanwhile = stop.set
    for _ in range(performing.MOST_BEGUN + 1):
        stop.clear()
        assert dispatcher.perform_next(stop.is_set).state is JobState.WAITING
    assert shown(dispatcher, administrator, ticket.id).summary.attempts == 0
    assert [done.state for done in work(dispatcher)] == [JobState.DONE]
    assert effects() == (1, 1)


def landed_untold(dispatcher, administrator, mark, monkeypatch):
    """A job that took effect and whose process died before it could say so."""
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    with monkeypatch.context() as patched:
        patched.setattr(performing.Doing, "_end", lambda *_given: None)
        dispatcher.perform_next()
    return ticket


@pytest.mark.parametrize("begun", [1, performing.MOST_BEGUN])
def test_a_job_that_took_effect_is_done_however_often_it_was_begun(
    store, dispatcher, administrator, mark, effects, monkeypatch, begun
):
    ticket = landed_untold(dispatcher, administrator, mark, monkeypatch)
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("UPDATE job SET attempts = :begun"), {"begun": begun})
    assert [done.state for done in work(dispatcher)] == [JobState.DONE]
    assert shown(dispatcher, administrator, ticket.id).answer == f'{{"told": "{mark}"}}'
    assert effects() == (1, 1)


def test_a_job_cancelled_after_it_took_effect_is_done(dispatcher, administrator, mark, effects, monkeypatch):
    ticket = landed_untold(dispatcher, administrator, mark, monkeypatch)
    assert dispatcher.run("job.cancel", {"job": str(ticket.id)}, administrator).state is JobState.RUNNING
    assert [done.state for done in work(dispatcher)] == [JobState.DONE]
    assert shown(dispatcher, administrator, ticket.id).summary.state is JobState.DONE
    assert effects() == (1, 1)


def test_a_job_whose_process_died_is_cancelled_by_who_takes_it_up(store, dispatcher, administrator, mark, effects):
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    lose(store, ticket.id)
    assert dispatcher.run("job.cancel", {"job": str(ticket.id)}, administrator).state is JobState.RUNNING
    assert [done.state for done in work(dispatcher)] == [JobState.CANCELLED]
    assert shown(dispatcher, administrator, ticket.id).summary.state is JobState.CANCELLED
    assert effects() == (0, 0)


def test_cancelling_is_begun_again_where_the_queue_was_overtaken(dispatcher, administrator, mark, monkeypatch):
    ticket = dispatcher.submit("test.compute", {"mark": mark}, administrator)
    remove, tries = queue.remove, []

    def overtaken(connection, number):
        tries.append(number)
        if len(tries) == 1:
            raise queue.OvertakenError("another one was at it", retry=True)
        remove(connection, number)

    monkeypatch.setattr(queue, "remove", overtaken)
    assert dispatcher.run("job.cancel", {"job": str(ticket.id)}, administrator).state is JobState.CANCELLED
    assert len(tries) == 2


def test_one_key_is_one_job_done(dispatcher, administrator, mark, effects, behaviour):
    answers = {dispatcher.run("test.compute", {"mark": mark}, administrator, key=mark).told for _ in range(3)}
    assert answers == {mark}
    assert (behaviour.staged, effects()) == (1, (1, 1))


def test_files_that_changed_or_went_are_told(dispatcher, administrator, mark, tmp_path, effects):
    file = tmp_path / "firms.csv"
    states = {}
    for done_to_it in (lambda: None, lambda: file.write_text("other"), file.unlink):
        file.write_text(mark)
        ticket = dispatcher.submit("test.read", {"mark": mark}, administrator, files=[upload(file)])
        done_to_it()
        (performed,) = work(dispatcher)
        states[performed.words] = shown(dispatcher, administrator, ticket.id).summary.state
    told, changed, gone = states
    assert (told, states[told]) == ("", JobState.DONE)
    assert "as it was when" in changed
    assert "a file that exists" in gone
    assert (states[changed], states[gone]) == (JobState.FAILED, JobState.FAILED)
    assert effects()[0] == 1


def test_jobs_are_seen_by_who_asked_and_who_oversees(dispatcher, administrator, mark):
    office = Principal(f"test:office-{mark}", frozenset({PrincipalRole.CHAIN_OFFICE}))
    other = Principal(f"test:other-{mark}", frozenset({PrincipalRole.CHAIN_OFFICE}))
    ticket = dispatcher.submit("test.compute", {"mark": mark}, office)
    assert shown(dispatcher, office, ticket.id).summary.principal == office.name
    assert mark in shown(dispatcher, administrator, ticket.id).asked
    assert dispatcher.run("job.list", {}, other).jobs == ()
    for name in ("job.show", "job.cancel"):
        with pytest.raises(RefusedError, match="no job"):
            dispatcher.run(name, {"job": str(ticket.id)}, other)
    with pytest.raises(RefusedError, match="may not"):
        dispatcher.run("job.list", {}, Principal("test:visitor", frozenset({PrincipalRole.VISITOR})))
    assert dispatcher.run("job.cancel", {"job": str(ticket.id)}, office).state is JobState.CANCELLED


def test_what_a_job_was_asked_and_told_is_kept_in_clear_nowhere(dispatcher, administrator, mark, owner):
    with pytest.raises(RefusedError):
        dispatcher.run("test.compute", {"mark": "x", "behave": "refuse"}, administrator, key=f"{mark}-secret")
    dispatcher.submit("test.compute", {"mark": mark}, administrator)
    rows = owner("SELECT string_agg(j::text, ' ') FROM job j")[0][0]
    entries = owner("SELECT string_agg(j::text, ' ') FROM jobs.procrastinate_jobs j")[0][0]
    for kept in (rows, entries):
        assert mark not in kept
        assert "changed my mind" not in kept


def test_a_job_of_somebody_erased_fails(dispatcher, administrator, mark, owner, effects):
    person = Principal(f"test:person-{mark}", frozenset({PrincipalRole.CHAIN_OFFICE}))
    ticket = dispatcher.submit("test.compute", {"mark": mark}, person)
    actor = owner("SELECT id FROM actor WHERE name = :name", name=person.name)[0][0]
    dispatcher.run("actor.erase", {"actor": str(actor)}, administrator)
    (performed,) = work(dispatcher)
    assert (performed.state, performed.words) == (JobState.FAILED, "Whoever asked for this was erased since.")
    found = shown(dispatcher, administrator, ticket.id)
    assert (found.asked, found.error, found.summary.state) == (None, None, JobState.FAILED)
    assert effects() == (0, 0)


def test_a_worker_in_the_background_hears_of_new_jobs_and_stops(dispatcher, administrator, mark, effects):
    done = threading.Event()
    worker = Worker(dispatcher, threads=2, told=lambda _performed: done.set())
    worker.start()
    try:
        dispatcher.submit("test.compute", {"mark": mark}, administrator)
        assert done.wait(30)
    finally:
        worker.stop()
    assert effects() == (1, 1)

"""The dispatcher: deny by default, one transaction with its trace, errors in three families."""

import contextlib
import threading
import uuid

import pytest
from sqlalchemy import text

from rongtu.acts import operation as declared
from rongtu.acts.authority import GRANTS, SEES, Principal, PrincipalRole, Right, levels
from rongtu.acts.models import Model
from rongtu.acts.operation import OPERATIONS, Context, OperationKind, operation
from rongtu.facts.store.roles import Role
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.problems import DependencyError, InputError, RefusedError

NOBODY = Principal("test:nobody", frozenset())


class Asked(Model):
    """What the test operations are asked."""

    code: str = "Q"
    fail: bool = False


class Told(Model):
    """What the test operations answer."""

    told: str


@pytest.fixture(scope="module", autouse=True)
def test_operations():
    """A query that tries to write, and a command that writes a chain, for this module only."""
    before = dict(OPERATIONS)

    @operation("test.sneak", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="试写", en="try to write")
    def sneak(context: Context, request: Asked) -> Told:
        context.connection.execute(text("UPDATE chain SET name = 'x'"))
        return Told(told="written")

    @operation("test.write", kind=OperationKind.COMMAND, right=Right.LOAD_FACTS, zh="写", en="write")
    def write(context: Context, request: Asked) -> Told:
        source = add_source(context.connection, request.code)
        if request.fail:
            raise RefusedError("changed my mind")
        return Told(told=str(source))

    @operation("test.count", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="数", en="count what is seen")
    def count(context: Context, request: Asked) -> Told:
        return Told(told=str(marked(context.connection, request.code)))

    @operation("test.peep", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="偷看", en="look above, undeclared")
    def peep(context: Context, request: Asked) -> Told:
        with context.above():
            return Told(told="seen")

    def cut(context: Context, answer: Told) -> Told:
        return Told(told=f"{answer.told} of {' '.join(context.levels)}")

    @operation(
        "test.total", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="总", en="count all of it", withhold=cut
    )
    def total(context: Context, request: Asked) -> Told:
        before = marked(context.connection, request.code)
        with contextlib.suppress(RefusedError), context.above():
            everything = marked(context.connection, request.code)
            raise RefusedError("whatever happens")
        return Told(told=f"{before} {everything} {marked(context.connection, request.code)}")

    @operation(
        "test.narrow", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="窄", en="for everybody", withhold=cut
    )
    def narrow(context: Context, request: Asked) -> Told:
        everybody = context.at(Visibility.PUBLIC)
        with everybody.above():
            everything = marked(context.connection, request.code)
        return Told(told=f"{everything} {marked(context.connection, request.code)}")

    yield
    declared.OPERATIONS.clear()
    declared.OPERATIONS.update(before)


def marked(connection, mark):
    """How many sources with that mark this transaction shows."""
    return connection.execute(text("SELECT count(*) FROM source WHERE text = :text"), {"text": f"test {mark}"}).scalar()


def add_source(connection, mark):
    """A source row of no consequence, marked by its text."""
    identity = uuid.uuid4()
    connection.execute(
        text(
            "INSERT INTO source (id, code, text, terms, nature, visibility) "
            "VALUES (:id, 'S' || substr(md5(:id ::text), 1, 10), :text, 'none', 'real', 'public')"
        ),
        {"id": identity, "text": f"test {mark}"},
    )
    return identity


@pytest.fixture
def owner(store):
    """Reads as the owner, past row-level security."""

    def read(statement, **values):
        with store.engine(Role.OWNER).connect() as connection:
            return connection.execute(text(statement), values).scalar_one()

    return read


@pytest.fixture
def mark():
    """Text that tells this test's rows from all others."""
    return uuid.uuid4().hex


def count_sources(owner, mark):
    return owner("SELECT count(*) FROM source WHERE text = :text", text=f"test {mark}")


def test_who_has_no_role_may_do_nothing(dispatcher):
    for name in OPERATIONS:
        with pytest.raises(RefusedError, match="may not"):
            dispatcher.run(name, {}, NOBODY)


@pytest.mark.parametrize("role", list(PrincipalRole))
def test_a_role_may_just_what_the_table_grants(dispatcher, role):
    principal = Principal(f"test:{role}", frozenset({role}))
    for name, declaration in OPERATIONS.items():
        if declaration.right in GRANTS[role] or name.startswith("test."):
            continue
        with pytest.raises(RefusedError, match="may not"):
            dispatcher.run(name, {}, principal)


def test_an_unknown_operation_is_refused(dispatcher, administrator):
    with pytest.raises(RefusedError, match="no operation"):
        dispatcher.run("no.such", {}, administrator)


def test_a_query_cannot_write(dispatcher, administrator):
    with pytest.raises((DependencyError, RefusedError)):
        dispatcher.run("test.sneak", {}, administrator)


def test_a_command_leaves_its_row_and_one_audit_entry(dispatcher, administrator, owner, mark):
    entries = owner("SELECT count(*) FROM audit_entry")
    dispatcher.run("test.write", {"code": mark}, administrator)
    assert count_sources(owner, mark) == 1
    assert owner("SELECT count(*) FROM audit_entry") == entries + 1


def test_a_command_that_fails_leaves_nothing(dispatcher, administrator, owner, mark):
    entries = owner("SELECT count(*) FROM audit_entry")
    with pytest.raises(RefusedError, match="changed my mind"):
        dispatcher.run("test.write", {"code": mark, "fail": True}, administrator)
    assert count_sources(owner, mark) == 0
    assert owner("SELECT count(*) FROM audit_entry") == entries


def test_one_key_takes_effect_once_and_answers_the_same(dispatcher, administrator, owner, mark):
    answers = [dispatcher.run("test.write", {"code": mark}, administrator, key=mark) for _ in range(3)]
    assert len({answer.told for answer in answers}) == 1
    assert count_sources(owner, mark) == 1


def test_two_senders_of_one_key_at_once_take_effect_once(dispatcher, administrator, owner, mark):
    answers = []

    def send():
        answers.append(dispatcher.run("test.write", {"code": mark}, administrator, key=mark).told)

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert count_sources(owner, mark) == 1


def test_a_key_belongs_to_its_request_and_its_principal(dispatcher, administrator, owner, mark):
    dispatcher.run("test.write", {"code": mark}, administrator, key=mark)
    with pytest.raises(InputError, match="one key names one request"):
        dispatcher.run("test.write", {"code": mark + "x"}, administrator, key=mark)
    other = Principal("test:other", administrator.roles)
    dispatcher.run("test.write", {"code": mark}, other, key=mark)
    assert count_sources(owner, mark) == 2


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_is_bounded(dispatcher, administrator, key):
    with pytest.raises(InputError, match="1 to 200 characters"):
        dispatcher.run("test.write", {}, administrator, key=key)


def test_a_bad_request_names_every_field(dispatcher, administrator):
    with pytest.raises(InputError) as caught:
        dispatcher.run("match.nodes", {"most": 0, "zone": 5, "strange": 1}, administrator)
    assert {problem.where for problem in caught.value.problems} == {
        "match.nodes, most",
        "match.nodes, zone",
        "match.nodes, strange",
    }


def test_a_declaration_must_be_whole():
    with pytest.raises(TypeError, match="a Context and one model"):

        @operation("test.bad", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="", en="")
        def bad(context: Context) -> Told:
            raise NotImplementedError

    with pytest.raises(TypeError, match="not a new name"):

        @operation("test.write", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="", en="")
        def again(context: Context, request: Asked) -> Told:
            raise NotImplementedError


@pytest.fixture
def of_each_level(store, mark):
    """A source of each level, all with one mark."""
    with store.engine(Role.OWNER).begin() as connection:
        for level in Visibility:
            told = {"id": add_source(connection, mark), "level": level.value}
            connection.execute(text("UPDATE source SET visibility = :level WHERE id = :id"), told)
    yield mark
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("DELETE FROM source WHERE text = :text"), {"text": f"test {mark}"})


@pytest.mark.parametrize("role", list(PrincipalRole))
def test_a_role_sees_just_the_levels_the_table_says(dispatcher, of_each_level, role):
    principal = Principal(f"test:{role}", frozenset({role}))
    seen = len(SEES[role])
    assert dispatcher.run("test.count", {"code": of_each_level}, principal).told == str(seen)
    # above, and back again even where it ends badly; what leaves is cut down to whoever asks
    answer = dispatcher.run("test.total", {"code": of_each_level}, principal).told
    assert answer == f"{seen} {len(Visibility)} {seen} of {' '.join(levels(principal))}"
    assert dispatcher.run("test.narrow", {"code": of_each_level}, principal).told.startswith(f"{len(Visibility)} 1 of ")


def test_an_operation_that_says_no_cut_may_not_look_above_its_caller(dispatcher, administrator):
    with pytest.raises(TypeError, match="withhold"):
        dispatcher.run("test.peep", {}, administrator)


def test_nobody_answers_for_an_audience_he_is_not_of(administrator):
    with pytest.raises(RefusedError, match="does not see"):
        Context(administrator, None, print).at(Visibility.PRIVATE)

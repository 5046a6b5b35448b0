"""Names stand apart from the audit; erasing a person destroys name and key, and leaves the chain as it was."""

import base64
import threading
import uuid

import pytest
from sqlalchemy import text

from rongtu.acts import operation as declared
from rongtu.acts.authority import Principal, PrincipalRole, Right
from rongtu.acts.models import Model
from rongtu.acts.operation import OPERATIONS, Context, OperationKind, operation
from rongtu.acts.payloads import open_payload
from rongtu.desks.govern.trail import ERASED
from rongtu.facts.store.roles import Role
from rongtu.vocab.canonical import digest
from rongtu.vocab.problems import DependencyError, InputError, RefusedError

EVERY_ROW = "SELECT string_agg(t::text, ' ') FROM {} t"
TRACE = (
    "actor",
    "audit_entry",
    "audit_payload",
    "audit_link",
    "audit_waiting",
    "idempotency_key",
    "job",
    "outbox_event",
    "run",
)


class Said(Model):
    """What the test's command is told."""

    what: str


class Done(Model):
    """Nothing personal."""

    done: bool = True


@pytest.fixture(scope="module", autouse=True)
def test_operations():
    """A command that is told something personal and does nothing with it."""
    before = dict(OPERATIONS)

    @operation("test.say", kind=OperationKind.COMMAND, right=Right.LOAD_FACTS, zh="说", en="say")
    def say(context: Context, request: Said) -> Done:
        return Done()

    yield
    declared.OPERATIONS.clear()
    declared.OPERATIONS.update(before)


@pytest.fixture
def owner(store):
    """Reads as the owner, past row-level security: one row."""

    def read(statement, **values):
        with store.engine(Role.OWNER).connect() as connection:
            return connection.execute(text(statement), values).one_or_none()

    return read


@pytest.fixture
def person():
    """Somebody new who may give commands."""
    return Principal(f"test:person-{uuid.uuid4().hex}", frozenset({PrincipalRole.ADMINISTRATOR}))


@pytest.fixture
def secret():
    """Something personal, to be found nowhere."""
    return f"personal-{uuid.uuid4().hex}"


def actor_of(owner, person):
    """The pseudonym of somebody."""
    return owner("SELECT id FROM actor WHERE name = :name", name=person.name).id


def entry_of(owner, actor):
    """The one entry of an actor, with its payload."""
    return owner(
        "SELECT e.*, p.body FROM audit_entry e JOIN audit_payload p ON p.entry = e.id WHERE e.actor = :actor",
        actor=actor,
    )


def listed(dispatcher, administrator, entry):
    """The entry as the audit trail shows it."""
    trail = dispatcher.run("audit.list", {"most": 50}, administrator)
    return next(shown for shown in trail.entries if shown.ref == f"audit_entry:{entry}")


def verified(dispatcher, administrator):
    """Whether the chain verifies with nothing waiting."""
    found = dispatcher.run("audit.verify", {}, administrator)
    return found.sound and found.waiting == 0


def test_a_command_is_sealed_when_it_answers_and_can_be_opened(dispatcher, administrator, person, secret, owner):
    dispatcher.run("test.say", {"what": secret}, person)
    entry = entry_of(owner, actor_of(owner, person)).id
    shown = listed(dispatcher, administrator, entry)
    head = dispatcher.run("audit.head", {}, administrator)
    assert (shown.principal, shown.position) == (person.name, head.position)
    opened = dispatcher.run("audit.open", {"position": shown.position}, administrator)
    assert opened.asked == f'{{"what":"{secret}"}}'
    assert verified(dispatcher, administrator)


def test_what_is_personal_stands_nowhere_in_clear_but_with_the_key(dispatcher, person, secret, owner):
    dispatcher.run("test.say", {"what": secret}, person, key=secret[:20])
    rows = {name: owner(EVERY_ROW.format(name))[0] or "" for name in TRACE}
    assert [name for name in TRACE if person.name in rows[name]] == ["actor"]
    assert not [name for name in TRACE if secret in rows[name]]
    # not even by a digest somebody could compare guesses with
    assert not [name for name in TRACE if digest({"what": secret}) in rows[name]]


def test_who_was_erased_is_gone_and_the_chain_is_as_it_was(dispatcher, administrator, person, secret, owner):
    dispatcher.run("test.say", {"what": secret}, person)
    actor = actor_of(owner, person)
    key = bytes.fromhex(owner("SELECT key FROM actor WHERE id = :id", id=actor).key)
    entry, head = entry_of(owner, actor), dispatcher.run("audit.head", {}, administrator)
    assert open_payload(key, entry.id, entry.body) == f'{{"what":"{secret}"}}'.encode()

    dispatcher.run("actor.erase", {"actor": str(actor)}, administrator)

    assert verified(dispatcher, administrator)
    known = {"position": head.position, "link": head.link}
    assert dispatcher.run("audit.verify", known, administrator).sound
    assert listed(dispatcher, administrator, entry.id).principal == ERASED
    with pytest.raises(RefusedError, match="its person was erased"):
        dispatcher.run("audit.open", {"position": head.position}, administrator)
    rows = " ".join(owner(EVERY_ROW.format(name))[0] or "" for name in TRACE)
    assert person.name not in rows
    assert key.hex() not in rows
    assert entry_of(owner, actor) == entry
    everyone = owner("SELECT array_agg(key) AS keys FROM actor").keys
    for other in everyone:
        with pytest.raises(DependencyError, match="not what was sealed"):
            open_payload(bytes.fromhex(other), entry.id, entry.body)


def test_the_erasure_itself_names_nobody(dispatcher, administrator, person, owner):
    dispatcher.run("test.say", {"what": "x"}, person)
    actor = actor_of(owner, person)
    dispatcher.run("actor.erase", {"actor": str(actor)}, administrator)
    newest = dispatcher.run("audit.list", {"most": 1}, administrator).entries[0]
    opened = dispatcher.run("audit.open", {"position": newest.position}, administrator)
    assert (newest.operation, opened.asked) == ("actor.erase", f'{{"actor":"{actor}"}}')
    with pytest.raises(RefusedError, match="There is no actor"):
        dispatcher.run("actor.erase", {"actor": str(actor)}, administrator)


def test_one_may_erase_oneself_and_comes_back_as_somebody_else(dispatcher, administrator, person, owner):
    dispatcher.run("test.say", {"what": "x"}, person)
    before = actor_of(owner, person)
    dispatcher.run("actor.erase", {"actor": str(before)}, person)
    assert owner("SELECT id FROM actor WHERE name = :name", name=person.name) is None
    dispatcher.run("test.say", {"what": "x"}, person)
    assert actor_of(owner, person) != before
    assert verified(dispatcher, administrator)


def test_only_who_may_erase_sees_who_there_is(dispatcher, administrator, person, owner):
    dispatcher.run("test.say", {"what": "x"}, person)
    page = dispatcher.run("actor.list", {"after": person.name[:-1], "most": 1000}, administrator)
    assert (person.name, str(actor_of(owner, person))) in [(one.name, one.actor) for one in page.actors]
    auditor = Principal("test:auditor", frozenset({PrincipalRole.AUDITOR}))
    for name, payload in (("actor.list", {}), ("actor.erase", {"actor": str(uuid.uuid4())})):
        with pytest.raises(RefusedError, match="may not erase a person"):
            dispatcher.run(name, payload, auditor)


def test_a_key_of_an_erased_person_takes_effect_anew(dispatcher, administrator, person, owner):
    dispatcher.run("test.say", {"what": "x"}, person, key="k")
    dispatcher.run("actor.erase", {"actor": str(actor_of(owner, person))}, administrator)
    dispatcher.run("test.say", {"what": "y"}, person, key="k")
    with pytest.raises(InputError, match="one key names one request"):
        dispatcher.run("test.say", {"what": "x"}, person, key="k")


def test_first_commands_at_once_agree_on_one_actor(dispatcher, administrator, person, owner):
    failed = []

    def say():
        try:
            for _ in range(3):
                dispatcher.run("test.say", {"what": "x"}, person)
        except DependencyError as error:
            failed.append(error)

    speakers = [threading.Thread(target=say) for _ in range(4)]
    for speaker in speakers:
        speaker.start()
    for speaker in speakers:
        speaker.join()
    assert failed == []
    assert owner("SELECT count(*) FROM audit_entry WHERE actor = :id", id=actor_of(owner, person))[0] == 12
    assert verified(dispatcher, administrator)


def test_a_payload_belongs_to_its_entry(dispatcher, person, owner):
    dispatcher.run("test.say", {"what": "x"}, person)
    entry = entry_of(owner, actor_of(owner, person))
    key = bytes.fromhex(owner("SELECT key FROM actor WHERE name = :name", name=person.name).key)
    sealed = bytearray(base64.b64decode(entry.body))
    sealed[-1] ^= 1
    broken = ("", "?", base64.b64encode(bytes(sealed)).decode())
    for identity, body in ((uuid.uuid4(), entry.body), *((entry.id, body) for body in broken)):
        with pytest.raises(DependencyError, match="not what was sealed"):
            open_payload(key, identity, body)


def test_an_entry_that_is_not_there_is_refused(dispatcher, administrator):
    with pytest.raises(RefusedError, match="There is no audit entry"):
        dispatcher.run("audit.open", {"position": 10**15}, administrator)
    with pytest.raises(InputError, match=r"audit\.open, position"):
        dispatcher.run("audit.open", {"position": 0}, administrator)


@pytest.mark.parametrize("half", [{"position": 1}, {"link": "0" * 16}, {"position": 1, "link": "0" * 15}])
def test_a_head_is_given_whole(dispatcher, administrator, half):
    with pytest.raises(InputError, match=r"audit\.verify"):
        dispatcher.run("audit.verify", half, administrator)


def test_a_machine_without_the_algorithm_writes_nothing(dispatcher, administrator, person, owner, monkeypatch):
    dispatcher.run("test.say", {"what": "x"}, person)
    entries = owner("SELECT count(*) FROM audit_entry")

    def absent(name, content):
        raise ValueError(f"unsupported hash type {name}")

    with monkeypatch.context() as patched:
        patched.setattr("rongtu.vocab.digests.hashlib.new", absent)
        with pytest.raises(DependencyError, match="does not compute"):
            dispatcher.run("test.say", {"what": "x"}, person)
    assert owner("SELECT count(*) FROM audit_entry") == entries
    assert verified(dispatcher, administrator)


def test_a_command_stands_where_its_seal_fails(dispatcher, administrator, person, owner, monkeypatch):
    def fail(engine, algorithm):
        raise DependencyError("The connection was lost.")

    with monkeypatch.context() as patched:
        patched.setattr("rongtu.acts.sealing.seal", fail)
        dispatcher.run("test.say", {"what": "x"}, person)
    assert dispatcher.run("audit.verify", {}, administrator).waiting == 1
    dispatcher.seal()
    assert verified(dispatcher, administrator)

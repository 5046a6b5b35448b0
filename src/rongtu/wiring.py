"""What the program is put together from: the one place that knows which implementation stands behind a protocol."""

from __future__ import annotations

from rongtu.acts.authority import Principal, PrincipalRole
from rongtu.acts.dispatcher import Dispatcher
from rongtu.acts.operation import OPERATIONS, Operation
from rongtu.desks.breakthrough import consortium, programmes
from rongtu.desks.cluster import (
    asking,
    chain_file,
    diagnosis,
    finance,
    nodes,
    organisations,
    planning,
    releasing,
    shocking,
    valuing,
)
from rongtu.desks.empower import facilities
from rongtu.desks.govern import conflicts, duplicates, erasure, evaluation, people, provenance, regions, seal, trail
from rongtu.desks.strategy import policies
from rongtu.desks.transfer import (
    assigning,
    encoding,
    indexing,
    leads,
    need_explaining,
    need_finding,
    need_glances,
    need_posting,
    needs,
)
from rongtu.desks.transfer.finding import find
from rongtu.facts import migrate
from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import Store, open_store
from rongtu.flows import foreign, funding, jobs, load, loop, placing, reacting, runs, sample, synthetic, template
from rongtu.flows.match_value import worth
from rongtu.gates.identity import local_account
from rongtu.settings import Settings, read_settings

DECLARING = (
    asking,
    assigning,
    chain_file,
    conflicts,
    consortium,
    diagnosis,
    duplicates,
    encoding,
    erasure,
    evaluation,
    facilities,
    finance,
    find,
    foreign,
    funding,
    indexing,
    jobs,
    leads,
    load,
    loop,
    need_explaining,
    need_finding,
    need_glances,
    need_posting,
    needs,
    nodes,
    organisations,
    people,
    placing,
    planning,
    policies,
    programmes,
    provenance,
    reacting,
    regions,
    releasing,
    runs,
    sample,
    seal,
    shocking,
    synthetic,
    template,
    trail,
    valuing,
    worth,
)
"""The modules that declare operations and reactions; importing them fills the tables of both."""


def operations() -> dict[str, Operation]:
    """Every operation by name."""
    return dict(sorted(OPERATIONS.items()))


def store(settings: Settings | None = None) -> Store:
    """The store of these settings, or of the environment's; nothing is started yet."""
    return open_store(settings or read_settings())


def dispatcher(store: Store, settings: Settings | None = None) -> Dispatcher:
    """A dispatcher over the store, which is started and brought to this version's schema first.

    What processes that were killed left behind is seen to: the audit is sealed, their jobs wait again.
    """
    store.start()
    migrate.upgrade(store.engine(Role.OWNER))
    made = Dispatcher(store.engine(Role.APP), (settings or read_settings()).hash_algorithm)
    made.seal()
    made.recover()
    return made


def local_principal() -> Principal:
    """Who sits at this machine: on one's own installation, its administrator."""
    return Principal(f"local:{local_account()}", frozenset({PrincipalRole.ADMINISTRATOR}))

"""Inputs kept with a run: what is kept is what was computed from, to the last bit, or is refused in words."""

import dataclasses
import math
import typing

import pytest
from builders import result
from hypothesis import given
from hypothesis import strategies as st

from engines.chain.value.builders import controller, network, networks, replaced, step
from engines.chain.value.worked import five_nodes
from rongtu.engines.chain.value.inputs import Figure, Network, Pilot, assumed, missing, observed
from rongtu.flows.inputs_kept import FORM, Inputs, ValueParameters, from_json, inputs_of, level_of, parts, to_json
from rongtu.vocab.evidence import Distribution, Visibility
from rongtu.vocab.problems import RefusedError

PARAMETERS = ValueParameters(200, 20260101, 0.05)

FIELDS_OF_FORM = {
    1: {
        "Cohort": "node results idle facts level",
        "Controller": "node name kind country share replaceable fact",
        "Figure": "standing low high likely distribution key facts level contributor",
        "Group": "code node name share members essential loss fact",
        "Intervention": "code node title adds cost lead_months success fact",
        "Network": "nodes groups purchases products controllers interventions pilots needs cohorts types",
        "OpenNeeds": "node open old facts level",
        "Pilot": "node available asked unit waiting facilities facts level",
        "Product": "node demand weight fact",
        "Purchase": "item origin bought available country fact",
        "ValueNode": "code name chain item survey supply unseen label elsewhere fact level elsewhere_level",
    }
}
"""What a form keeps: a field that comes, goes or moves makes a new form, and the older one is still to be read."""


def kept(given_network: Network) -> Inputs:
    return Inputs(PARAMETERS, given_network)


def fields_of(kind: type, found: dict[str, str]) -> dict[str, str]:
    """The fields of a dataclass and of all that it is made of, by its name."""
    if kind.__name__ not in found:
        found[kind.__name__] = " ".join(field.name for field in dataclasses.fields(kind))
        for hint in typing.get_type_hints(kind).values():
            for inner in (hint, *typing.get_args(hint)):
                if isinstance(inner, type) and dataclasses.is_dataclass(inner):
                    fields_of(inner, found)
    return found


figures = st.one_of(
    st.floats(0, 1e15, exclude_min=True).map(lambda value: observed(value, "capability:1")),
    st.tuples(st.floats(0, 1e15), st.floats(0, 1e15)).map(
        lambda ends: dataclasses.replace(
            assumed(min(ends), max(ends), "assumption:1", "row:1"), distribution=Distribution.TRIANGULAR
        )
    ),
    st.just(missing("row:2")),
)


@given(networks(), figures, st.text(max_size=20))
def test_what_is_kept_is_what_it_was_computed_from(drawn, figure, name):
    given_network = replaced(drawn, drawn.nodes[0].code, supply=(figure,), unseen=figure, name=name)
    told = to_json(kept(given_network))
    assert from_json(told) == kept(given_network)
    assert to_json(from_json(told)) == told


def test_floats_keep_every_bit():
    given_network = network({"A": (0.1 + 0.2, math.nextafter(1.0, 2.0), 5e-324)}, products={"A": 1 / 3})
    back = from_json(to_json(kept(given_network))).network
    for (_, old), (_, new) in zip(parts(given_network), parts(back), strict=True):
        if isinstance(old, Figure):
            assert (old.low.hex(), old.high.hex()) == (new.low.hex(), new.high.hex())


def test_everything_a_network_may_hold_is_kept():
    given_network = dataclasses.replace(
        five_nodes(costs={"B": 3.0}),
        controllers=(controller("Part", name="境外甲"),),
        interventions=(step("S", "B"),),
        pilots=(Pilot("Part", observed(3.0), missing(), "线·月", waiting=2, facts=("need:1",)),),
        types=(),
    )
    assert from_json(to_json(kept(given_network))) == kept(given_network)


def test_the_same_network_gives_the_same_text():
    assert to_json(kept(five_nodes())) == to_json(kept(five_nodes()))
    assert to_json(kept(five_nodes())).startswith(f'{{"form":{FORM},')


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ('{"form":99,"network":{}}', "kept in form 99, which this version does not know"),
        ("[]", "kept in form ?"),
        ("nothing", "kept in form ?"),
        ('{"form":1}', "do not fit form 1"),
        ('{"form":1,"parameters":', "do not fit form 1"),
    ],
)
def test_a_form_that_is_not_known_is_refused_in_words(told, words):
    with pytest.raises(RefusedError) as refused:
        from_json(told)
    assert words in str(refused.value)


def test_a_network_that_could_not_be_is_refused_too():
    told = to_json(kept(five_nodes())).replace('"low":0.5', '"low":-0.5')
    with pytest.raises(RefusedError, match="do not fit form 1"):
        from_json(told)


def test_the_form_names_every_field_that_is_kept():
    assert fields_of(Network, {}) == FIELDS_OF_FORM[FORM]


def test_the_parameters_are_those_of_the_result():
    told = result(parameters={"draws": 50, "seed": 7, "zone": "试区"})
    assert inputs_of(told, five_nodes()).parameters == ValueParameters(50, 7, 0.05)


def test_the_level_is_the_highest_of_what_is_in_it():
    secret = dataclasses.replace(observed(1.0), level=Visibility.PRIVATE)
    assert level_of(five_nodes()) is Visibility.PUBLIC
    assert level_of(five_nodes(), Visibility.MEMBERS) is Visibility.MEMBERS
    assert level_of(replaced(five_nodes(), "A", supply=(secret,))) is Visibility.PRIVATE
    for name in ("level", "elsewhere_level"):
        assert level_of(replaced(five_nodes(), "A", **{name: Visibility.RESTRICTED})) is Visibility.RESTRICTED

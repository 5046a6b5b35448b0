"""Funding records: what applies in a zone by place and date, and where each intervention's body stands."""

from __future__ import annotations

import pytest

from rongtu.vocab.evidence import Nature


@pytest.fixture(scope="module")
def example(loaded, administrator):
    loaded.run("sample.load", {"which": "example"}, administrator)
    return loaded.run("funding.records", {"zone": "示例区"}, administrator, nature=Nature.FICTIONAL)


@pytest.fixture(scope="module")
def public(loaded, administrator):
    return loaded.run("funding.records", {"zone": "京津冀"}, administrator)


def test_the_day_is_the_newest_said_of_a_need_or_deal(example):
    assert example.as_of == "2026-11-30"


def test_a_policy_past_its_end_is_told_and_not_in_force(example):
    force = {policy.code: policy.in_force for policy in example.policies}

    unsaid = dict.fromkeys(("PL904", "PL906"))  # begun, and nobody says until when
    assert force == {**dict.fromkeys(("PL901", "PL902", "PL905"), True), "PL903": False, **unsaid}


def test_amounts_are_in_yuan(example):
    (pilot,) = [policy for policy in example.policies if policy.code == "PL901"]

    assert (pilot.cap, pilot.rate, pilot.jurisdiction) == (2_000_000, 30, "示例区")


def test_what_applies_elsewhere_only_is_left_out_and_what_applies_in_the_nation_is_not(public):
    places = {policy.jurisdiction for policy in public.policies}

    assert {"全国", "北京", "天津", "河北", "雄安"} <= places
    assert not {"上海", "吉林"} & places
    assert "深圳" not in {product.place for product in public.products}


def test_a_step_names_what_holds_where_its_body_stands(example):
    steps = {step.intervention: step for step in example.steps}

    assert steps["EX-IV-04"].organisation == "示例甲芯片设计有限公司"
    assert {"PL901", "PL904"} <= set(steps["EX-IV-04"].policies)
    assert "PL905" not in steps["EX-IV-04"].policies
    assert "FP902" in steps["EX-IV-04"].products and "FP901" not in steps["EX-IV-04"].products


def test_a_step_without_a_body_may_be_taken_anywhere_in_the_zone(example):
    (line,) = [step for step in example.steps if step.intervention == "EX-IV-01"]

    assert line.organisation is None
    assert set(line.policies) == {policy.code for policy in example.policies}


def test_records_of_another_nature_are_not_seen(public):
    assert not [policy for policy in public.policies if policy.code.startswith("PL9")]

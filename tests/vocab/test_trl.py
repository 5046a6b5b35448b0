"""Readiness levels: nine of them, each with its label, read however people write one."""

import pytest

from rongtu.vocab.problems import InputError
from rongtu.vocab.trl import LABELS, Trl, parse_trl


def test_there_are_nine_levels_in_order_each_with_its_label():
    assert [*Trl] == list(range(1, 10)) == [*LABELS]
    assert len({one.zh for one in LABELS.values()}) == len({one.en for one in LABELS.values()}) == 9
    assert Trl.PROTOTYPE < Trl.USE


@pytest.mark.parametrize(
    "text",
    [
        "7",
        "TRL 7",
        "trl7",
        "TRL-7",
        "７",
        "7级",
        "第7级",
        "第七级",
        "七级",
        "ＴＲＬ７",
        "技术就绪度 7 级",
        "技术成熟度：7",
    ],
)
def test_a_level_is_read(text):
    assert parse_trl(text, "cell") is Trl.OPERATING_ENVIRONMENT


@pytest.mark.parametrize("level", Trl)
def test_every_level_is_read_back(level):
    assert parse_trl(f"TRL {level}", "cell") is level
    assert parse_trl("一二三四五六七八九"[level - 1], "cell") is level


@pytest.mark.parametrize("text", ["", "0", "10", "6-7", "TRL 7-8", "7.5", "-7级7", "成熟", "TRL"])
def test_what_names_no_level_or_several_is_refused(text):
    with pytest.raises(InputError, match="1 to 9"):
        parse_trl(text, "cell")

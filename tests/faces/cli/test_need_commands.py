"""Needs on the command line, as somebody new meets them: post, see why, see what would be better, in 80 columns."""

import json
import os
import re

import pytest
from rich.cells import cell_len

from need_store import needs_posted_here

pytestmark = pytest.mark.xdist_group("transfer")

NATURE = ("--nature", "fictional")

WORDS = "我们想把隔膜的耐热做到180度，现在150度就缩，找能一起试的单位"

WIDEST = 80


@pytest.fixture(scope="module")
def own(store, settings):
    """Settings of a store where needs may be posted."""
    with needs_posted_here(store, settings, f"rongtu_need_cli_{os.getpid()}") as found:
        yield found


@pytest.fixture
def rongtu(command_line, own, monkeypatch):
    """Runs `rongtu` on that store; what it prints fits a narrow terminal."""
    monkeypatch.setenv("RONGTU_DATABASE_URL", own.database_url)

    def run(*arguments, code=0):
        told = command_line(*arguments, *NATURE, code=code)
        lines = [line for line in told.out.splitlines() if "rongtu " not in line and "{" not in line]
        assert all(cell_len(line) <= WIDEST for line in lines), told.out
        return told

    return run


def test_a_new_user_posts_a_need_and_follows_what_is_told_to_type(rongtu):
    told = rongtu("need", "add", WORDS).out
    assert "已发布" in told
    assert "水性陶瓷涂覆隔膜" in told
    assert "因为 同现词：隔膜" in told
    assert "未校准" in told
    assert "--criteria" in told
    assert "--node EXES-SEP" in told
    (why,) = re.findall(r"rongtu need explain (\S+) (\S+) --nature fictional", told)
    (more,) = re.findall(r"rongtu need amend (\S+) --node EXES-SEP .*", told)
    assert more == why[0]

    explained = rongtu("need", "explain", why[0], why[1]).out
    assert "排第 1 位" in explained
    assert "合计" in explained
    assert "各项相加正好是总分" in explained

    amended = rongtu("need", "amend", why[0], "--node", "EXES-SEP", "--budget", "300万元").out
    assert "已更新" in amended
    assert "登记的对应条目就是这一环节（电池隔膜）" in amended
    assert "--budget" not in amended


def test_a_removed_offer_says_what_would_have_to_be_different(rongtu):
    told = rongtu("need", "explain", "EX-N-08", "EX-T-05").out
    assert "没有列出：就绪度过低" in told
    assert re.search(r"✗\s+就绪度\s+要 不低于 5 级\s+是 4 级\s+不通过", told)


def test_lists_and_batches_fit_the_terminal_and_say_what_to_type_next(rongtu):
    assert "rongtu need match EX-N-" in rongtu("need", "list").out
    told = rongtu("match", "batch", "--words").out
    assert "EX-N-16" in told
    assert "rongtu need explain EX-N-01 EX-T-05" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ("need", "add", WORDS),
        ("need", "match", "EX-N-01", "EX-N-02"),
        ("need", "list"),
        ("need", "explain", "EX-N-01", "EX-T-05"),
        ("match", "batch"),
    ],
    ids=" ".join,
)
def test_each_is_told_to_machines_too(rongtu, arguments):
    told = json.loads(rongtu(*arguments, "--json").out)
    assert told["nature"] == "fictional"
    if arguments[1] != "list":
        assert "uncalibrated" in json.dumps(told)


def test_what_is_wrong_is_told_with_its_option(rongtu):
    told = rongtu("need", "add", "隔膜", "--deadline", "2027年9月", "--trl", "12", code=2).err
    assert "--deadline 期限" in told
    assert "Write 2027-09." in told
    assert "--trl 所需就绪度" in told


def test_bytes_that_are_no_text_are_refused(rongtu):
    assert "UTF-8" in rongtu("need", "add", os.fsdecode(b"\xb8\xf4\xc4\xa4"), code=2).err


def test_a_long_text_is_refused_at_once(rongtu):
    assert "20,000" in rongtu("need", "add", "隔膜" * 50_000, code=2).err

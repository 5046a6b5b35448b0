"""The chain commands on 示例区 as its office uses them: in words a person reads in a minute, in JSON for machines."""

import json

import pytest


@pytest.fixture(scope="module")
def example(loaded, administrator):
    """A store that holds 示例区 too."""
    loaded.run("sample.load", {"which": "example"}, administrator)
    return loaded


@pytest.fixture
def rongtu(command_line, example):
    """Runs `rongtu chain` on 示例区."""
    assert example

    def run(*arguments, code=0):
        return command_line("chain", *arguments, "--zone", "示例区", "--nature", "fictional", code=code)

    return run


COMMANDS = {
    "value": (["value", "--draws", "2"], "示例区  V 52.388亿元/年"),
    "diagnose": (["diagnose", "EXES", "--draws", "2"], "EXES 示例储能 · 示例区"),
    "plan": (["plan", "--budgets", "155000000", "--draws", "2"], "预算 1.55亿元，用 "),
    "ask": (["ask", "--draws", "100", "--answer", "EX-A-05=2000万元"], "试答 EX-A-05=2000：组合的区间宽 "),
    "shock a body": (["shock", "--body", "示例乙电芯有限公司"], "沿供货网络波及区内记录在案产出的"),
    "shock a node": (["shock", "--node", "EXES-MCU", "--lost", "0.5"], "工业控制芯片 EXES-MCU 失去 50%"),
    "systemic": (["systemic", "--most", "5"], "谁停产损失最大"),
    "systemic nodes": (["systemic", "--level", "node", "--mode", "published"], "论文原法"),
}


@pytest.mark.parametrize(("arguments", "words"), COMMANDS.values(), ids=COMMANDS)
def test_a_person_reads_a_short_headline_marked_as_not_real(rongtu, arguments, words):
    told = rongtu(*arguments).out
    assert told.startswith("【虚构 fictional】")
    assert words in told
    assert len(told.splitlines()) <= 45
    assert "None" not in told
    assert "\x1b[" not in told


@pytest.mark.parametrize("arguments", [told for told, _ in COMMANDS.values()], ids=COMMANDS)
def test_a_machine_reads_all_of_it(rongtu, arguments):
    told = json.loads(rongtu(*arguments, "--json").out)
    assert told["nature"] == "fictional"
    assert told["zone"] == "示例区"
    assert told["parameters"]
    assert told["trace"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["shock"], 2, "one thing stops"),
        (["shock", "--body", "没有这家"], 3, "no organisation"),
        (["shock", "--node", "EXES-MCU", "--lost", "2"], 2, "lost"),
        (["ask", "--answer", "EX-A-99=1"], 2, "EX-A-99"),
        (["ask", "--draws", "10"], 2, "draws"),
        (["plan", "--budgets", "-1"], 2, "budget"),
        (["systemic", "--mode", "fast"], 2, "mode"),
        (["diagnose", "NONE"], 3, "no chain NONE"),
    ],
)
def test_what_is_wrong_is_said_in_words(rongtu, arguments, code, words):
    done = rongtu(*arguments, code=code)
    assert words in done.err
    assert "Traceback" not in done.err

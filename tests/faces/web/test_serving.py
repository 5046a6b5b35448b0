"""`rongtu serve`: only on this machine, told where, ended cleanly by Ctrl-C and by SIGTERM."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request

import pytest

from rongtu.faces.web import address
from rongtu.vocab.problems import DependencyError, InputError

pytestmark = pytest.mark.xdist_group("web")

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_any_other_host_is_refused_with_the_reason(host):
    with pytest.raises(InputError) as refused:
        address.bind(host, 0)

    assert "this machine only" in str(refused.value)
    assert "no login" in str(refused.value)


def test_a_port_that_is_taken_is_told_with_another():
    with address.bind(address.HOST, 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DependencyError) as refused:
            address.bind(address.HOST, port)

    assert f"--port {port + 1}" in str(refused.value)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_the_command_serves_and_ends_cleanly(cli_environment, loaded_store, number):
    assert loaded_store
    command = [sys.executable, "-m", "rongtu", "serve", "--port", "0", "--no-open"]
    program = subprocess.Popen(command, env=cli_environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert program.stdout
        told = program.stdout.readline()
        found = ADDRESS.search(told)
        assert found, told + (program.stderr.read() if program.stderr else "")
        with urllib.request.urlopen(f"{found[0]}chains", timeout=60) as page:
            assert "生物医药" in page.read().decode()
        program.send_signal(number)
        out, err = program.communicate(timeout=60)
    finally:
        program.kill()

    assert program.returncode == 0, err
    assert "已停止" in out
    assert "Traceback" not in err

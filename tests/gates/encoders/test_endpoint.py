"""An encoder behind an address: what goes out, what is taken back, and what becomes of one that fails."""

import json
import socket
import ssl
from datetime import UTC, datetime

import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from gates.encoders.answering import SECRET, Endpoint, serving
from rongtu.gates.encoders import EncoderError, addresses, endpoint, open_encoder
from rongtu.gates.encoders.endpoint import BATCH, REST_SECONDS, Resting
from rongtu.gates.encoders.keys import read_key
from rongtu.vocab.encoders import EncoderChoice, EncoderSetting
from rongtu.vocab.problems import InputError

WHILE = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC))
TEXTS = ["质子交换膜", "电解槽的密封", "轴承"]


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture(autouse=True)
def _nobody_rests(monkeypatch):
    monkeypatch.setattr(endpoint, "RESTING", Resting())


@pytest.fixture
def server():
    answering = Endpoint()
    with serving(answering) as url:
        answering.url = url
        yield answering


def setting(url, **said):
    return EncoderSetting(
        **{"choice": EncoderChoice.ENDPOINT, "model": "multilingual-e5", "url": url, "trusted": True, **said}
    )


@pytest.fixture
def opened(server):
    def make(**given):
        return endpoint.Endpoint(setting(server.url), None, **given)

    return make


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "key"
    path.write_text(f"{SECRET}\n")
    path.chmod(0o600)
    return path


def test_texts_go_out_with_their_prompts_and_come_back_as_unit_vectors_in_their_order(server, opened):
    encoder = opened()
    vectors = encoder.encode(TEXTS, query=True)
    ((path, headers, request),) = server.asked
    assert path == "/v1/embeddings"
    assert request == {
        "model": "multilingual-e5",
        "input": [f"query: {text}" for text in TEXTS],
        "encoding_format": "float",
    }
    assert "Authorization" not in headers
    expected = np.array([server.vector(f"query: {text}") for text in TEXTS])
    assert vectors == pytest.approx(expected / np.linalg.norm(expected, axis=1, keepdims=True), abs=1e-6)
    assert (vectors.dtype, encoder.dimension) == (np.float32, 4)


def test_many_texts_go_out_in_batches(server, opened):
    many = [f"第 {i} 项" for i in range(BATCH + 1)]
    assert opened().encode(many, query=False).shape == (BATCH + 1, 4)
    assert [len(request["input"]) for _, _, request in server.asked] == [BATCH, 1]
    assert opened().encode([], query=False).shape == (0, 0)


def test_its_identity_names_address_model_prompts_and_rule_and_never_a_key(key_file):
    told = setting("https://vectors.example/v1/", key_file=key_file)
    encoder = open_encoder(told)
    for part in ("vectors.example/v1/embeddings", "multilingual-e5", "'passage: '", "96 characters"):
        assert part in encoder.identity
    assert SECRET not in repr(encoder.__dict__) + encoder.identity


def test_the_key_goes_out_with_each_request(server, key_file):
    encoder = open_encoder(setting(server.url, key_file=key_file))
    encoder.encode(TEXTS, query=False)
    assert server.asked[0][1]["Authorization"] == f"Bearer {SECRET}"


def test_a_key_goes_over_an_open_line_to_a_trusted_endpoint_alone(key_file):
    with pytest.raises(EncoderError, match="https"):
        open_encoder(setting("http://vectors.example/v1", key_file=key_file, trusted=False))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_may_read_is_refused(key_file, mode):
    key_file.chmod(mode)
    with pytest.raises(InputError, match=f"mode {mode:04o}.*chmod 600") as refused:
        read_key(key_file)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("content", ["", "two words", "密钥", "a\nb", "x" * 5000])
def test_what_is_no_key_is_refused(key_file, content):
    key_file.write_text(content)
    with pytest.raises(InputError, match="one key") as refused:
        read_key(key_file)
    assert not content or content not in str(refused.value)


def test_a_key_file_that_is_not_there_is_told_of(tmp_path):
    with pytest.raises(InputError, match="a file that can be read"):
        read_key(tmp_path / "none")


def test_one_failure_is_tried_again_and_two_are_told_of(server, opened):
    server.statuses = [500, 200]
    assert opened().encode(TEXTS, query=False).shape == (3, 4)
    server.statuses = [503, 503, 200]
    with pytest.raises(EncoderError, match="HTTP 503"):
        opened().encode(TEXTS, query=False)


def test_a_refusal_is_not_tried_again_and_what_it_says_besides_is_not_told(server, key_file):
    server.statuses, server.body = [401], json.dumps({"error": f"no such key {SECRET}"}).encode()
    encoder = open_encoder(setting(server.url, key_file=key_file))
    with pytest.raises(EncoderError, match="HTTP 401") as refused:
        encoder.encode(TEXTS, query=False)
    assert len(server.asked) == 1
    assert SECRET not in str(refused.value)


def test_it_is_not_followed_elsewhere(server, opened):
    server.statuses, server.headers = [307], {"Location": f"{server.url}/other"}
    with pytest.raises(EncoderError, match="not followed"):
        opened().encode(TEXTS, query=False)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"\xff\xfe",
        b"[]",
        b'{"data": 5}',
        b'{"data": [{"index": 0}, {"index": 1}, {"index": 2}]}',
        b'{"data": [{"index": 0, "embedding": "A"}, {"index": 1, "embedding": [1]}, {"index": 2, "embedding": [1]}]}',
        b"[" * 100_000,
    ],
)
def test_an_answer_that_is_no_list_of_vectors_is_refused(server, opened, body):
    server.body = body
    with pytest.raises(EncoderError, match="no list of vectors"):
        opened().encode(TEXTS, query=False)


@pytest.mark.parametrize(
    ("vectors", "words"),
    [
        ([[1, 0], [0, 1]], "2 vectors to 3 texts"),
        ([[1, 0], [0, 1], [0, 0]], "no direction"),
        ([[1, 0], [0, 1], [float("nan"), 1]], "no direction"),
        ([[1, 0], [0, 1], [float("inf"), 1]], "no direction"),
        ([[], [], []], "not one vector for each"),
    ],
)
def test_vectors_that_are_none_are_refused(server, opened, vectors, words):
    data = [{"index": i, "embedding": vector} for i, vector in enumerate(vectors)]
    server.body = json.dumps({"data": data}).encode()
    with pytest.raises(EncoderError, match=words):
        opened().encode(TEXTS, query=False)


def test_another_dimension_than_before_is_refused(server, opened):
    encoder = opened()
    encoder.encode(TEXTS, query=False)
    server.dimension = 5
    with pytest.raises(EncoderError, match="5 numbers now, and gave 4 before"):
        encoder.encode(TEXTS, query=False)


def test_an_answer_that_never_ends_is_cut_off(server, opened):
    server.drip = 0.1
    with pytest.raises(EncoderError, match=r"within 0\.3 s"):
        opened(seconds=0.3).encode(TEXTS, query=False)
    assert server.sent < len(server.answer(server.asked[0][2])) / 2


def test_an_answer_beyond_measure_is_refused(server, opened, monkeypatch):
    monkeypatch.setattr(endpoint, "MOST_BYTES", 100)
    server.body = b'{"data": [' + b" " * 1000
    with pytest.raises(EncoderError, match="more than 100 bytes"):
        opened().encode(TEXTS, query=False)


def test_one_that_failed_is_left_alone_for_a_while(server, opened):
    clock = Clock()
    server.statuses = [503]
    with pytest.raises(EncoderError):
        opened(clock=clock).encode([*TEXTS] * BATCH, query=False)
    asked = len(server.asked)
    server.statuses = [200]
    with pytest.raises(EncoderError, match="failed a moment ago"):
        opened(clock=clock).encode(TEXTS, query=False)
    assert len(server.asked) == asked == 2
    clock.now += REST_SECONDS
    assert opened(clock=clock).encode(TEXTS, query=False).shape == (3, 4)


def test_nobody_there_is_told_of():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        encoder = open_encoder(setting(f"http://127.0.0.1:{taken.getsockname()[1]}/v1"))
        with pytest.raises(EncoderError, match="cannot be reached"):
            encoder.encode(TEXTS, query=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.1.2.3", "192.168.0.9", "169.254.169.254", "0.0.0.0"])
def test_a_private_address_is_for_a_trusted_endpoint_alone(host):
    encoder = open_encoder(setting(f"https://{host}/v1", trusted=False))
    assert encoder.public_only
    with pytest.raises(EncoderError, match="private address"):
        encoder.encode(TEXTS, query=False)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert addresses.is_public(address) is public


def test_a_host_is_looked_up_once_and_no_address_is_used_where_one_is_private(monkeypatch):
    looked, answers = [], ["93.184.216.34", "127.0.0.1"]

    def lookup(host, port, **_):
        looked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers[0], port)) for _ in range(1)]

    went = []

    def connect(address, timeout):
        went.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    encoder = endpoint.Endpoint(setting("https://vectors.example/v1", trusted=False), None)
    with pytest.raises(EncoderError, match="cannot be reached"):
        encoder.encode(TEXTS, query=False)
    # what the name means later changes nothing
    answers.reverse()
    assert went == [("93.184.216.34", 443)] * 2
    assert looked == ["vectors.example"]


@pytest.fixture
def certified(tmp_path, monkeypatch):
    """A server's TLS for a name, by an authority that this process trusts from then on."""

    def made(name):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        built = x509.CertificateBuilder(subject, subject, key.public_key(), 1, *WHILE)
        built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        told = built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (tmp_path / "ca.pem").write_bytes(told)
        (tmp_path / "both.pem").write_bytes(secret + told)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "both.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        return context

    return made


def test_over_a_secured_line_the_host_must_be_who_he_says_he_is(certified):
    answering = Endpoint()
    with serving(answering, certified("localhost")) as url:
        assert open_encoder(setting(url)).encode(TEXTS, query=False).shape == (3, 4)
    other = serving(answering, certified("somebody.example"))
    with other as url, pytest.raises(EncoderError, match="SSLCertVerificationError"):
        open_encoder(setting(url)).encode(TEXTS, query=False)
    assert len(answering.asked) == 1

"""An encoder behind an address that answers as OpenAI's embeddings do: bounded, checked, and not waited for twice.

What goes out is the texts, the model's name and the key; what comes back is held to a size, a time and a form. An
endpoint that failed is not asked again for a minute, in this process, so that a query waits for it once. Unless it is
trusted, an endpoint stands at a public address and is for public texts alone.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from rongtu.gates.encoders.addresses import Connection, Place, resolve
from rongtu.gates.encoders.keys import Key, read_key
from rongtu.gates.encoders.protocol import Encoder, EncoderError, unit_vectors
from rongtu.vocab.encoders import LEAD_RULE, EncoderSetting

BATCH = 64
"""Texts of one request."""

SECONDS = 20.0
"""What one request may take, from connecting to the last byte."""

MOST_BYTES = 32 << 20
"""Bytes of an answer that are read: 64 vectors of 16,384 numbers written out."""

REST_SECONDS = 60.0
"""How long an endpoint that failed is left alone."""

TRIES = 2
MAY_PASS = frozenset({429, 500, 502, 503, 504})
"""Statuses that another try may better."""


class Endpoint:
    """The encoder behind one address; `seconds` and `clock` are for tests."""

    def __init__(
        self,
        setting: EncoderSetting,
        key: Key | None,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._setting, self._key, self._seconds, self._clock = setting, key, seconds, clock
        self._url = urlsplit(setting.url or "")
        path = self._url.path.rstrip("/")
        self._path = path if path.endswith("/embeddings") else f"{path}/embeddings"
        self.identity = "; ".join(
            (
                f"endpoint {self._url.netloc}{self._path}",
                setting.model or "",
                f"before a text: {setting.before(query=False)!r}",
                LEAD_RULE,
            )
        )
        self.dimension: int | None = None
        self.public_only = not setting.trusted
        self._place: Place | None = None

    def encode(self, texts: Sequence[str], *, query: bool) -> NDArray[np.float32]:
        """Unit vectors (n_texts, dimension), a batch at a time; EncoderError as soon as one fails for good."""
        before = self._setting.before(query=query)
        parts = [np.zeros((0, self.dimension or 0), dtype=np.float32)]
        for start in range(0, len(texts), BATCH):
            share = [before + text for text in texts[start : start + BATCH]]
            vectors = unit_vectors(self._asked(share), len(share), self.dimension)
            self.dimension = vectors.shape[1]
            parts.append(vectors)
        return np.concatenate(parts[1:] or parts)

    def _asked(self, texts: list[str]) -> NDArray[np.float64]:
        """The vectors of one batch as they came; asked twice where that may help, and not at all while it rests."""
        RESTING.check(self.identity, self._clock())
        for left in reversed(range(TRIES)):
            try:
                return _read(self._request(texts), len(texts))
            except EncoderError as error:
                if not error.retry or not left:
                    RESTING.begin(self.identity, self._clock() + REST_SECONDS)
                    raise
        raise AssertionError("every try ends in an answer or an error")

    def _request(self, texts: list[str]) -> bytes:
        """One request and its answer, within the time it may take."""
        if self._place is None:
            self._place = resolve(self._url, trusted=self._setting.trusted)
        connection = Connection(self._place, self._seconds)
        try:
            with _Deadline(connection, self._seconds) as deadline:
                connection.request("POST", self._path, self._body(texts), self._headers())
                with connection.getresponse() as answer:
                    if answer.status != http.client.OK:
                        raise _refusal(answer.status)
                    content = answer.read(MOST_BYTES + 1)
                deadline.check()
        except (OSError, http.client.HTTPException) as error:
            if deadline.passed or isinstance(error, TimeoutError):
                raise EncoderError(f"The encoder did not answer within {self._seconds:g} s.", retry=True) from None
            raise EncoderError(f"The encoder cannot be reached: {type(error).__name__}.", retry=True) from None
        finally:
            connection.close()
        if len(content) > MOST_BYTES:
            raise EncoderError(f"The encoder answers more than {MOST_BYTES} bytes to {BATCH} texts.")
        return content

    def _body(self, texts: list[str]) -> bytes:
        return json.dumps({"model": self._setting.model, "input": texts, "encoding_format": "float"}).encode()

    def _headers(self) -> dict[str, str]:
        told = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        return told | ({"Authorization": f"Bearer {self._key.secret}"} if self._key else {})


class _Deadline:
    """Cuts a connection off when its time is up: a server that sends a byte a second does not hold us for ever."""

    def __init__(self, connection: Connection, seconds: float) -> None:
        self._connection = connection
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self.passed = False

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def check(self) -> None:
        """Raise TimeoutError where it was cut off, which looks like an end of the answer."""
        if self.passed:
            raise TimeoutError

    def _cut(self) -> None:
        self.passed = True
        self._connection.cut()


class Resting:
    """Which encoders failed a moment ago, in this process, and until when they are left alone."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def begin(self, identity: str, until: float) -> None:
        """Leave an encoder alone until then."""
        with self._lock:
            self._until[identity] = until

    def check(self, identity: str, now: float) -> None:
        """Raise EncoderError while it is left alone."""
        with self._lock:
            left = self._until.get(identity, now) - now
        if left > 0:
            raise EncoderError(f"The encoder failed a moment ago; it is asked again in {left:.0f} s.", retry=True)


RESTING = Resting()


def open_endpoint(setting: EncoderSetting) -> Encoder:
    """The encoder, nobody asked yet; a key goes over a secured connection, or to a trusted endpoint."""
    if setting.key_file is None:
        return Endpoint(setting, None)
    if urlsplit(setting.url or "").scheme != "https" and not setting.trusted:
        raise EncoderError("A key is sent over https alone, or to an endpoint that RONGTU_ENCODER_TRUSTED=1 marks.")
    return Endpoint(setting, read_key(setting.key_file))


def _refusal(status: int) -> EncoderError:
    # what it says besides is not told: it may repeat the key
    if 300 <= status < 400:
        return EncoderError(
            f"The encoder sends elsewhere (HTTP {status}), which is not followed: name its own address."
        )
    return EncoderError(f"The encoder refused (HTTP {status}).", retry=status in MAY_PASS)


def _read(content: bytes, count: int) -> NDArray[np.float64]:
    """The vectors of an answer in the order of the texts; EncoderError where it is none."""
    try:
        entries: list[dict[str, Any]] = json.loads(content)["data"]
        placed = sorted(entries, key=lambda entry: int(entry["index"]))
        if [int(entry["index"]) for entry in placed] != list(range(count)):
            raise EncoderError(f"The encoder answered {len(placed)} vectors to {count} texts.")
        return np.array([entry["embedding"] for entry in placed], dtype=np.float64)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise EncoderError("The encoder's answer is no list of vectors.", retry=True) from error

"""An encoder for tests, whose vector of a text is drawn by the text's digest; what it is asked is noted."""

from __future__ import annotations

import hashlib

import numpy as np

from rongtu.gates.encoders import EncoderError


class Hashing:
    """Vectors of 8 numbers; another `name` is another encoder. It fails from text number `fails` on."""

    def __init__(self, name="hashing", public_only=False, dimension=8):
        self.identity, self.dimension, self.public_only = name, dimension, public_only
        self.asked, self.fails = [], None

    def encode(self, texts, *, query):
        """Unit vectors of texts."""
        if self.fails is not None and len(self.asked) + len(texts) > self.fails:
            raise EncoderError("it is down")
        self.asked += [(text, query) for text in texts]
        return np.stack([self.vector(text, query) for text in texts])

    def vector(self, text, query):
        """The vector of one text."""
        seed = hashlib.sha256(f"{self.identity}{query}{text}".encode()).digest()
        drawn = np.random.default_rng(list(seed)).normal(size=self.dimension)
        return (drawn / np.linalg.norm(drawn)).astype(np.float32)

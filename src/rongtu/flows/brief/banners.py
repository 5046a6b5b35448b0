"""What every page and every sheet says of facts that are not real."""

from __future__ import annotations

from collections.abc import Mapping

from rongtu.vocab.evidence import Nature

BANNERS: Mapping[Nature, str] = {
    Nature.REAL: "",
    Nature.FICTIONAL: "虚构：示例区及其中的单位、人物、数字均为虚构，不得作为真实情况引用",
    Nature.SYNTHETIC: "合成：单位与数字由程序生成，仅供测试，不得作为真实情况引用",
}
"""By nature of the facts; nothing over real ones."""

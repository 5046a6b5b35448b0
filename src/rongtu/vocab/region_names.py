"""Short names of regions, as texts write them: 北京 for 北京市, 延边 for 延边朝鲜族自治州, 丰台 for 丰台区."""

from __future__ import annotations

import re

from rongtu.vocab.places import RegionLevel

SUFFIXES = {
    RegionLevel.NATION: (),
    RegionLevel.PROVINCE: ("特别行政区", "省", "市"),
    RegionLevel.CITY: ("地区", "市", "盟"),
    RegionLevel.COUNTY: ("新区", "矿区", "特区", "区", "县", "市"),
}
"""What a short name leaves off, the longer first. A banner (旗) keeps its own: 左旗 and 右旗 say which one."""

PEOPLES = (
    "保安|布朗|布依|朝鲜|傣|达斡尔|东乡|侗|独龙|哈尼|哈萨克|回|景颇|柯尔克孜|拉祜|黎|傈僳|满|毛南|蒙古|苗|仫佬|纳西|"
    "怒|普米|羌|撒拉|畲|水|塔吉克|土|土家|佤|维吾尔|锡伯|瑶|彝|裕固|藏|壮|仡佬|白|各"
)
"""Peoples that stand in the names of autonomous areas; 各 is that of 各族."""

WITHOUT_PEOPLE = "哈萨克|柯尔克孜|蒙古|塔吉克|维吾尔|锡伯"
"""Those that also stand without 族, as in 伊犁哈萨克自治州."""

AUTONOMOUS = re.compile(rf"(?P<place>.{{2,}}?)(?:(?:{PEOPLES})族|{WITHOUT_PEOPLE})+自治[区州县旗]")
NAMED_AFTER_ITSELF = re.compile(r"(?P<place>.{2,}?)族?自治[区州县旗]")

OTHERWISE = {"神农架林区": "神农架"}
"""林区 is left off here only: in 万柏林区 it is no suffix."""

LEAST = 2
"""Characters a short name has at least: 忠县 stays 忠县."""


def short_name(name: str, level: RegionLevel) -> str:
    """The short name of a region by its full one; the full name where nothing can be left off."""
    if name in OTHERWISE:
        return OTHERWISE[name]
    if found := AUTONOMOUS.fullmatch(name) or NAMED_AFTER_ITSELF.fullmatch(name):
        return found["place"]
    for suffix in SUFFIXES[level]:
        if name.endswith(suffix) and len(name) - len(suffix) >= LEAST:
            return name.removesuffix(suffix)
    return name

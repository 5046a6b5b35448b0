"""The build's table of regions: provinces, cities and counties of the npm package, without codes of statistics."""

import runpy
from pathlib import Path

TABLE = runpy.run_path(str(Path(__file__).parents[2] / "assets/gbt2260.py"))["table"]

FILES = {
    "province.csv": "code,name,province\n410000,河南省,41\n110000,北京市,11\n820000,澳门特别行政区,82",
    "city.csv": "code,name,province,city\n410100,郑州市,41,01\n419000,河南省-省直辖县级行政区划,41,90",
    "area.csv": "code,name,province,city,area\n419001,济源市,41,90,01\n410102,中原区,41,01,02\n110101,东城区,11,01,01",
    "macau.csv": "code, name, province, city, area\n820001,花地玛堂区,82,00,01",
}


def test_each_region_has_the_next_region_above_as_its_parent(tmp_path):
    (tmp_path / "dist").mkdir()
    for name, text in FILES.items():
        (tmp_path / "dist" / name).write_text(text, encoding="utf-8")
    assert TABLE(tmp_path).decode().splitlines() == [
        "code,name,level,parent",
        "110000,北京市,province,CN",
        "110101,东城区,county,110000",
        "410000,河南省,province,CN",
        "410100,郑州市,city,410000",
        "410102,中原区,county,410100",
        "419001,济源市,county,410000",
        "820000,澳门特别行政区,province,CN",
    ]

"""Lists of listed firms, with Tushare's headings and with Chinese ones. Every firm here is invented."""

import pytest
from format_files import read, rows, write
from hypothesis import given
from hypothesis import strategies as st
from loading import put, sheet

from rongtu.facts.intake.formats.exchanges import listed_code
from rongtu.vocab.problems import InputError

TUSHARE = (
    "ts_code,symbol,name,area,industry,list_date\n"
    "000001.SZ,000001,示例甲,深圳,虚构业,19910403\n600001.SH,600001,示例乙,内蒙,虚构业,2001-02-03\n"
    "830001.BJ,830001,示例丙,,,\n"
)
CHINESE = (
    "股票代码,股票简称,公司全称,所属地域,城市,申万三级行业,统一社会信用代码,上市日期,别的\n"
    "sz000001,示例甲,示例甲股份有限公司,广东省,深圳市,虚构Ⅲ,,2001年2月3日,x\n"
)


def test_tushares_list_becomes_organisations(tmp_path):
    sheets = read("listed", write(tmp_path, stock_basic_csv=TUSHARE))
    first, second, third = rows(sheets, "organisation")
    assert first == {
        "listed_code": "000001.SZ",
        "name": "示例甲",
        "short_name": "示例甲",
        "kind": "enterprise",
        "standing": "registered",
        "region": "440000",
        "city": "440300",
        "industry_ts": "虚构业",
        "listed_on": "1991-04-03",
    }
    assert (second["region"], second["listed_on"]) == ("150000", "2001-02-03")
    assert "city" not in second
    assert not {"region", "city", "industry_ts", "listed_on"} & set(third)


def test_chinese_headings_are_understood(tmp_path):
    sheets = read("listed", write(tmp_path, list_csv=CHINESE))
    (firm,) = rows(sheets, "organisation")
    assert (firm["listed_code"], firm["name"], firm["short_name"]) == ("000001.SZ", "示例甲股份有限公司", "示例甲")
    assert (firm["region"], firm["city"]) == ("440000", "深圳市")
    assert (firm["industry_sw"], firm["listed_on"]) == ("虚构", "2001-02-03")


def test_a_sheet_has_only_the_columns_its_list_can_fill(tmp_path):
    (_, firms) = read("listed", write(tmp_path, list_csv="证券代码,证券简称\n600001,示例乙\n"))
    assert firms.header == ("listed_code", "name", "short_name", "kind", "standing")


def test_the_source_names_the_file_and_its_digest(tmp_path):
    (source,) = rows(read("listed", write(tmp_path, stock_basic_csv=TUSHARE)), "source")
    assert source["text"].startswith("上市公司表 stock_basic.csv（SHA-256 ")
    assert "不得再分发" in source["terms"]


REGIONS = [
    {"code": "CN", "name": "全国", "full_name": "全国", "level": "nation", "source": "S00000000aa"},
    {"code": "440000", "name": "广东", "full_name": "广东省", "level": "province", "source": "S00000000aa"},
    {"code": "440300", "name": "深圳", "full_name": "深圳市", "level": "city", "source": "S00000000aa"},
    {"code": "150000", "name": "内蒙古", "full_name": "内蒙古自治区", "level": "province", "source": "S00000000aa"},
]


def test_the_firms_land_under_their_exchange_code(owner, tmp_path):
    ground = (sheet("source", [{"code": "S00000000aa", "text": "t", "terms": "t"}]), sheet("region", REGIONS))
    landed, _ = put(owner, *ground, *read("listed", write(tmp_path, stock_basic_csv=TUSHARE)))
    assert landed[-1].added == 3
    codes = owner.exec_driver_sql("SELECT code FROM organisation WHERE listed_code = '830001.BJ'").all()
    assert codes == [("listed:830001.BJ",)]


def test_an_area_nobody_knows_is_named_with_its_row(owner, tmp_path):
    with pytest.raises(InputError, match=r"x\.csv row 2, column region: refers to a 行政区 region that exists"):
        put(owner, *read("listed", write(tmp_path, x_csv="ts_code,name,area\n600001.SH,示例乙,某地\n")))


@pytest.mark.parametrize(
    ("written", "exchange", "code"),
    [
        ("600001", "", "600001.SH"),
        ("688001", "", "688001.SH"),
        ("000001", "", "000001.SZ"),
        ("300001", "深圳证券交易所", "300001.SZ"),
        ("920001", "", "920001.BJ"),
        ("sh600001", "", "600001.SH"),
        ("SZ.000001", "", "000001.SZ"),
        ("600001.XSHG", "", "600001.SH"),
        ("００0001.sz", "", "000001.SZ"),
        ("00700.HK", "", "00700.HK"),
        ("100001", "", "100001"),
    ],
)
def test_codes_come_out_in_one_form(written, exchange, code):
    assert listed_code(written, exchange) == code


@given(st.from_regex(r"(sh|SZ|bj)?\.?\d{6}(\.(SH|xshe|BJ))?", fullmatch=True))
def test_a_code_in_its_form_stays_as_it_is(written):
    once = listed_code(written)
    assert listed_code(once) == once

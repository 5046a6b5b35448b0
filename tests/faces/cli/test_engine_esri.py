"""`rongtu engine esri`: a folder in, its indices out; bad files told by file, row and column."""

import json
import shutil

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from rongtu.faces.cli.engine import app
from rongtu.vocab.problems import InputError
from shared_folder import SHARED, needs_shared

CASES = sorted(path.name for path in (SHARED / "bench/chain").glob("c0*"))

FILES = {
    "edges.csv": "supplier,buyer,value\n0,2,60\n1,2,40\n2,3,100\n",
    "firms.csv": "firm,sector,market,revenue,costs\n0,a,m,90,1\n1,a,m,50,1\n2,b,n,200,150\n3,b,n,500,300\n",
    "essential.csv": "supplier_sector,a,b\na,2,1\nb,0,1\n",
    "config.json": '{"eps": 0.01, "conv_type": 1, "replaceability": true, "revenue": true, "costs": false}',
}


@pytest.fixture
def case(tmp_path):
    """Writes a folder: the files above, some of them replaced or left out."""

    def write(**files):
        named = {name.replace("_csv", ".csv").replace("_json", ".json"): text for name, text in files.items()}
        for name, text in (FILES | named).items():
            if text is not None:
                (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def run(folder, *options):
    """The command's words, and what it wrote."""
    out = folder / "out" / "esri.csv"
    done = CliRunner().invoke(app, ["esri", str(folder), "--out", str(out), *map(str, options)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output, pl.read_csv(out, infer_schema=False)


def numbers(table):
    return table.cast(pl.Float64).to_numpy()


@needs_shared
@pytest.mark.parametrize("name", CASES)
def test_a_published_case_is_written_as_expected(name, tmp_path):
    shutil.copytree(SHARED / "bench/chain" / name, tmp_path, dirs_exist_ok=True)
    config = json.loads((tmp_path / "config.json").read_text())
    wanted = ["--sectors", tmp_path / "sec"] if config.get("sector_impacts") else []
    losses = tmp_path / "losses.csv"
    told, found = run(tmp_path, "--losses", losses, *wanted)
    expected = pl.read_csv(tmp_path / "expected_esri.csv", infer_schema=False)
    assert found.columns == expected.columns
    assert found["scenario"].to_list() == expected["scenario"].to_list()
    assert found["iterations"].to_list() == expected["iterations"].to_list()
    assert np.abs(numbers(found) - numbers(expected)).max() <= 1e-12
    lost, told_lost = (pl.read_csv(one) for one in (losses, tmp_path / "expected_loss_first20.csv"))
    assert np.abs(lost.to_numpy() - told_lost.to_numpy()).max() <= 1e-12
    for table in (tmp_path / "sec").glob("*.csv"):
        as_expected = pl.read_csv(tmp_path / f"expected_{table.name}")
        assert pl.read_csv(table).columns == as_expected.columns
        assert np.abs(pl.read_csv(table).to_numpy() - as_expected.to_numpy()).max() <= 1e-12
    assert "published" in told


def test_the_converged_mode_says_so_and_how_exact_it_is(case):
    told, found = run(case(), "--mode", "converged")
    assert "收敛解 (converged)" in told and "error at most" in told
    # firms weigh by revenue: 0 is 90 of 840, and of 2 a share of 0.6 of 90 / 840 is lost; sigma of 0 is 1 by then
    assert 0 < float(found["ESRI_weight_1"][0]) < 1


def test_weights_are_columns_of_their_own(case):
    firms = "firm,sector,weight_2,weight_1\n0,a,1,0\n1,a,0,1\n2,b,0,0\n3,b,0,0\n"
    config = '{"eps": 0.01}'
    _, found = run(case(firms_csv=firms, config_json=config))
    assert found.columns[1:] == [f"{one}_weight_{n}" for n in (1, 2) for one in ("ESRI", "ESRI_d", "ESRI_u")] + [
        "iterations"
    ]
    assert found["ESRI_weight_2"].to_list() == ["1", "0", "1", "1"]


def test_weights_may_lie_in_a_file_of_their_own(case):
    _, found = run(case(weights_csv="firm,w\n3,1\n2,0\n1,0\n0,0\n"))
    assert float(found["ESRI_u_weight_1"][3]) == 1


def test_firms_may_have_names(case):
    names = dict(enumerate(["京一", "京二", "津一", "冀一"]))
    firms = "firm,sector\n" + "".join(f"{names[n]},{'aabb'[n]}\n" for n in range(4))
    edges = f"supplier,buyer,value\n{names[0]},{names[2]},60\n{names[1]},{names[2]},40\n{names[2]},{names[3]},100\n"
    _, found = run(case(firms_csv=firms, edges_csv=edges, config_json="{}"))
    _, plain = run(case(firms_csv=FILES["firms.csv"], edges_csv=FILES["edges.csv"], config_json="{}"))
    assert found["scenario"].to_list() == list(names.values())
    assert found.drop("scenario").equals(plain.drop("scenario"))


def test_shocks_upstream_are_those_downstream_unless_told(case):
    psi = "firm,scenario,shock\n3,0,0.5\n2,2,1\n"
    _, found = run(case(psi_csv=psi))
    assert found["scenario"].to_list() == ["0", "1", "2"]
    assert float(found["ESRI_u_weight_1"][0]) > 0 and found["ESRI_weight_1"][1] == "0"
    _, apart = run(case(psi_csv=psi, psi_up_csv="firm,scenario,shock\n"))
    assert set(apart["ESRI_u_weight_1"]) == {"0"}


def test_without_shocks_downstream_firms_fail_in_turn_and_it_is_said(case):
    told, found = run(case(psi_up_csv="firm,scenario,shock\n3,0,0.5\n"))
    assert len(found) == 4 and "firms fail in turn" in told


def test_keys_that_are_not_used_are_told(case):
    told, _ = run(case(config_json='{"eps": 0.1, "speed": 3}'))
    assert "speed" in told


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"edges_csv": "supplier,buyer,value\n0,2,60\n1,2,x\n"}, r"edges.csv, row 3, column value: .*found 'x'"),
        ({"edges_csv": "supplier,buyer,value\n0,2,60\n1,,5\n"}, "edges.csv, row 3, column buyer: a cell is a number"),
        ({"edges_csv": "supplier,buyer,value\n0,2,60\n\n1,2,5\n"}, "edges.csv, row 3"),
        ({"edges_csv": "supplier,buyer,value\n0,2,1,5\n"}, "edges.csv, row 2: a row has 3 cells"),
        ({"edges_csv": "supplier,buyer,value\n0,2\n"}, "edges.csv, row 2, column value"),
        ({"edges_csv": "supplier,buyer,value\n0,2,1\n0,7,1\n"}, "edges.csv, row 3, column buyer: a firm is one of"),
        ({"edges_csv": "supplier,buyer,value\n0,2,-1\n"}, r"edges.csv, row 2: a value is .*-1\.0"),
        ({"edges_csv": "supplier,buyer,value\n0,2,NaN\n"}, "edges.csv, row 2: a value is .*nan"),
        ({"edges_csv": "supplier,buyer,value\n0,2,inf\n"}, "edges.csv, row 2: a value is .*inf"),
        ({"edges_csv": "supplier,buyer,value\n0,2,1\n1,2,1\n0,2,3\n"}, "edges.csv, row 4: .*edges.csv, row 2"),
        ({"edges_csv": "supplier,buyer\n0,2\n"}, "edges.csv, row 1: there is a column value"),
        ({"firms_csv": "firm,sector,market,revenue\n"}, "at least one firm"),
        ({"firms_csv": "firm,sector,market,revenue\n0,z,m,1\n"}, "firms.csv, row 2, column sector: .*essential.csv"),
        ({"firms_csv": "firm,sector,market,revenue\n0,a,m,1\n0,a,m,1\n"}, "firms.csv, row 3: a firm has one row"),
        ({"firms_csv": "firm,sector\n0,a\n"}, "there is a column revenue"),
        ({"firms_csv": FILES["firms.csv"].replace("200", "-200")}, "firms.csv, row 4, revenue"),
        ({"essential_csv": "supplier_sector,a,b\na,2,1\n"}, "sector b: a sector has one row and one column"),
        ({"essential_csv": "supplier_sector,a,b\na,2,1\nb,3,0\n"}, "essential.csv, row 3, column a: .*0, 1 or 2"),
        ({"config_json": '{"eps": -1}'}, "config.json, eps"),
        ({"config_json": '{"conv_type": 3}'}, "config.json, conv_type"),
        ({"config_json": "{"}, "config.json: valid JSON"),
        ({"psi_csv": "firm,scenario,shock\n0,0,1.5\n"}, "psi.csv, row 2: a share is in"),
        ({"psi_csv": "firm,scenario,shock\n9,0,0.5\n"}, "psi.csv, row 2, column firm"),
        ({"psi_csv": "firm,scenario,shock\n0,-1,0.5\n"}, "psi.csv, row 2, column scenario"),
        ({"psi_csv": "firm,scenario,shock\n0,0,1\n0,0,1\n"}, "psi.csv, row 3: a firm has one shock"),
    ],
)
def test_bad_files_are_refused_by_row(case, files, said):
    with pytest.raises(InputError, match=said):
        run(case(**files))


@pytest.mark.parametrize("missing", ["edges.csv", "firms.csv", "essential.csv", "config.json"])
def test_a_missing_file_is_told(case, missing):
    folder = case()
    (folder / missing).unlink()
    with pytest.raises(InputError, match=missing):
        run(folder)


def test_a_closed_block_has_no_limit(case):
    folder = case(edges_csv="supplier,buyer,value\n0,1,1\n1,0,1\n", config_json="{}")
    run(folder)
    with pytest.raises(InputError, match=r"block of firms.*firms.csv, row 2, .*firms.csv, row 3"):
        run(folder, "--mode", "converged")


def test_one_bad_row_of_very_many_is_found(case):
    rows = [f"{n % 3},{3},{n}" for n in range(3)] * 40_000
    rows[77_777] = "0,3,1e"
    with pytest.raises(InputError, match=r"edges.csv, row 77779, column value: .*found '1e'") as refused:
        run(case(edges_csv="supplier,buyer,value\n" + "\n".join(rows) + "\n"))
    assert len(refused.value.problems) == 1

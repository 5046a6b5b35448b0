"""The published mode on the authors' outputs: to 1e-12, with equal numbers of steps."""

import json

import numpy as np
import polars as pl
import pytest

from rongtu.engines.chain.esri import Mode, Shocks, Stop, SupplyNetwork, cascade
from shared_folder import SHARED, needs_shared

CASES = sorted(path.name for path in (SHARED / "bench/chain").glob("c0*"))
TABLES = {"d_mat": "down", "u_mat": "up", "du_mat": "joint", "d_mat_init": "down_first", "u_mat_init": "up_first"}


def read(folder):
    table = {path.stem: pl.read_csv(path) for path in folder.glob("*.csv")}
    config = json.loads((folder / "config.json").read_text())
    edges, firms = table["edges"], table["firms"]
    network = SupplyNetwork.from_sectors(
        edges["supplier"],
        edges["buyer"],
        edges["value"],
        firms["sector"].to_numpy() - 1,
        table["essential"].to_numpy()[:, 1:],
        market=firms["market"] if config["replaceability"] else None,
        revenue=firms["revenue"] if config["revenue"] else None,
        costs=firms["costs"] if config["costs"] else None,
    )
    shocks = Shocks.every(network.size)
    if "psi" in table:
        psi, up = table["psi"], table["psi_up"]
        up = (up["firm"], up["scenario"], up["shock"])
        shocks = Shocks.partial(psi["scenario"].max() + 1, psi["firm"], psi["scenario"], psi["shock"], up=up)
    return table, config, network, shocks


@needs_shared
@pytest.mark.parametrize("case", CASES)
def test_a_published_case_comes_out_as_published(case):
    table, config, network, shocks = read(SHARED / "bench/chain" / case)
    found = cascade(
        network,
        shocks,
        mode=Mode.PUBLISHED,
        eps=config["eps"],
        stop=Stop(config["conv_type"]),
        losses_of=range(min(20, shocks.scenarios)),
        sectors=config.get("sector_impacts", False),
    )
    expected = table["expected_esri"]
    for column, values in (("ESRI", found.esri), ("ESRI_d", found.down), ("ESRI_u", found.up)):
        assert np.abs(expected[f"{column}_weight_1"].to_numpy() - values[:, 0]).max() <= 1e-12
    assert expected["iterations"].to_list() == found.steps.tolist()
    losses, kept = table["expected_loss_first20"], found.losses
    assert (losses["scenario"].to_list(), losses["firm"].to_list()) == (kept.scenario.tolist(), kept.firm.tolist())
    assert np.abs(losses["loss_down"].to_numpy() - kept.down).max() <= 1e-12
    assert np.abs(losses["loss_up"].to_numpy() - kept.up).max() <= 1e-12
    for called, of in TABLES.items() if found.sectors is not None else ():
        sectors = table[f"expected_sec_{called}"].to_numpy()[:, 1:]
        assert np.abs(sectors - getattr(found.sectors, of)[0]).max() <= 1e-12

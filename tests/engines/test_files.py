"""The engines on files: forms in, forms out, faults named by file, row and column, nothing half written."""

import csv
import json

import pytest
from typer.testing import CliRunner

from rongtu.faces.cli.engine import app
from rongtu.faces.cli.engine_files import read_csv, write_csv
from rongtu.vocab.problems import InputError
from shared_folder import SHARED, needs_shared

NODES = "node_code,name_zh,tier,kind\nA,甲,upstream,part\nB,乙,midstream,product\n"
EDGES = "from_node,to_node,relation,chain\nA,B,supplies,试验链\n"
FRAMEWORK = """
[[indicator]]
code = "a"
direction = "+"
[[indicator]]
code = "b_per_a"
numerator = "b"
denominator = "a"
factor = 100
direction = "-"
[[block]]
name = "all"
first_year = 2020
last_year = 2021
"""
DATA = "unit,year,a,b\nx,2020,1,3\ny,2020,2,\nz,2020,5,1\nx,2021,2,2\ny,2021,3,9\nz,2021,4,4\n"


def run(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def written(folder, **texts):
    paths = []
    for name, text in texts.items():
        path = folder / name.replace("_", ".")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def lines(*items):
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


def test_match_writes_a_run_file_best_first(tmp_path):
    corpus = lines({"id": "a", "text": "奶牛 养殖"}, {"id": "b", "text": "电解槽密封"}, {"id": "c", "text": "电解水"})
    queries = lines({"id": "q", "text": "电解槽", "title": "电解槽"})
    given = written(tmp_path, corpus_jsonl=corpus, queries_jsonl=queries)
    run("match", "--corpus", given[0], "--queries", given[1], "--out", tmp_path / "run.tsv")
    rows = list(csv.reader((tmp_path / "run.tsv").read_text().splitlines(), delimiter="\t"))
    assert rows[0] == ["query-id", "corpus-id", "score"]
    assert [row[:2] for row in rows[1:]] == [["q", "b"], ["q", "c"]]
    assert float(rows[1][2]) > float(rows[2][2]) > 0


def test_chain_reads_a_minimal_pair_of_files_to_json(tmp_path):
    nodes, edges = written(tmp_path, nodes_csv=NODES, edges_csv=EDGES)
    (chain,) = json.loads(run("chain", nodes, edges).stdout)["chains"]
    assert chain["chain"] == "试验链"
    assert [question["node"] for question in chain["questions"]["questions"]] == ["A", "B"]


@needs_shared
def test_chain_reads_the_public_files(tmp_path):
    facts = SHARED / "facts"
    run("chain", facts / "chain_nodes.csv", facts / "chain_edges.csv", "--out", tmp_path / "chains.json")
    assert len(json.loads((tmp_path / "chains.json").read_text(encoding="utf-8"))["chains"]) == 6


def test_index_writes_one_file_per_step_with_empty_cells_for_gaps(tmp_path):
    data, framework = written(tmp_path, data_csv=DATA, framework_toml=FRAMEWORK)
    run("index", data, framework, "--out", tmp_path / "out")
    files = {path.stem: list(csv.DictReader(path.read_text().splitlines())) for path in (tmp_path / "out").iterdir()}
    assert set(files) == {"normalised", "weights", "scores", "ranks", "draws", "obstacles"}
    gap = files["scores"][1]
    assert (gap["unit"], gap["year"], gap["equal_arithmetic"]) == ("y", "2020", "")
    assert [row["scored"] for row in files["ranks"]] == ["2", "2", "2", "3", "3", "3"]
    assert sum(float(row["entropy"]) for row in files["weights"]) == pytest.approx(1)
    assert [row["median"] == "" for row in files["draws"]] == [False, True, False, False, False, False]
    assert all(float(row["low"]) <= float(row["median"]) <= float(row["high"]) for row in files["draws"] if row["low"])
    assert files["obstacles"][1]["a"] == ""
    assert sum(float(files["obstacles"][0][ratio]) for ratio in ("a", "b_per_a")) == pytest.approx(1)


def test_index_draws_as_often_as_asked_and_the_same_for_a_seed(tmp_path):
    data, framework = written(tmp_path, data_csv=DATA.replace("y,2020,2,", "y,2020,2,4"), framework_toml=FRAMEWORK)
    texts = []
    for name, seed in (("one", 7), ("two", 7)):
        run("index", data, framework, "--out", tmp_path / name, "--runs", 40, "--seed", seed)
        texts.append((tmp_path / name / "draws.csv").read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    shares = [float(row["first"]) * 40 for row in csv.DictReader(texts[0].splitlines())]
    assert shares == pytest.approx([round(share) for share in shares])


@pytest.mark.parametrize(
    ("nodes", "edges", "named"),
    [
        (NODES.replace("midstream", "middle"), EDGES, r"nodes\.csv, row 3, column tier"),
        (NODES.replace("kind", "sort"), EDGES, r"nodes\.csv, row 1: there is a column kind"),
        (NODES + "C,丙\n", EDGES, r"nodes\.csv, row 4: a row has 4 cells"),
        (NODES, EDGES + "A,B,supplies,别的链\n", "nodes of several chains"),
        (NODES, EDGES.replace("A,B", "A,X"), "every node named is a node of the chain"),
    ],
)
def test_a_fault_in_chain_files_is_named_by_file_row_and_column(tmp_path, nodes, edges, named):
    given = written(tmp_path, nodes_csv=nodes, edges_csv=edges)
    with pytest.raises(InputError, match=named):
        run("chain", *given, "--out", tmp_path / "out.json")
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    ("data", "framework", "named"),
    [
        (DATA.replace("5,1", "five,1"), FRAMEWORK, r"data\.csv, row 4, column a: a cell is a finite number or empty"),
        (DATA.replace("5,1", "nan,1"), FRAMEWORK, r"row 4, column a"),
        (DATA.replace("z,2020", "z,2020年"), FRAMEWORK, r"row 4, column year"),
        (DATA + "x,2020,1,1\n", FRAMEWORK, r"row 8: a unit has one row a year"),
        (DATA, FRAMEWORK.replace('"-"', '"down"'), r"framework\.toml"),
        (DATA, "[[indicator", "valid TOML"),
        (DATA, "entropy = 'raw'\n" + FRAMEWORK, "its keys are indicator, block"),
        (DATA.replace("5,1", "1_000,1"), FRAMEWORK, r"row 4, column a"),
        (DATA.replace("5,1", "1e999,1"), FRAMEWORK, r"row 4, column a"),
        (DATA, FRAMEWORK.replace('"b"', '"c"'), "its indicators stand in the panel"),
    ],
)
def test_a_fault_in_index_files_is_named(tmp_path, data, framework, named):
    given = written(tmp_path, data_csv=data, framework_toml=framework)
    with pytest.raises(InputError, match=named):
        run("index", *given, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_every_bad_line_of_a_json_lines_file_is_named(tmp_path):
    bad = lines({"id": "a"}, {"id": "b", "text": "文"}, {"id": 3, "text": "文"}) + "{\n"
    given = written(tmp_path, corpus_jsonl=bad, queries_jsonl="")
    with pytest.raises(InputError) as error:
        run("match", "--corpus", given[0], "--queries", given[1], "--out", tmp_path / "run.tsv")
    assert [problem.where.rsplit(", ")[-1] for problem in error.value.problems] == ["row 1", "row 3", "row 4"]


def test_text_that_is_not_utf8_is_named_by_row(tmp_path):
    path = tmp_path / "gbk.csv"
    path.write_bytes(b"a,b\n1,2\n" + "甲,乙\n".encode("gbk"))
    with pytest.raises(InputError, match="row 3: text is UTF-8"):
        read_csv(path, ("a",))


def test_a_written_text_never_starts_a_formula(tmp_path):
    write_csv(tmp_path / "x.csv", ("unit", "v"), [("=1+1", -2.5), ("甲", float("nan"))])
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == "unit,v\n'=1+1,-2.5\n甲,\n"

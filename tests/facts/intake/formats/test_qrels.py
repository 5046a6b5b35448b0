"""qrels: judged pairs, their queries and documents. Texts here are invented."""

import pytest
from format_files import read, rows, write

from rongtu.vocab.problems import InputError
from shared_folder import SHARED, needs_shared

QUERIES = '{"_id": "q1", "text": "虚构需求：\\n说明"}\n{"_id": "q2", "title": "有题名", "text": "说明"}\n'
CORPUS = '{"_id": "d1", "title": "虚构成果", "text": "简介", "metadata": {}}\n{"_id": "d2", "text": "%s"}\n' % (
    "长" * 80
)
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t3\nq2\td2\t0\n"


def folder(tmp_path, name="示例 集"):
    made = tmp_path / name
    made.mkdir()
    return made


def test_queries_become_needs_and_documents_results(tmp_path):
    sheets = read("qrels", write(folder(tmp_path), queries_jsonl=QUERIES, corpus_jsonl=CORPUS, qrels_tsv=QRELS))
    assert rows(sheets, "need") == [
        {"code": "示例-集:q1", "kind": "demand", "title": "虚构需求：", "text": "虚构需求：\n说明"},
        {"code": "示例-集:q2", "kind": "demand", "title": "有题名", "text": "说明"},
    ]
    first, second = rows(sheets, "technology")
    assert first == {"code": "示例-集:d1", "title": "虚构成果", "summary": "简介"}
    assert (len(second["title"]), second["title"][-1], second["summary"]) == (60, "…", "长" * 80)


def test_judgements_name_the_pair_and_the_score(tmp_path):
    sheets = read("qrels", write(folder(tmp_path), queries_jsonl=QUERIES, corpus_jsonl=CORPUS, qrels_tsv=QRELS))
    assert rows(sheets, "judgement") == [
        {"need": "示例-集:q1", "technology": "示例-集:d1", "score": "3"},
        {"need": "示例-集:q2", "technology": "示例-集:d2", "score": "0"},
    ]


def test_a_file_without_its_header_says_how_to_write_it(tmp_path):
    files = {"queries_jsonl": QUERIES, "corpus_jsonl": CORPUS, "qrels_tsv": "q1 0 d1 3\n"}
    with pytest.raises(InputError, match=r"qrels\.tsv row 1, column query-id: .*Write the three headings"):
        read("qrels", write(folder(tmp_path), **files))


def test_queries_and_documents_are_told_by_their_names(tmp_path):
    with pytest.raises(InputError, match=r"Call it queries\.jsonl or corpus\.jsonl"):
        read("qrels", write(folder(tmp_path), asked_jsonl=QUERIES, corpus_jsonl=CORPUS, qrels_tsv=QRELS))


@needs_shared
def test_the_shared_needs_and_results_are_read_whole():
    place = SHARED / "bench/match/need2tech"
    sheets = read("qrels", [place / "queries.jsonl", place / "corpus.jsonl", place / "qrels.tsv"])
    counts = {kind: len(rows(sheets, kind)) for kind in ("need", "technology", "judgement")}
    assert counts == {"need": 126, "technology": 4_493, "judgement": 5_978}
    scores = [row["score"] for row in rows(sheets, "judgement")]
    published = (place / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert scores == [line.rpartition("\t")[2] for line in published]
    needs = {row["code"] for row in rows(sheets, "need")}
    results = {row["code"] for row in rows(sheets, "technology")}
    assert all(row["need"] in needs and row["technology"] in results for row in rows(sheets, "judgement"))

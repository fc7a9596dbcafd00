"""`nb2pipe tag` edits a notebook file, and nothing in it but cells that get a tag."""

from __future__ import annotations

import json

import pytest

CELLS = ("#md # Rows", "import math", "rate = 0.5", "rows = [math.pi * rate]", "rows")


@pytest.fixture
def sample(write_notebook):
    return write_notebook(*CELLS)


def test_every_cell_that_gets_a_tag_is_listed(nb2pipe, sample):
    assert nb2pipe("tag", sample).out.splitlines() == [
        "  [ 1]  %%setup           import math",
        "  [ 2]  %%params          rate = 0.5",
        "  [ 3]  %%node make_rows  rows = [math.pi * rate]",
        "  [ 4]  %%skip            rows",
        f"4 cells tagged; edit the tags, then: nb2pipe convert {sample}",
    ]


def test_the_tagged_notebook_converts_without_auto(nb2pipe, sample):
    nb2pipe("tag", sample)
    assert "%%node make_rows" in sample.read_text()
    assert nb2pipe("convert", sample).status == 0


def test_a_dry_run_writes_nothing(nb2pipe, sample):
    before = sample.read_bytes()
    assert "would be tagged" in nb2pipe("tag", sample, "--dry-run").out
    assert sample.read_bytes() == before


def test_another_file_can_be_written(nb2pipe, sample, tmp_path):
    before = sample.read_bytes()
    nb2pipe("tag", sample, "-o", tmp_path / "tagged.ipynb")
    assert (sample.read_bytes(), (tmp_path / "tagged.ipynb").exists()) == (before, True)


def test_a_tagged_notebook_is_left_alone(nb2pipe, sample):
    nb2pipe("tag", sample)
    before = sample.read_bytes()
    said = nb2pipe("tag", sample)
    assert said.out == f"{sample}: every cell that needs a tag has one\n"
    assert sample.read_bytes() == before


def test_only_lines_of_tags_change(nb2pipe, sample):
    """Outputs, the order of keys, letters and the file's permissions stay."""
    content = json.loads(sample.read_text())
    content["cells"][3]["outputs"] = [
        {"output_type": "stream", "text": ["π\n"], "name": "stdout", "extra": 1.50}
    ]
    for cell in content["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    sample.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sample.chmod(0o640)
    before = sample.read_text(encoding="utf-8").splitlines()
    nb2pipe("tag", sample, "--as-tags")
    after = sample.read_text(encoding="utf-8").splitlines()
    gone = [line for line in before if line not in after]
    assert (gone, sample.stat().st_mode & 0o777) == ([], 0o640)


def test_what_is_no_notebook_is_told(nb2pipe, tmp_path):
    said = nb2pipe("tag", tmp_path / "none.ipynb")
    assert (said.status, "no such file" in said.err) == (2, True)

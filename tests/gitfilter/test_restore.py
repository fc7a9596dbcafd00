"""With `restore_outputs`, outputs survive checkout, stash and merge; git never sees them."""

from __future__ import annotations

import pytest

from nb2pipe.gitfilter import Settings, strip
from nb2pipe.gitfilter.restore import OutputStore, cells_to_remember, put_back

ON = "[tool.nb2pipe.git]\nrestore_outputs = true\n"


@pytest.fixture
def restoring(repository, make):
    """A repository that restores outputs, with a notebook that was run and committed."""
    repository.write("pyproject.toml", ON)
    repository.write(
        "n.ipynb", make.notebook(make.code("a", "a", run=1), make.code("b", "b", run=2))
    )
    repository.commit()
    return repository


def test_outputs_come_back_on_checkout(restoring) -> None:
    before = restoring.read("n.ipynb")
    (restoring.path / "n.ipynb").unlink()
    restoring.git("checkout", "--", "n.ipynb")
    assert restoring.read("n.ipynb") == before


def test_git_never_sees_them(restoring) -> None:
    assert "SECRET" not in restoring.blob("n.ipynb")
    assert restoring.status() == ""


def test_outputs_survive_a_stash(restoring, make) -> None:
    text = make.notebook(make.code("a", "a", run=7), make.code("b changed", "b", run=8))
    restoring.write("n.ipynb", text)
    restoring.git("stash")
    restoring.git("stash", "pop")
    assert restoring.read("n.ipynb") == text


def test_outputs_survive_a_merge(restoring, make) -> None:
    restoring.git("checkout", "-q", "-b", "side")
    restoring.write("n.ipynb", make.notebook(make.code("a", "a"), make.code("b2", "b")))
    restoring.commit()
    restoring.git("checkout", "-q", "main")
    restoring.write(
        "n.ipynb", make.notebook(make.code("a", "a", run=5), make.code("b", "b", run=6))
    )
    restoring.git("merge", "side")
    assert restoring.read("n.ipynb") == make.notebook(
        make.code("a", "a", run=5), make.code("b2", "b")
    )


def test_a_branch_without_the_cell_does_not_forget_it(restoring, make) -> None:
    before = restoring.read("n.ipynb")
    restoring.git("checkout", "-q", "-b", "side")
    restoring.write("n.ipynb", make.notebook(make.code("c", "c", run=3)))
    restoring.commit()
    restoring.git("checkout", "-q", "main")
    assert restoring.read("n.ipynb") == before


@pytest.mark.parametrize("settings", [Settings(), Settings(keep_count=True), Settings(max_size=60)])
def test_cleaning_what_was_put_back_gives_what_was_checked_out(make, settings) -> None:
    text = make.notebook(
        make.code("a", "a", run=1), make.code("a", "b", run=2), make.code("a", "c")
    )
    cleaned = strip(text.encode(), settings).decode()
    restored = put_back(cleaned, cells_to_remember(text, cleaned, settings))
    assert restored == text
    assert strip(restored.encode(), settings).decode() == cleaned


def test_a_changed_cell_stays_without(make) -> None:
    text, other = make.notebook(make.code("a", "a", run=1)), make.notebook(make.code("b", "a"))
    remembered = cells_to_remember(text, strip(text.encode()).decode(), Settings())
    assert put_back(other, remembered) == other


def test_a_damaged_store_is_an_empty_one(tmp_path) -> None:
    store = OutputStore(str(tmp_path))
    store.save("n.ipynb", {"k": "cell"})
    next(tmp_path.iterdir()).write_text("k 99\nce")
    assert store.load("n.ipynb").get("k") != "cell"


def test_the_oldest_cells_make_room(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("nb2pipe.gitfilter.restore.MOST_BYTES", 10)
    store = OutputStore(str(tmp_path))
    for key in "abc":
        store.save("n.ipynb", {key: "x" * 4})
    assert list(store.load("n.ipynb")) == ["c", "b"]

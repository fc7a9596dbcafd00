"""The filter process speaks git's protocol, one file after another, and survives bad ones."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from nb2pipe.gitfilter.packets import MOST, Packets
from nb2pipe.gitfilter.process import serve


class Git:
    """Git's side of the pipes."""

    def __init__(self) -> None:
        source, self._to = os.pipe()
        sink, answers = os.pipe()
        self._others = (source, sink, answers)
        self.notes: list[str] = []
        server = Packets(source, answers)
        self._thread = threading.Thread(target=serve, args=(server, self.notes.append))
        self._thread.start()
        self.packets = Packets(sink, self._to)

    def greet(self) -> list[list[str]]:
        self.packets.write_list("git-filter-client", "version=2")
        self.packets.write_list("capability=clean", "capability=smudge", "capability=delay")
        return [self.packets.read_list(), self.packets.read_list()]

    def ask(self, command: str, text: str, path: str = "n.ipynb") -> tuple[list[str], str | None]:
        self.packets.write_list(f"command={command}", f"pathname={path}", "unknown=1")
        self.packets.write_text(text)
        status = self.packets.read_list()
        if status != ["status=success"]:
            return status, None
        answer = self.packets.read_text()
        return status + self.packets.read_list(), answer

    def close(self) -> None:
        os.close(self._to)
        self._thread.join(10)
        for end in self._others:
            os.close(end)


@pytest.fixture
def git(tmp_path, monkeypatch) -> Iterator[Git]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    side = Git()
    side.greeting = side.greet()  # type: ignore[attr-defined]
    yield side
    side.close()


RUN = '{"cells": [{"outputs": [1], "source": "%s"}]}'


def test_it_answers_with_its_version_and_what_it_can(git) -> None:
    assert git.greeting == [
        ["git-filter-server", "version=2"],
        ["capability=clean", "capability=smudge"],
    ]


def test_clean_strips(git) -> None:
    assert git.ask("clean", RUN % "a") == (["status=success"], (RUN % "a").replace("[1]", "[]"))


def test_smudge_gives_back_what_it_gets(git) -> None:
    assert git.ask("smudge", RUN % "a")[1] == RUN % "a"


@pytest.mark.parametrize("size", [0, 1, MOST - 1, MOST, MOST + 1, 3 * MOST, 1 << 21])
def test_content_of_any_length_comes_whole(git, size: int) -> None:
    assert git.ask("smudge", "x" * size)[1] == "x" * size


def test_a_broken_file_is_refused_and_the_next_is_served(git) -> None:
    assert git.ask("clean", "{") == (["status=error"], None)
    assert git.ask("clean", '{"cells": []}')[0] == ["status=success"]


def test_what_is_wrong_is_said_with_file_and_remedy(git) -> None:
    git.ask("clean", "{", "a/b.ipynb")
    assert "a/b.ipynb:1:2" in git.notes[0]
    assert "help:" in git.notes[0]


def test_a_name_that_is_no_utf_8_is_taken(git) -> None:
    assert git.ask("clean", "", "\udcff \u00e9.ipynb")[0] == ["status=success"]

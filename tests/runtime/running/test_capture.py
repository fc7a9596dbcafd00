"""What nodes print is shown line by line, each with the name of its node."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest

from nb2pipe.runtime import load_project
from nb2pipe.runtime.running.capture import Labelled

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    def say(a):
        print("number", a)
"""


@pytest.mark.parametrize("runner", ["threads", "processes"])
def test_lines_of_nodes_that_run_side_by_side_carry_their_names(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str], runner: str
) -> None:
    folder = make_project(
        NODES, 'node(nodes.say, "params:a", "said")', conf__base__parameters="a: 3"
    )
    load_project(folder).run(runner=runner)
    assert "say | number 3\n" in capsys.readouterr().out


def test_a_line_that_is_written_over_shows_what_it_says_last() -> None:
    shown = StringIO()
    labelled = Labelled("n", shown)
    for text in ("\r10%", "\r20%", "\r100%\nand", " more"):
        labelled.write(text)
    labelled.close()
    assert shown.getvalue() == "n | 100%\nn | and more\n"

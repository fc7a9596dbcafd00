"""A tagged cell runs as it would untagged; a tag line that cannot be read fails its cell."""

from __future__ import annotations

import pytest


def test_the_last_expression_is_displayed(live):
    assert live.run("%%node total\nnumbers = [1, 2]\nsum(numbers)").text == "3"


def test_names_go_to_the_notebooks_namespace(live):
    live.run("%%node total\ntotal = 3")
    assert live.value("total") == "3"


@pytest.mark.parametrize("magic", ["node", "params", "setup", "skip", "report picture"])
def test_every_kind_of_cell_runs(live, magic):
    assert live.run(f"%%{magic}\n1 + 1").text == "2"


def test_a_failing_node_fails_its_cell(live):
    """The kernel itself says so, so that Run All stops there."""
    failed = live.run("%%node broken\n1 / 0")
    assert (failed.status, failed.reply["ename"]) == ("error", "ZeroDivisionError")


def test_a_traceback_names_the_line_in_the_cell(live):
    failed = live.run("%%node broken\n\nx = 1\nx / 0\n")
    assert "line 4" in failed.traceback


def test_a_traceback_shows_no_frame_of_ours(live):
    assert "nb2pipe/" not in live.run("%%node broken\n1 / 0").traceback


def test_a_syntax_error_names_the_line_in_the_cell(live):
    failed = live.run("%%node broken\nx = 1\ny = = 2")
    assert (failed.reply["ename"], "line 3" in failed.traceback) == ("SyntaxError", True)


def test_a_node_may_await(live):
    source = "%%node patient\nimport asyncio\nawait asyncio.sleep(0, 'done')"
    assert live.run(source).text == "'done'"


def test_a_node_may_import_from_the_future(live):
    assert live.run("%%node later\nfrom __future__ import annotations\n1").status == "ok"


def test_a_node_may_use_ipythons_syntax(live):
    assert live.run("%%node listed\nfound = !echo hello\nfound[0]").text == "'hello'"


def test_the_history_keeps_the_tag_line(live):
    live.run("%%node total\ntotal = 3")
    assert live.run("%history -l 1").stdout.startswith("%%node total")


def test_a_tagged_cell_can_be_timed(live):
    assert "Wall time" in live.run("%%time\n%%node total\ntotal = 3").stdout


WRONG = {
    "an unknown option": ("%%node clean --retry 3", "--retries"),
    "a number that is none": ("%%node clean --retries many", "--retries"),
    "a name that is none": ("%%node 1st", "letters, digits and underscores"),
    "an open quote": ("%%node clean --tags 'a", "close the quotes"),
    "an option where there are none": ("%%skip --all", "it takes nothing"),
}


@pytest.mark.parametrize(("line", "cure"), WRONG.values(), ids=WRONG)
def test_a_wrong_tag_line_fails_its_cell_and_says_what_is_allowed(live, line, cure):
    failed = live.run(f"{line}\nx = 1")
    assert failed.status == "error"
    assert cure in failed.stderr


def test_a_wrong_tag_line_shows_no_traceback(live):
    failed = live.run("%%node clean --retry 3\nx = 1")
    assert failed.stderr.startswith("UsageError: `%%node`: unrecognized arguments: --retry 3")
    assert not [message for message in failed.messages if message["msg_type"] == "error"]


def test_a_cell_with_a_wrong_tag_line_does_not_run(live):
    live.run("%%node clean --retry 3\nran = True")
    assert live.value("'ran' in globals()") == "False"


def test_a_terminal_waits_for_the_rest_of_a_tagged_cell(live):
    assert live.completeness("%%node clean --ret") == "incomplete"


def test_help_tells_the_options(live):
    payload = live.run("%%node?").reply["payload"]
    assert "--retry-delay" in payload[0]["data"]["text/plain"]

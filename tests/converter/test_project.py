"""What a project's files say, beside its code."""

from __future__ import annotations


def parameters_of(promotion) -> str:
    return promotion.project.files["conf/base/parameters.yml"]


def test_what_stands_beside_a_parameter_goes_with_it(promoted):
    cell = "width = 0.65  # µm\nsteps = 3\nrates = [0.1, 0.2]  # per day"
    assert parameters_of(promoted(cell, "area = width * steps + sum(rates)")) == (
        "# Settings of the pipeline.\nwidth: 0.65  # µm\nsteps: 3\n"
        "# per day\nrates:\n- 0.1\n- 0.2\n"
    )


def test_what_a_comment_says_to_a_tool_stays_behind(promoted):
    text = parameters_of(promoted("steps = 3  # noqa: F841", "n = steps + 1"))
    assert text == "# Settings of the pipeline.\nsteps: 3\n"

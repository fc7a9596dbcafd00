"""A cell says what it is by a magic on its first line, or by a tag in its metadata."""

from __future__ import annotations

import pytest

from nb2pipe.converter.source.tags import (
    NodeOptions,
    Role,
    Tag,
    TagError,
    find_magic,
    parse_magic,
    tag_in_metadata,
    tag_of,
    without_magic,
)

PARSED = {
    "a node": ("%%node", Tag(Role.NODE)),
    "a named node": ("%%node clean", Tag(Role.NODE, "clean")),
    "parameters": ("%%params", Tag(Role.PARAMETERS)),
    "a catalog": ("%%catalog", Tag(Role.CATALOG)),
    "setup": ("%%setup", Tag(Role.SETUP)),
    "a report": ("%%report", Tag(Role.REPORT)),
    "a named report": ("%%report prices", Tag(Role.REPORT, "prices")),
    "exploration": ("%%skip", Tag(Role.SKIP)),
    "a comment behind": ("%%node clean  # the first step", Tag(Role.NODE, "clean")),
    "spaces around": ("  %%node  clean ", Tag(Role.NODE, "clean")),
    "a name in another script": ("%%node größe", Tag(Role.NODE, "größe")),
}


@pytest.mark.parametrize(("line", "tag"), PARSED.values(), ids=PARSED)
def test_a_tag_line_says_role_and_name(line, tag):
    assert parse_magic(line) == tag


OPTIONS = {
    "an input": ("-i a", NodeOptions(inputs={"a": "a"})),
    "inputs": ("--inputs a b", NodeOptions(inputs={"a": "a", "b": "b"})),
    "inputs with commas": ("-i a,b", NodeOptions(inputs={"a": "a", "b": "b"})),
    "a renamed input": ("-i df=companies", NodeOptions(inputs={"df": "companies"})),
    "outputs": ("-o df=clean model", NodeOptions(outputs={"df": "clean", "model": "model"})),
    "outputs twice": ("-o a -o b", NodeOptions(outputs={"a": "a", "b": "b"})),
    "a parameter as input": ("-i rate=params:tax", NodeOptions(inputs={"rate": "params:tax"})),
    "tags": ("--tags slow 'two words'", NodeOptions(tags=("slow", "two words"))),
    "a namespace": ("--namespace train", NodeOptions(namespace="train")),
    "retries": ("--retries 3 --retry-delay 0.5", NodeOptions(retries=3, retry_delay=0.5)),
    "a timeout": ("--timeout 60", NodeOptions(timeout=60.0)),
    "no cache": ("--no-cache", NodeOptions(cache=False)),
    "isolated": ("--isolated", NodeOptions(isolated=True)),
}


@pytest.mark.parametrize(("words", "options"), OPTIONS.values(), ids=OPTIONS)
def test_a_node_takes_options(words, options):
    assert parse_magic(f"%%node clean {words}").options == options


@pytest.mark.parametrize(("words", "options"), OPTIONS.values(), ids=OPTIONS)
def test_a_tags_options_stand_in_the_metadata(words, options):
    """What the magic's options say can be said under `nb2pipe`, by the long names."""
    given = {
        name: dict(value) if isinstance(value := getattr(options, name), dict) else value
        for name in NodeOptions.__slots__
        if getattr(options, name) != getattr(NodeOptions(), name)
    }
    assert tag_in_metadata(["node:clean"], given) == Tag(Role.NODE, "clean", options)


def test_ports_in_the_metadata_may_be_words():
    found = tag_in_metadata(["node"], {"outputs": ["df=clean", "n"]})
    assert found == Tag(Role.NODE, None, NodeOptions(outputs={"df": "clean", "n": "n"}))


WRONG = {
    "an unknown option": ("%%node a --retry 3", "--retry", "--retries"),
    "two names": ("%%node a b", "b", "--retries"),
    "a number that is none": ("%%node a --retries many", "many", "--retries"),
    "an option without its value": ("%%node a --timeout", "--timeout", "--retries"),
    "an abbreviation": ("%%node a --name x", "--name", "--namespace"),
    "a name that is none": ("%%node 1st", "1st", "underscores"),
    "a keyword": ("%%node class", "class", "underscores"),
    "a dash in a name": ("%%report my-plot", "my-plot", "underscores"),
    "an open quote": ("%%node a --tags 'x", "quotation", "close the quotes"),
    "a name where there is none": ("%%skip this", "this", "nothing"),
    "an option of another role": ("%%params --tags a", "--tags a", "nothing"),
    "two names of a report": ("%%report a b", "a b", "at most a name"),
    "another magic": ("%%time", "%%time", "%%node NAME"),
}


@pytest.mark.parametrize(("line", "fact", "cure"), WRONG.values(), ids=WRONG)
def test_a_wrong_tag_line_is_told_with_what_is_allowed(line, fact, cure):
    with pytest.raises(TagError) as found:
        parse_magic(line)
    assert (fact in found.value.message, cure in found.value.cure) == (True, True)


IN_METADATA = {
    "a node": (["node"], Tag(Role.NODE)),
    "a named node": (["node:clean"], Tag(Role.NODE, "clean")),
    "papermill's parameters": (["parameters"], Tag(Role.PARAMETERS)),
    "a catalog": (["catalog"], Tag(Role.CATALOG)),
    "setup": (["setup"], Tag(Role.SETUP)),
    "a named report": (["report:prices"], Tag(Role.REPORT, "prices")),
    "exploration": (["skip"], Tag(Role.SKIP)),
    "tags of others before it": (["hide-input", "node"], Tag(Role.NODE)),
    "the first of two": (["skip", "node"], Tag(Role.SKIP)),
    "none of ours": (["hide-input", "nodes"], None),
    "a name where there is none": (["skip:this"], None),
    "no tag": ([], None),
}


@pytest.mark.parametrize(("tags", "tag"), IN_METADATA.values(), ids=IN_METADATA)
def test_a_cell_tag_says_role_and_name(tags, tag):
    assert tag_in_metadata(tags, {}) == tag


def test_an_unknown_option_in_the_metadata_is_told():
    with pytest.raises(TagError, match="retry"):
        tag_in_metadata(["node"], {"retry": 3})


WRONG_OPTIONS = {
    "a text for names": ({"outputs": "df"}, "a list of names"),
    "a number for names": ({"inputs": 3}, "a list of names"),
    "a text for tags": ({"tags": "slow"}, "a list of words"),
    "a text for a number": ({"retries": "3"}, "a whole number"),
    "a text for a time": ({"timeout": "1 s"}, "a number of seconds"),
    "a number for a truth": ({"cache": 0}, "true or false"),
}


@pytest.mark.parametrize(("options", "cure"), WRONG_OPTIONS.values(), ids=WRONG_OPTIONS)
def test_an_option_of_another_kind_is_told(options, cure):
    with pytest.raises(TagError) as found:
        tag_in_metadata(["node"], options)
    assert cure in found.value.cure


def test_a_wrong_name_in_a_tag_is_told():
    with pytest.raises(TagError, match="1st"):
        tag_in_metadata(["node:1st"], {})


def test_the_magic_counts_before_the_tag():
    assert tag_of("%%node clean\nx = 1", ["skip"], {}) == Tag(Role.NODE, "clean")


def test_a_cell_without_magic_has_its_tag():
    assert tag_of("x = 1", ["skip"], {}) == Tag(Role.SKIP)


FOUND = {
    "on the first line": ("%%node a\nx", (1, "%%node a")),
    "below empty lines": ("\n \n%%skip\nx", (3, "%%skip")),
    "below code": ("x = 1\n%%node a", None),
    "below a comment": ("# note\n%%node a", None),
    "a longer word": ("%%nodes a", None),
    "no word": ("", None),
    "Windows' line end": ("%%skip\r\nx", (1, "%%skip")),
}


@pytest.mark.parametrize(("source", "found"), FOUND.values(), ids=FOUND)
def test_a_tag_line_is_the_first_line_that_says_something(source, found):
    assert find_magic(source) == found


def test_without_its_tag_line_a_cell_keeps_its_lines():
    assert without_magic("\n%%node a\nx = 1") == "\n# %%node a\nx = 1"


def test_a_cell_without_tag_line_stays():
    assert without_magic("x = 1\n%%node a") == "x = 1\n%%node a"

"""Nodes, sections and docstrings take their words from the notebook."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pipe.converter.nodes.naming import sentence, settings, short_slug, slug, unique

SLUGS = {
    "plain words": ("Clean the data", "clean_the_data"),
    "a number in front": ("2. Clean", "clean"),
    "marks of Markdown": ("*Clean* the `df`", "clean_the_df"),
    "five words at most": ("one two three four five six", "one_two_three_four_five"),
    "a keyword": ("import", "import_"),
    "another script": ("Größe der Daten", "größe_der_daten"),
    "punctuation": ("What's next?", "what_s_next"),
    "formulas": ("The $x^2$ model", "the_model"),
    "tags of HTML": ("<b>Clean</b> it", "clean_it"),
    "emoji": ("🚀 Launch", "launch"),
    "numbers alone": ("2024", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "name"), SLUGS.values(), ids=SLUGS)
def test_a_text_is_a_name(text, name):
    assert slug(text) == name


@given(st.text(max_size=40))
def test_any_text_is_a_name_or_none(text):
    found = slug(text)
    assert found == "" or found.isidentifier()


SHORT = {
    "small words go": ("Now we clean the data", "clean_data"),
    "the first sentence counts": ("Train a model. It is a tree.", "train_model"),
    "what stands behind a comma goes": ("Train a model, then look", "train_model"),
    "what counts the parts goes": ("Step 3. Load the data", "load_data"),
    "a number alone says nothing": ("Exercise 4", ""),
    "a question is no name": ("What if we join them?", ""),
    "a heading that says nothing": ("Introduction", ""),
    "a verb is an imperative": ("Splitting the data", "split_data"),
    "tags of HTML go": ("<font color='blue'>Read CSV</font>", "read_csv"),
    "too long to be a name": ("one two three four five six seven", ""),
    "small words alone": ("now we do it", ""),
}


@pytest.mark.parametrize(("text", "name"), SHORT.values(), ids=SHORT)
def test_a_comment_is_a_short_name(text, name):
    assert short_slug(text) == name


SENTENCES = {
    "a capital and a full stop": ("clean the data", "Clean the data."),
    "a question": ("What is it?", "What is it?"),
    "a colon": ("load the data:", "Load the data."),
    "quotes": ('say """no"""', "Say '''no'''."),
    "a backslash": ("a \\ b", "A \\\\ b."),
    "nothing": ("  ", ""),
}


@pytest.mark.parametrize(("text", "said"), SENTENCES.values(), ids=SENTENCES)
def test_a_docstring_is_a_sentence(text, said):
    assert sentence(text) == said


def test_a_name_that_is_taken_counts_up():
    taken = {"clean", "clean_2"}
    assert (unique("clean", taken), unique("clean", taken)) == ("clean_3", "clean_4")


@given(st.lists(st.sampled_from(["a", "b", "a_2"])))
def test_no_name_is_given_twice(names):
    taken: set[str] = set()
    given_names = [unique(name, taken) for name in names]
    assert len(set(given_names)) == len(names)


# ---------------------------------------------------------------- headings and text


def test_a_section_is_the_heading_that_occurs_more_than_once(notebook):
    around = settings(
        notebook("#md # Report", "#md ## Load it", "a = 1", "#md ## Train", "b = 1", "c = 1")
    )
    assert [around[number].section for number in (1, 2, 3)] == ["load_it", "train", "train"]


def test_what_stands_above_the_first_section_has_none(notebook):
    assert settings(notebook("a = 1", "#md ## One", "b = 1", "#md ## Two"))[1].section == ""


def test_a_heading_belongs_to_the_next_cell_alone(notebook):
    around = settings(notebook("#md # Load", "a = 1", "b = 1"))
    assert (around[1].heading, around[2].heading) == ("Load", "")


def test_text_below_a_heading_leads_to_its_cell(notebook):
    found = settings(notebook("#md # Load\n\nReads **both** [files](x.md).", "a = 1"))[1]
    assert found.text == "Reads both files."


def test_code_in_markdown_is_no_heading(notebook):
    found = settings(notebook("#md ```\n# not a heading\n```\nText.", "a = 1"))[1]
    assert (found.heading, found.text) == ("", "Text.")


@pytest.mark.parametrize("block", ["- a\n- b", "| a | b |", "![x](y.png)", "$$x$$", "> said"])
def test_what_is_no_prose_is_no_docstring(notebook, block):
    assert settings(notebook(f"#md {block}", "a = 1"))[1].text == ""


# ---------------------------------------------------------------- names of nodes

NAMES = {
    "what is computed, not the literals": (
        ["low = 3\nwords = sorted('ba')[low:]", "print(low, words)"],
        "select_words",
    ),
    "no text that is joined": (["words = list('ab')\nprint(', '.join(words))"], "make_words"),
    "no path that is joined": (
        ["import json, os", "kept = json.load(open(os.path.join('a', 'b')))\nkept"],
        "load_kept",
    ),
    "its comment": (["# Count the words\nn = len('a b'.split())"], "count_words"),
    "its heading": (["#md ## Count words", "n = len('a b'.split())"], "count_words"),
    "its comment, not its heading": (
        ["#md ## One", "# Second thing\nn = len('a')"],
        "second_thing",
    ),
    "verb and thing": (["import pandas as pd", "df = pd.DataFrame({}).dropna()"], "clean_df"),
    "what is made, not what is changed": (
        ["log = list('ab')", "log.append(1)\ntotal = len(log)"],
        "make_total",
    ),
    "what is changed where nothing is made": (
        ["import pandas as pd\ndf = pd.DataFrame({'a': [1]})", "n = len(df)", "df['b'] = 1"],
        "add_b",
    ),
    "its heading, with a verb": (
        ["#md ## Half-moon shapes", "x = sorted('ab')"],
        "make_half_moon_shapes",
    ),
    "what is made, not a heading that says no more": (
        ["#md ## Words", "counts = len('a') + 1"],
        "compute_counts",
    ),
    "the model that is fitted": (
        ["from sklearn.svm import SVC", "SEED = 1\nmodel = SVC()\nmodel.fit([[1], [2]], [1, 2])"],
        "train_model",
    ),
    "the second model, by its class": (
        [
            "from sklearn.svm import SVC\nfrom sklearn.dummy import DummyClassifier",
            "model = SVC()\nmodel.fit([[1], [2]], [1, 2])",
            "model = DummyClassifier()\nmodel.fit([[1], [2]], [1, 2])",
        ],
        "train_dummy_classifier",
    ),
    "data that is split": (
        [
            "from sklearn.model_selection import train_test_split",
            "a, b = train_test_split(sorted('ab'))",
        ],
        "split_data",
    ),
    "what is predicted": (["m = object()", "y_pred = m.predict([1])"], "predict_y"),
    "names of columns": (
        ["import pandas as pd\ndf = pd.DataFrame({'a': [1]})", "n = len(df)", "df.columns = ['b']"],
        "rename_df_columns",
    ),
    "a column that is worked on": (
        [
            "import pandas as pd\ndf = pd.DataFrame({'a': [1]})",
            "n = len(df)",
            "df['a'] = df['a'].fillna(0)",
        ],
        "clean_a",
    ),
    "rows that are chosen": (
        ["import pandas as pd\ndf = pd.DataFrame({'a': [1]})", "old = df[df['a'] > 1]"],
        "select_old",
    ),
    "what the function says": (["import nsfg", "live = nsfg.ReadFemPreg()"], "load_live"),
    "a set-up of its own": (["import random", "random.seed(1)", "n = random.random()"], "make_n"),
    "a function called for its own sake": (
        ["import tools\nn = len('a')", "tools.send_report('out/sales.txt', n)"],
        "send_sales",
    ),
    "code that was commented out is no comment": (["# x = f(1)\nn = len('a')"], "make_n"),
    "a file that is written": (
        ["with open('out/log.txt', 'w') as f:\n    f.write('a')"],
        "save_log",
    ),
    "a figure that is saved": (
        ["import matplotlib.pyplot as plt", "plt.plot([1])\nplt.savefig('prices.png')"],
        "plot_prices",
    ),
    "a file that is saved": (
        ["import pandas as pd\ndf = pd.DataFrame({'a': [1]})", "df.to_csv('clean_rows.csv')"],
        "save_clean_rows",
    ),
}


@pytest.mark.parametrize(("cells", "name"), NAMES.values(), ids=NAMES)
def test_a_node_is_named_as_a_person_would(analysed, cells, name):
    assert analysed(*cells).graph.nodes[-1].name == name


def test_no_node_has_the_name_of_an_import(analysed):
    names = [
        node.name
        for node in analysed("import json", "#md ## Json", "x = json.dumps([1])").graph.nodes
    ]
    assert names == ["make_json"]


DOCS = {
    "the leading comment": (["# count them\nn = len('a')"], "Count them."),
    "the Markdown above": (["#md Counts the words.", "n = len('a')"], "Counts the words."),
    "the heading": (["#md ## Counting", "n = len('a')"], "Counting."),
    "the comment before the Markdown": (["#md Above.", "# inside it\nn = len('a')"], "Inside it."),
    "the sentence that leads over to the code": (
        [
            "#md Words are many. So they have lengths.\n\nThere is a way. We count them like this:",
            "n = len('a')",
        ],
        "We count them like this.",
    ),
    "two sentences, and no question": (
        ["#md How long is it? Great! We count it. It is short. It ends.", "n = len('a')"],
        "We count it. It is short.",
    ),
    "no comment that is of the first lines": (
        ["#md Counts the words.", "# load it\nt = 'a'\n# count it\nn = len(t)"],
        "Counts the words.",
    ),
    "nothing": (["n = len('a')"], ""),
}


@pytest.mark.parametrize(("cells", "doc"), DOCS.values(), ids=DOCS)
def test_a_docstring_is_what_leads_to_the_cell(analysed, cells, doc):
    assert analysed(*cells).graph.nodes[-1].doc == doc

"""The metadata that changes without the notebook changing, as dotted paths; a table to extend.

A path is compared with the joined keys, so keys that hold dots themselves need no quoting. A
cell's paths begin with `cell.metadata.`, the notebook's with `metadata.`. An object that loses
all its members to this table goes too.
"""

from __future__ import annotations

NOTEBOOK = (
    "metadata.language_info.version",
    "metadata.signature",
    "metadata.widgets",  # the state of widgets, which lives with the outputs
    "metadata.papermill",
    # VS Code
    "metadata.interpreter",
    "metadata.orig_nbformat",
    "metadata.vscode",
    # Colab
    "metadata.colab.authorship_tag",
    "metadata.colab.collapsed_sections",
    "metadata.colab.last_runtime",
    "metadata.colab.provenance",
    # Databricks
    "metadata.application/vnd.databricks.v1+notebook.mostRecentlyExecutedCommandWithImplicitDF",
    "metadata.application/vnd.databricks.v1+notebook.notebookMetadata",
    "metadata.application/vnd.databricks.v1+notebook.notebookOrigID",
)

CELL = (
    "cell.metadata.collapsed",
    "cell.metadata.scrolled",
    "cell.metadata.jupyter.outputs_hidden",  # what newer Jupyter writes beside `collapsed`
    # execution times: Jupyter's record, the ExecuteTime extension, papermill, Deepnote
    "cell.metadata.execution",
    "cell.metadata.ExecuteTime",
    "cell.metadata.papermill",
    "cell.metadata.execution_start",
    "cell.metadata.execution_millis",
    # VS Code; a cell's `languageId` stays, since it says what the cell is written in
    "cell.metadata.vscode.interpreter",
    # Colab
    "cell.metadata.colab",
    "cell.metadata.executionInfo",
    "cell.metadata.outputId",
    # Databricks; `title` and `showTitle` are the author's
    "cell.metadata.application/vnd.databricks.v1+cell.cellMetadata",
    "cell.metadata.application/vnd.databricks.v1+cell.inputWidgets",
    "cell.metadata.application/vnd.databricks.v1+cell.nuid",
    "cell.metadata.application/vnd.databricks.v1+cell.tableResultSettingsMap",
)

COUNTS = ("execution_count", "prompt_number")  # of nbformat 4, and of 3
KEEPS = ("keep_output", "init_cell")  # tags and metadata of a cell whose outputs stay

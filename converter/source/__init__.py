"""Notebooks as their files have them: cells of text, tags, IPython's syntax, and edits that keep the rest."""

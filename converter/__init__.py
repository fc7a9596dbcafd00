"""Notebook, cells, data flow, graph, modules: each stage takes one immutable value and returns the next."""

"""Modules of the project: the user's statements as pure functions, rewritten by libcst."""

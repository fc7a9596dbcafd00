"""Data flow: what each cell and each of its statements reads, binds, changes and does, by one walk over `ast`."""

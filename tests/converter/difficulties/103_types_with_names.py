"""Annotations are evaluated where a function is defined, with the names that the notebook gives types."""
# nodes: 4
# owes: table, total, found

# %%
from typing import Callable, Dict, List

Word = str  # a word of a text
Table = Dict[Word, int]

# %%
def count(words: List[Word]) -> Table:
    return {word: words.count(word) for word in words}

class Book:
    def find(self, word: Word, default: "Table | None" = None) -> Table:
        return {word: 1}

# %%
table = count("to be or not to be".split())

# %%
def apply(function: Callable[[Table], int], to: Table) -> int:
    return function(to)

total = apply(len, table)

# %%
found = Book().find("be")

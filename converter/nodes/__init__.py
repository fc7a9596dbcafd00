"""From data flow to the graph: which cells are one node, what it takes and makes, and what it is called."""

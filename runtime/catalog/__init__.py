"""How and where datasets are stored, by name: what catalog files say, and what comes of it."""

"""One run: the scheduler, what a backend is given and gives back, and what becomes of each node."""

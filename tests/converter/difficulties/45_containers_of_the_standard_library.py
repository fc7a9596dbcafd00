"""Counters, default dictionaries, deques and heaps are filled in several cells."""
# nodes: 5
# owes: words, counter, groups, queue, heap, out

# %%
import heapq
from collections import Counter, defaultdict, deque

words = ["b", "a", "b", "cc"]

# %%
counter = Counter(words)
groups = defaultdict(list)

# %%
counter.update(["a", "a"])
for word in words:
    groups[len(word)].append(word)

# %%
queue = deque(words, maxlen=3)
heap = [5, 3]

# %%
queue.appendleft("z")
heapq.heappush(heap, 1)

# %%
out = (counter["a"], dict(groups), list(queue), heapq.nsmallest(2, heap))

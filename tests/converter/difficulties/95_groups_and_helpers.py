"""Groups of a frame are worked on by a helper that reads computed variables."""
# nodes: 6
# owes: df, overall, best, pivot, out

# %%
import pandas as pd

df = pd.DataFrame({"k": list("aabbb"), "v": [1.0, 2.0, 3.0, 4.0, 8.0]})

# %%
overall = df["v"].mean()

# %%
def spread(group):
    return (group - overall).abs().max()

best = df.groupby("k")["v"].agg(spread)

# %%
df["rank"] = df.groupby("k")["v"].rank()
df = df[df["v"] > 1].reset_index(drop=True)

# %%
pivot = df.pivot_table(index="k", values="v", aggfunc=["mean", "max"])

# %%
out = (pivot.shape, best.round(3).to_dict())

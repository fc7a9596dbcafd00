"""Values go through pickle, joblib, numpy and json files."""
# nodes: 6
# owes: value, a, b, c, d
# files: v.pkl, v.joblib, v.npy, v.json, sub/v.txt

# %%
import json
import pickle
from pathlib import Path

import joblib
import numpy as np

# %%
value = np.arange(3)

# %%
with open("v.pkl", "wb") as f:
    pickle.dump(value, f)
joblib.dump(value * 2, "v.joblib")

# %%
np.save("v.npy", value * 3)
Path("sub").mkdir(exist_ok=True)
Path("sub/v.txt").write_text("text")

# %%
with open("v.json", "w") as f:
    json.dump(value.tolist(), f)

# %%
with open("v.pkl", "rb") as f:
    a = pickle.load(f)
b = joblib.load("v.joblib")

# %%
c = np.load("v.npy")
with open("v.json") as f:
    d = (json.load(f), Path("sub/v.txt").read_text())

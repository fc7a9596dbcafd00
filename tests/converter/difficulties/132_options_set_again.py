"""Options that are set again half way: what ran before them ran without them."""
# nodes: 5
# owes: x, y, short, long, train_dir, test_dir

# %%
import os
from decimal import Decimal, getcontext
import pandas as pd

getcontext().prec = 6
pd.set_option("display.max_rows", 4)
os.environ["STAGE"] = "train"
df = pd.DataFrame({"a": range(9)})

# %%
x = Decimal(1) / Decimal(7)
short = str(df)

# %%
train_dir = os.environ["STAGE"] + "/x"

# %%
getcontext().prec = 20
pd.set_option("display.max_rows", 100)
os.environ["STAGE"] = "test"

# %%
y = Decimal(1) / Decimal(7)
long = str(df)

# %%
test_dir = os.environ["STAGE"] + "/x"

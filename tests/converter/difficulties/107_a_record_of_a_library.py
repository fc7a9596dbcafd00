"""A record that is its own dictionary: a copy of it has no attributes any more."""
# nodes: 4
# owes: data, columns, means, total

# %%
import statsmodels.api as sm

# %%
data = sm.datasets.spector.load_pandas()

# %%
data.exog = sm.add_constant(data.exog, prepend=False)

# %%
columns = list(data.exog)

# %%
means = data.exog.mean()

# %%
total = data.endog.sum()

"""`info(buf=…)`, objects that decorate, formulas with variables, attributes set by name."""
# nodes: 6
# owes: info, c, steps, coefs

# %%
import io
import pandas as pd
import statsmodels.formula.api as smf

df = pd.DataFrame({"x": [1, 2, 3, 4, 5, 6], "y": [1.0, 2.1, 2.9, 4.2, 5.1, 5.8], "g": list("abcabc")})

class Timer:
    def __init__(self):
        self.names = []

    def __call__(self, function):
        self.names.append(function.__name__)
        return function

timed = Timer()

@timed
def add(a, b):
    return a + b

class CFG:
    rate = 0.1

# %%
buf = io.StringIO()
df.info(buf=buf)
info = buf.getvalue()

# %%
c = add(1, 2)

# %%
reference = df["g"].iloc[-1]

# %%
coefs = smf.ols("y ~ x + C(g, Treatment(reference=reference))", data=df).fit().params

# %%
for name, value in {"rate": 2}.items():
    setattr(CFG, name, value)

# %%
steps = CFG.rate * 2

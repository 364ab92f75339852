# %% [markdown]
# # x

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import develop, serve, show

# %%
app = serve("01_hello_world")

# %%
app.get("/")

# %%
show(app.module.hello_world)

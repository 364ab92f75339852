# %% [markdown]
# # Step 1: Say a word
#
# You can count to 1.

# %%
print(1)

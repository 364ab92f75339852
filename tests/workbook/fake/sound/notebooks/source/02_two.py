# %% [markdown]
# # Step 2: Show a page
#
# You can count to 2.

# %%
print(2)

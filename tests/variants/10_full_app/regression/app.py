"""The app of step 9 with one view more."""

from past import create_app

app = create_app()


@app.get("/health")
def health():
    return {"up": True}

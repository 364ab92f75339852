# The image of the full app: solution/10_full_app/Dockerfile, with the folder named by APP.

# The first stage has all that is needed to make the environment and the model.
FROM python:3.13-slim AS build

ARG APP=solution/10_full_app
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY $APP/requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY $APP .
RUN python model.py

# The second stage, the image, takes only what the app needs when it runs.
FROM python:3.13-slim

ENV PATH=/venv/bin:$PATH DATABASE_URL=sqlite:////data/predictions.db PORT=8080
WORKDIR /app
RUN mkdir /data && chown 10001:10001 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
RUN python -c "import app"  # keeps what Python compiles, so that the app starts sooner

USER 10001:10001
VOLUME /data
EXPOSE 8080

HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD \
    python -c "from urllib.request import urlopen; urlopen('http://127.0.0.1:$PORT/health')"

CMD ["gunicorn"]

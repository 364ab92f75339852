"""Save the model as MLflow keeps models, in the folder `iris`."""

import mlflow.sklearn

import model

mlflow.sklearn.save_model(model.train()[0], "iris", pip_requirements=[])

"""The same model behind LitServe, without a store."""

import sys

import litserve

import model


class Iris(litserve.LitAPI):
    def setup(self, device):
        model.load()

    def predict(self, request):
        return {"prediction": model.predict(request)}


if __name__ == "__main__":
    server = litserve.LitServer(Iris(), accelerator="cpu", workers_per_device=2)
    server.run(
        host="127.0.0.1", port=int(sys.argv[1]), num_api_servers=2, generate_client_file=False
    )

"""An empty FastAPI endpoint, served just as Chuyi is: what the server alone would take for a request."""

import sys

import uvicorn
from fastapi import FastAPI

sys.path.insert(0, sys.path[0] + "/..")

from bot.settings import Settings
from bot.web.server import listen, server_config

app = FastAPI()


@app.post("/")
async def nothing() -> dict[str, str]:
    """Return an empty object."""
    return {}


if __name__ == "__main__":
    with listen("127.0.0.1", 0) as taken:
        print(f"Nothing is served at http://127.0.0.1:{taken.getsockname()[1]} ", flush=True)
        taken.listen()
        uvicorn.Server(server_config(app, Settings())).run(sockets=[taken])

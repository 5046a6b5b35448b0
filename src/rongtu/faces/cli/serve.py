"""`rongtu serve`: the pages in the browser, on this machine only, with a worker for jobs beside them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rongtu import wiring
from rongtu.faces.web.address import HOST, PORT, bind


def serve(
    *,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 为任选一个空闲的")] = PORT,
    host: Annotated[str, typer.Option("--host", help="只能是本机：127.0.0.1、localhost 或 ::1")] = HOST,
    open_it: Annotated[bool, typer.Option("--open/--no-open", help="在浏览器中打开")] = True,
) -> None:
    """在浏览器中查看：只在本机，只读 (the pages in the browser: on this machine only, read only; Ctrl-C ends)."""
    # here, or every command would start later
    from rongtu.faces.web.app import build
    from rongtu.faces.web.serving import run

    opened = bind(host, port)
    bound = opened.getsockname()[1]
    address = f"http://{f'[{host}]' if ':' in host else host}:{bound}/"

    def ready() -> None:
        print(f"融图 {address}  只在本机，只读；按 Ctrl-C 停止 (this machine only, read only; Ctrl-C ends)", flush=True)
        if open_it and sys.stdout.isatty():
            typer.launch(address)

    store = wiring.store()
    try:
        dispatcher = wiring.dispatcher(store)
        app = build(dispatcher, wiring.local_principal(), bound)
        run(app, dispatcher, opened, ready)
    finally:
        opened.close()
        store.close()
    print("已停止 ended", flush=True)

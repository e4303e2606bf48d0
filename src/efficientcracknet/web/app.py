"""The application: routes behind the gate, the page beside them."""

from pathlib import Path

from fastapi import FastAPI
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from efficientcracknet import __version__
from efficientcracknet.web import browser_page
from efficientcracknet.web.context import Context
from efficientcracknet.web.gate import refusals
from efficientcracknet.web.gate.gate import Gate
from efficientcracknet.web.routes import about, events, exports, pictures, projects, uploads, views
from efficientcracknet.web.routes.told import REFUSALS

STATIC = Path(__file__).parent / "static"
ROUTERS = (about, projects, uploads, pictures, views, events, exports, browser_page)


def make_app(context: Context) -> ASGIApp:
    """Return the application.

    Parameters
    ----------
    context
        What its routes use.

    Returns
    -------
    ASGIApp
        Behind the gate.
    """
    return Gate(make_routes(context), context.policy, context.limits)


def make_routes(context: Context) -> FastAPI:
    """Return the application without the gate.

    Parameters
    ----------
    context
        What its routes use.

    Returns
    -------
    FastAPI
        Describes itself at ``/api/openapi.json``; a page for that would load scripts from elsewhere.
    """
    app = FastAPI(
        title="EfficientCrackNet",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=REFUSALS,
    )
    app.state.context = context
    refusals.install(app)
    for module in ROUTERS:
        app.include_router(module.router)
    app.add_api_route("/", _read_index, include_in_schema=False)
    app.add_api_route("/favicon.ico", lambda: Response(status_code=204), include_in_schema=False)
    app.mount("/static", StaticFiles(directory=context.static, check_dir=False), name="static")
    return app


def _read_index() -> FileResponse:
    return FileResponse(STATIC / "index.html")

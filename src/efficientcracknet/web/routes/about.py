"""What this program is, what it can, and who has signed in."""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from efficientcracknet import __version__
from efficientcracknet.measure.severity import list_standards
from efficientcracknet.web.browser_page import ADDRESS, has_page
from efficientcracknet.web.context import Context, Given
from efficientcracknet.web.desk.display_names import LONGEST
from efficientcracknet.web.desk.exports import list_extras
from efficientcracknet.web.desk.kept_map import HIGHEST, LOWEST, STEPS
from efficientcracknet.web.desk.picture_file import list_formats, reads_heic
from efficientcracknet.web.gate.policy import COOKIE, is_signed_in, is_token
from efficientcracknet.web.gate.refusals import Refusal
from efficientcracknet.web.routes.asked import SignIn
from efficientcracknet.web.routes.told import About, Auth, Standard, Standards, ThresholdRange, WidthClass

WRONG_TOKEN_S = 0.5
"""How long a wrong token takes to be told so."""

router = APIRouter(prefix="/api", tags=["about"])


@router.get("/about")
def read_about(request: Request, context: Given) -> About:
    """Return what this program is and can; before signing in, hardly anything."""
    signed_in = is_signed_in(context.policy, dict(request.headers))
    auth = Auth(required=context.policy.token is not None, signed_in=signed_in)
    return _tell_all(context, auth) if signed_in else About(version=__version__, auth=auth)


@router.get("/standards")
def read_standards() -> Standards:
    """List the standards that classes of widths can come from."""
    told = [
        Standard(
            name=one.name,
            title=one.title,
            structure=one.structure,
            compared=one.compared,
            source=one.source,
            caveat=one.caveat,
            classes=[
                WidthClass(name=each.name, limit_mm=each.limit_mm, holds_limit=each.holds_limit) for each in one.classes
            ],
        )
        for one in list_standards().values()
    ]
    return Standards(standards=told)


@router.post("/session", status_code=204, response_class=Response)
async def sign_in(asked: SignIn, context: Given) -> Response:
    """Sign in by the token: the answer sets a cookie."""
    response = Response(status_code=204)
    if context.policy.cookie is None:
        return response
    if not is_token(context.policy, asked.token):
        await asyncio.sleep(WRONG_TOKEN_S)
        raise Refusal("unauthorized", "That is not the token.")
    response.set_cookie(COOKIE, context.policy.cookie, httponly=True, samesite="strict", path="/")
    return response


@router.delete("/session", status_code=204, response_class=Response)
def sign_out() -> Response:
    """Sign out."""
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", path="/")
    return response


def _tell_all(context: Context, auth: Auth) -> About:
    weights, limits = context.weights, context.limits
    names = ("name", "data", "terms", "sha256", "threshold")
    return About(
        version=__version__,
        auth=auth,
        weights={name: getattr(weights, name) for name in names},
        threshold=ThresholdRange(
            default=weights.threshold, lowest=LOWEST, highest=HIGHEST, step=1 / STEPS, levels=STEPS
        ),
        limits={
            "upload_bytes": limits.upload_bytes,
            "pixels": limits.pixels,
            "queue": limits.queue,
            "name_length": LONGEST,
        },
        formats=list_formats(),
        extras={**list_extras(), "heic": reads_heic()},
        browser_page=ADDRESS if has_page() else None,
    )

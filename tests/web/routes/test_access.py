"""What the page says of itself, whom it lets in, and what its answers forbid."""

from collections.abc import Callable

import httpx
import pytest

from efficientcracknet.web.gate.policy import Policy
from tests.web.bench import MOST_PIXELS, Page

TOKEN = "a-token-of-twenty-letters"


def tell_error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_page_of_the_network_needs_the_token(open_page: Callable[..., Page]) -> None:
    page = open_page(policy=Policy(TOKEN))
    assert tell_error(page.client.get("/api/projects")) == (401, "unauthorized")
    assert page.client.get("/api/about").json()["auth"] == {"required": True, "signed_in": False}
    assert page.client.get("/api/about").json()["weights"] is None
    assert tell_error(page.client.post("/api/session", json={"token": "guess"})) == (401, "unauthorized")

    signed = page.client.post("/api/session", json={"token": TOKEN})
    cookie = signed.headers["set-cookie"].lower()
    assert signed.status_code == 204
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in cookie
    assert page.client.get("/api/projects").status_code == 200
    assert page.client.get("/api/about").json()["auth"] == {"required": True, "signed_in": True}
    page.client.delete("/api/session")
    assert page.client.get("/api/projects").status_code == 401


def test_the_program_says_what_it_can(page: Page) -> None:
    about = page.client.get("/api/about").json()

    assert about["threshold"] == {"default": 0.5, "lowest": 0.02, "highest": 0.98, "step": 0.005, "levels": 200}
    assert about["limits"]["pixels"] == MOST_PIXELS
    assert {"JPEG", "PNG"} <= set(about["formats"])
    assert "ltpp-asphalt" in [one["name"] for one in page.client.get("/api/standards").json()["standards"]]


def test_every_route_is_described_and_the_description_loads_nothing(page: Page) -> None:
    document = page.client.get("/api/openapi.json").json()

    assert "/api/projects/{project}/pictures" in document["paths"]
    assert page.client.get("/docs").status_code == 404
    assert all(path.startswith("/api/") for path in document["paths"])


@pytest.mark.parametrize("path", ["/", "/api/projects", "/nothing", "/static/nothing.js"])
def test_every_answer_forbids_frames_and_foreign_scripts(page: Page, path: str) -> None:
    headers = page.client.get(path).headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/browser/../../app.py",
        "/browser/%2e%2e/app.py",
    ],
)
def test_no_address_leads_out_of_the_page(page: Page, path: str) -> None:
    assert page.client.get(path).status_code == 404

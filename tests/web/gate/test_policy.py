import pytest

from efficientcracknet.web.gate.policy import Policy, is_loopback, is_signed_in, judge

OURS = {"host": "127.0.0.1:8000"}
WRITE = OURS | {"x-efficientcracknet": "1"}
TOKEN = "a-token-of-twenty-letters"
LOCKED = Policy(TOKEN, any_address=True)


def tell(policy: Policy, method: str, path: str, **headers: str) -> int:
    """Return the status that a request is answered with before any route sees it; 0 lets it through."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    refusal = judge(policy, method, path, {**OURS, **names})
    return 0 if refusal is None else refusal.status_code


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:8000", "127.9.9.9"]
)
def test_this_machine_may_be_called_by_all_its_names(host: str) -> None:
    assert tell(Policy(), "GET", "/api/projects", host=host) == 0


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "10.0.0.1", "localhost.evil"]
)
def test_any_other_name_is_a_rebound_one(host: str) -> None:
    assert tell(Policy(), "GET", "/", host=host) == 403


def test_where_others_may_ask_addresses_and_given_names_are_ours() -> None:
    policy = Policy(TOKEN, frozenset({"bridge-office.lan"}), any_address=True)

    assert tell(policy, "GET", "/", host="10.0.0.1:8000") == 0
    assert tell(policy, "GET", "/", host="Bridge-Office.lan:8000") == 0
    assert tell(policy, "GET", "/", host="evil.example") == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "BREW"])
def test_writes_need_the_header_that_other_sites_cannot_add(method: str) -> None:
    assert tell(Policy(), method, "/api/projects") == 403
    assert tell(Policy(), method, "/api/projects", x_efficientcracknet="1") == 0


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9000", "http://localhost:8000"])
def test_requests_of_other_sites_are_refused_even_with_the_header(origin: str) -> None:
    assert tell(Policy(), "POST", "/api/projects", x_efficientcracknet="1", origin=origin) == 403
    assert tell(Policy(), "GET", "/api/projects", origin=origin) == 403


def test_requests_of_the_page_itself_pass() -> None:
    headers = {"x_efficientcracknet": "1", "origin": "http://127.0.0.1:8000", "sec_fetch_site": "same-origin"}

    assert tell(Policy(), "POST", "/api/projects", **headers) == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_may_link_to_the_page_and_to_nothing_else(site: str) -> None:
    assert tell(Policy(), "GET", "/", sec_fetch_site=site, sec_fetch_mode="navigate") == 0
    assert tell(Policy(), "GET", "/", sec_fetch_site=site, sec_fetch_mode="no-cors") == 403
    assert tell(Policy(), "GET", "/api/projects", sec_fetch_site=site, sec_fetch_mode="navigate") == 403


def test_without_the_token_only_the_empty_page_can_be_had() -> None:
    assert tell(LOCKED, "GET", "/") == 0
    assert tell(LOCKED, "GET", "/static/app/main.js") == 0
    assert tell(LOCKED, "GET", "/api/about") == 0
    assert tell(LOCKED, "GET", "/api/projects") == 401
    assert tell(LOCKED, "GET", "/api/openapi.json") == 401
    assert tell(LOCKED, "GET", "/api/projects", authorization="Bearer wrong") == 401
    assert tell(LOCKED, "GET", "/api/projects", cookie=f"efficientcracknet={TOKEN}") == 401


def test_with_the_token_or_the_cookie_everything_can() -> None:
    assert tell(LOCKED, "GET", "/api/projects", authorization=f"Bearer {TOKEN}") == 0
    assert tell(LOCKED, "GET", "/api/projects", authorization=f"bearer  {TOKEN}") == 0
    assert tell(LOCKED, "GET", "/api/projects", cookie=f"a=b; efficientcracknet={LOCKED.cookie}") == 0


@pytest.mark.parametrize("cookie", ["", "efficientcracknet=", "efficientcracknet=é", "=;=;", "\x00"])
def test_strange_cookies_are_no_sign_in(cookie: str) -> None:
    assert not is_signed_in(LOCKED, {"cookie": cookie})


@pytest.mark.parametrize(
    ("host", "is_one"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("::", False),
        ("a", False),
    ],
)
def test_addresses_of_this_machine_alone_are_known(host: str, is_one: bool) -> None:
    assert is_loopback(host) is is_one

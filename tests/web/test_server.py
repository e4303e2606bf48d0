import socket
from pathlib import Path

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.web.gate.policy import judge
from efficientcracknet.web.server import ServeSettings, listen, tell_address

TOKEN = "a-token-of-twenty-letters"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "bridge-office.lan"])
def test_others_can_reach_the_page_only_with_a_token(host: str) -> None:
    with pytest.raises(
        SettingsError, match=f"`--token` must be given where other machines can reach the page, got none for {host}"
    ):
        ServeSettings(Path("desk"), host)

    assert ServeSettings(Path("desk"), host, token=TOKEN).policy.any_address


@pytest.mark.parametrize("token", ["short", "", "ä" * 20])
def test_a_token_that_can_be_guessed_is_refused(token: str) -> None:
    with pytest.raises(SettingsError, match=f"must have at least 16 ASCII characters, got {len(token)}"):
        ServeSettings(Path("desk"), token=token)


def test_a_port_that_cannot_be_is_refused() -> None:
    with pytest.raises(SettingsError, match="from 0 to 65535, got 65536"):
        ServeSettings(Path("desk"), port=65536)


def test_a_port_that_is_taken_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"must be free to listen on, got 127.0.0.1:{port}"):
            listen("127.0.0.1", port)


def test_by_default_only_this_machine_is_answered() -> None:
    policy = ServeSettings(Path("desk"), names=("Desk.lan",)).policy

    assert judge(policy, "GET", "/", {"host": "10.0.0.1:8000"}) is not None
    assert judge(policy, "GET", "/", {"host": "desk.LAN:8000"}) is None


def test_the_address_carries_the_token_where_no_server_sees_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert tell_address(ServeSettings(Path("d")), listening) == f"http://127.0.0.1:{port}/"
        assert (
            tell_address(ServeSettings(Path("d"), "::1", token=TOKEN), listening)
            == f"http://[::1]:{port}/#token={TOKEN}"
        )

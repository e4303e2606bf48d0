"""A server that is attacked, with something in it that attacks can aim at."""

from dataclasses import dataclass, field

import httpx

from benchmarks.serve_attacks import draw_seeds
from benchmarks.served import Served


@dataclass(frozen=True, slots=True)
class Target:
    """What is attacked.

    Attributes
    ----------
    served
        The server.
    client
        That asks it.
    ids
        Of a project, a picture and an export that are there.
    """

    served: Served
    client: httpx.Client
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, int]:
        """Name and port."""
        return str(self.client.base_url.host), int(self.client.base_url.port or 80)

    @property
    def host(self) -> str:
        """As the header has it."""
        return ":".join(map(str, self.place))

    def prepare(self) -> None:
        """Make a project with a picture and an export: an attack may have removed those before."""
        folder = "/api/projects"
        self.ids["project"] = self.client.post(folder, json={"name": "target"}).json()["id"]
        folder += f"/{self.ids['project']}"
        seed = draw_seeds()["PNG"]
        sent = self.client.post(f"{folder}/pictures", params={"name": "target.png"}, content=seed)
        self.ids["picture"] = sent.json()["id"]
        self.ids["export"] = self.client.post(f"{folder}/exports", json={}).json()["id"]

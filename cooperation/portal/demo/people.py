"""The six accounts of the demo: one for each kind of person who signs in."""

from dataclasses import dataclass

PASSWORD = "pins-et-calanques"  # noqa: S105 -- public on purpose; `demo` refuses it on a public server


@dataclass(frozen=True, kw_only=True)
class Account:
    key: str
    kind: str
    name: str
    member_of: str = ""
    manages: str = ""
    relay_of: str = ""  # district
    is_coordinator: bool = False
    is_administrator: bool = False

    @property
    def email(self):
        return f"{self.key}@example.org"


ACCOUNTS = [
    Account(key="membre", kind="Membre d’une association", name="Samia B.", member_of="lanternes"),
    Account(key="responsable", kind="Responsable d’une association", name="Marcel T.", manages="lanternes"),
    Account(key="relais", kind="Habitante-relais", name="Fatima Y.", relay_of="mazargues"),
    Account(key="partenaire", kind="Partenaire institutionnel", name="Claire D.", member_of="ville"),
    Account(
        key="coordination", kind="Coordination", name="Nadège R.", manages="restanques", is_coordinator=True
    ),
    Account(key="administration", kind="Administration", name="Idriss A.", is_administrator=True),
]

"""
The proof of a draw: what is published at each step, byte for byte, and how anyone checks it.

Pure: `docs/tirage.md` describes the same formats for whoever writes another program. Five steps: the frozen list,
the thousand panels, whose fingerprint begins with the list's, a source of chance named before it speaks, its number, the
panel and the order of the others, which follow from that fingerprint and that number. Only dates bind the source.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext as _

FORMAT = "cooperation-sud/tirage/2"
# Of the first files: their panels' fingerprint did not hold the list's, nor their source the moment when it may be known.
FIRST_FORMAT = "cooperation-sud/tirage/1"
PANELS = 1000
# drand's network "quicknet": a round every three seconds since its first.
DRAND_CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
DRAND_GENESIS = datetime.fromtimestamp(1_692_803_367, tz=UTC)
DRAND_PERIOD = timedelta(seconds=3)
LOTO = re.compile(r"(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{2})\+(\d{2})")
DRAND = re.compile(r"[0-9a-f]{64}")


def digest(text):
    return sha256(text.encode()).hexdigest()


# 1. The frozen list


def row(nonce, code, answers, household):
    """The text of a person's line in the list, which only they and the two readers see; `answers` by criterion."""
    lines = [nonce, code, *(f"{criterion}\t{value}" for criterion, value in sorted(answers.items()))]
    return "\n".join([*lines, f"foyer\t{household}"]) + "\n"


def pool_text(pool, written_as=FORMAT):
    """What the first fingerprint is taken of, from the file's `pool`."""
    lines = [written_as, f"code\t{pool['code']}", f"places\t{pool['seats']}", f"groupes\t{PANELS}"]
    lines += [
        f"quota\t{quota['criterion']}\t{quota['value']}\t{quota['min']}\t{quota['max']}"
        for quota in pool["quotas"]
    ]
    lines += [f"siege\t{code}\t{commitment}" for code, commitment in pool["seated"]]
    lines += [f"personne\t{code}\t{commitment}" for code, commitment in pool["people"]]
    return "\n".join(lines) + "\n"


def code_version():
    """The fingerprint of the source that computes the panels, so that it can be found and run again."""
    folder = Path(__file__).parent
    files = [*sorted((folder / "sortition").glob("*.py")), folder / "proof.py"]
    return digest("".join(f"{path.name}\t{sha256(path.read_bytes()).hexdigest()}\n" for path in files))


# 2. The thousand panels


def portfolio_text(panels):
    """`panels` are sequences of codes. One line each, sorted."""
    return "".join(sorted(f"{' '.join(sorted(panel))}\n" for panel in panels))


def portfolio_digest(text, pool_sha256, written_as=FORMAT):
    """The second fingerprint, which holds the first: these panels are of that list, and of no other."""
    return digest(text if written_as == FIRST_FORMAT else f"{pool_sha256}\n{text}")


# 3. The source


def drand_moment(number):
    """When a round of quicknet is out."""
    return DRAND_GENESIS + (number - 1) * DRAND_PERIOD


def is_value(kind, value):
    """Whether it is written as its kind is: "03-11-24-38-49+07" or 64 hexadecimal digits."""
    if kind == "drand":
        return bool(DRAND.fullmatch(value))
    if kind == "loto" and (match := LOTO.fullmatch(value)):
        *balls, lucky = map(int, match.groups())
        return balls == sorted(set(balls)) and balls[0] >= 1 and balls[-1] <= 49 and 1 <= lucky <= 10
    return False


# 4. and 5. The number, the panel, the order of the others


def index_in(portfolio_sha256, value, number=PANELS):
    """(index, counter): the first counter whose digest is below the greatest multiple of `number`."""
    counter = 0
    while (index := fair_remainder(digest(f"{portfolio_sha256}\n{value}\n{counter}"), number)) is None:
        counter += 1
    return index, counter


def fair_remainder(hexadecimal, number):
    """
    A digest modulo `number`; None at the top of its range, where some remainders come once more than others.
    """
    drawn, whole = int(hexadecimal, 16), 1 << (4 * len(hexadecimal))
    return None if drawn >= whole - whole % number else drawn % number


def order(codes, portfolio_sha256, value):
    """The order of those who were not drawn."""
    return sorted(codes, key=lambda code: digest(f"{portfolio_sha256}\n{value}\n{code}"))


# Checking


@dataclass(frozen=True)
class Step:
    number: int
    title: str
    problem: str = ""
    is_to_come: bool = False

    @property
    def is_right(self):
        return not self.problem and not self.is_to_come


def check(document):
    """Each of the five steps of a proof file, right or with what is wrong. Bad shapes are wrong steps, not errors."""
    checks = [_check_pool, _check_portfolio, _check_source, _check_index, _check_order]
    for number, (title, one) in enumerate(zip(titles(), checks, strict=True), start=1):
        try:
            problem = one(document)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
            problem = _("il manque quelque chose dans le fichier, ou c’est écrit autrement que prévu")
        yield Step(number, title, problem or "", problem is None)


def titles():
    return [
        _("La liste figée"),
        _("Les 1 000 groupes"),
        _("La source du hasard"),
        _("Le numéro et le groupe tiré"),
        _("L’ordre des suppléants"),
    ]


def _check_pool(document):
    if document["format"] not in (FIRST_FORMAT, FORMAT):
        return _("ce fichier n’est pas une preuve de tirage, ou sa version n’est pas connue")
    pool = document["pool"]
    if digest(pool_text(pool, document["format"])) != pool["sha256"]:
        return _("la liste, les quotas ou la version du programme ne sont pas ceux de l’empreinte publiée")
    codes = [code for code, _commitment in [*pool["seated"], *pool["people"]]]
    if len(set(codes)) != len(codes):
        return _("un code est deux fois dans la liste")
    return ""


def _check_portfolio(document):
    portfolio = document.get("portfolio")
    if portfolio is None:
        return None
    panels = [line.split(" ") for line in portfolio["panels"]]
    text = "".join(f"{line}\n" for line in portfolio["panels"])
    if portfolio_digest(text, document["pool"]["sha256"], document["format"]) != portfolio["sha256"]:
        return _("les groupes ne sont pas ceux de l’empreinte publiée, ou pas ceux de cette liste")
    if len(panels) != PANELS:
        return _("il n’y a pas 1 000 groupes")
    codes = {code for code, _commitment in document["pool"]["people"]}
    for panel in panels:
        if len(set(panel)) != document["pool"]["seats"] or len(panel) != len(set(panel)):
            return _("un groupe n’a pas le bon nombre de personnes")
        if not codes.issuperset(panel):
            return _("un groupe contient un code qui n’est pas dans la liste")
    if moment(portfolio["published_at"]) < moment(document["pool"]["frozen_at"]):
        return _("les groupes sont datés d’avant la liste")
    return ""


def _check_source(document):
    source = document.get("source")
    if source is None:
        return None
    published, named, due = (
        moment(document["portfolio"]["published_at"]),
        moment(source["named_at"]),
        moment(source["due_at"]),
    )
    unknown_until = due if document["format"] == FIRST_FORMAT else moment(source["unknown_until"])
    if not published <= named < unknown_until <= due:
        return _("la source n’a pas été nommée après les groupes et avant de parler")
    if source["kind"] == "drand" and drand_moment(int(source["reference"])) != due:
        return _("la date n’est pas celle de ce numéro de drand")
    if source["kind"] not in ("loto", "drand"):
        return _("la source n’est ni le Loto ni drand")
    return ""


def _check_index(document):
    if document.get("value") is None:
        return _to_come(document)
    value, result = document["value"], document["result"]
    if moment(value["entered_at"]) < moment(document["source"]["due_at"]):
        return _("le résultat est daté d’avant la source")
    if not is_value(value["kind"], value["value"]):
        return _("le résultat du hasard n’est pas écrit comme il devrait")
    if value["kind"] != document["source"]["kind"] and not value["fallback"]:
        return _("la source n’est pas celle qui avait été nommée, et rien ne dit pourquoi")
    index, counter = index_in(document["portfolio"]["sha256"], value["value"])
    if [index, counter] != [result["index"], result["counter"]]:
        return _("le numéro du groupe n’est pas celui que donne le calcul")
    if document["portfolio"]["panels"][index].split(" ") != result["panel"]:
        return _("le groupe annoncé n’est pas celui qui porte ce numéro")
    return ""


def _to_come(document):
    if document.get("result") is not None:
        return _("un résultat est annoncé sans le numéro du hasard dont il vient")
    return None


def _check_order(document):
    if document.get("value") is None:
        return _to_come(document)
    result = document["result"]
    others = {code for code, _commitment in document["pool"]["people"]} - set(result["panel"])
    found = order(others, document["portfolio"]["sha256"], document["value"]["value"])
    if found != result["order"]:
        return _("l’ordre des autres personnes n’est pas celui que donne le calcul")
    remaining = iter(found)
    if not all(code in remaining for code in result["substitutes"]):
        return _("les suppléants ne sont pas dans l’ordre publié")
    return ""


def moment(text):
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found

"""Checks a draw from its public file alone, as docs/tirage.md says: `python3 independent_check.py FILE`."""

import hashlib
import json
import sys


def sha(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def main(name):
    with open(name, encoding="utf-8") as file:
        proof = json.load(file)
    pool, portfolio, result = proof["pool"], proof["portfolio"], proof["result"]
    text = f"{proof['format']}\ncode\t{pool['code']}\nplaces\t{pool['seats']}\ngroupes\t1000\n"
    for quota in pool["quotas"]:
        text += f"quota\t{quota['criterion']}\t{quota['value']}\t{quota['min']}\t{quota['max']}\n"
    for word, rows in (("siege", pool["seated"]), ("personne", pool["people"])):
        for code, commitment in rows:
            text += f"{word}\t{code}\t{commitment}\n"
    assert sha(text) == pool["sha256"], "liste"
    lines = portfolio["panels"]
    assert len(lines) == 1000, "nombre de groupes"
    assert sha("\n".join([pool["sha256"], *lines]) + "\n") == portfolio["sha256"], "groupes"
    counter, drawn, limit = -1, 2**256, 2**256 // 1000 * 1000
    while drawn >= limit:
        counter += 1
        drawn = int(sha(f"{portfolio['sha256']}\n{proof['value']['value']}\n{counter}"), 16)
    index = drawn % 1000
    assert index == result["index"], "numéro"
    assert lines[index] == " ".join(result["panel"]), "groupe tiré"
    others = [code for code, _ in pool["people"] if code not in result["panel"]]
    others.sort(key=lambda code: sha(portfolio["sha256"] + "\n" + proof["value"]["value"] + "\n" + code))
    assert others == result["order"], "ordre des suppléants"
    print(f"{pool['sha256']} {portfolio['sha256']} {index} {sha(lines[index])}")  # noqa: T201


main(sys.argv[1])

"""The words of public sheets, one row each: where a word that is misspelt finds those that were meant."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connection, models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _

from cooperation.core.text_search import folded

# Longer than what anybody mistypes: addresses, and letters held down.
LONGEST = 30
# Words that share this much of their trigrams with the one that was typed (pg_trgm's similarity, 0 to 1).
ALIKE = 0.35
# How many words one misspelt word may stand for, among how many that share trigrams with it.
MEANT = 3
COMPARED = 12
# A slip is a letter too many, missing, changed or swapped with the next: one in so many letters, or the word is another.
LETTERS_A_SLIP = 4

# The words of a text, one row each, named `said`: `{text}` is the column that holds it.
SAID = """string_to_table(
                regexp_replace(lower(f_unaccent({text})), '[^[:alnum:]]+', ' ', 'g'), ' '
            ) AS said"""
IS_KEPT = f"length(said) BETWEEN 4 AND {LONGEST}"

# A sheet that is published, or public and changed, brings its words at once. Those that it takes away when it goes
# leave in the night (`WordQuerySet.gather`): until then they may be shown instead of a word that is misspelt.
KEEP_WORDS = pgtrigger.Trigger(
    name="initiative_words",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("search_text", "state"),
    condition=pgtrigger.Condition("NEW.state = 'published'"),
    func=f"""
        IF TG_OP = 'INSERT' OR OLD.search_text IS DISTINCT FROM NEW.search_text OR OLD.state <> NEW.state THEN
            INSERT INTO initiatives_word (word)
            SELECT DISTINCT said FROM {SAID.format(text="NEW.search_text")}
            WHERE {IS_KEPT}
            ORDER BY said
            ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
    """,  # noqa: S608 -- words of ours
)


# {said}: the words of all public sheets.
GATHERED = f"""
    SELECT DISTINCT said FROM initiatives_initiative, {SAID.format(text="search_text")}
    WHERE state = 'published' AND {IS_KEPT}
"""  # noqa: S608 -- words of ours
FORGET = f"""
    DELETE FROM initiatives_word WHERE NOT EXISTS (SELECT FROM ({GATHERED}) AS kept WHERE said = word)
"""  # noqa: S608 -- words of ours


def slips(typed, meant):
    """How many letters were added, left out, changed or swapped with the next (optimal string alignment)."""
    before, last = None, list(range(len(meant) + 1))
    for i, letter in enumerate(typed, start=1):
        row = [i]
        for j, other in enumerate(meant, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if before and j > 1 and letter == meant[j - 2] and other == typed[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _allowed(word):
    return max(1, len(word) // LETTERS_A_SLIP)


class WordQuerySet(models.QuerySet):
    def gather(self):
        """The words of public sheets, and no other: what was archived or written anew leaves those it alone said."""
        with connection.cursor() as cursor:
            cursor.execute(FORGET)
            # A sheet that was published while they were read has its own again.
            cursor.execute(f"INSERT INTO initiatives_word (word) {GATHERED} ON CONFLICT DO NOTHING")

    def meant(self, words, *, most=MEANT):
        """
        {word: the known words that it may be a slip for, the nearest first, itself alone where it is known}, all in one
        query. A word spelt right that no sheet says is far from all of them: nothing is taken instead.
        """
        found = {word: [] for word in words}
        if not words:
            return found
        first, *others = (self._like(word, COMPARED) for word in words)
        rows = sorted(first.union(*others, all=True), key=lambda row: -row[2])
        for word in words:
            alike = [row[1:] for row in rows if row[0] == word]
            if exact := [known for known, likeness, _typed in alike if likeness == 1]:
                found[word] = exact
                continue
            near = sorted((slips(typed, known), -likeness, known) for known, likeness, typed in alike)
            found[word] = [known for number, _less, known in near if number <= _allowed(word)][:most]
        return found

    def _like(self, word, most):
        """(word, a known one, how alike they are from 0 to 1, the word as it would be kept), the nearest first."""
        typed = folded(Value(word))
        likeness = Func("word", typed, function="similarity", output_field=models.FloatField())
        rows = self.filter(word__trigram_similar=typed).annotate(likeness=likeness, typed=typed)
        rows = rows.filter(likeness__gte=ALIKE).order_by("-likeness", "word")
        return rows.values_list(Value(word, models.CharField()), "word", "likeness", "typed")[:most]


class Word(models.Model):
    """Without accents nor capitals; four letters at least, since shorter ones are like too many others."""

    word = models.CharField(_("mot"), max_length=LONGEST, primary_key=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("mot des fiches")
        verbose_name_plural = _("mots des fiches")
        indexes = [GinIndex(OpClass(F("word"), "gin_trgm_ops"), name="word_trigrams")]

    def __str__(self):
        return self.word

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
# How many words one misspelt word may stand for.
MEANT = 3

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


class WordQuerySet(models.QuerySet):
    def gather(self):
        """The words of public sheets, and no other: what was archived or written anew leaves those it alone said."""
        with connection.cursor() as cursor:
            cursor.execute(FORGET)
            # A sheet that was published while they were read has its own again.
            cursor.execute(f"INSERT INTO initiatives_word (word) {GATHERED} ON CONFLICT DO NOTHING")

    def meant(self, words, *, most=MEANT):
        """{word: the known words that are most like it, itself alone where it is known}, all in one query."""
        found = {word: [] for word in words}
        if not words:
            return found
        first, *others = (self._like(word, most) for word in words)
        rows = sorted(first.union(*others, all=True), key=lambda row: -row[2])
        known_already = {word for word, _known, likeness in rows if likeness == 1}
        for word, known, likeness in rows:
            if likeness == 1 or word not in known_already:
                found[word].append(known)
        return found

    def _like(self, word, most):
        """(word, a known one, how alike they are from 0 to 1), the nearest first."""
        typed = folded(Value(word))
        likeness = Func("word", typed, function="similarity", output_field=models.FloatField())
        rows = self.filter(word__trigram_similar=typed).annotate(likeness=likeness)
        rows = rows.filter(likeness__gte=ALIKE).order_by("-likeness", "word")
        return rows.values_list(Value(word, models.CharField()), "word", "likeness")[:most]


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

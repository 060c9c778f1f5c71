"""The words of public sheets, one row each: where a word that is misspelt finds those that were meant."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _

from cooperation.core.text_search import folded

# Longer than what anybody mistypes: addresses, and letters held down.
LONGEST = 30
# Words that share this much of their trigrams with the one that was typed (pg_trgm's similarity, 0 to 1).
ALIKE = 0.35
# How many words one misspelt word may stand for.
MEANT = 3

# A sheet that is published, or public and changed, brings its words. They stay when it goes: a word that no sheet has
# any more only finds nothing.
KEEP_WORDS = pgtrigger.Trigger(
    name="initiative_words",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("search_text", "state"),
    condition=pgtrigger.Condition("NEW.state = 'published'"),
    func=f"""
        IF TG_OP = 'INSERT' OR OLD.search_text IS DISTINCT FROM NEW.search_text OR OLD.state <> NEW.state THEN
            INSERT INTO initiatives_word (word)
            SELECT DISTINCT said FROM string_to_table(
                regexp_replace(lower(f_unaccent(NEW.search_text)), '[^[:alnum:]]+', ' ', 'g'), ' '
            ) AS said
            WHERE length(said) BETWEEN 4 AND {LONGEST}
            ORDER BY said
            ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
    """,  # noqa: S608 -- a number of ours
)


class WordQuerySet(models.QuerySet):
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

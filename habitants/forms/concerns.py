"""What was heard, written on a phone; and what may be asked before it is kept."""

import base64
import binascii
import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from associations.models import Place, Theme
from cooperation.core.honeypot import Honeypot
from cooperation.core.images import Picture
from habitants import personal_words
from habitants.known_names import known_names
from habitants.models import Concern

# A picture that waits while something is asked travels in the page: a browser sends no file twice.
MAX_KEPT_PHOTO = 1_200_000
READ_FOR_NAMES = ("words", "spot", "photo_alt")


class ConcernForm(Honeypot, forms.ModelForm):
    """
    For relays, and for anyone: `user` is who signed in, if somebody did. What it asks about is answered by a button
    that names the text it was about (`fingerprint`), so that another text is looked at again.
    """

    photo_kept = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Concern
        fields = [
            *("words", "theme", "district", "place", "spot", "latitude", "longitude"),
            *("photo", "photo_alt", "reply_email"),
        ]
        widgets = {
            "words": forms.Textarea(attrs={"rows": 5}),
            "latitude": forms.HiddenInput,
            "longitude": forms.HiddenInput,
            "photo": forms.FileInput(attrs={"accept": "image/*"}),
            "reply_email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        help_texts = {
            "photo": _(
                "Facultative, sans visage ni plaque d’immatriculation. Sa date et sa position sont retirées."
            ),
            "photo_alt": _("Pour les personnes qui ne la voient pas."),
            "reply_email": _(
                "Facultatif. Cette adresse sert à vous dire la réponse, à rien d’autre. Elle n’est ni publiée ni "
                "transmise. Elle est effacée 30 jours après que la réponse est rapportée, et au plus tard un an après "
                "votre message."
            ),
        }

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["theme"].queryset = Theme.objects.main()
        self.fields["theme"].empty_label = _("Je ne sais pas")
        self.fields["district"].empty_label = _("Je ne sais pas")
        self.fields["place"].queryset = Place.objects.offered()
        self.fields["place"].empty_label = _("Aucun lieu de la liste")
        if user is not None:
            del self.fields["reply_email"], self.fields["kvtd"]

    def clean_words(self):
        words = self.cleaned_data["words"].strip()
        if len(words) < 10:
            raise ValidationError(_("Dites-en un peu plus : une phrase suffit."), code="short")
        return words

    def clean(self):
        data = super().clean()
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            data["latitude"] = data["longitude"] = None
        if not data.get("photo") and data.get("photo_kept") and "photo" not in self.errors:
            data["photo"] = self._unpacked(data["photo_kept"])
            self.instance.photo = data["photo"]
        place = data.get("place")
        if place and place.district and not data.get("district"):
            data["district"] = place.district
        if data.get("photo") and not data.get("photo_alt") and "photo" not in self.errors:
            self.add_error("photo_alt", _("Dites en quelques mots ce que montre la photo."))
        return data

    # What is asked first

    @cached_property
    def texts(self):
        return [self.cleaned_data.get(name) or "" for name in READ_FOR_NAMES]

    @property
    def fingerprint(self):
        return hashlib.sha256("\x00".join(self.texts).encode()).hexdigest()[:32]

    @cached_property
    def personal(self):
        """What looks like somebody's name or number, in pieces of each text that has some: (label, pieces)."""
        known = known_names("\n".join(self.texts))
        found = []
        for name, text in zip(READ_FOR_NAMES, self.texts, strict=True):
            findings = personal_words.find(text, known=known)
            if findings:
                found.append((self.fields[name].label, personal_words.marked(text, findings)))
        return found

    @cached_property
    def alike(self):
        """Those that this person may read and that seem to say the same, the nearest first."""
        data = self.cleaned_data
        seen = Concern.objects.visible_to(self.user) if self.user else Concern.objects.on_board()
        rows = seen.select_related("theme", "district").with_voices()
        return list(rows.alike(data["words"], theme=data.get("theme"), district=data.get("district")))

    def is_meant(self, name):
        """Whether the button of that question was pressed for this very text."""
        return self.data.get(name) == self.fingerprint

    # The picture while it waits

    @cached_property
    def packed_photo(self):
        """ "" without a photo, and for one that is too heavy to travel."""
        photo = self.is_bound and self.cleaned_data.get("photo")
        if not photo:
            return ""
        photo.seek(0)
        packed = base64.b64encode(photo.read()).decode()
        photo.seek(0)
        return packed if len(packed) <= MAX_KEPT_PHOTO else ""

    @property
    def photo_is_lost(self):
        """It was sent, and does not travel with the page that asks something."""
        return self.is_bound and bool(self.cleaned_data.get("photo")) and not self.packed_photo

    def _unpacked(self, text):
        try:
            return Picture(ContentFile(base64.b64decode(text, validate=True)))
        except (binascii.Error, ValueError, ValidationError):
            self.add_error("photo", _("La photo n’a pas été gardée : choisissez-la de nouveau."))
            return None

    def save_heard(self):
        concern = self.save(commit=False)
        concern.hear(by=self.user)
        return concern

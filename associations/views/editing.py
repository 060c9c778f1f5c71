"""Writing a sheet: its managers theirs, the team any, a new one included."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import CreateView, UpdateView

from associations.forms.sheet import ContactFormSet, OrganisationForm
from associations.models import Organisation
from cooperation.core.local_copies import accepted


@method_decorator(transaction.atomic, name="post")
class SheetFormMixin(LoginRequiredMixin):
    """The sheet with its closures and its contacts: all is saved, or nothing."""

    form_class = OrganisationForm
    template_name = "associations/organisation_form.html"
    context_object_name = "organisation"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        data = self.request.POST if self.request.method == "POST" else None
        self.contacts = ContactFormSet(data, instance=form.instance, prefix="contacts")
        return form

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        is_stale = any(part.newer for part in [form, *self.contacts])
        return context | {"closures": form.closures, "contacts": self.contacts, "is_stale": is_stale}

    def post(self, request, *args, **kwargs):
        self.object = self.get_object() if hasattr(self, "get_object") and "slug" in kwargs else None
        form = self.get_form()
        # All three are asked, so that every mistake is shown at once.
        valid = [form.is_valid(), form.closures.is_valid(), self.contacts.is_valid()]
        return self.form_valid(form) if all(valid) else self.form_invalid(form)

    def form_valid(self, form):
        organisation = form.save()
        self.contacts.instance = organisation
        self.contacts.save()
        Organisation.objects.filter(pk=organisation.pk).refresh_search_text()
        messages.success(self.request, _("C’est enregistré : la fiche est à jour."))
        for sheet in form.spare_sheets:
            messages.info(
                self.request,
                _(
                    "« %(name)s », venue d’un fichier (%(origin)s) et jamais publiée, portait ce numéro : elle disparaît."
                )
                % {"name": sheet.name, "origin": sheet.get_origin_display()},
            )
        if place := form.facts_left_out_of:
            messages.info(
                self.request,
                _(
                    "« %(place)s » a déjà sa description, que d’autres lisent aussi : celle que vous avez écrite n’est "
                    "pas reprise. L’équipe de coordination peut la corriger."
                )
                % {"place": place},
            )
        return accepted(self.request, redirect(organisation))


class OrganisationUpdate(SheetFormMixin, UpdateView):
    def get_queryset(self):
        sheets = Organisation.objects.managed_by(self.request.user)
        return sheets.select_for_update(of=("self",)) if self.request.method == "POST" else sheets


class OrganisationCreate(SheetFormMixin, CreateView):
    """For the team: an association or a partner that nobody has written down yet."""

    def get_form(self, form_class=None):
        if not self.request.user.is_coordinator:
            raise Http404
        return super().get_form(form_class)

"""The public directory: who does what, as cards, as a list, on a map."""

from django.utils.decorators import method_decorator
from django.views.decorators.vary import vary_on_headers
from django.views.generic import ListView

from associations.filters import OrganisationFilter
from associations.models import Organisation
from cooperation.core.filters import export_query

VIEWS = ("fiches", "liste", "carte")


@method_decorator(vary_on_headers("HX-Request"), name="dispatch")
class OrganisationList(ListView):
    template_name = "associations/organisation_list.html"
    context_object_name = "organisations"
    paginate_by = 24

    def get_queryset(self):
        self.filter = OrganisationFilter(self.request.GET, queryset=Organisation.objects.public())
        return self.filter.sorted().for_list()

    def get_template_names(self):
        """htmx asks for the list alone."""
        if self.is_fragment:
            return [f"{self.template_name}#results"]
        return [self.template_name]

    @property
    def is_fragment(self):
        return bool(self.request.htmx and not self.request.htmx.boosted)

    def get_context_data(self, **kwargs):
        view = self.request.GET.get("vue")
        return super().get_context_data(
            filter=self.filter,
            view=view if view in VIEWS else VIEWS[0],
            export_query=export_query(self.request.GET),
            is_fragment=self.is_fragment,
            **kwargs,
        )

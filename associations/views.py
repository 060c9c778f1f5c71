from django.utils.decorators import method_decorator
from django.views.decorators.vary import vary_on_headers
from django.views.generic import DetailView, ListView

from associations.filters import OrganisationFilter
from associations.models import Organisation


@method_decorator(vary_on_headers("HX-Request"), name="dispatch")
class OrganisationList(ListView):
    template_name = "associations/organisation_list.html"
    context_object_name = "organisations"
    paginate_by = 24

    def get_queryset(self):
        self.filter = OrganisationFilter(self.request.GET, queryset=Organisation.objects.public().for_list())
        return self.filter.qs

    def get_template_names(self):
        """htmx asks for the list alone."""
        if self.request.htmx and not self.request.htmx.boosted:
            return [f"{self.template_name}#results"]
        return [self.template_name]

    def get_context_data(self, **kwargs):
        return super().get_context_data(filter=self.filter, **kwargs)


class OrganisationDetail(DetailView):
    template_name = "associations/organisation_detail.html"
    context_object_name = "organisation"

    def get_queryset(self):
        return (
            Organisation.objects.public()
            .select_related("place__district")
            .prefetch_related("themes", "districts")
        )

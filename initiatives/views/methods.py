"""The sheets of methods: found, read, printed, written, and linked with the initiatives that used them."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation.core import markdown, pdf
from cooperation.core.lists import FilteredList
from cooperation.core.local_copies import accepted
from cooperation.core.network import is_in_network
from initiatives import durations
from initiatives.forms.methods import MethodForm, MethodUseForm
from initiatives.method_filters import MethodFilter
from initiatives.models import Initiative, Method, Workshop

SHOWN = 50


class MethodList(FilteredList):
    template_name = "initiatives/method_list.html"
    context_object_name = "methods"
    paginate_by = 24

    def get_queryset(self):
        self.filter = MethodFilter(self.request.GET, queryset=Method.objects.public())
        return self.filter.sorted().for_list()

    def get_context_data(self, **kwargs):
        user = self.request.user
        waiting = Method.objects.pending() if user.is_authenticated and user.is_coordinator else ()
        return super().get_context_data(
            may_write=is_in_network(user),
            mine=Method.objects.begun_by(user)[:SHOWN],
            waiting=waiting,
            **kwargs,
        )


@require_safe
def method_detail(request, slug):
    user = request.user
    method = get_object_or_404(
        Method.objects.visible_to(user).select_related("organisation", "author").prefetch_related("themes"),
        slug=slug,
    )
    may_edit = Method.objects.editable_by(user).filter(pk=method.pk).exists()
    form = MethodUseForm(method=method, user=user) if user.is_authenticated and method.is_public else None
    context = {
        "method": method,
        "workshops": practised(method),
        "initiatives": method.initiatives.public().select_related("carrier").order_by("title")[:SHOWN],
        "may_edit": may_edit,
        "may_publish": may_edit and method.published_directly_by(user),
        "use_form": form if form and form.fields["initiative"].queryset.exists() else None,
    }
    return render(request, "initiatives/method_detail.html", context)


def practised(method):
    """The workshops of public courses that used it and took place, the latest first."""
    return (
        Workshop.objects.held()
        .filter(methods=method)
        .exclude(course__state="draft")
        .select_related("course", "occurrence__event")
        .order_by("-occurrence__starts_at", "-pk")[:SHOWN]
    )


@require_safe
def method_pdf(request, slug):
    """One or two A4 pages to take along, with the way back to the sheet."""
    method = get_object_or_404(
        Method.objects.visible_to(request.user).select_related("organisation", "author"), slug=slug
    )
    address = f"{settings.SITE_URL}{method.get_absolute_url()}"
    data = {
        "title": method.title,
        "aim": method.aim,
        "group": str(method.group_wording),
        "duration": durations.in_words(method.minutes),
        "author": author_of(method),
        "themes": [theme.name for theme in method.themes.all()],
        "sections": [
            {"title": str(title), "blocks": markdown.blocks(text)}
            for title, text in (
                (_("Matériel"), method.material),
                (_("Déroulé"), method.steps),
                (_("Précautions"), method.precautions),
            )
            if text
        ],
        "address": address,
    }
    content = pdf.render("initiatives/method.typ", data, files={"qr.svg": pdf.qr(address)})
    return pdf.response(content, f"{method.slug}.pdf")


def author_of(method):
    if method.organisation:
        return method.organisation.label
    return str(method.author) if method.author else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def method_create(request):
    if not is_in_network(request.user):
        raise Http404
    return _write(request, Method(author=request.user))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def method_edit(request, slug):
    """Who saves at the same time waits, then sees what was saved."""
    methods = Method.objects.editable_by(request.user)
    if request.method == "POST":
        methods = methods.select_for_update(of=["self"])
    return _write(request, get_object_or_404(methods, slug=slug))


def _write(request, method):
    is_new, was_public = method.pk is None, method.is_public
    form = MethodForm(request.POST or None, instance=method, user=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            method = form.save()
            Method.objects.filter(pk=method.pk).refresh_search_text()
            if request.POST.get("action") == "submit" or was_public:
                method.submit(by=request.user)
        if method.is_public:
            messages.success(request, _("C’est publié."))
        elif method.is_pending:
            messages.success(request, _("C’est enregistré. L’équipe relit la méthode avant de la publier."))
        else:
            messages.success(request, _("Le brouillon est enregistré."))
        return accepted(request, redirect(method))
    context = {
        "form": form,
        "method": None if is_new else method,
        "publishes": method.published_directly_by(request.user),
    }
    return render(request, "initiatives/method_form.html", context)


@login_required
@require_POST
def method_action(request, slug):
    method = get_object_or_404(Method.objects.editable_by(request.user), slug=slug)
    match request.POST.get("action"):
        case "publish" if method.published_directly_by(request.user):
            method.publish(by=request.user)
            messages.success(request, _("C’est publié."))
        case "archive":
            method.archive(by=request.user)
            messages.success(request, _("La méthode n’est plus visible. Son texte est gardé."))
            return redirect("initiatives:method-list")
        case "unlink":
            pk = request.POST.get("initiative", "")
            if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
                return HttpResponseBadRequest(_("Cette action n’existe pas."))
            initiative = get_object_or_404(Initiative, pk=pk)
            with transaction.atomic():
                method.initiatives.remove(initiative)
                initiative.write_version(by=request.user)
            messages.success(request, _("Le lien est retiré."))
        case _:
            return HttpResponseBadRequest(_("Cette action n’est pas possible maintenant."))
    return redirect(method)


@login_required
@require_POST
def method_use(request, slug):
    """Somebody who carries an initiative says that it used the method: both pages say so."""
    method = get_object_or_404(Method.objects.public(), slug=slug)
    form = MethodUseForm(request.POST, method=method, user=request.user)
    if form.is_valid():
        with transaction.atomic():
            method.initiatives.add(form.cleaned_data["initiative"])
            form.cleaned_data["initiative"].write_version(by=request.user)
        messages.success(request, _("Merci : les deux fiches se renvoient l’une à l’autre."))
    else:
        messages.warning(request, _("Choisissez une de vos initiatives publiées."))
    return redirect(method)

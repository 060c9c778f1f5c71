"""What allauth asks of us."""

from allauth.account.adapter import DefaultAccountAdapter

# In the session: the page of ours that waits for its visitor to sign in.
AFTER_SIGN_IN = "after_sign_in"


class AccountAdapter(DefaultAccountAdapter):
    def populate_username(self, request, user):
        """People sign in by e-mail: there is no username."""

    def get_login_redirect_url(self, request):
        """Back to what asked to sign in, even after a new account confirmed its address by mail."""
        waiting = request.session.pop(AFTER_SIGN_IN, None)
        return waiting or super().get_login_redirect_url(request)

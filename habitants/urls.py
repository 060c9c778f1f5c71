app_name = "habitants"

urlpatterns = []

from initiatives import admin_courses  # noqa: F401 -- registers its models

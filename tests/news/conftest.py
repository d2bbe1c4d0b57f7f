from tests.cast import cast, draft, in_review, published, withdrawn  # noqa: F401

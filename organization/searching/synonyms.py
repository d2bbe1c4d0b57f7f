"""Synonyms of the search, read once per cache version."""

from core.search.language.synonyms import Synonyms
from organization.models import SynonymGroup


def load_synonyms() -> Synonyms:
    return Synonyms.of(SynonymGroup.objects.values_list("words", flat=True))

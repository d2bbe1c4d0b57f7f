"""Template tag that keeps a part of public pages as text while the cache version stays."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

from core.caching.version_store import VersionStore
from core.failsafe import failures

register = template.Library()

# More than the frame of a page and the lists beside it ever are.
_MAX_FRAGMENTS = 500
_fragments = VersionStore()


class CachedFragmentNode(template.Node):
    def __init__(self, nodelist: NodeList, name: str, vary_on: list[FilterExpression]) -> None:
        self.nodelist, self.name, self.vary_on = nodelist, name, vary_on

    def render(self, context: template.Context) -> SafeString:
        version = getattr(context.get("request"), "cache_version", None)
        if version is None:  # a page of somebody logged in
            return self.nodelist.render(context)
        fragments = _fragments.of(version)
        key = (self.name, *(value.resolve(context) for value in self.vary_on))
        fragment: SafeString | None = fragments.get(key)
        if fragment is None:
            failed_before = failures()
            fragment = self.nodelist.render(context)
            if failures() == failed_before and len(fragments) < _MAX_FRAGMENTS:
                fragments[key] = fragment
        return fragment


@register.tag
def cached_fragment(parser: Parser, token: Token) -> CachedFragmentNode:
    """Keep what stands between this tag and ``endcached_fragment``.

    ``{% cached_fragment "site-foot" %}``: the name, and the values that it varies on besides the
    site context. Nothing else of the page may stand in it.
    """
    _, name, *vary_on = token.split_contents()
    nodelist = parser.parse(("endcached_fragment",))
    parser.delete_first_token()
    expressions = [parser.compile_filter(value) for value in vary_on]
    return CachedFragmentNode(nodelist, name.strip('"'), expressions)
